/* Resolutions that were computed, packed, so that pages of rows are read without computing again. Keyed by what they
 * are a function of: the target (its model, its lock), the revision and the time. Bounded; any thread. */
#ifndef CATALOGD_SERVICE_RESOLUTION_CACHE_H
#define CATALOGD_SERVICE_RESOLUTION_CACHE_H

#include "base/digest.h"
#include "model/resolve.h"

struct resolution_cache;

/* One resolution, packed. Immutable. */
struct packed_resolution {
    struct digest key;
    slice model;            /* catalog.v1.EffectiveModel without its rows */
    slice lock;             /* catalog.v1.Lock */
    slice rows;             /* catalog.v1.Row one after the other */
    const size_t *row_ends; /* in rows */
    size_t row_count;

    uint8_t *bytes; /* holds all of the above; private, as all below */
    size_t size;
    size_t references;
    struct packed_resolution *next;
};

/* LIMIT_BYTES bounds what is kept for nobody yet. NULL: no memory. */
struct resolution_cache *resolution_cache_new(size_t limit_bytes);

/* CACHE may be NULL. */
void resolution_cache_free(struct resolution_cache *cache);

/* The resolution with KEY, or NULL. Ownership: give it back with resolution_cache_give. */
const struct packed_resolution *resolution_cache_find(struct resolution_cache *cache, const struct digest *key);

/* Packs RESOLUTION and keeps it. Ownership: as resolution_cache_find. NULL: no memory. */
const struct packed_resolution *resolution_cache_add(struct resolution_cache *cache, const struct digest *key,
                                                     const struct resolution *resolution);

void resolution_cache_give(struct resolution_cache *cache, const struct packed_resolution *resolution);

/* The packed row INDEX, below row_count. */
static inline slice packed_row(const struct packed_resolution *resolution, size_t index) {
    size_t start = index == 0 ? 0 : resolution->row_ends[index - 1];
    return slice_of(resolution->rows.data + start, resolution->row_ends[index] - start);
}

#endif
