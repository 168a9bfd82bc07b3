#include "service/resolution_cache.h"

#include "base/buffer.h"
#include "codec/message.h"

#include <pthread.h>
#include <stdlib.h>

struct resolution_cache {
    pthread_mutex_t mutex;
    size_t limit_bytes;
    struct packed_resolution *newest; /* each counts as one reference of its own */
};

struct resolution_cache *resolution_cache_new(size_t limit_bytes) {
    struct resolution_cache *cache = calloc(1, sizeof *cache);
    if (cache == NULL)
        return NULL;
    cache->limit_bytes = limit_bytes;
    pthread_mutex_init(&cache->mutex, NULL);
    return cache;
}

static void unref(struct packed_resolution *resolution) {
    if (--resolution->references > 0)
        return;
    free(resolution->bytes);
    free(resolution);
}

void resolution_cache_free(struct resolution_cache *cache) {
    if (cache == NULL)
        return;
    while (cache->newest != NULL) {
        struct packed_resolution *next = cache->newest->next;
        unref(cache->newest);
        cache->newest = next;
    }
    pthread_mutex_destroy(&cache->mutex);
    free(cache);
}

/* Takes the resolution with KEY to the front. With the mutex held. */
static struct packed_resolution *take(struct resolution_cache *cache, const struct digest *key) {
    for (struct packed_resolution **link = &cache->newest; *link != NULL; link = &(*link)->next) {
        struct packed_resolution *found = *link;
        if (!digest_equal(&found->key, key))
            continue;
        *link = found->next;
        found->next = cache->newest;
        cache->newest = found;
        found->references++;
        return found;
    }
    return NULL;
}

/* Drops the oldest until what is kept fits. With the mutex held. */
static void make_room(struct resolution_cache *cache) {
    struct packed_resolution **link = &cache->newest;
    size_t bytes = 0;
    while (*link != NULL && bytes + (*link)->size <= cache->limit_bytes) {
        bytes += (*link)->size;
        link = &(*link)->next;
    }
    struct packed_resolution *old = *link;
    *link = NULL;
    while (old != NULL) {
        struct packed_resolution *next = old->next;
        unref(old);
        old = next;
    }
}

const struct packed_resolution *resolution_cache_find(struct resolution_cache *cache, const struct digest *key) {
    pthread_mutex_lock(&cache->mutex);
    struct packed_resolution *found = take(cache, key);
    pthread_mutex_unlock(&cache->mutex);
    return found;
}

/* The places of everything inside the one block: row ends first, because they need alignment. */
static bool pack(const struct resolution *resolution, struct packed_resolution *packed) {
    Catalog__V1__EffectiveModel head = *resolution->model;
    struct buffer bytes;
    head.n_rows = 0;
    head.rows = NULL;
    packed->row_count = resolution->model->n_rows;
    size_t ends_size = packed->row_count * sizeof(size_t);
    buffer_init(&bytes, 0);
    size_t *ends = (size_t *)(void *)buffer_reserve(&bytes, ends_size + 1);
    if (ends == NULL)
        return false;
    buffer_grow(&bytes, ends_size);
    message_pack(&head.base, &bytes);
    size_t model_end = bytes.size;
    message_pack(&resolution->lock->base, &bytes);
    size_t lock_end = bytes.size;
    for (size_t i = 0; i < packed->row_count && !bytes.has_failed; i++) {
        message_pack(&resolution->model->rows[i]->base, &bytes);
        ((size_t *)(void *)bytes.data)[i] = bytes.size - lock_end;
    }
    if (bytes.has_failed) {
        buffer_done(&bytes);
        return false;
    }
    packed->bytes = buffer_detach(&bytes, &packed->size);
    packed->row_ends = (const size_t *)(const void *)packed->bytes;
    packed->model = slice_of(packed->bytes + ends_size, model_end - ends_size);
    packed->lock = slice_of(packed->bytes + model_end, lock_end - model_end);
    packed->rows = slice_of(packed->bytes + lock_end, packed->size - lock_end);
    return true;
}

const struct packed_resolution *resolution_cache_add(struct resolution_cache *cache, const struct digest *key,
                                                     const struct resolution *resolution) {
    struct packed_resolution *packed = calloc(1, sizeof *packed);
    if (packed == NULL || !pack(resolution, packed)) {
        free(packed);
        return NULL;
    }
    packed->key = *key;
    packed->references = 1;
    pthread_mutex_lock(&cache->mutex);
    struct packed_resolution *kept = take(cache, key);
    if (kept == NULL) {
        packed->references++;
        packed->next = cache->newest;
        cache->newest = kept = packed;
        make_room(cache);
        packed = NULL;
    }
    if (packed != NULL)
        unref(packed);
    pthread_mutex_unlock(&cache->mutex);
    return kept;
}

void resolution_cache_give(struct resolution_cache *cache, const struct packed_resolution *resolution) {
    /* Only the count of references changes, under the mutex. */
    union {
        const struct packed_resolution *in;
        struct packed_resolution *out;
    } cast = {.in = resolution};
    pthread_mutex_lock(&cache->mutex);
    unref(cast.out);
    pthread_mutex_unlock(&cache->mutex);
}
