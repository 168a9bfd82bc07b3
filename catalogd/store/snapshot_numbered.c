#include "codec/message.h"
#include "store/numbered.h"
#include "store/splice.h"

static char *etag_of(uint64_t revision, struct arena *arena) {
    char *etag = arena_alloc(arena, ETAG_BYTES);
    if (etag != NULL)
        etag_format(revision, etag);
    return etag;
}

static status_code complete_decision(Catalog__V1__Decision *decision, struct arena *arena, struct problem *problem) {
    if (decision->request == NULL)
        return problem_set(problem, STATUS_DATA_LOSS, "RECORD_DAMAGED", "the record of decision %.40s is damaged",
                           decision->id);
    decision->etag = etag_of(decision->revision, arena);
    return decision->etag == NULL ? problem_no_memory(problem) : STATUS_OK;
}

status_code snapshot_decision(struct snapshot *snapshot, const char *id, struct arena *arena,
                              Catalog__V1__Decision **ret_decision, struct problem *problem) {
    ProtobufCMessage *message = NULL;
    status_code status = numbered_get(snapshot, &numbered_decisions, id, arena, &message, problem);
    if (status != STATUS_OK)
        return status;
    *ret_decision = (Catalog__V1__Decision *)message;
    return complete_decision(*ret_decision, arena, problem);
}

status_code snapshot_decisions(struct snapshot *snapshot, const struct numbered_filter *filter, struct arena *arena,
                               Catalog__V1__Decision ***ret_decisions, size_t *ret_count, struct problem *problem) {
    ProtobufCMessage **messages = NULL;
    status_code status = numbered_list(snapshot, &numbered_decisions, filter, arena, &messages, ret_count, problem);
    *ret_decisions = (Catalog__V1__Decision **)(void *)messages;
    for (size_t i = 0; status == STATUS_OK && i < *ret_count; i++)
        status = complete_decision((*ret_decisions)[i], arena, problem);
    return status;
}

static status_code complete_advisory(Catalog__V1__Advisory *advisory, struct arena *arena, struct problem *problem) {
    advisory->etag = etag_of(advisory->revision, arena);
    return advisory->etag == NULL ? problem_no_memory(problem) : STATUS_OK;
}

status_code snapshot_advisory(struct snapshot *snapshot, const char *id, struct arena *arena,
                              Catalog__V1__Advisory **ret_advisory, struct problem *problem) {
    ProtobufCMessage *message = NULL;
    status_code status = numbered_get(snapshot, &numbered_advisories, id, arena, &message, problem);
    if (status != STATUS_OK)
        return status;
    *ret_advisory = (Catalog__V1__Advisory *)message;
    return complete_advisory(*ret_advisory, arena, problem);
}

status_code snapshot_advisories(struct snapshot *snapshot, const struct numbered_filter *filter, struct arena *arena,
                                Catalog__V1__Advisory ***ret_advisories, size_t *ret_count, struct problem *problem) {
    ProtobufCMessage **messages = NULL;
    status_code status = numbered_list(snapshot, &numbered_advisories, filter, arena, &messages, ret_count, problem);
    *ret_advisories = (Catalog__V1__Advisory **)(void *)messages;
    for (size_t i = 0; status == STATUS_OK && i < *ret_count; i++)
        status = complete_advisory((*ret_advisories)[i], arena, problem);
    return status;
}
