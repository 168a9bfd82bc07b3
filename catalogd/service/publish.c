#include "model/object.h"
#include "service/apply_plan.h"
#include "service/handlers.h"
#include "service/lifecycle.h"
#include "service/selector.h"
#include "store/splice.h"

#include <string.h>

static status_code read_draft(struct mutation *mutation, struct snapshot *snapshot, struct store_view *view,
                              Catalog__V1__Object **ret_object, struct problem *problem) {
    const Catalog__V1__PublishObjectRequest *request =
        (const Catalog__V1__PublishObjectRequest *)mutation->call->request;
    struct stored_version stored;
    Catalog__V1__ObjectVersion *header = NULL;
    const Catalog__V1__Object *object = NULL;
    status_code status = selector_check_name("name", request->name, problem);
    if (status == STATUS_OK)
        status = snapshot_draft(snapshot, request->name, &stored, problem);
    if (status == STATUS_OK)
        status = splice_unpack(&stored, &mutation->arena, &header, problem);
    if (status == STATUS_OK)
        status = lifecycle_check_etag(request->etag, header, problem);
    const struct view_version named = {.content = stored.content};
    if (status == STATUS_OK)
        status = view->view.object(view, &named, &object, problem);
    if (status != STATUS_OK)
        return status;
    const char *version = request->version[0] == '\0' ? header->version : request->version;
    *ret_object = object_with_version(object, version, &mutation->arena);
    return *ret_object == NULL ? problem_no_memory(problem) : STATUS_OK;
}

/* The answer about CANDIDATE: the version as it is, or as it will be once it is committed. */
static status_code answer(struct mutation *mutation, struct snapshot *snapshot, const struct candidate *candidate,
                          const struct remark_list *findings, struct problem *problem) {
    struct arena *arena = &mutation->arena;
    Catalog__V1__PublishObjectResponse *response = arena_alloc(arena, sizeof *response);
    if (response == NULL)
        return problem_no_memory(problem);
    catalog__v1__publish_object_response__init(response);
    response->findings = findings->items.items;
    response->n_findings = findings->items.count;
    mutation->response = &response->base;
    if (mutation->is_validate_only && candidate->numbers.base != NULL) {
        response->compared_with = arena_strdup(arena, candidate->numbers.base);
        response->bump = candidate->numbers.result.bump;
        response->changes = candidate->numbers.result.changes;
        response->n_changes = candidate->numbers.result.count;
    }
    if (response->compared_with == NULL)
        return problem_no_memory(problem);
    if (candidate->outcome == CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_UNCHANGED) {
        struct stored_version stored;
        status_code status = snapshot_version(snapshot, candidate->name, candidate->version, &stored, problem);
        return status == STATUS_OK ? splice_unpack(&stored, arena, &response->version, problem) : status;
    }
    Catalog__V1__ObjectVersion *version = arena_alloc(arena, sizeof *version);
    Catalog__V1__Lifecycle *lifecycle = arena_alloc(arena, sizeof *lifecycle);
    if (version == NULL || lifecycle == NULL)
        return problem_no_memory(problem);
    const Catalog__V1__ObjectChange *change = mutation->changes.items[0];
    catalog__v1__object_version__init(version);
    catalog__v1__lifecycle__init(lifecycle);
    lifecycle->state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED;
    version->name = change->name;
    version->kind = change->kind;
    version->version = change->version;
    version->content_digest = change->content_digest;
    version->contract_digest = change->contract_digest;
    version->author = mutation->call->principal.name;
    version->lifecycle = lifecycle;
    response->version = mutation->stamped = version;
    mutation->is_new_content = true;
    return STATUS_OK;
}

static status_code plan_publish(struct mutation *mutation, struct snapshot *snapshot, struct problem *problem) {
    struct store_view view;
    Catalog__V1__Object *object = NULL;
    struct candidate *candidates = NULL;
    struct remark_list findings = {.arena = &mutation->arena};
    store_view_init(&view, mutation->service, snapshot, &mutation->arena, true);
    status_code status = read_draft(mutation, snapshot, &view, &object, problem);
    const Catalog__V1__PublishObjectRequest *request =
        (const Catalog__V1__PublishObjectRequest *)mutation->call->request;
    Catalog__V1__EditorialMark mark;
    catalog__v1__editorial_mark__init(&mark);
    mark.name = request->name;
    mark.paths = request->editorial;
    mark.n_paths = request->n_editorial;
    Catalog__V1__EditorialMark *const marks[] = {&mark};
    const struct apply_input input = {.objects = &object,
                                      .count = 1,
                                      .publish = true,
                                      .marks = marks,
                                      .mark_count = request->n_editorial > 0,
                                      .findings = &findings};
    if (status == STATUS_OK)
        status = apply_plan(mutation, snapshot, &input, &candidates, problem);
    if (status == STATUS_OK)
        status = answer(mutation, snapshot, candidates, &findings, problem);
    store_view_done(&view);
    return status;
}

enum call_progress catalog_publish_object(struct service *service, struct call *call) {
    const Catalog__V1__PublishObjectRequest *request = (const Catalog__V1__PublishObjectRequest *)call->request;
    const struct mutation_options options = {.plan = plan_publish, .is_validate_only = request->validate_only};
    return mutation_run(service, call, &options);
}
