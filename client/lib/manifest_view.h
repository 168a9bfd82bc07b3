/* What the resolver sees of a catalog when there is no server: the versions and advisories that a manifest
 * lists, objects out of the cache. */
#ifndef CATALOG_LIB_MANIFEST_VIEW_H
#define CATALOG_LIB_MANIFEST_VIEW_H

#include "base/string_map.h"
#include "lib/cache.h"
#include "model/view.h"

#include "catalog/v1/resolution_service.pb-c.h"

/* Reads the object with the digest CONTENT out of CACHE into ARENA and compares it with its digest. *ret_object is NULL
 * where the cache does not have it. Errors: STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
status_code cached_object(struct catalog_cache *cache, const struct digest *content, struct arena *arena,
                          const Catalog__V1__Object **ret_object, struct problem *problem);

/* One thread at a time. */
struct manifest_view {
    bool
        is_partial; /* set after init: the manifest was made for another lock. A name it lacks may exist all the same */
    struct catalog_cache *cache;
    struct arena *arena;
    struct view_version *versions; /* as the manifest lists them: those of one name stand together */
    size_t count;
    const Catalog__V1__Advisory *const *advisories; /* as the manifest lists them: in order of object */
    size_t advisory_count;
    struct string_map first;  /* name -> the first of its versions */
    struct catalog_view view; /* errors: STATUS_DATA_LOSS, STATUS_NOT_FOUND (of a partial one) */
};

/* MANIFEST, CACHE and ARENA are borrowed and must outlive VIEW; so must everything that came out of it.
 * Errors: STATUS_DATA_LOSS (the manifest is not one), STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code manifest_view_init(struct manifest_view *view, struct catalog_cache *cache,
                                          const Catalog__V1__GetResolutionInputsResponse *manifest, struct arena *arena,
                                          struct problem *problem);

#endif
