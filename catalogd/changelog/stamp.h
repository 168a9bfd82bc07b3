/* What a commit gives to a decision, an advisory, a gate record or a taxonomy: its id, its times, its revision. */
#ifndef CATALOGD_CHANGELOG_STAMP_H
#define CATALOGD_CHANGELOG_STAMP_H

#include "base/arena.h"
#include "base/macros.h"

#include "catalog/v1/advisory.pb-c.h"
#include "catalog/v1/decision.pb-c.h"
#include "catalog/v1/gate_record.pb-c.h"
#include "catalog/v1/taxonomy.pb-c.h"

#include <stdbool.h>

/* Sets on DECISION what the change that brought it into its state gives it, the change of REVISION at COMMITTED_AT: a
 * request's id is that revision as a decimal number. The etag is cleared: it is never stored. Ownership: COMMITTED_AT
 * is borrowed for as long as DECISION, the rest lives in ARENA. False: no room. */
MUST_CHECK bool decision_stamp(Catalog__V1__Decision *decision, uint64_t revision, Catalog__V1__Timestamp *committed_at,
                               struct arena *arena);

/* The same for ADVISORY: one with a reason for withdrawing is withdrawn by that change, any other is published by it.
 */
MUST_CHECK bool advisory_stamp(Catalog__V1__Advisory *advisory, uint64_t revision, Catalog__V1__Timestamp *committed_at,
                               struct arena *arena);

/* The same for RECORD, which has no other state to come into. */
MUST_CHECK bool gate_record_stamp(Catalog__V1__GateRecord *record, uint64_t revision,
                                  Catalog__V1__Timestamp *committed_at, struct arena *arena);

/* The same for TAXONOMY, which has no id of its own. */
void taxonomy_stamp(Catalog__V1__Taxonomy *taxonomy, uint64_t revision, Catalog__V1__Timestamp *committed_at);

/* The number that the id TEXT stands for, from 1. False: it is no id that a commit gives. */
MUST_CHECK bool stamp_number(const char *text, uint64_t *ret_number);

#endif
