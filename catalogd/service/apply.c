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
    Catalog__V1__StageObjectsResponse state;
    catalog__v1__stage_objects_response__init(&state);
    if (uploads_add(service->uploads, call, &state) == STATUS_OK)
        call_reply(call, &state.base);
    return CALL_DONE;
}

static status_code choose_objects(struct mutation *mutation, const Catalog__V1__ApplyObjectsRequest *request,
                                  struct apply_input *ret_input, struct problem *problem) {
    Catalog__V1__Object **objects = request->objects;
    size_t count = request->n_objects;
    bool is_upload = request->upload_id[0] != '\0';
    if (is_upload == (count > 0))
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "NO_OBJECTS",
                           "give objects, or the upload_id of objects that were staged, and not both");
    status_code status = STATUS_OK;
    if (is_upload)
        status = uploads_take(mutation->service->uploads, mutation->call, request->upload_id, &mutation->arena,
                              &objects, &count, problem);
    if (status == STATUS_OK && count > LIMIT_UPLOAD_OBJECTS)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_OBJECTS", "at most %d objects in one call",
                           LIMIT_UPLOAD_OBJECTS);
    *ret_input = (struct apply_input){.objects = objects, .count = count, .publish = request->publish};
    return status;
}

static Catalog__V1__ApplyResult *result_of(const struct candidate *candidate, struct arena *arena) {
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
    return result->name == NULL || result->version == NULL ? NULL : result;
}

static status_code plan_apply(struct mutation *mutation, struct snapshot *snapshot, struct problem *problem) {
    const Catalog__V1__ApplyObjectsRequest *request = (const Catalog__V1__ApplyObjectsRequest *)mutation->call->request;
    struct apply_input input;
    struct candidate *candidates = NULL;
    status_code status = choose_objects(mutation, request, &input, problem);
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
        if ((results[i] = result_of(&candidates[i], &mutation->arena)) == NULL)
            return problem_no_memory(problem);
    response->results = results;
    response->n_results = input.count;
    mutation->response = &response->base;
    return STATUS_OK;
}

enum call_progress catalog_apply_objects(struct service *service, struct call *call) {
    const Catalog__V1__ApplyObjectsRequest *request = (const Catalog__V1__ApplyObjectsRequest *)call->request;
    return mutation_run(service, call, plan_apply, request->validate_only);
}
