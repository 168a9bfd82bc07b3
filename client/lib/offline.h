/* What the cache keeps of one resolution, ready for doing it again without a server. */
#ifndef CATALOG_LIB_OFFLINE_H
#define CATALOG_LIB_OFFLINE_H

#include "catalog/resolve.h"
#include "lib/manifest_view.h"
#include "model/resolve.h"

/* Begin with offline_begin, end with offline_end, on failure too. One thread. */
struct offline {
    struct catalog_cache *cache;
    const Catalog__V1__ResolutionTarget *target; /* a copy of the caller's */
    struct arena arena;                          /* for what is computed, and all it borrows from */
    struct arena scratch;
    struct problem problem;
    const Catalog__V1__GetResolutionInputsResponse *manifest;
    bool is_partial; /* it was made without the lock */
    const Catalog__V1__Object *model;
    struct manifest_view view;
    Catalog__V1__Timestamp at;
};

/* Finds what the cache keeps on TARGET. Errors: those of catalog_resolve_offline. */
enum catalog_code offline_begin(struct offline *offline, struct catalog_cache *cache,
                                const Catalog__V1__ResolutionTarget *target, struct catalog_error **ret_error);
void offline_end(struct offline *offline);

/* How to resolve; borrows from OFFLINE. */
struct resolve_options offline_options(const struct offline *offline);

#endif
