/* Answers other than the effective model as text. MESSAGE is of the type the name says. */
#ifndef CATALOGCTL_TEXT_MESSAGE_H
#define CATALOGCTL_TEXT_MESSAGE_H

#include "cli/page.h"

#include "catalog/v1/advisory_service.pb-c.h"
#include "catalog/v1/catalog_service.pb-c.h"
#include "catalog/v1/changes_service.pb-c.h"
#include "catalog/v1/conversion.pb-c.h"
#include "catalog/v1/decision_service.pb-c.h"
#include "catalog/v1/envelope.pb-c.h"
#include "catalog/v1/gate_service.pb-c.h"
#include "catalog/v1/health_service.pb-c.h"
#include "catalog/v1/impact_service.pb-c.h"
#include "catalog/v1/plan_service.pb-c.h"
#include "catalog/v1/resolution_service.pb-c.h"
#include "catalog/v1/suggest_service.pb-c.h"
#include "catalog/v1/taxonomy_service.pb-c.h"
#include "catalog/v1/upgrade_service.pb-c.h"
#include "catalog/v1/workload_service.pb-c.h"

/* text_object.c: a GetObjectResponse is shown as a YAML document that `apply` takes. */
void text_object(struct page *page, const ProtobufCMessage *message);
void text_objects(struct page *page, const ProtobufCMessage *message);
void text_versions(struct page *page, const ProtobufCMessage *message);
void text_lock(struct page *page, const ProtobufCMessage *message);
void text_reference(struct page *page, const ProtobufCMessage *message);

/* text_change.c */
void text_applied(struct page *page, const ProtobufCMessage *message);
void text_published(struct page *page, const ProtobufCMessage *message);
void text_deprecated(struct page *page, const ProtobufCMessage *message);
void text_yanked(struct page *page, const ProtobufCMessage *message);
void text_differences(struct page *page, const ProtobufCMessage *message);
void text_changes(struct page *page, const ProtobufCMessage *message);
void text_change(struct page *page, const ProtobufCMessage *message);

/* text_decision.c */
void text_decision_requested(struct page *page, const ProtobufCMessage *message);
void text_decision_approved(struct page *page, const ProtobufCMessage *message);
void text_decision_rejected(struct page *page, const ProtobufCMessage *message);
void text_decision_revoked(struct page *page, const ProtobufCMessage *message);
void text_decision(struct page *page, const ProtobufCMessage *message);
void text_decisions(struct page *page, const ProtobufCMessage *message);

/* text_advisory.c */
void text_advisory_published(struct page *page, const ProtobufCMessage *message);
void text_advisory_withdrawn(struct page *page, const ProtobufCMessage *message);
void text_advisory(struct page *page, const ProtobufCMessage *message);
void text_advisories(struct page *page, const ProtobufCMessage *message);

/* text_taxonomy.c */
void text_taxonomy_imported(struct page *page, const ProtobufCMessage *message);
void text_taxonomies(struct page *page, const ProtobufCMessage *message);
void text_taxonomy_entry(struct page *page, const ProtobufCMessage *message);
void text_taxonomy_entries(struct page *page, const ProtobufCMessage *message);
void text_taxonomy_differences(struct page *page, const ProtobufCMessage *message);

/* text_suggest.c */
void text_suggestions(struct page *page, const ProtobufCMessage *message);

/* text_gate.c */
void text_gate_record(struct page *page, const ProtobufCMessage *message);
void text_gate_records(struct page *page, const ProtobufCMessage *message);

/* text_ratchet.c: below an effective model, or alone. */
void text_ratchet(struct page *page, const ProtobufCMessage *message);
/* text_import.c */
void text_import(struct page *page, const ProtobufCMessage *message);

/* text_impact.c */
void text_impact(struct page *page, const ProtobufCMessage *message);

/* text_upgrade.c: steps where there are any, else the pins. */
void text_outdated(struct page *page, const ProtobufCMessage *message);
void text_lock_updated(struct page *page, const ProtobufCMessage *message);

/* text_explanation.c */
void text_explanation(struct page *page, const ProtobufCMessage *message);
void text_explanations(struct page *page, const ProtobufCMessage *message);

/* text_plan.c */
void text_plan(struct page *page, const ProtobufCMessage *message);
void text_organisation_plan(struct page *page, const ProtobufCMessage *message);

/* What was left out of an answer, under a title; nothing where nothing was. */
void text_notes(struct page *page, char *const *notes, size_t count);

/* text_workload.c */
void text_workloads(struct page *page, const ProtobufCMessage *message);
void text_workload(struct page *page, const ProtobufCMessage *message);
void text_test_scope(struct page *page, const ProtobufCMessage *message);

/* text_status.c: one `file:line:column: field: message` for each mistake or finding. */
void text_status(struct page *page, const ProtobufCMessage *message);
void text_report(struct page *page, const ProtobufCMessage *message);
void text_object_findings(struct page *page, Catalog__V1__ObjectFinding *const *findings, size_t count);
void text_health(struct page *page, const ProtobufCMessage *message);

#endif
