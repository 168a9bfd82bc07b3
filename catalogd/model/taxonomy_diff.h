/* What became of one entry between two releases of a scheme. */
#ifndef CATALOGD_MODEL_TAXONOMY_DIFF_H
#define CATALOGD_MODEL_TAXONOMY_DIFF_H

#include "base/arena.h"
#include "base/macros.h"

#include "catalog/v1/taxonomy_service.pb-c.h"

#include <stdbool.h>
#include <stddef.h>

/* The most differences that one entry can have. */
#define TAXONOMY_DIFFERENCES_MAX 3

/* The differences between FROM and TO, which have the same id: NULL stands for an entry that is not there. An entry
 * that differs in what has no kind of its own is REWORDED, if nothing else is said of it. In order of kind. Ownership:
 * RET_DIFFERENCES borrow from FROM, TO and ARENA. False: no room. */
MUST_CHECK bool taxonomy_compare(const Catalog__V1__TaxonomyEntry *from, const Catalog__V1__TaxonomyEntry *to,
                                 struct arena *arena,
                                 Catalog__V1__TaxonomyDifference ret_differences[TAXONOMY_DIFFERENCES_MAX],
                                 size_t *ret_count);

#endif
