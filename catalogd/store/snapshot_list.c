#include "base/vector.h"
#include "changelog/chain.h"
#include "model/timestamp.h"
#include "store/idempotency.h"
#include "store/state.h"

#include <inttypes.h>

/* The first revision of a name, from whichever of the two tables is walked. */
static bool read_first_revision(enum table table, slice value, uint64_t *ret_revision) {
    struct name_record record;
    if (table == TABLE_KIND)
        return key_read_u64(&value, ret_revision);
    if (!name_record_read(value, &record))
        return false;
    *ret_revision = record.first_revision;
    return true;
}

static void start_names(struct txn_walk *walk, const struct name_filter *filter, struct key *prefix,
                        struct key *start) {
    bool has_kind = filter->kind != CATALOG__V1__OBJECT_KIND__OBJECT_KIND_UNSPECIFIED;
    if (has_kind)
        key_add_byte(prefix, (uint8_t)filter->kind);
    *start = *prefix;
    if (filter->name_space[0] != '\0')
        key_add_text(prefix, slice_text(filter->name_space));
    walk->table = has_kind ? TABLE_KIND : TABLE_NAME;
    walk->prefix = key_slice(prefix);
    if (filter->after[0] == '\0')
        return;
    /* One more byte than the last name's own key: the first key that comes after it. */
    key_add_name(start, filter->after);
    key_add_byte(start, 0);
    walk->start = key_slice(start);
}

status_code snapshot_names(struct snapshot *snapshot, const struct name_filter *filter, struct arena *arena,
                           const char ***ret_names, size_t *ret_count, struct problem *problem) {
    VECTOR(const char *) names = {0};
    struct txn_walk walk = {.txn = &snapshot->txn};
    struct key prefix = {0};
    struct key start = {0};
    slice key = {0};
    slice value = {0};
    start_names(&walk, filter, &prefix, &start);
    size_t skip = walk.table == TABLE_KIND ? 1 : 0;
    while (!prefix.is_too_long && names.count < filter->limit && txn_next(&walk, &key, &value)) {
        char name[KEY_NAME_BYTES];
        uint64_t first_revision = 0;
        slice rest = slice_of(key.data + skip, key.size - skip);
        if (!key_read_name(&rest, name) || !read_first_revision(walk.table, value, &first_revision))
            return problem_set(problem, STATUS_DATA_LOSS, "RECORD_DAMAGED", "a record of a name is damaged");
        if (first_revision > snapshot->revision)
            continue;
        char *copy = arena_strdup(arena, name);
        if (copy == NULL || !vector_push(arena, &names, copy))
            return problem_no_memory(problem);
    }
    *ret_names = names.items;
    *ret_count = names.count;
    return txn_status(&snapshot->txn, problem);
}

status_code snapshot_change(struct snapshot *snapshot, uint64_t revision, slice *ret_bytes, struct problem *problem) {
    if (revision == 0 || revision > snapshot->revision)
        return problem_set(problem, STATUS_NOT_FOUND, "NO_CHANGE", "there is no change with revision %" PRIu64,
                           revision);
    struct key key = {0};
    key_add_u64(&key, revision);
    if (txn_get(&snapshot->txn, TABLE_LOG, key_slice(&key), ret_bytes))
        return STATUS_OK;
    return problem_set(problem, STATUS_DATA_LOSS, "CHANGE_MISSING", "revision %" PRIu64 " is missing in the log",
                       revision);
}

status_code snapshot_commit_time(struct snapshot *snapshot, uint64_t revision, time_ns *ret_time,
                                 struct problem *problem) {
    if (revision == snapshot->head.revision) {
        *ret_time = snapshot->head.committed_at;
        return STATUS_OK;
    }
    slice bytes = {0};
    status_code status = snapshot_change(snapshot, revision, &bytes, problem);
    if (status != STATUS_OK)
        return status;
    struct arena arena;
    arena_init(&arena, 0);
    Catalog__V1__Change *change = NULL;
    status = change_read(bytes, &arena, &change, problem);
    if (status == STATUS_OK && change->committed_at == NULL)
        status = problem_set(problem, STATUS_DATA_LOSS, "RECORD_DAMAGED", "revision %" PRIu64 " has no time", revision);
    if (status == STATUS_OK)
        *ret_time = timestamp_time(change->committed_at, 0);
    arena_done(&arena);
    return status;
}

/* Key: target, source name, source version, from; value: to. */
static bool read_reference(slice key, size_t prefix_size, char ret_name[KEY_NAME_BYTES], slice *ret_version,
                           uint64_t *ret_from) {
    slice rest = slice_of(key.data + prefix_size, key.size - prefix_size);
    return key_read_name(&rest, ret_name) && key_read_text(&rest, ret_version) && key_read_u64(&rest, ret_from);
}

status_code snapshot_references(struct snapshot *snapshot, const char *target, struct arena *arena,
                                struct stored_reference **ret_references, size_t *ret_count, struct problem *problem) {
    VECTOR(struct stored_reference) references = {0};
    struct key prefix = {0};
    slice key = {0};
    slice value = {0};
    key_add_name(&prefix, target);
    struct txn_walk walk = {.txn = &snapshot->txn, .table = TABLE_REF, .prefix = key_slice(&prefix)};
    while (prefix.size > 0 && txn_next(&walk, &key, &value)) {
        char name[KEY_NAME_BYTES];
        slice version = {0};
        uint64_t from = 0;
        uint64_t to = 0;
        if (!read_reference(key, prefix.size, name, &version, &from) || !key_read_u64(&value, &to))
            return problem_set(problem, STATUS_DATA_LOSS, "RECORD_DAMAGED", "a reference to %.300s is damaged", target);
        if (snapshot->revision < from || snapshot->revision >= to)
            continue;
        struct stored_reference reference = {
            .name = arena_strdup(arena, name),
            .version = arena_strndup(arena, (const char *)version.data, version.size),
        };
        if (reference.name == NULL || reference.version == NULL || !vector_push(arena, &references, reference))
            return problem_no_memory(problem);
    }
    *ret_references = references.items;
    *ret_count = references.count;
    return txn_status(&snapshot->txn, problem);
}

bool snapshot_request(struct snapshot *snapshot, const struct write_job *job, struct stored_request *ret_request) {
    slice bytes = {0};
    struct idempotency_record record;
    if (!txn_get(&snapshot->txn, TABLE_IDEM, slice_of(job->request_key.bytes, DIGEST_BYTES), &bytes) ||
        !idempotency_record_read(bytes, &record) ||
        clock_now(snapshot->store->clock) - record.committed_at > IDEMPOTENCY_KEPT_NS)
        return false;
    const struct digest *content = job->has_content ? &job->content_digest : NULL;
    *ret_request = (struct stored_request){.is_same = idempotency_is_same(&record, &job->request_digest, content),
                                           .revision = record.revision,
                                           .has_answer = record.has_answer,
                                           .answer = record.answer};
    return true;
}
