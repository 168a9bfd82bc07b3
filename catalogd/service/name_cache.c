#include "service/name_cache.h"

#include "base/string_map.h"
#include "model/timestamp.h"
#include "store/splice.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 8192

/* What is kept of one name, in one block of memory. */
struct kept_name {
    struct named_versions named;
    uint64_t hash;
    uint64_t seen_at; /* a head of the log at which the last revision still was the newest */
    size_t size;      /* bytes */
    struct kept_name *next;
};

struct name_cache {
    pthread_mutex_t mutex;
    size_t limit_bytes;
    size_t kept_bytes;
    struct kept_name *buckets[BUCKETS];
};

struct name_cache *name_cache_new(size_t limit_bytes) {
    struct name_cache *cache = calloc(1, sizeof *cache);
    if (cache == NULL)
        return NULL;
    cache->limit_bytes = limit_bytes;
    pthread_mutex_init(&cache->mutex, NULL);
    return cache;
}

static void drop(struct name_cache *cache, struct kept_name **link) {
    struct kept_name *kept = *link;
    *link = kept->next;
    cache->kept_bytes -= kept->size;
    free(kept);
}

static void drop_all(struct name_cache *cache) {
    for (size_t i = 0; i < BUCKETS; i++)
        while (cache->buckets[i] != NULL)
            drop(cache, &cache->buckets[i]);
}

void name_cache_free(struct name_cache *cache) {
    if (cache == NULL)
        return;
    drop_all(cache);
    pthread_mutex_destroy(&cache->mutex);
    free(cache);
}

static struct kept_name **find(struct name_cache *cache, const char *name, uint64_t hash) {
    struct kept_name **link = &cache->buckets[hash % BUCKETS];
    while (*link != NULL && ((*link)->hash != hash || strcmp((*link)->named.name, name) != 0))
        link = &(*link)->next;
    return link;
}

/* ---- Copies in one block: the versions, then all texts ---- */

static size_t text_bytes(const struct named_versions *named) {
    size_t size = strlen(named->name) + 1;
    for (size_t i = 0; i < named->count; i++)
        size += strlen(named->versions[i].version) + strlen(named->versions[i].replaced_by) +
                strlen(named->versions[i].reason) + 3;
    return size;
}

static size_t copy_bytes(const struct named_versions *named) {
    return named->count * sizeof *named->versions + text_bytes(named);
}

static const char *put_text(char **end, const char *text) {
    const char *copy = *end;
    *end = stpcpy(*end, text) + 1;
    return copy;
}

/* Fills MEMORY, which has room for copy_bytes. */
static struct named_versions copy(const struct named_versions *named, void *memory) {
    struct named_versions result = *named;
    result.versions = memory;
    char *end = (char *)(result.versions + named->count);
    result.name = put_text(&end, named->name);
    for (size_t i = 0; i < named->count; i++) {
        struct view_version *version = &result.versions[i];
        *version = named->versions[i];
        version->name = result.name;
        version->version = put_text(&end, version->version);
        version->replaced_by = put_text(&end, version->replaced_by);
        version->reason = put_text(&end, version->reason);
    }
    return result;
}

static struct named_versions *copy_to_arena(const struct named_versions *named, struct arena *arena) {
    struct named_versions *result = ARENA_NEW(arena, struct named_versions);
    void *memory = arena_alloc(arena, copy_bytes(named));
    if (result == NULL || memory == NULL)
        return NULL;
    *result = copy(named, memory);
    return result;
}

/* Keeps a copy of NAMED unless what is kept of the name is as new. Without memory nothing is kept. */
static void keep(struct name_cache *cache, const struct named_versions *named, uint64_t hash, uint64_t head) {
    size_t size = sizeof(struct kept_name) + copy_bytes(named);
    struct kept_name **link = find(cache, named->name, hash);
    if ((*link != NULL && (*link)->named.last_revision >= named->last_revision) || size > cache->limit_bytes)
        return;
    if (*link != NULL)
        drop(cache, link);
    if (cache->kept_bytes + size > cache->limit_bytes)
        drop_all(cache);
    struct kept_name *kept = malloc(size);
    if (kept == NULL)
        return;
    struct kept_name **bucket = &cache->buckets[hash % BUCKETS];
    *kept = (struct kept_name){
        .named = copy(named, kept + 1), .hash = hash, .seen_at = head, .size = size, .next = *bucket};
    *bucket = kept;
    cache->kept_bytes += size;
}

/* ---- Reading ---- */

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

static status_code read_name(struct snapshot *snapshot, const char *name, struct arena *arena,
                             struct named_versions *named, struct problem *problem) {
    struct stored_version *stored = NULL;
    status_code status = snapshot_versions(snapshot, name, arena, &stored, &named->count, problem);
    if (status != STATUS_OK)
        return status;
    named->name = arena_strdup(arena, name);
    named->versions = ARENA_ARRAY(arena, struct view_version, named->count + 1);
    if (named->name == NULL || named->versions == NULL)
        return problem_no_memory(problem);
    for (size_t i = 0; i < named->count && status == STATUS_OK; i++)
        status = name_cache_describe(&stored[i], arena, &named->versions[i], problem);
    return status;
}

/* Whether what is kept is right for SNAPSHOT, where FACTS, if they were looked up, are known of the name. */
static bool is_right(const struct kept_name *kept, const struct snapshot *snapshot, const struct stored_name *facts) {
    if (facts != NULL)
        return kept->named.last_revision == facts->last_revision;
    return kept->seen_at == snapshot_head(snapshot).revision &&
           kept->named.last_revision <= snapshot_revision(snapshot);
}

/* A copy of what is kept of NAME, if it is right; *ret_named is NULL if not. */
static status_code take(struct name_cache *cache, const struct snapshot *snapshot, const char *name,
                        const struct stored_name *facts, struct arena *arena, struct named_versions **ret_named) {
    *ret_named = NULL;
    pthread_mutex_lock(&cache->mutex);
    struct kept_name *kept = *find(cache, name, string_hash(name));
    bool is_there = kept != NULL && is_right(kept, snapshot, facts);
    if (is_there) {
        kept->seen_at = snapshot_head(snapshot).revision;
        *ret_named = copy_to_arena(&kept->named, arena);
    }
    pthread_mutex_unlock(&cache->mutex);
    return is_there && *ret_named == NULL ? STATUS_RESOURCE_EXHAUSTED : STATUS_OK;
}

status_code name_cache_get(struct name_cache *cache, struct snapshot *snapshot, const char *name, struct arena *arena,
                           const struct named_versions **ret_named, struct problem *problem) {
    struct stored_name facts = {.last_revision = 0};
    struct named_versions *named = NULL;
    status_code status = take(cache, snapshot, name, NULL, arena, &named);
    bool is_shared = status == STATUS_OK && named == NULL && snapshot_name(snapshot, name, &facts) &&
                     facts.last_revision <= snapshot_revision(snapshot);
    if (is_shared)
        status = take(cache, snapshot, name, &facts, arena, &named);
    *ret_named = named;
    if (status != STATUS_OK)
        return problem_no_memory(problem);
    if (named != NULL)
        return STATUS_OK;
    named = ARENA_NEW(arena, struct named_versions);
    if (named == NULL)
        return problem_no_memory(problem);
    named->last_revision = facts.last_revision;
    status = read_name(snapshot, name, arena, named, problem);
    if (status == STATUS_OK && is_shared) {
        pthread_mutex_lock(&cache->mutex);
        keep(cache, named, string_hash(name), snapshot_head(snapshot).revision);
        pthread_mutex_unlock(&cache->mutex);
    }
    *ret_named = named;
    return status;
}
