/* Answers as CSV, one function each. MESSAGE is of the type the name says. */
#ifndef CATALOGCTL_CSV_MESSAGE_H
#define CATALOGCTL_CSV_MESSAGE_H

#include "cli/page.h"

#include <protobuf-c/protobuf-c.h>

/* csv_plan.c: the steps of the sequence by number, then the items without one. */
void csv_plan(struct page *page, const ProtobufCMessage *message);
void csv_organisation_plan(struct page *page, const ProtobufCMessage *message);

/* csv_workload.c: a workload as its threats by component; a test scope with a word in front that says what a row is. */
void csv_workloads(struct page *page, const ProtobufCMessage *message);
void csv_workload(struct page *page, const ProtobufCMessage *message);
void csv_test_scope(struct page *page, const ProtobufCMessage *message);

/* csv_change.c: one row for each object and record of a change. */
void csv_changes(struct page *page, const ProtobufCMessage *message);

/* csv_upgrade.c: one row a pin. */
void csv_outdated(struct page *page, const ProtobufCMessage *message);

#endif
