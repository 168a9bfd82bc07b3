#include "base/vector.h"
#include "changelog/chain.h"
#include "changelog/decision_stamp.h"
#include "codec/message.h"
#include "store/splice.h"
#include "store/state.h"

static status_code damaged(struct problem *problem, uint64_t number) {
    return problem_set(problem, STATUS_DATA_LOSS, "RECORD_DAMAGED", "the record of decision %llu is damaged",
                       (unsigned long long)number);
}

static status_code unpack(slice bytes, uint64_t number, struct arena *arena, Catalog__V1__Decision **ret_decision,
                          struct problem *problem) {
    ProtobufCMessage *message = NULL;
    struct problem detail;
    problem_init(&detail, NULL);
    status_code status = message_unpack(&catalog__v1__decision__descriptor, bytes, arena, &message, &detail);
    if (status == STATUS_RESOURCE_EXHAUSTED)
        return problem_no_memory(problem);
    Catalog__V1__Decision *decision = (Catalog__V1__Decision *)message;
    if (status != STATUS_OK || decision->request == NULL)
        return damaged(problem, number);
    decision->etag = arena_alloc(arena, ETAG_BYTES);
    if (decision->etag == NULL)
        return problem_no_memory(problem);
    etag_format(decision->revision, decision->etag);
    *ret_decision = decision;
    return STATUS_OK;
}

static status_code not_found(struct snapshot *snapshot, const char *id, struct problem *problem) {
    status_code status = txn_status(&snapshot->txn, problem);
    return status != STATUS_OK
               ? status
               : problem_set(problem, STATUS_NOT_FOUND, "DECISION_NOT_FOUND", "there is no decision %.40s", id);
}

status_code snapshot_decision(struct snapshot *snapshot, const char *id, struct arena *arena,
                              Catalog__V1__Decision **ret_decision, struct problem *problem) {
    struct key prefix = {0};
    uint64_t number = 0;
    slice key = {0};
    slice bytes = {0};
    if (!decision_number(id, &number))
        return not_found(snapshot, id, problem);
    key_add_u64(&prefix, number);
    if (!txn_floor(&snapshot->txn, TABLE_DECISION, &prefix, snapshot->revision, &key, &bytes))
        return not_found(snapshot, id, problem);
    return unpack(bytes, number, arena, ret_decision, problem);
}

static void start_walk(struct txn_walk *walk, const struct decision_filter *filter, struct key *prefix,
                       struct key *start) {
    if (filter->feature[0] != '\0')
        key_add_name(prefix, filter->feature);
    walk->prefix = key_slice(prefix);
    if (filter->after_feature[0] == '\0')
        return;
    key_add_name(start, filter->after_feature);
    key_add_u64(start, filter->after_number + 1);
    walk->start = key_slice(start);
}

/* The record at the revision of decision NUMBER, which was asked for by then. */
static status_code read_number(struct snapshot *snapshot, uint64_t number, struct arena *arena,
                               Catalog__V1__Decision **ret_decision, struct problem *problem) {
    struct key prefix = {0};
    slice key = {0};
    slice bytes = {0};
    key_add_u64(&prefix, number);
    if (!txn_floor(&snapshot->txn, TABLE_DECISION, &prefix, snapshot->revision, &key, &bytes))
        return damaged(problem, number);
    return unpack(bytes, number, arena, ret_decision, problem);
}

status_code snapshot_decisions(struct snapshot *snapshot, const struct decision_filter *filter, struct arena *arena,
                               Catalog__V1__Decision ***ret_decisions, size_t *ret_count, struct problem *problem) {
    VECTOR(Catalog__V1__Decision *) decisions = {0};
    struct txn_walk walk = {.txn = &snapshot->txn, .table = TABLE_DECIDED};
    struct key prefix = {0};
    struct key start = {0};
    slice key = {0};
    slice value = {0};
    start_walk(&walk, filter, &prefix, &start);
    while (!prefix.is_too_long && !start.is_too_long && decisions.count < filter->limit &&
           txn_next(&walk, &key, &value)) {
        Catalog__V1__Decision *decision = NULL;
        char feature[KEY_NAME_BYTES];
        uint64_t number = 0;
        if (!key_read_name(&key, feature) || !key_read_u64(&key, &number))
            return damaged(problem, 0);
        if (number > snapshot->revision)
            continue;
        status_code status = read_number(snapshot, number, arena, &decision, problem);
        if (status != STATUS_OK)
            return status;
        if (!vector_push(arena, &decisions, decision))
            return problem_no_memory(problem);
    }
    *ret_decisions = decisions.items;
    *ret_count = decisions.count;
    return txn_status(&snapshot->txn, problem);
}
