#include "base/limits.h"
#include "service/apply_plan.h"
#include "service/handlers.h"
#include "service/object_cache.h"
#include "service/selector.h"
#include "service/uploads.h"
#include "store/splice.h"

#include <string.h>

enum permission apply_permission(const ProtobufCMessage *request) {
    return ((const Catalog__V1__ApplyObjectsRequest *)request)->publish ? PERMISSION_CURATE : PERMISSION_WRITE;
}

enum call_progress catalog_stage_objects(struct service *service, struct call *call) {
    Catalog__V1__StageObjectsResponse response;
    struct upload_state state;
    catalog__v1__stage_objects_response__init(&response);
    if (uploads_add(service->uploads, call, &state) != STATUS_OK)
        return CALL_DONE;
    response.object_count = (uint32_t)state.count;
    response.size_bytes = state.size_bytes;
    call_reply(call, &response.base);
    return CALL_DONE;
}

static const ProtobufCMessageDescriptor *const staging = &catalog__v1__stage_objects_request__descriptor;

/* What is applied is what the request digest covers. */
static status_code take_upload(struct mutation *mutation, const char *id, struct staged_items *ret_staged,
                               struct problem *problem) {
    status_code status =
        uploads_take(mutation->service->uploads, mutation->call, staging, id, &mutation->arena, ret_staged, problem);
    if (status != STATUS_OK)
        return status;
    if (!mutation->job.has_content || !digest_equal(&ret_staged->digest, &mutation->job.content_digest))
        return problem_set(problem, STATUS_ABORTED, "UPLOAD_CHANGED",
                           "objects were staged while the upload was being applied: apply it again when it is whole");
    return STATUS_OK;
}

static status_code choose_objects(struct mutation *mutation, const Catalog__V1__ApplyObjectsRequest *request,
                                  struct apply_input *ret_input, struct problem *problem) {
    struct staged_items chosen = {.items = (ProtobufCMessage **)request->objects, .count = request->n_objects};
    bool is_upload = request->upload_id[0] != '\0';
    if (is_upload == (chosen.count > 0))
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "NO_OBJECTS",
                           "give objects, or the upload_id of objects that were staged, and not both");
    status_code status = is_upload ? take_upload(mutation, request->upload_id, &chosen, problem) : STATUS_OK;
    if (status == STATUS_OK && chosen.count > LIMIT_UPLOAD_OBJECTS)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_OBJECTS", "at most %d objects in one call",
                           LIMIT_UPLOAD_OBJECTS);
    *ret_input = (struct apply_input){.objects = (Catalog__V1__Object *const *)chosen.items,
                                      .count = chosen.count,
                                      .publish = request->publish,
                                      .marks = request->editorial,
                                      .mark_count = request->n_editorial};
    return status;
}

/* The changes go out with a question only: a publication of thousands would not fit an answer. */
static Catalog__V1__ApplyResult *result_of(const struct candidate *candidate, bool is_question, struct arena *arena) {
    Catalog__V1__ApplyResult *result = arena_alloc(arena, sizeof *result);
    char *digest = arena_alloc(arena, DIGEST_TEXT_BYTES);
    if (result == NULL || digest == NULL)
        return NULL;
    catalog__v1__apply_result__init(result);
    digest_text(&candidate->content, digest);
    result->name = arena_strdup(arena, candidate->name);
    result->version = arena_strdup(arena, candidate->version);
    result->kind = candidate->kind;
    result->outcome = candidate->outcome;
    result->content_digest = digest;
    if (is_question && candidate->numbers.base != NULL) {
        result->compared_with = arena_strdup(arena, candidate->numbers.base);
        result->bump = candidate->numbers.result.bump;
        result->changes = candidate->numbers.result.changes;
        result->n_changes = candidate->numbers.result.count;
    }
    return result->name == NULL || result->version == NULL || result->compared_with == NULL ? NULL : result;
}

static Catalog__V1__ApplyOutcome outcome_of(struct snapshot *before, const Catalog__V1__ObjectChange *change) {
    struct stored_version draft;
    if (change->action == CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_PUBLISH)
        return CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_PUBLISHED;
    return snapshot_draft(before, change->name, &draft, NULL) == STATUS_OK
               ? CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_UPDATED
               : CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_CREATED;
}

/* The upload of a request that was done is forgotten: the log says what came of it. */
static status_code answer_from_log(struct mutation *mutation, struct snapshot *before, struct problem *problem) {
    const Catalog__V1__Change *change = mutation->repeated_change;
    struct arena *arena = &mutation->arena;
    Catalog__V1__ApplyObjectsResponse *response = arena_alloc(arena, sizeof *response);
    Catalog__V1__ApplyResult **results = ARENA_ARRAY(arena, Catalog__V1__ApplyResult *, change->n_objects);
    Catalog__V1__ApplyResult *rows = ARENA_ARRAY(arena, Catalog__V1__ApplyResult, change->n_objects);
    if (response == NULL || results == NULL || rows == NULL)
        return problem_no_memory(problem);
    catalog__v1__apply_objects_response__init(response);
    for (size_t i = 0; i < change->n_objects; i++) {
        const Catalog__V1__ObjectChange *object = change->objects[i];
        results[i] = &rows[i];
        catalog__v1__apply_result__init(results[i]);
        results[i]->name = object->name;
        results[i]->version = object->version;
        results[i]->kind = object->kind;
        results[i]->outcome = outcome_of(before, object);
        results[i]->content_digest = object->content_digest;
    }
    response->results = results;
    response->n_results = change->n_objects;
    mutation->response = &response->base;
    return STATUS_OK;
}

static status_code plan_apply(struct mutation *mutation, struct snapshot *snapshot, struct problem *problem) {
    const Catalog__V1__ApplyObjectsRequest *request = (const Catalog__V1__ApplyObjectsRequest *)mutation->call->request;
    struct apply_input input;
    struct candidate *candidates = NULL;
    struct remark_list findings = {.arena = &mutation->arena};
    if (mutation->repeated_change != NULL && request->upload_id[0] != '\0' && !mutation->job.has_content)
        return answer_from_log(mutation, snapshot, problem);
    status_code status = choose_objects(mutation, request, &input, problem);
    input.findings = &findings;
    if (status == STATUS_OK)
        status = apply_plan(mutation, snapshot, &input, &candidates, problem);
    if (status != STATUS_OK)
        return status;
    Catalog__V1__ApplyObjectsResponse *response = arena_alloc(&mutation->arena, sizeof *response);
    Catalog__V1__ApplyResult **results = ARENA_ARRAY(&mutation->arena, Catalog__V1__ApplyResult *, input.count);
    if (response == NULL || results == NULL)
        return problem_no_memory(problem);
    catalog__v1__apply_objects_response__init(response);
    for (size_t i = 0; i < input.count; i++)
        if ((results[i] = result_of(&candidates[i], mutation->is_validate_only, &mutation->arena)) == NULL)
            return problem_no_memory(problem);
    response->results = results;
    response->n_results = input.count;
    response->findings = findings.items.items;
    response->n_findings = findings.items.count;
    mutation->response = &response->base;
    return STATUS_OK;
}

enum call_progress catalog_apply_objects(struct service *service, struct call *call) {
    const Catalog__V1__ApplyObjectsRequest *request = (const Catalog__V1__ApplyObjectsRequest *)call->request;
    struct digest content;
    bool is_upload = request->upload_id[0] != '\0';
    bool has_content = is_upload && uploads_digest(service->uploads, call, staging, request->upload_id, &content);
    const struct mutation_options options = {
        .plan = plan_apply, .is_validate_only = request->validate_only, .content = has_content ? &content : NULL};
    return mutation_run(service, call, &options);
}
