/* The tables of the cache, and how they are read and written. */
#ifndef CATALOG_LIB_CACHE_H
#define CATALOG_LIB_CACHE_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/slice.h"
#include "catalog/cache.h"

enum cache_table {
    CACHE_OBJECTS,   /* content digest -> packed catalog.v1.Object, as it came from the server */
    CACHE_MANIFESTS, /* digest of a target, revision -> packed catalog.v1.GetResolutionInputsResponse */
    CACHE_TABLES
};

#define CACHE_KEY_BYTES (DIGEST_BYTES + 8)

/* A key: a digest, for manifests followed by a big-endian revision. */
struct cache_key {
    uint8_t bytes[CACHE_KEY_BYTES];
    size_t size;
};

struct cache_record {
    enum cache_table table;
    struct cache_key key;
    slice value;
};

struct cache_key cache_key_of_object(const struct digest *content);
struct cache_key cache_key_of_manifest(const struct digest *target, uint64_t revision);

/* Reads a record into ARENA; ret_value->data is NULL where there is none. Any thread.
 * Errors: CATALOG_RESOURCE_EXHAUSTED, CATALOG_DATA_LOSS. */
enum catalog_code cache_get(struct catalog_cache *cache, enum cache_table table, const struct cache_key *key,
                            struct arena *arena, slice *ret_value, struct catalog_error **ret_error);

/* Reads the manifest of TARGET with the highest revision likewise. */
enum catalog_code cache_get_newest(struct catalog_cache *cache, const struct digest *target, struct arena *arena,
                                   slice *ret_value, struct catalog_error **ret_error);

/* Writes COUNT records in one transaction, over what was there. A cache that is full is emptied first. Any thread;
 * waits for other writers. Errors: CATALOG_RESOURCE_EXHAUSTED (also: the disk is full), CATALOG_DATA_LOSS. */
enum catalog_code cache_put(struct catalog_cache *cache, const struct cache_record *records, size_t count,
                            struct catalog_error **ret_error);

#endif
