/* Reading the taxonomies: releases of reference schemes, each imported as a whole and never changed. */
#ifndef CATALOGD_STORE_TAXONOMIES_H
#define CATALOGD_STORE_TAXONOMIES_H

#include "store/snapshot.h"

#include "catalog/v1/taxonomy.pb-c.h"

/* Where an entry of a release stands. */
struct stored_entry {
    const char *id;
    struct digest content;
};

/* The greatest release of SCHEME (reference_compare_releases) that serves those who ask for RELEASE
 * (reference_release_serves). In ARENA. Errors: STATUS_NOT_FOUND
 * (TAXONOMY_NOT_FOUND), STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code snapshot_taxonomy(struct snapshot *snapshot, const char *scheme, const char *release,
                                         struct arena *arena, Catalog__V1__Taxonomy **ret_taxonomy,
                                         struct problem *problem);

/* All releases of SCHEME ("": of all schemes), in byte order of scheme and release; in ARENA. Errors: STATUS_DATA_LOSS,
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code snapshot_taxonomies(struct snapshot *snapshot, const char *scheme, struct arena *arena,
                                           Catalog__V1__Taxonomy ***ret_taxonomies, size_t *ret_count,
                                           struct problem *problem);

/* The entry of TAXONOMY that has exactly the id ID; in ARENA. Errors: STATUS_NOT_FOUND (ENTRY_NOT_FOUND),
 * STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code snapshot_taxonomy_entry(struct snapshot *snapshot, const Catalog__V1__Taxonomy *taxonomy,
                                               const char *id, struct arena *arena,
                                               Catalog__V1__TaxonomyEntry **ret_entry, struct problem *problem);

/* The entry with digest CONTENT; in ARENA. Errors: STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code snapshot_taxonomy_body(struct snapshot *snapshot, const struct digest *content,
                                              struct arena *arena, Catalog__V1__TaxonomyEntry **ret_entry,
                                              struct problem *problem);

/* Where the entries of TAXONOMY after the id AFTER ("": from the first) stand, in byte order of id; in ARENA. Errors:
 * STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code snapshot_taxonomy_entries(struct snapshot *snapshot, const Catalog__V1__Taxonomy *taxonomy,
                                                 const char *after, struct arena *arena,
                                                 struct stored_entry **ret_entries, size_t *ret_count,
                                                 struct problem *problem);

/* The mappings from or to the entry ID of SCHEME, of all taxonomies, at most LIMIT_PAGE; in ARENA. Errors:
 * STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code snapshot_taxonomy_mappings(struct snapshot *snapshot, const char *scheme, const char *id,
                                                  struct arena *arena, Catalog__V1__TaxonomyMapping ***ret_mappings,
                                                  size_t *ret_count, struct problem *problem);

#endif
