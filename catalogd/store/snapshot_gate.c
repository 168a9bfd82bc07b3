#include "base/vector.h"
#include "changelog/chain.h"
#include "changelog/stamp.h"
#include "codec/message.h"
#include "model/timestamp.h"
#include "store/gate_index.h"
#include "store/record.h"
#include "store/state.h"

#include <inttypes.h>

static status_code damaged(struct problem *problem, uint64_t revision) {
    return problem_set(problem, STATUS_DATA_LOSS, "RECORD_DAMAGED", "gate record %" PRIu64 " is damaged", revision);
}

/* The record that the change of REVISION brought; *ret_record is NULL when it brought none. */
static status_code read_whole(struct snapshot *snapshot, uint64_t revision, struct arena *arena,
                              Catalog__V1__GateRecord **ret_record, struct problem *problem) {
    slice bytes = {0};
    Catalog__V1__Change *change = NULL;
    status_code status = snapshot_change(snapshot, revision, &bytes, problem);
    if (status == STATUS_OK)
        status = change_read(bytes, arena, &change, problem);
    if (status == STATUS_OK)
        *ret_record = change->n_gate_records > 0 ? change->gate_records[0] : NULL;
    return status;
}

static uint64_t before_all(const struct snapshot *snapshot) {
    return snapshot->revision == UINT64_MAX ? UINT64_MAX : snapshot->revision + 1;
}

status_code snapshot_gate_record(struct snapshot *snapshot, const char *id, struct arena *arena,
                                 Catalog__V1__GateRecord **ret_record, struct problem *problem) {
    uint64_t revision = 0;
    Catalog__V1__GateRecord *record = NULL;
    status_code status = STATUS_OK;
    if (stamp_number(id, &revision) && revision <= snapshot->revision)
        status = read_whole(snapshot, revision, arena, &record, problem);
    if (status != STATUS_OK)
        return status;
    if (record == NULL)
        return problem_set(problem, STATUS_NOT_FOUND, "GATE_RECORD_NOT_FOUND", "there is no gate record %.40s", id);
    *ret_record = record;
    return STATUS_OK;
}

status_code snapshot_newest_gate_record(struct snapshot *snapshot, const char *feature, struct arena *arena,
                                        Catalog__V1__GateRecord **ret_record, struct problem *problem) {
    uint64_t revision = 0;
    slice head = {0};
    Catalog__V1__GateRecord *record = NULL;
    bool is_there = gate_index_below(&snapshot->txn, feature, before_all(snapshot), &revision, &head);
    status_code status = txn_status(&snapshot->txn, problem);
    if (status != STATUS_OK)
        return status;
    if (!is_there)
        return problem_set(problem, STATUS_NOT_FOUND, "NO_GATE_RECORD", "no gate result of %.140s was ever recorded",
                           feature);
    status = read_whole(snapshot, revision, arena, &record, problem);
    if (status != STATUS_OK)
        return status;
    *ret_record = record;
    return record == NULL ? damaged(problem, revision) : STATUS_OK;
}

static status_code read_head(slice bytes, uint64_t revision, struct arena *arena, Catalog__V1__GateRecord **ret_head,
                             struct problem *problem) {
    ProtobufCMessage *message = NULL;
    struct problem detail;
    problem_init(&detail, NULL);
    status_code status = message_unpack(&catalog__v1__gate_record__descriptor, bytes, arena, &message, &detail);
    if (status == STATUS_RESOURCE_EXHAUSTED)
        return problem_no_memory(problem);
    if (status != STATUS_OK || message == NULL)
        return damaged(problem, revision);
    *ret_head = (Catalog__V1__GateRecord *)message;
    return STATUS_OK;
}

status_code snapshot_gate_records(struct snapshot *snapshot, const struct gate_record_filter *filter,
                                  struct arena *arena, Catalog__V1__GateRecord ***ret_records, size_t *ret_count,
                                  struct problem *problem) {
    VECTOR(Catalog__V1__GateRecord *) records = {0};
    bool is_first = filter->before == 0 || filter->before > snapshot->revision;
    uint64_t next = is_first ? before_all(snapshot) : filter->before;
    slice bytes = {0};
    while (records.count < filter->limit && gate_index_below(&snapshot->txn, filter->feature, next, &next, &bytes)) {
        Catalog__V1__GateRecord *head = NULL;
        status_code status = read_head(bytes, next, arena, &head, problem);
        if (status != STATUS_OK)
            return status;
        if (!vector_push(arena, &records, head))
            return problem_no_memory(problem);
    }
    *ret_records = records.items;
    *ret_count = records.count;
    return txn_status(&snapshot->txn, problem);
}

/* When the newest record was made, INT64_MIN where there is none. */
static status_code recorded_at(struct snapshot *snapshot, const char *feature, time_ns *ret_time,
                               struct problem *problem) {
    uint64_t revision = 0;
    slice bytes = {0};
    Catalog__V1__GateRecord *head = NULL;
    *ret_time = INT64_MIN;
    if (!gate_index_below(&snapshot->txn, feature, before_all(snapshot), &revision, &bytes))
        return STATUS_OK;
    struct arena arena;
    arena_init(&arena, 0);
    status_code status = read_head(bytes, revision, &arena, &head, problem);
    if (head != NULL)
        *ret_time = timestamp_time(head->recorded_at, INT64_MIN);
    arena_done(&arena);
    return status;
}

static status_code published_at(struct snapshot *snapshot, const char *feature, time_ns *ret_time,
                                struct problem *problem) {
    struct key prefix = {0};
    slice key = {0};
    slice bytes = {0};
    struct version_record version;
    *ret_time = INT64_MIN;
    key_add_name(&prefix, feature);
    if (!txn_floor(&snapshot->txn, TABLE_VERSION, &prefix, snapshot->revision, &key, &bytes))
        return STATUS_OK;
    if (version_record_read(bytes, &version) && header_read_time(version.header, ret_time))
        return STATUS_OK;
    return problem_set(problem, STATUS_DATA_LOSS, "RECORD_DAMAGED", "the record of a version of %.140s is damaged",
                       feature);
}

status_code snapshot_reviewed_at(struct snapshot *snapshot, const char *feature, time_ns *ret_time,
                                 struct problem *problem) {
    time_ns recorded = INT64_MIN;
    time_ns published = INT64_MIN;
    status_code status = recorded_at(snapshot, feature, &recorded, problem);
    if (status == STATUS_OK)
        status = published_at(snapshot, feature, &published, problem);
    if (status != STATUS_OK)
        return status;
    *ret_time = recorded > published ? recorded : published;
    return txn_status(&snapshot->txn, problem);
}
