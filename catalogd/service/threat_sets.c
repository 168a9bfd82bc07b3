#include "service/threat_sets.h"

#include "base/arena.h"
#include "base/limits.h"

#include <pthread.h>
#include <stdlib.h>

struct kept_set {
    struct digest key;
    struct arena arena;
    const struct suggest_set *set;
    size_t references;
    struct kept_set *next;
};

struct threat_sets {
    pthread_mutex_t mutex;
    size_t limit_bytes;
    struct kept_set *newest; /* each counts as one reference of its own */
};

struct threat_sets *threat_sets_new(size_t limit_bytes) {
    struct threat_sets *sets = calloc(1, sizeof *sets);
    if (sets == NULL)
        return NULL;
    sets->limit_bytes = limit_bytes;
    pthread_mutex_init(&sets->mutex, NULL);
    return sets;
}

static void unref(struct kept_set *kept) {
    if (--kept->references > 0)
        return;
    arena_done(&kept->arena);
    free(kept);
}

static void unref_all(struct kept_set *first) {
    while (first != NULL) {
        struct kept_set *next = first->next;
        unref(first);
        first = next;
    }
}

void threat_sets_free(struct threat_sets *sets) {
    if (sets == NULL)
        return;
    unref_all(sets->newest);
    pthread_mutex_destroy(&sets->mutex);
    free(sets);
}

/* Takes the set with KEY to the front. With the mutex held. */
static struct kept_set *find(struct threat_sets *sets, const struct digest *key) {
    for (struct kept_set **link = &sets->newest; *link != NULL; link = &(*link)->next) {
        struct kept_set *found = *link;
        if (!digest_equal(&found->key, key))
            continue;
        *link = found->next;
        found->next = sets->newest;
        sets->newest = found;
        found->references++;
        return found;
    }
    return NULL;
}

/* Drops the oldest until BYTES more fit. With the mutex held. */
static void make_room(struct threat_sets *sets, size_t bytes) {
    struct kept_set **link = &sets->newest;
    while (*link != NULL && bytes + (*link)->arena.used_bytes <= sets->limit_bytes) {
        bytes += (*link)->arena.used_bytes;
        link = &(*link)->next;
    }
    struct kept_set *old = *link;
    *link = NULL;
    unref_all(old);
}

/* Keeps MADE where it fits, or takes the one that another thread kept meanwhile. */
static struct kept_set *keep(struct threat_sets *sets, struct kept_set *made) {
    size_t bytes = made->arena.used_bytes;
    pthread_mutex_lock(&sets->mutex);
    struct kept_set *kept = find(sets, &made->key);
    if (kept == NULL && bytes <= sets->limit_bytes) {
        make_room(sets, bytes);
        made->references++;
        made->next = sets->newest;
        sets->newest = made;
    }
    if (kept != NULL)
        unref(made);
    pthread_mutex_unlock(&sets->mutex);
    return kept != NULL ? kept : made;
}

status_code threat_sets_take(struct threat_sets *sets, const struct digest *key, suggest_set_builder *build, void *job,
                             struct kept_set **ret_set, struct problem *problem) {
    pthread_mutex_lock(&sets->mutex);
    *ret_set = find(sets, key);
    pthread_mutex_unlock(&sets->mutex);
    if (*ret_set != NULL)
        return STATUS_OK;
    struct kept_set *made = calloc(1, sizeof *made);
    if (made == NULL)
        return problem_no_memory(problem);
    made->key = *key;
    made->references = 1;
    arena_init(&made->arena, LIMIT_RESOLUTION_BYTES);
    status_code status = build(job, &made->arena, &made->set, problem);
    if (status != STATUS_OK) {
        unref(made);
        return status;
    }
    *ret_set = keep(sets, made);
    return STATUS_OK;
}

const struct suggest_set *kept_set_get(const struct kept_set *kept) {
    return kept->set;
}

void threat_sets_give(struct threat_sets *sets, struct kept_set *kept) {
    pthread_mutex_lock(&sets->mutex);
    unref(kept);
    pthread_mutex_unlock(&sets->mutex);
}
