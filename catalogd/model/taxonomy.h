/* What a release of a reference scheme may hold, and the one form it is stored in: ids in their one spelling, entries
 * in byte order of id. */
#ifndef CATALOGD_MODEL_TAXONOMY_H
#define CATALOGD_MODEL_TAXONOMY_H

#include "base/arena.h"
#include "base/status.h"

#include "catalog/v1/taxonomy.pb-c.h"

struct taxonomy_content {
    Catalog__V1__TaxonomyEntry **entries; /* in byte order of id, each id once */
    size_t entry_count;
    Catalog__V1__TaxonomyMapping **mappings; /* in the order they came */
    size_t mapping_count;
};

/* Checks TAXONOMY and the COUNT ITEMS that make it up, and brings them into their one form. The content lives in ARENA
 * and borrows from ITEMS, which are not changed. Parents and replacements need not be entries: what a scheme says is
 * kept as it is. Errors: STATUS_INVALID_ARGUMENT (INVALID_OBJECT, with violations whose object_index is the item's),
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code taxonomy_prepare(const Catalog__V1__Taxonomy *taxonomy, Catalog__V1__TaxonomyItem *const *items,
                                        size_t count, struct arena *arena, struct taxonomy_content *ret_content,
                                        struct problem *problem);

/* The status of ENTRY; one that does not say is current. */
Catalog__V1__TaxonomyEntryStatus taxonomy_status(const Catalog__V1__TaxonomyEntry *entry);

/* "current", "deprecated", "revoked". Static. */
const char *taxonomy_status_text(Catalog__V1__TaxonomyEntryStatus status);

#endif
