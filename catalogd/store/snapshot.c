#include "store/snapshot.h"

#include "base/vector.h"
#include "store/index.h"
#include "store/newest.h"
#include "store/record.h"
#include "store/state.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

static struct snapshot *take_resting(struct store *store) {
    pthread_mutex_lock(&store->readers_mutex);
    struct snapshot *snapshot = store->resting;
    if (snapshot != NULL)
        store->resting = snapshot->next;
    pthread_mutex_unlock(&store->readers_mutex);
    return snapshot;
}

static void put_resting(struct snapshot *snapshot) {
    struct store *store = snapshot->store;
    pthread_mutex_lock(&store->readers_mutex);
    snapshot->next = store->resting;
    store->resting = snapshot;
    pthread_mutex_unlock(&store->readers_mutex);
}

static void free_snapshot(struct snapshot *snapshot) {
    txn_end_read(&snapshot->txn);
    free(snapshot);
}

void snapshots_free(struct store *store) {
    for (struct snapshot *snapshot = take_resting(store); snapshot != NULL; snapshot = take_resting(store))
        free_snapshot(snapshot);
}

static status_code new_snapshot(struct store *store, struct snapshot **ret_snapshot, struct problem *problem) {
    struct snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (snapshot == NULL)
        return problem_no_memory(problem);
    snapshot->store = store;
    int error = txn_begin_read(&snapshot->txn, store->environment.env, store->environment.tables);
    if (error != 0) {
        free(snapshot);
        return txn_problem(error, problem);
    }
    *ret_snapshot = snapshot;
    return STATUS_OK;
}

static status_code renew(struct snapshot *snapshot, struct problem *problem) {
    int error = txn_renew(&snapshot->txn);
    if (error == 0)
        return STATUS_OK;
    free_snapshot(snapshot);
    status_code status = txn_problem(error, problem);
    assert(status != STATUS_OK);
    return status;
}

static status_code read_head(struct snapshot *snapshot, uint64_t at_revision, struct problem *problem) {
    slice bytes = {0};
    snapshot->head = (struct chain_head){0};
    if (txn_get(&snapshot->txn, TABLE_META, META_HEAD, &bytes) && !head_record_read(bytes, &snapshot->head))
        return problem_set(problem, STATUS_DATA_LOSS, "STORE_DAMAGED", "the record of the newest revision is damaged");
    if (at_revision > snapshot->head.revision)
        return problem_set(problem, STATUS_OUT_OF_RANGE, "FUTURE_REVISION",
                           "revision %" PRIu64 " was not made yet; the newest one is %" PRIu64, at_revision,
                           snapshot->head.revision);
    snapshot->revision = at_revision == 0 ? snapshot->head.revision : at_revision;
    return STATUS_OK;
}

status_code snapshot_begin(struct store *store, uint64_t at_revision, struct snapshot **ret_snapshot,
                           struct problem *problem) {
    struct snapshot *snapshot = take_resting(store);
    status_code status = snapshot == NULL ? new_snapshot(store, &snapshot, problem) : renew(snapshot, problem);
    if (status != STATUS_OK)
        return status;
    status = read_head(snapshot, at_revision, problem);
    if (status != STATUS_OK)
        snapshot_end(snapshot);
    else
        *ret_snapshot = snapshot;
    return status;
}

void snapshot_end(struct snapshot *snapshot) {
    if (snapshot == NULL)
        return;
    txn_rest(&snapshot->txn);
    put_resting(snapshot);
}

void snapshot_rewind(struct snapshot *snapshot, uint64_t revision) {
    assert(revision <= snapshot->revision);
    snapshot->revision = revision;
}

uint64_t snapshot_revision(const struct snapshot *snapshot) {
    return snapshot->revision;
}

struct store_head snapshot_head(const struct snapshot *snapshot) {
    return (struct store_head){.revision = snapshot->head.revision, .committed_at = snapshot->head.committed_at};
}

static status_code damaged(struct problem *problem, const char *what, const char *name) {
    return problem_set(problem, STATUS_DATA_LOSS, "RECORD_DAMAGED", "the %s record of %.300s is damaged", what, name);
}

static status_code not_found(struct snapshot *snapshot, struct problem *problem, const char *what, const char *name,
                             const char *version) {
    status_code status = txn_status(&snapshot->txn, problem);
    if (status != STATUS_OK)
        return status;
    return problem_set(problem, STATUS_NOT_FOUND, "OBJECT_NOT_FOUND", "there is no %s %.140s%s%.140s", what, name,
                       version[0] == '\0' ? "" : "@", version);
}

bool snapshot_name(struct snapshot *snapshot, const char *name, struct stored_name *ret_name) {
    struct key key = {0};
    slice bytes = {0};
    struct name_record record;
    key_add_name(&key, name);
    if (!txn_get(&snapshot->txn, TABLE_NAME, key_slice(&key), &bytes) || !name_record_read(bytes, &record) ||
        record.first_revision > snapshot->revision)
        return false;
    *ret_name = (struct stored_name){.kind = record.kind, .last_revision = record.last_revision};
    return true;
}

uint64_t snapshot_kind_revision(struct snapshot *snapshot, Catalog__V1__ObjectKind kind) {
    return index_kind_revision(&snapshot->txn, kind);
}

static bool read_header(slice bytes, struct stored_version *version) {
    struct version_record record;
    if (!version_record_read(bytes, &record))
        return false;
    version->header = record.header;
    version->title = record.title;
    version->content = record.content;
    return record.header.size == 0 || header_read_kind(record.header, &version->kind);
}

/* The state of NAME's VERSION at the snapshot's revision, and where its record is. */
static bool read_state(struct snapshot *snapshot, const char *name, slice version,
                       struct lifecycle_record *ret_record) {
    struct key prefix = {0};
    slice key = {0};
    slice bytes = {0};
    key_add_name(&prefix, name);
    key_add_text(&prefix, version);
    return txn_floor(&snapshot->txn, TABLE_LIFE, &prefix, snapshot->revision, &key, &bytes) &&
           lifecycle_record_read(bytes, ret_record);
}

/* The published version at PLACE, without its state. */
static bool read_place(struct snapshot *snapshot, const char *name, struct version_place place,
                       struct stored_version *version) {
    struct key key = {0};
    slice bytes = {0};
    key_add_name(&key, name);
    key_add_u64(&key, place.revision);
    key_add_u16(&key, place.position);
    return txn_get(&snapshot->txn, TABLE_VERSION, key_slice(&key), &bytes) && read_header(bytes, version);
}

status_code snapshot_version(struct snapshot *snapshot, const char *name, const char *version,
                             struct stored_version *ret_version, struct problem *problem) {
    struct lifecycle_record state;
    if (!read_state(snapshot, name, slice_text(version), &state))
        return not_found(snapshot, problem, "version", name, version);
    const struct version_place place = {.revision = state.published_revision, .position = state.position};
    struct stored_version found = {.state = state.header};
    if (!read_place(snapshot, name, place, &found))
        return damaged(problem, "version", name);
    *ret_version = found;
    return STATUS_OK;
}

static bool add_state(struct snapshot *snapshot, const char *name, struct stored_version *version) {
    slice number = {0};
    struct lifecycle_record state;
    if (!header_read_version(version->header, &number) || !read_state(snapshot, name, number, &state))
        return false;
    version->state = state.header;
    return true;
}

status_code snapshot_newest(struct snapshot *snapshot, const char *name, struct stored_version *ret_version,
                            struct problem *problem) {
    struct version_place place;
    struct stored_version found = {0};
    if (!newest_find(&snapshot->txn, name, snapshot->revision, &place))
        return not_found(snapshot, problem, "published version of", name, "");
    if (place.revision == 0)
        return problem_set(problem, STATUS_NOT_FOUND, "OBJECT_NOT_FOUND",
                           "every published version of %.140s was yanked: name the one you want", name);
    if (!read_place(snapshot, name, place, &found) || !add_state(snapshot, name, &found))
        return damaged(problem, "version", name);
    *ret_version = found;
    return STATUS_OK;
}

status_code snapshot_draft(struct snapshot *snapshot, const char *name, struct stored_version *ret_version,
                           struct problem *problem) {
    struct key prefix = {0};
    slice key = {0};
    slice bytes = {0};
    struct stored_version found = {0};
    key_add_name(&prefix, name);
    if (!txn_floor(&snapshot->txn, TABLE_DRAFT, &prefix, snapshot->revision, &key, &bytes))
        return not_found(snapshot, problem, "draft of", name, "");
    if (!read_header(bytes, &found))
        return damaged(problem, "draft", name);
    if (found.header.size == 0)
        return not_found(snapshot, problem, "draft of", name, "");
    *ret_version = found;
    return STATUS_OK;
}

status_code snapshot_versions(struct snapshot *snapshot, const char *name, struct arena *arena,
                              struct stored_version **ret_versions, size_t *ret_count, struct problem *problem) {
    VECTOR(struct stored_version) versions = {0};
    struct key prefix = {0};
    key_add_name(&prefix, name);
    struct txn_walk walk = {.txn = &snapshot->txn, .table = TABLE_VERSION, .prefix = key_slice(&prefix)};
    slice key = {0};
    slice bytes = {0};
    while (prefix.size > 0 && txn_next(&walk, &key, &bytes)) {
        uint64_t revision = 0;
        slice rest = slice_of(key.data + prefix.size, key.size - prefix.size);
        if (!key_read_u64(&rest, &revision))
            return damaged(problem, "version", name);
        if (revision > snapshot->revision)
            break;
        struct stored_version version = {0};
        if (!read_header(bytes, &version) || !add_state(snapshot, name, &version))
            return damaged(problem, "version", name);
        if (!vector_push(arena, &versions, version))
            return problem_no_memory(problem);
    }
    *ret_versions = versions.items;
    *ret_count = versions.count;
    return txn_status(&snapshot->txn, problem);
}

status_code snapshot_blob(struct snapshot *snapshot, const struct digest *content, slice *ret_bytes,
                          struct problem *problem) {
    if (txn_get(&snapshot->txn, TABLE_BLOB, slice_of(content->bytes, DIGEST_BYTES), ret_bytes))
        return STATUS_OK;
    char text[DIGEST_TEXT_BYTES];
    digest_text(content, text);
    return problem_set(problem, STATUS_DATA_LOSS, "BLOB_MISSING", "the content %s is not in the store", text);
}
