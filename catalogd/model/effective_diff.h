/* The difference of two effective models of one model: what a change of the catalog, of a version or of a decision did
 * to it. */
#ifndef CATALOGD_MODEL_EFFECTIVE_DIFF_H
#define CATALOGD_MODEL_EFFECTIVE_DIFF_H

#include "base/arena.h"
#include "base/status.h"

#include "catalog/v1/effective.pb-c.h"
#include "catalog/v1/effective_diff.pb-c.h"

#include <stdbool.h>

/* Compares BEFORE with AFTER, both as resolve() writes them: every list in its stated order. Linear in their size.
 * Titles, statements and other texts that only explain are not compared.
 * Ownership: *ret_diff lives in ARENA and borrows from BEFORE and AFTER. Threads: any. Errors:
 * STATUS_RESOURCE_EXHAUSTED (ARENA is full). */
MUST_CHECK status_code effective_diff(const Catalog__V1__EffectiveModel *before,
                                      const Catalog__V1__EffectiveModel *after, struct arena *arena,
                                      Catalog__V1__EffectiveDiff **ret_diff, struct problem *problem);

/* DIFF without its lists, for where they are too long to be told; states and counts stay. */
Catalog__V1__EffectiveDiff effective_diff_cut(const Catalog__V1__EffectiveDiff *diff);

/* Whether nothing is different. Whether it is worse stands in the difference. */
bool effective_diff_is_empty(const Catalog__V1__EffectiveDiff *diff);

#endif
