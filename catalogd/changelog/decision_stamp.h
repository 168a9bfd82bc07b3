/* What a commit gives to a decision: its id, its times, its revision. */
#ifndef CATALOGD_CHANGELOG_DECISION_STAMP_H
#define CATALOGD_CHANGELOG_DECISION_STAMP_H

#include "base/arena.h"
#include "base/macros.h"

#include "catalog/v1/decision.pb-c.h"

#include <stdbool.h>

/* Sets on DECISION what the change that brought it into its state gives it, the change of REVISION at COMMITTED_AT: a
 * request's id is that revision as a decimal number. The etag is cleared: it is never stored. Ownership: COMMITTED_AT
 * is borrowed for as long as DECISION, the rest lives in ARENA. False: no room. */
MUST_CHECK bool decision_stamp(Catalog__V1__Decision *decision, uint64_t revision, Catalog__V1__Timestamp *committed_at,
                               struct arena *arena);

/* The number that the id TEXT stands for, from 1. False: it is no id that a commit gives. */
MUST_CHECK bool decision_number(const char *text, uint64_t *ret_number);

#endif
