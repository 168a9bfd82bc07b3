#include "base/limits.h"
#include "changelog/stamp.h"
#include "codec/message.h"
#include "model/gate_record.h"
#include "model/object.h"
#include "model/ratchet.h"
#include "service/handlers.h"
#include "service/mutation.h"
#include "service/page.h"
#include "service/resolution.h"
#include "service/selector.h"
#include "store/splice.h"

#include "catalog/v1/gate_service.pb-c.h"

#include <string.h>

#define TAG_LIST_RECORDS 1

static status_code check_feature(struct target *target, struct problem *problem) {
    struct stored_name stored = {.kind = CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE};
    const char *name = object_name(target->object);
    if (object_kind(target->object) != CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "NOT_A_FEATURE",
                           "gate results are kept of features, and %.140s is none", name);
    status_code status = selector_check_name("name", name, problem);
    if (status != STATUS_OK || !snapshot_name(target->snapshot, name, &stored) ||
        stored.kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE)
        return status;
    return problem_set(problem, STATUS_INVALID_ARGUMENT, "NOT_A_FEATURE",
                       "%.140s stands for a %s in the catalog: give the feature another name", name,
                       object_kind_text(stored.kind));
}

/* What is recorded counts as a look at the feature, and nobody has looked at what is to come. */
static status_code check_time(const struct target *target, struct problem *problem) {
    if (target->at <= clock_now(target->service->clock))
        return STATUS_OK;
    return problem_set(problem, STATUS_INVALID_ARGUMENT, "TIME_TO_COME",
                       "target.at is a time to come: a preview can be looked at and not recorded");
}

/* Drafts have no number yet, and a file of the caller's may have any. */
static status_code note_version(const struct target *target, struct arena *arena, Catalog__V1__GateRecord *record,
                                struct problem *problem) {
    slice number = {0};
    if (!target->is_stored || target->asked->selector->draft || !stored_version_number(&target->stored, &number))
        return STATUS_OK;
    record->version = arena_strndup(arena, (const char *)number.data, number.size);
    return record->version == NULL ? problem_no_memory(problem) : STATUS_OK;
}

static status_code make_record(struct target *target, struct arena *arena, Catalog__V1__GateRecord **ret_record,
                               struct problem *problem) {
    const struct resolve_options options = target_options(target);
    struct resolution resolution;
    Catalog__V1__GateRecord *record = NULL;
    ProtobufCMessage *copy = NULL;
    status_code status = check_feature(target, problem);
    if (status == STATUS_OK)
        status = check_time(target, problem);
    if (status == STATUS_OK)
        status = target_resolve(target, &resolution);
    if (status == STATUS_OK)
        status = gate_record_make(&resolution, &options, &target->arena, &record, problem);
    if (status == STATUS_OK)
        status = message_copy(&record->base, arena, &copy, problem);
    if (status != STATUS_OK)
        return status;
    *ret_record = (Catalog__V1__GateRecord *)copy;
    return note_version(target, arena, *ret_record, problem);
}

/* A plan that rests on nothing: what the gate said at a revision and a time stays true whatever comes later. */
static status_code plan_record(struct mutation *mutation, struct snapshot *snapshot, struct problem *problem) {
    (void)snapshot;
    const Catalog__V1__RecordGateRequest *request = (const Catalog__V1__RecordGateRequest *)mutation->call->request;
    Catalog__V1__RecordGateResponse *response = ARENA_NEW(&mutation->arena, Catalog__V1__RecordGateResponse);
    Catalog__V1__GateRecord *head = ARENA_NEW(&mutation->arena, Catalog__V1__GateRecord);
    Catalog__V1__GateRecord *record = NULL;
    struct target target;
    if (response == NULL || head == NULL)
        return problem_no_memory(problem);
    status_code status = target_begin(&target, mutation->service, mutation->call, request->target, NULL);
    if (status == STATUS_OK)
        status = make_record(&target, &mutation->arena, &record, problem);
    target_end(&target);
    if (status != STATUS_OK)
        return status;
    record->author = mutation->call->principal.name;
    *head = gate_record_head(record);
    catalog__v1__record_gate_response__init(response);
    response->record = head;
    mutation->response = &response->base;
    mutation->gate_record = record;
    mutation->gate_head = head;
    return STATUS_OK;
}

enum call_progress gate_record(struct service *service, struct call *call) {
    const Catalog__V1__RecordGateRequest *request = (const Catalog__V1__RecordGateRequest *)call->request;
    const struct mutation_options options = {.plan = plan_record, .is_validate_only = request->validate_only};
    return mutation_run(service, call, &options);
}

enum call_progress gate_get_record(struct service *service, struct call *call) {
    const Catalog__V1__GetGateRecordRequest *request = (const Catalog__V1__GetGateRecordRequest *)call->request;
    Catalog__V1__GetGateRecordResponse response;
    catalog__v1__get_gate_record_response__init(&response);
    struct snapshot *snapshot = NULL;
    if (snapshot_begin(service->store, 0, &snapshot, &call->problem) != STATUS_OK)
        return CALL_DONE;
    call->revision = snapshot_revision(snapshot);
    status_code status = snapshot_gate_record(snapshot, request->id, &call->arena, &response.record, &call->problem);
    snapshot_end(snapshot);
    if (status == STATUS_OK)
        call_reply(call, &response.base);
    return CALL_DONE;
}

static void append(struct page *page, const Catalog__V1__GateRecord *record) {
    struct buffer bytes;
    buffer_init(&bytes, 0);
    message_pack(&record->base, &bytes);
    if (bytes.has_failed)
        problem_no_memory(&page->call->problem);
    splice_block(&page->call->reply, TAG_LIST_RECORDS, buffer_slice(&bytes));
    buffer_done(&bytes);
    page->token.after = record->id;
    page->count++;
}

/* A token goes on after the id of a record. True: there may be more. */
static bool fill(struct page *page, const char *feature) {
    struct call *call = page->call;
    struct gate_record_filter filter = {.feature = feature, .limit = page->wanted + 1};
    Catalog__V1__GateRecord **records = NULL;
    size_t count = 0;
    if (page->token.after[0] != '\0' && !stamp_number(page->token.after, &filter.before)) {
        problem_set(&call->problem, STATUS_INVALID_ARGUMENT, "BAD_PAGE_TOKEN", "the page token is not one for this");
        return false;
    }
    if (snapshot_gate_records(page->snapshot, &filter, &call->arena, &records, &count, &call->problem) != STATUS_OK)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (page_is_full(page))
            return true;
        append(page, records[i]);
    }
    return false;
}

enum call_progress gate_list_records(struct service *service, struct call *call) {
    const Catalog__V1__ListGateRecordsRequest *request = (const Catalog__V1__ListGateRecordsRequest *)call->request;
    struct page page;
    if (selector_check_name("feature", request->feature, &call->problem) == STATUS_OK &&
        page_begin(&page, service, call, request->page_token, request->page_size, request->at_revision) == STATUS_OK)
        page_end(&page, fill(&page, request->feature));
    return CALL_DONE;
}

static status_code find_newest(struct target *target, const char *name, Catalog__V1__GateRecord **ret_record,
                               struct problem *problem) {
    struct problem detail;
    problem_init(&detail, NULL);
    status_code status = snapshot_newest_gate_record(target->snapshot, name, &target->arena, ret_record, &detail);
    if (status == STATUS_NOT_FOUND)
        return problem_set(problem, STATUS_FAILED_PRECONDITION, "NO_GATE_RECORD",
                           "there is nothing to compare %.140s with: record its gate result first (resolve --record)",
                           name);
    return status == STATUS_OK ? status : problem_set(problem, status, detail.reason, "%.400s", detail.message);
}

static status_code find_record(struct target *target, const char *id, Catalog__V1__GateRecord **ret_record,
                               struct problem *problem) {
    const char *name = object_name(target->object);
    if (id[0] == '\0')
        return find_newest(target, name, ret_record, problem);
    status_code status = snapshot_gate_record(target->snapshot, id, &target->arena, ret_record, problem);
    if (status != STATUS_OK || strcmp((*ret_record)->feature, name) == 0)
        return status;
    return problem_set(problem, STATUS_INVALID_ARGUMENT, "OTHER_FEATURE",
                       "gate record %.40s is of %.140s, not of %.140s", id, (*ret_record)->feature, name);
}

static void cut(size_t *count) {
    if (*count > LIMIT_PAGE)
        *count = LIMIT_PAGE;
}

static void reply_ratchet(struct target *target, const Catalog__V1__CheckRatchetRequest *request) {
    struct problem *problem = &target->call->problem;
    Catalog__V1__CheckRatchetResponse response;
    Catalog__V1__GateRecord *record = NULL;
    struct resolution resolution;
    catalog__v1__check_ratchet_response__init(&response);
    status_code status = check_feature(target, problem);
    if (status == STATUS_OK)
        status = find_record(target, request->record, &record, problem);
    if (status == STATUS_OK)
        status = target_resolve(target, &resolution);
    if (status == STATUS_OK)
        status = ratchet_compare(resolution.model, record, request->as_planned ? GATE_PLANNED : GATE_NOW,
                                 &target->arena, &response, problem);
    if (status != STATUS_OK)
        return;
    Catalog__V1__GateRecord head = gate_record_head(record);
    response.record = &head;
    response.revision = target->revision;
    cut(&response.n_worse);
    cut(&response.n_better);
    call_reply(target->call, &response.base);
}

enum call_progress gate_check_ratchet(struct service *service, struct call *call) {
    const Catalog__V1__CheckRatchetRequest *request = (const Catalog__V1__CheckRatchetRequest *)call->request;
    struct target target;
    if (target_begin(&target, service, call, request->target, NULL) == STATUS_OK)
        reply_ratchet(&target, request);
    target_end(&target);
    return CALL_DONE;
}
