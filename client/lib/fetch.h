/* Fetching objects by digest into the cache. */
#ifndef CATALOG_LIB_FETCH_H
#define CATALOG_LIB_FETCH_H

#include "lib/cache.h"

#include "catalog/v1/catalog_service.pb-c.h"

/* An object to have: where to get it, and what it must be. */
struct wanted {
    Catalog__V1__ObjectSelector selector;
    struct digest content;
};

/* Where objects are fetched from and to. */
struct fetch {
    struct catalog_cache *cache;
    struct catalog_client *client;
    const struct catalog_call_options *options; /* for each call; NULL: the client's */
    uint64_t revision;                          /* objects are asked for as they stood then */
};

/* Fetches COUNT objects, compares each with its digest, and keeps them in the cache. Batches that are too large for an
 * answer are halved. Errors: CATALOG_DATA_LOSS (an object does not fit its digest, or is not there: nothing of its
 * batch is kept), those of BatchGetObjects and of cache_put. */
enum catalog_code fetch_objects(const struct fetch *fetch, struct wanted *wanted, size_t count,
                                struct catalog_error **ret_error);

/* Compares OBJECT, the packed catalog.v1.Object called NAME, with CONTENT. Errors: CATALOG_DATA_LOSS. */
enum catalog_code fetch_check_digest(slice object, const struct digest *content, const char *name,
                                     struct catalog_error **ret_error);

#endif
