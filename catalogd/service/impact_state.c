#include "service/impact_state.h"

#include "base/limits.h"
#include "codec/message.h"
#include "model/effective_diff.h"

#include <pthread.h>
#include <stdlib.h>

struct impact_cache {
    pthread_mutex_t mutex;
    size_t limit_bytes;
    struct impact_state *newest;
};

struct impact_cache *impact_cache_new(size_t limit_bytes) {
    struct impact_cache *cache = calloc(1, sizeof *cache);
    if (cache == NULL)
        return NULL;
    cache->limit_bytes = limit_bytes;
    pthread_mutex_init(&cache->mutex, NULL);
    return cache;
}

void impact_state_free(struct impact_state *state) {
    if (state == NULL)
        return;
    arena_done(&state->arena);
    free(state);
}

static void free_states(struct impact_state *state) {
    while (state != NULL) {
        struct impact_state *next = state->next;
        impact_state_free(state);
        state = next;
    }
}

void impact_cache_free(struct impact_cache *cache) {
    if (cache == NULL)
        return;
    free_states(cache->newest);
    pthread_mutex_destroy(&cache->mutex);
    free(cache);
}

/* Takes the state with KEY out. With the mutex held. */
static struct impact_state *unlink_state(struct impact_cache *cache, const struct digest *key) {
    for (struct impact_state **link = &cache->newest; *link != NULL; link = &(*link)->next) {
        struct impact_state *found = *link;
        if (!digest_equal(&found->key, key))
            continue;
        *link = found->next;
        found->next = NULL;
        return found;
    }
    return NULL;
}

static struct impact_state *new_state(const struct digest *key) {
    struct impact_state *state = calloc(1, sizeof *state);
    if (state == NULL)
        return NULL;
    state->key = *key;
    catalog__v1__impact_summary__init(&state->summary);
    arena_init(&state->arena, LIMIT_IMPACT_BYTES);
    return state;
}

struct impact_state *impact_cache_take(struct impact_cache *cache, const struct digest *key) {
    pthread_mutex_lock(&cache->mutex);
    struct impact_state *state = unlink_state(cache, key);
    pthread_mutex_unlock(&cache->mutex);
    return state != NULL ? state : new_state(key);
}

static size_t size_of(const struct impact_state *state) {
    return sizeof *state + state->arena.used_bytes;
}

/* Takes out the oldest until what is kept fits. With the mutex held. */
static struct impact_state *make_room(struct impact_cache *cache) {
    struct impact_state *state = cache->newest;
    size_t bytes = size_of(state);
    while (state->next != NULL && bytes + size_of(state->next) <= cache->limit_bytes) {
        state = state->next;
        bytes += size_of(state);
    }
    struct impact_state *old = state->next;
    state->next = NULL;
    return old;
}

void impact_cache_put(struct impact_cache *cache, struct impact_state *state) {
    pthread_mutex_lock(&cache->mutex);
    struct impact_state *other = unlink_state(cache, &state->key);
    if (other != NULL && other->done > state->done) {
        struct impact_state *further = other;
        other = state;
        state = further;
    }
    state->next = cache->newest;
    cache->newest = state;
    struct impact_state *old = make_room(cache);
    pthread_mutex_unlock(&cache->mutex);
    free_states(other);
    free_states(old);
}

static status_code pack(struct impact_state *state, const ProtobufCMessage *message, slice *ret_packed,
                        struct problem *problem) {
    size_t size = protobuf_c_message_get_packed_size(message);
    uint8_t *bytes = arena_alloc(&state->arena, size + 1);
    if (bytes == NULL)
        return problem_no_memory(problem);
    protobuf_c_message_pack(message, bytes);
    *ret_packed = slice_of(bytes, size);
    return STATUS_OK;
}

static status_code pack_consumer(struct impact_state *state, const Catalog__V1__ConsumerImpact *impact,
                                 slice *ret_packed, struct problem *problem) {
    if (protobuf_c_message_get_packed_size(&impact->base) <= LIMIT_CONSUMER_BYTES)
        return pack(state, &impact->base, ret_packed, problem);
    Catalog__V1__ConsumerImpact cut = *impact;
    Catalog__V1__EffectiveDiff on_commit = effective_diff_cut(impact->on_commit);
    Catalog__V1__EffectiveDiff on_upgrade;
    cut.is_cut = true;
    cut.on_commit = &on_commit;
    cut.n_requirements = 0;
    if (impact->on_upgrade != NULL) {
        on_upgrade = effective_diff_cut(impact->on_upgrade);
        cut.on_upgrade = &on_upgrade;
    }
    return pack(state, &cut.base, ret_packed, problem);
}

static int compare_entries(const void *left, const void *right) {
    const struct impact_entry *a = left;
    const struct impact_entry *b = right;
    int order = b->is_affected - a->is_affected;
    if (order == 0)
        order = impact_damage_compare(&a->on_commit, &b->on_commit);
    if (order == 0)
        order = impact_damage_compare(&a->on_upgrade, &b->on_upgrade);
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

static status_code add_entry(struct impact_state *state, const Catalog__V1__ConsumerImpact *impact, bool keeps_all,
                             struct problem *problem) {
    struct impact_entry entry = {.on_commit = impact_damage_of(impact->on_commit),
                                 .on_upgrade = impact_damage_of(impact->on_upgrade),
                                 .is_affected = impact_is_affected(impact),
                                 .number = state->done};
    if (!entry.is_affected && !keeps_all)
        return STATUS_OK;
    status_code status = pack_consumer(state, impact, &entry.packed, problem);
    if (status != STATUS_OK)
        return status;
    return vector_push(&state->arena, &state->entries, entry) ? STATUS_OK : problem_no_memory(problem);
}

status_code impact_state_add(struct impact_state *state, const Catalog__V1__ConsumerImpact *impact, bool keeps_all,
                             struct problem *problem) {
    status_code status = impact == NULL ? STATUS_OK : add_entry(state, impact, keeps_all, problem);
    if (status != STATUS_OK)
        return status;
    if (impact != NULL)
        impact_count(impact, &state->summary);
    else
        state->summary.unaffected++;
    state->done++;
    if (state->done == state->total && state->entries.count > 0)
        qsort(state->entries.items, state->entries.count, sizeof *state->entries.items, compare_entries);
    return STATUS_OK;
}

status_code impact_state_add_draft(struct impact_state *state, const Catalog__V1__ImpactDraft *draft,
                                   struct problem *problem) {
    slice packed;
    status_code status = pack(state, &draft->base, &packed, problem);
    if (status != STATUS_OK)
        return status;
    return vector_push(&state->arena, &state->drafts, packed) ? STATUS_OK : problem_no_memory(problem);
}
