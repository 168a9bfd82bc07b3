/* Filling the cache with what a resolution reads. */
#ifndef CATALOG_LIB_CACHE_FILL_H
#define CATALOG_LIB_CACHE_FILL_H

#include "catalog/cache.h"

struct fill_request {
    struct catalog_cache *cache;
    struct catalog_client *client;
    const Catalog__V1__ResolutionTarget *target;
    const struct catalog_call_options *options; /* NULL: the client's */
    const Catalog__V1__Lock *made; /* the lock that the resolution made: it reads the same again. NULL: none */
};

/* As catalog_cache_fill. */
enum catalog_code cache_fill(const struct fill_request *request, uint64_t *ret_revision,
                             struct catalog_error **ret_error);

#endif
