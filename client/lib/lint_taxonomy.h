/* Taxonomies that are at hand without a server, for references to be looked up in. */
#ifndef CATALOG_LIB_LINT_TAXONOMY_H
#define CATALOG_LIB_LINT_TAXONOMY_H

#include "base/string_map.h"
#include "base/vector.h"
#include "model/view.h"

/* Zero it with its arena. */
struct lint_taxonomies {
    struct arena *arena;
    VECTOR(struct lint_taxonomy *) items;
};

/* Takes DOCUMENT in, which must outlive TAXONOMIES. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code lint_taxonomies_add(struct lint_taxonomies *taxonomies,
                                           const Catalog__V1__TaxonomyDocument *document, struct problem *problem);

/* `reference` of a catalog_view with TAXONOMIES as its context. */
MUST_CHECK status_code lint_taxonomies_find(void *taxonomies, const Catalog__V1__Reference *reference,
                                            const Catalog__V1__KnownReference **ret_known, struct problem *problem);

#endif
