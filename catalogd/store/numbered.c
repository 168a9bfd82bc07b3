#include "store/numbered.h"

#include "base/vector.h"
#include "changelog/chain.h"
#include "changelog/stamp.h"
#include "codec/message.h"
#include "store/state.h"

#include <errno.h>

const struct numbered numbered_decisions = {
    .descriptor = &catalog__v1__decision__descriptor,
    .records = TABLE_DECISION,
    .by_name = TABLE_DECIDED,
    .word = "decision",
    .not_found = "DECISION_NOT_FOUND",
};

const struct numbered numbered_advisories = {
    .descriptor = &catalog__v1__advisory__descriptor,
    .records = TABLE_ADVISORY,
    .by_name = TABLE_ADVISED,
    .word = "advisory",
    .not_found = "ADVISORY_NOT_FOUND",
};

static status_code damaged(struct problem *problem, const struct numbered *kind, uint64_t number) {
    return problem_set(problem, STATUS_DATA_LOSS, "RECORD_DAMAGED", "the record of %s %llu is damaged", kind->word,
                       (unsigned long long)number);
}

static status_code unpack(const struct numbered *kind, slice bytes, uint64_t number, struct arena *arena,
                          ProtobufCMessage **ret_message, struct problem *problem) {
    struct problem detail;
    problem_init(&detail, NULL);
    status_code status = message_unpack(kind->descriptor, bytes, arena, ret_message, &detail);
    if (status == STATUS_RESOURCE_EXHAUSTED)
        return problem_no_memory(problem);
    return status == STATUS_OK ? STATUS_OK : damaged(problem, kind, number);
}

static status_code not_found(struct snapshot *snapshot, const struct numbered *kind, const char *id,
                             struct problem *problem) {
    status_code status = txn_status(&snapshot->txn, problem);
    return status != STATUS_OK
               ? status
               : problem_set(problem, STATUS_NOT_FOUND, kind->not_found, "there is no %s %.40s", kind->word, id);
}

static bool find(struct snapshot *snapshot, const struct numbered *kind, uint64_t number, slice *ret_bytes) {
    struct key prefix = {0};
    slice key = {0};
    key_add_u64(&prefix, number);
    return txn_floor(&snapshot->txn, kind->records, &prefix, snapshot->revision, &key, ret_bytes);
}

status_code numbered_get(struct snapshot *snapshot, const struct numbered *kind, const char *id, struct arena *arena,
                         ProtobufCMessage **ret_message, struct problem *problem) {
    uint64_t number = 0;
    slice bytes = {0};
    if (!stamp_number(id, &number) || !find(snapshot, kind, number, &bytes))
        return not_found(snapshot, kind, id, problem);
    return unpack(kind, bytes, number, arena, ret_message, problem);
}

static void start_walk(struct txn_walk *walk, const struct numbered_filter *filter, struct key *prefix,
                       struct key *start) {
    if (filter->name[0] != '\0')
        key_add_name(prefix, filter->name);
    walk->prefix = key_slice(prefix);
    if (filter->after_name[0] == '\0')
        return;
    key_add_name(start, filter->after_name);
    key_add_u64(start, filter->after_number + 1);
    walk->start = key_slice(start);
}

/* The record at the revision of NUMBER, which was there by then. */
static status_code read_number(struct snapshot *snapshot, const struct numbered *kind, uint64_t number,
                               struct arena *arena, ProtobufCMessage **ret_message, struct problem *problem) {
    slice bytes = {0};
    return find(snapshot, kind, number, &bytes) ? unpack(kind, bytes, number, arena, ret_message, problem)
                                                : damaged(problem, kind, number);
}

status_code numbered_list(struct snapshot *snapshot, const struct numbered *kind, const struct numbered_filter *filter,
                          struct arena *arena, ProtobufCMessage ***ret_messages, size_t *ret_count,
                          struct problem *problem) {
    VECTOR(ProtobufCMessage *) messages = {0};
    struct txn_walk walk = {.txn = &snapshot->txn, .table = kind->by_name};
    struct key prefix = {0};
    struct key start = {0};
    slice key = {0};
    slice value = {0};
    start_walk(&walk, filter, &prefix, &start);
    while (!prefix.is_too_long && !start.is_too_long && messages.count < filter->limit &&
           txn_next(&walk, &key, &value)) {
        ProtobufCMessage *message = NULL;
        char name[KEY_NAME_BYTES];
        uint64_t number = 0;
        if (!key_read_name(&key, name) || !key_read_u64(&key, &number))
            return damaged(problem, kind, 0);
        if (number > snapshot->revision)
            continue;
        status_code status = read_number(snapshot, kind, number, arena, &message, problem);
        if (status != STATUS_OK)
            return status;
        if (!vector_push(arena, &messages, message))
            return problem_no_memory(problem);
    }
    *ret_messages = messages.items;
    *ret_count = messages.count;
    return txn_status(&snapshot->txn, problem);
}

void numbered_put(struct txn *txn, const struct numbered *kind, const ProtobufCMessage *message, const char *id,
                  const char *name, uint64_t revision) {
    struct key key = {0};
    struct key by_name = {0};
    uint64_t number = 0;
    struct buffer bytes;
    if (!stamp_number(id, &number)) {
        txn->error = MDB_CORRUPTED;
        return;
    }
    key_add_u64(&key, number);
    key_add_u64(&key, revision);
    buffer_init(&bytes, 0);
    message_pack(message, &bytes);
    if (bytes.has_failed && txn->error == 0)
        txn->error = ENOMEM;
    txn_put(txn, kind->records, key_slice(&key), buffer_slice(&bytes));
    buffer_done(&bytes);
    key_add_name(&by_name, name);
    key_add_u64(&by_name, number);
    txn_put_new(txn, kind->by_name, key_slice(&by_name), (slice){0});
}
