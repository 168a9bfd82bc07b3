/* What the client keeps between runs: published versions, which never change, by the digest of their content; and for
 * each resolution the list of everything it read. Several processes may use one cache at the same time. Nothing in it
 * is trusted: what is read is compared with its digest first. */
#ifndef CATALOG_CACHE_H
#define CATALOG_CACHE_H

#include "catalog/call.h"

#include "catalog/v1/resolution_service.pb-c.h"

CATALOG_BEGIN

struct catalog_cache;

/* Opens the cache in the directory PATH, making it (mode 0700) where it is not there. NULL or "": `catalogd` under
 * $XDG_CACHE_HOME, else under $HOME/.cache. It grows to at most 1 GiB and is emptied when that is full.
 * Ownership: *ret_cache is the caller's (catalog_cache_close). A process opens one directory once at a time and does
 * not use it across a fork. Threads: any.
 * Errors: CATALOG_FAILED_PRECONDITION (no place for it, or no rights there), CATALOG_DATA_LOSS (the files are damaged
 * or foreign: the message says which directory to delete), CATALOG_RESOURCE_EXHAUSTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_cache_open(const char *path, struct catalog_cache **ret_cache,
                                                                    struct catalog_error **ret_error);

/* NULL is fine. No other thread may use CACHE. */
CATALOG_API void catalog_cache_close(struct catalog_cache *cache);

/* Fetches what a resolution of TARGET reads, as far as it is not kept already, and keeps it. OPTIONS may be NULL.
 * *ret_revision, where ret_revision is not NULL, is the revision that catalog_resolve_offline will answer at.
 * Threads: any but that of a completion. Errors: those of catalog_get_resolution_inputs and catalog_batch_get_objects;
 * CATALOG_DATA_LOSS (the server sent an object that does not fit its digest: nothing of it is kept). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_cache_fill(struct catalog_cache *cache, struct catalog_client *client,
                   const Catalog__V1__ResolutionTarget *target, const struct catalog_call_options *options,
                   uint64_t *ret_revision, struct catalog_error **ret_error);

/* Forgets everything. Any thread. Errors: CATALOG_RESOURCE_EXHAUSTED, CATALOG_DATA_LOSS. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_cache_clear(struct catalog_cache *cache,
                                                                     struct catalog_error **ret_error);

CATALOG_END

#endif
