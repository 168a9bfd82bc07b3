#include "service/name_cache.h"

#include "base/string_map.h"
#include "model/timestamp.h"
#include "store/splice.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 8192

struct name_cache {
    pthread_mutex_t mutex;
    size_t limit_bytes;
    size_t kept_bytes;
    struct named_versions *buckets[BUCKETS];
};

struct name_cache *name_cache_new(size_t limit_bytes) {
    struct name_cache *cache = calloc(1, sizeof *cache);
    if (cache == NULL)
        return NULL;
    cache->limit_bytes = limit_bytes;
    pthread_mutex_init(&cache->mutex, NULL);
    return cache;
}

/* Takes what *LINK leads to out of the cache. With the mutex held, as all up to name_cache_get. */
static void drop(struct name_cache *cache, struct named_versions **link) {
    struct named_versions *named = *link;
    *link = named->next;
    cache->kept_bytes -= named->size;
    named->is_kept = false;
    if (named->references == 0)
        free(named);
}

static void drop_unused(struct name_cache *cache) {
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct named_versions **link = &cache->buckets[i]; *link != NULL;) {
            if ((*link)->references == 0)
                drop(cache, link);
            else
                link = &(*link)->next;
        }
}

void name_cache_free(struct name_cache *cache) {
    if (cache == NULL)
        return;
    drop_unused(cache);
    pthread_mutex_destroy(&cache->mutex);
    free(cache);
}

static struct named_versions **find(struct name_cache *cache, const char *name, uint64_t hash) {
    struct named_versions **link = &cache->buckets[hash % BUCKETS];
    while (*link != NULL && ((*link)->hash != hash || strcmp((*link)->name, name) != 0))
        link = &(*link)->next;
    return link;
}

/* Keeps NAMED unless what is kept of the name is as new. */
static void keep(struct name_cache *cache, struct named_versions *named) {
    struct named_versions **link = find(cache, named->name, named->hash);
    if (*link != NULL && (*link)->last_revision >= named->last_revision)
        return;
    if (*link != NULL)
        drop(cache, link);
    if (cache->kept_bytes + named->size > cache->limit_bytes) {
        drop_unused(cache);
        link = find(cache, named->name, named->hash);
    }
    named->next = *link;
    named->is_kept = true;
    *link = named;
    cache->kept_bytes += named->size;
}

status_code name_cache_describe(const struct stored_version *stored, struct arena *arena,
                                struct view_version *ret_version, struct problem *problem) {
    Catalog__V1__ObjectVersion *header = NULL;
    status_code status = splice_unpack(stored, arena, &header, problem);
    if (status != STATUS_OK)
        return status;
    const Catalog__V1__Lifecycle *lifecycle = header->lifecycle;
    struct view_version version = {.name = header->name,
                                   .version = header->version,
                                   .kind = header->kind,
                                   .content = stored->content,
                                   .stored_at = timestamp_time(header->stored_at, 0),
                                   .sunset = INT64_MAX,
                                   .replaced_by = "",
                                   .reason = ""};
    if (lifecycle == NULL || !digest_parse(header->contract_digest, &version.contract))
        return problem_set(problem, STATUS_DATA_LOSS, "RECORD_DAMAGED", "the record of %.140s@%.140s is damaged",
                           header->name, header->version);
    version.state = lifecycle->state;
    version.replaced_by = lifecycle->replaced_by;
    version.reason = lifecycle->reason;
    version.sunset = timestamp_time(lifecycle->sunset, INT64_MAX);
    *ret_version = version;
    return STATUS_OK;
}

static size_t text_bytes(const struct view_version *version) {
    return strlen(version->version) + strlen(version->replaced_by) + strlen(version->reason) + 3;
}

static const char *put_text(char **end, const char *text) {
    const char *copy = *end;
    *end = stpcpy(*end, text) + 1;
    return copy;
}

/* One block of memory with all of it. */
static struct named_versions *pack(const char *name, const struct view_version *versions, size_t count) {
    struct named_versions *named = NULL;
    size_t size = sizeof *named + count * sizeof *versions + strlen(name) + 1;
    for (size_t i = 0; i < count; i++)
        size += text_bytes(&versions[i]);
    named = calloc(1, size);
    if (named == NULL)
        return NULL;
    named->versions = (struct view_version *)(void *)(named + 1);
    named->count = count;
    named->size = size;
    char *end = (char *)(named->versions + count);
    named->name = put_text(&end, name);
    for (size_t i = 0; i < count; i++) {
        struct view_version *version = &named->versions[i];
        *version = versions[i];
        version->name = named->name;
        version->version = put_text(&end, versions[i].version);
        version->replaced_by = put_text(&end, versions[i].replaced_by);
        version->reason = put_text(&end, versions[i].reason);
    }
    return named;
}

static status_code read_name(struct snapshot *snapshot, const char *name, struct arena *scratch,
                             struct named_versions **ret_named, struct problem *problem) {
    struct stored_version *stored = NULL;
    size_t count = 0;
    status_code status = snapshot_versions(snapshot, name, scratch, &stored, &count, problem);
    if (status != STATUS_OK)
        return status;
    struct view_version *versions = ARENA_ARRAY(scratch, struct view_version, count + 1);
    if (versions == NULL)
        return problem_no_memory(problem);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = name_cache_describe(&stored[i], scratch, &versions[i], problem);
    if (status != STATUS_OK)
        return status;
    *ret_named = pack(name, versions, count);
    return *ret_named == NULL ? problem_no_memory(problem) : STATUS_OK;
}

/* What is kept of the name, if it is known to be right for SNAPSHOT without looking there. */
static struct named_versions *take_seen(struct name_cache *cache, const struct snapshot *snapshot, const char *name,
                                        uint64_t hash) {
    uint64_t head = snapshot_head(snapshot).revision;
    pthread_mutex_lock(&cache->mutex);
    struct named_versions *named = *find(cache, name, hash);
    if (named != NULL && (named->seen_at != head || named->last_revision > snapshot_revision(snapshot)))
        named = NULL;
    if (named != NULL)
        named->references++;
    pthread_mutex_unlock(&cache->mutex);
    return named;
}

/* The same for a snapshot in which LAST_REVISION is the newest change that mentions the name. */
static struct named_versions *take(struct name_cache *cache, const struct snapshot *snapshot, const char *name,
                                   uint64_t hash, uint64_t last_revision) {
    pthread_mutex_lock(&cache->mutex);
    struct named_versions *named = *find(cache, name, hash);
    if (named != NULL && named->last_revision != last_revision)
        named = NULL;
    if (named != NULL) {
        named->seen_at = snapshot_head(snapshot).revision;
        named->references++;
    }
    pthread_mutex_unlock(&cache->mutex);
    return named;
}

status_code name_cache_get(struct name_cache *cache, struct snapshot *snapshot, const char *name, struct arena *scratch,
                           struct named_versions **ret_named, struct problem *problem) {
    struct stored_name facts = {.last_revision = 0};
    uint64_t hash = string_hash(name);
    *ret_named = take_seen(cache, snapshot, name, hash);
    if (*ret_named != NULL)
        return STATUS_OK;
    bool is_used = snapshot_name(snapshot, name, &facts);
    bool is_shared = is_used && facts.last_revision <= snapshot_revision(snapshot);
    *ret_named = is_shared ? take(cache, snapshot, name, hash, facts.last_revision) : NULL;
    if (*ret_named != NULL)
        return STATUS_OK;
    status_code status = read_name(snapshot, name, scratch, ret_named, problem);
    if (status != STATUS_OK)
        return status;
    (*ret_named)->references = 1;
    (*ret_named)->last_revision = facts.last_revision;
    (*ret_named)->seen_at = snapshot_head(snapshot).revision;
    (*ret_named)->hash = hash;
    if (!is_shared)
        return STATUS_OK;
    pthread_mutex_lock(&cache->mutex);
    keep(cache, *ret_named);
    pthread_mutex_unlock(&cache->mutex);
    return STATUS_OK;
}

void name_cache_give(struct name_cache *cache, struct named_versions *named) {
    pthread_mutex_lock(&cache->mutex);
    bool is_over = --named->references == 0 && !named->is_kept;
    pthread_mutex_unlock(&cache->mutex);
    if (is_over)
        free(named);
}
