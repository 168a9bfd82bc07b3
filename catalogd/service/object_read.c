#include "base/limits.h"
#include "model/bump.h"
#include "model/diff.h"
#include "service/handlers.h"
#include "service/selector.h"
#include "service/service.h"
#include "service/store_view.h"
#include "store/splice.h"

#define TAG_GET_OBJECT    1
#define TAG_BATCH_OBJECTS 1
#define TAG_BATCH_MISSING 2

#define USUAL_OBJECT_BYTES 1024

static struct snapshot *begin(struct service *service, struct call *call, uint64_t at_revision) {
    struct snapshot *snapshot = NULL;
    if (snapshot_begin(service->store, at_revision, &snapshot, &call->problem) != STATUS_OK)
        return NULL;
    call->revision = snapshot_revision(snapshot);
    return snapshot;
}

/* Finds what SELECTOR names and appends it whole as field NUMBER of the reply. */
static status_code append_object(struct call *call, struct snapshot *snapshot,
                                 const Catalog__V1__ObjectSelector *selector, uint32_t number,
                                 struct problem *problem) {
    struct stored_version stored;
    slice object = {0};
    status_code status = selector_find(snapshot, selector, &stored, problem);
    if (status == STATUS_OK)
        status = snapshot_blob(snapshot, &stored.content, &object, problem);
    if (status == STATUS_OK)
        splice_version(&call->reply, number, &stored, object);
    return status;
}

enum call_progress catalog_get_object(struct service *service, struct call *call) {
    const Catalog__V1__GetObjectRequest *request = (const Catalog__V1__GetObjectRequest *)call->request;
    struct snapshot *snapshot = begin(service, call, request->at_revision);
    if (snapshot == NULL)
        return CALL_DONE;
    status_code status = append_object(call, snapshot, request->selector, TAG_GET_OBJECT, &call->problem);
    snapshot_end(snapshot);
    if (status == STATUS_OK)
        call_check_reply(call);
    return CALL_DONE;
}

static void append_batch(struct call *call, struct snapshot *snapshot,
                         const Catalog__V1__BatchGetObjectsRequest *request) {
    Catalog__V1__BatchGetObjectsResponse missing;
    catalog__v1__batch_get_objects_response__init(&missing);
    missing.missing = ARENA_ARRAY(&call->arena, uint32_t, request->n_selectors + 1);
    if (missing.missing == NULL) {
        problem_no_memory(&call->problem);
        return;
    }
    /* Room at once for objects of the usual size. */
    (void)buffer_reserve(&call->reply, request->n_selectors * USUAL_OBJECT_BYTES);
    for (size_t i = 0; i < request->n_selectors && call->reply.size <= LIMIT_MESSAGE_BYTES; i++) {
        struct problem problem;
        problem_init(&problem, NULL);
        status_code status = append_object(call, snapshot, request->selectors[i], TAG_BATCH_OBJECTS, &problem);
        if (status == STATUS_NOT_FOUND)
            missing.missing[missing.n_missing++] = (uint32_t)i;
        else if (status != STATUS_OK) {
            problem_set(&call->problem, status, problem.reason, "selectors[%zu]: %.480s", i, problem.message);
            return;
        }
    }
    /* A message packed behind another of its type adds to its lists. */
    call_reply(call, &missing.base);
}

enum call_progress catalog_batch_get_objects(struct service *service, struct call *call) {
    const Catalog__V1__BatchGetObjectsRequest *request = (const Catalog__V1__BatchGetObjectsRequest *)call->request;
    if (request->n_selectors > LIMIT_BATCH) {
        problem_set(&call->problem, STATUS_INVALID_ARGUMENT, "BATCH_TOO_LARGE", "at most %d objects at once, not %zu",
                    LIMIT_BATCH, request->n_selectors);
        return CALL_DONE;
    }
    struct snapshot *snapshot = begin(service, call, request->at_revision);
    if (snapshot == NULL)
        return CALL_DONE;
    append_batch(call, snapshot, request);
    snapshot_end(snapshot);
    return CALL_DONE;
}

/* The version that SELECTOR names, without its object, and the object. */
static status_code read_side(struct store_view *view, const Catalog__V1__ObjectSelector *selector,
                             Catalog__V1__ObjectVersion **ret_version, const Catalog__V1__Object **ret_object,
                             struct problem *problem) {
    struct stored_version stored;
    status_code status = selector_find(view->snapshot, selector, &stored, problem);
    if (status == STATUS_OK)
        status = splice_unpack(&stored, view->arena, ret_version, problem);
    const struct view_version named = {.content = stored.content};
    return status == STATUS_OK ? view->view.object(view, &named, ret_object, problem) : status;
}

static void diff(struct call *call, struct store_view *view, const Catalog__V1__DiffObjectsRequest *request) {
    Catalog__V1__DiffObjectsResponse response;
    catalog__v1__diff_objects_response__init(&response);
    const Catalog__V1__Object *from = NULL;
    const Catalog__V1__Object *to = NULL;
    struct diff_list list = {0};
    struct bump_result bump = {0};
    const struct bump_options options = {.view = &view->view};
    status_code status = read_side(view, request->from, &response.from, &from, &call->problem);
    if (status == STATUS_OK)
        status = read_side(view, request->to, &response.to, &to, &call->problem);
    if (status == STATUS_OK)
        status = diff_objects(from, to, &call->arena, &list, &call->problem);
    if (status == STATUS_OK)
        status = bump_classify(from, to, &options, &call->arena, &bump, &call->problem);
    if (status != STATUS_OK)
        return;
    response.differences = list.items;
    response.n_differences = list.count;
    response.changes = bump.changes;
    response.n_changes = bump.count;
    response.bump = bump.bump;
    call_reply(call, &response.base);
}

enum call_progress catalog_diff_objects(struct service *service, struct call *call) {
    const Catalog__V1__DiffObjectsRequest *request = (const Catalog__V1__DiffObjectsRequest *)call->request;
    struct snapshot *snapshot = begin(service, call, request->at_revision);
    if (snapshot == NULL)
        return CALL_DONE;
    struct store_view view;
    store_view_init(&view, service, snapshot, &call->arena, true);
    diff(call, &view, request);
    store_view_done(&view);
    snapshot_end(snapshot);
    return CALL_DONE;
}
