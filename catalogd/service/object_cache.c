#include "service/object_cache.h"

#include "codec/canonical.h"
#include "codec/message.h"
#include "model/compiled_model.h"
#include "model/object.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 4096

/* What an object takes for each byte on the wire, about. */
#define UNPACKED_TIMES 4

struct cached_object {
    struct object_cache *cache;
    struct digest content;
    struct arena arena;
    size_t size; /* bytes of memory */
    const Catalog__V1__Object *object;
    const struct compiled_model *compiled;
    size_t references;           /* under the cache's mutex; 0: only the cache holds it */
    struct cached_object *next;  /* in its bucket */
    struct cached_object *newer; /* in the list of those unused; the head is the oldest */
    struct cached_object *older;
};

struct object_cache {
    pthread_mutex_t mutex;
    size_t limit_bytes;
    size_t unused_bytes;
    struct cached_object *oldest;
    struct cached_object *newest;
    struct cached_object *buckets[BUCKETS];
};

struct object_cache *object_cache_new(size_t limit_bytes) {
    struct object_cache *cache = calloc(1, sizeof *cache);
    if (cache == NULL)
        return NULL;
    cache->limit_bytes = limit_bytes;
    pthread_mutex_init(&cache->mutex, NULL);
    return cache;
}

static struct cached_object **bucket_of(struct object_cache *cache, const struct digest *content) {
    uint16_t number = 0;
    memcpy(&number, content->bytes, sizeof number);
    return &cache->buckets[number % BUCKETS];
}

static void free_object(struct cached_object *cached) {
    arena_done(&cached->arena);
    free(cached);
}

void object_cache_free(struct object_cache *cache) {
    if (cache == NULL)
        return;
    for (size_t i = 0; i < BUCKETS; i++)
        while (cache->buckets[i] != NULL) {
            struct cached_object *cached = cache->buckets[i];
            cache->buckets[i] = cached->next;
            free_object(cached);
        }
    pthread_mutex_destroy(&cache->mutex);
    free(cache);
}

static void leave_unused(struct object_cache *cache, struct cached_object *cached) {
    cache->unused_bytes -= cached->size;
    *(cached->older == NULL ? &cache->oldest : &cached->older->newer) = cached->newer;
    *(cached->newer == NULL ? &cache->newest : &cached->newer->older) = cached->older;
    cached->older = cached->newer = NULL;
}

static void join_unused(struct object_cache *cache, struct cached_object *cached) {
    cache->unused_bytes += cached->size;
    cached->older = cache->newest;
    *(cache->newest == NULL ? &cache->oldest : &cache->newest->newer) = cached;
    cache->newest = cached;
}

/* The oldest of those unused. */
static void drop_oldest(struct object_cache *cache) {
    struct cached_object *cached = cache->oldest;
    struct cached_object **link = bucket_of(cache, &cached->content);
    while (*link != cached)
        link = &(*link)->next;
    *link = cached->next;
    leave_unused(cache, cached);
    assert(cache->oldest != cached);
    free_object(cached);
}

/* With the mutex held. */
static struct cached_object *take(struct object_cache *cache, const struct digest *content) {
    for (struct cached_object *cached = *bucket_of(cache, content); cached != NULL; cached = cached->next) {
        if (!digest_equal(&cached->content, content))
            continue;
        if (cached->references++ == 0)
            leave_unused(cache, cached);
        return cached;
    }
    return NULL;
}

struct cached_object *object_cache_find(struct object_cache *cache, const struct digest *content) {
    pthread_mutex_lock(&cache->mutex);
    struct cached_object *cached = take(cache, content);
    pthread_mutex_unlock(&cache->mutex);
    return cached;
}

static status_code unpack(struct cached_object *cached, slice bytes, struct problem *problem) {
    struct digest computed = canonical_digest_of_bytes(&catalog__v1__object__descriptor, bytes);
    char text[DIGEST_TEXT_BYTES];
    digest_text(&cached->content, text);
    if (!digest_equal(&computed, &cached->content))
        return problem_set(problem, STATUS_DATA_LOSS, "DIGEST_MISMATCH",
                           "stored content does not have its digest %s: run catalogd check", text);
    ProtobufCMessage *message = NULL;
    struct problem detail;
    problem_init(&detail, NULL);
    status_code status = message_unpack(&catalog__v1__object__descriptor, bytes, &cached->arena, &message, &detail);
    if (status == STATUS_INVALID_ARGUMENT)
        return problem_set(problem, STATUS_DATA_LOSS, "BLOB_DAMAGED", "stored content %s is damaged: %.300s", text,
                           detail.message);
    if (status != STATUS_OK)
        return problem_set(problem, status, detail.reason, "%.500s", detail.message);
    cached->object = (const Catalog__V1__Object *)message;
    return STATUS_OK;
}

static status_code compile(struct cached_object *cached, struct problem *problem) {
    const Catalog__V1__Model *model = object_model(cached->object);
    return model == NULL ? STATUS_OK : compiled_model_build(model, &cached->arena, &cached->compiled, problem);
}

/* Keeps CACHED unless another thread was first; returns the one that is kept. */
static struct cached_object *keep(struct object_cache *cache, struct cached_object *cached) {
    pthread_mutex_lock(&cache->mutex);
    struct cached_object *kept = take(cache, &cached->content);
    if (kept == NULL) {
        struct cached_object **bucket = bucket_of(cache, &cached->content);
        cached->next = *bucket;
        *bucket = cached;
        cached->references = 1;
        kept = cached;
    }
    pthread_mutex_unlock(&cache->mutex);
    return kept;
}

status_code object_cache_add(struct object_cache *cache, const struct digest *content, slice bytes,
                             struct cached_object **ret_object, struct problem *problem) {
    struct cached_object *cached = calloc(1, sizeof *cached);
    if (cached == NULL)
        return problem_no_memory(problem);
    cached->cache = cache;
    cached->content = *content;
    arena_init_sized(&cached->arena, 0, bytes.size * UNPACKED_TIMES);
    status_code status = unpack(cached, bytes, problem);
    if (status == STATUS_OK)
        status = compile(cached, problem);
    if (status != STATUS_OK) {
        free_object(cached);
        return status;
    }
    cached->size = sizeof *cached + arena_held_bytes(&cached->arena);
    *ret_object = keep(cache, cached);
    if (*ret_object != cached)
        free_object(cached);
    return STATUS_OK;
}

const Catalog__V1__Object *cached_object_get(const struct cached_object *cached) {
    return cached->object;
}

const struct compiled_model *cached_object_compiled(const struct cached_object *cached) {
    return cached->compiled;
}

void cached_object_unref(struct cached_object *cached) {
    struct object_cache *cache = cached->cache;
    pthread_mutex_lock(&cache->mutex);
    if (--cached->references == 0)
        join_unused(cache, cached);
    while (cache->unused_bytes > cache->limit_bytes && cache->oldest != NULL)
        drop_oldest(cache);
    pthread_mutex_unlock(&cache->mutex);
}
