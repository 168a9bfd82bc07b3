#include "base/limits.h"
#include "model/timestamp.h"
#include "service/handlers.h"
#include "service/resolution.h"
#include "service/selector.h"
#include "store/splice.h"

#include <stdlib.h>
#include <string.h>

#define TAG_RESPONSE_MODEL 1
#define TAG_RESPONSE_LOCK  2
#define TAG_RESPONSE_TOKEN 5
#define TAG_MODEL_ROWS     10
#define TAG_ROWS           1
#define TAG_ROWS_TOKEN     2
#define TAG_INPUT_MODEL    3
#define TAG_INPUT_VERSIONS 4
#define TAG_INPUT_ADVISORY 6

/* Appends rows from FIRST on as field NUMBER, as many as WANTED (0: no matter) and a page allow; returns the row after
 * the last. */
static size_t append_rows(struct buffer *bytes, uint32_t number, const struct packed_resolution *resolution,
                          size_t first, size_t wanted) {
    size_t limit = wanted == 0 ? resolution->row_count : wanted;
    size_t row = first;
    for (; row < resolution->row_count && row - first < limit; row++) {
        slice bytes_of_row = packed_row(resolution, row);
        if (bytes->size > 0 && bytes->size + bytes_of_row.size > LIMIT_PAGE_BYTES)
            break;
        splice_block(bytes, number, bytes_of_row);
    }
    return row;
}

static status_code append_token(struct target *target, uint32_t number, size_t rows_read, size_t row_count) {
    struct page_scope scope;
    if (rows_read >= row_count)
        return STATUS_OK;
    status_code status = rows_scope(target->asked, &scope, &target->call->problem);
    if (status != STATUS_OK)
        return status;
    const char *text = rows_token(target, &scope, rows_read);
    if (text == NULL)
        return problem_no_memory(&target->call->problem);
    splice_block(&target->call->reply, number, slice_text(text));
    return STATUS_OK;
}

static void reply_resolution(struct target *target, const struct packed_resolution *resolution, size_t page_size) {
    struct call *call = target->call;
    Catalog__V1__ResolveResponse rest;
    catalog__v1__resolve_response__init(&rest);
    Catalog__V1__Timestamp at = timestamp_of(target->at);
    struct buffer model;
    buffer_init(&model, 0);
    buffer_append(&model, resolution->model);
    size_t rows_read = append_rows(&model, TAG_MODEL_ROWS, resolution, 0, page_size);
    splice_block(&call->reply, TAG_RESPONSE_MODEL, buffer_slice(&model));
    splice_block(&call->reply, TAG_RESPONSE_LOCK, resolution->lock);
    if (model.has_failed)
        problem_no_memory(&call->problem);
    buffer_done(&model);
    if (append_token(target, TAG_RESPONSE_TOKEN, rows_read, resolution->row_count) != STATUS_OK)
        return;
    rest.revision = target->revision;
    rest.at = &at;
    rest.row_count = (uint32_t)resolution->row_count;
    call_reply(call, &rest.base);
}

enum call_progress resolution_resolve(struct service *service, struct call *call) {
    const Catalog__V1__ResolveRequest *request = (const Catalog__V1__ResolveRequest *)call->request;
    struct target target;
    size_t page_size = 0;
    if (page_size_read(request->page_size, &page_size, &call->problem) != STATUS_OK)
        return CALL_DONE;
    const struct packed_resolution *resolution = NULL;
    if (target_begin(&target, service, call, request->target, NULL) == STATUS_OK)
        resolution = target_packed(&target);
    if (resolution != NULL) {
        reply_resolution(&target, resolution, request->page_size);
        resolution_cache_give(service->resolutions, resolution);
    }
    target_end(&target);
    return CALL_DONE;
}

static void reply_rows(struct target *target, const struct packed_resolution *resolution,
                       const struct page_token *token, size_t page_size) {
    time_ns at = 0;
    size_t first = 0;
    if (token->after[0] != '\0' && !rows_token_read(token, &at, &first))
        return;
    size_t rows_read = append_rows(&target->call->reply, TAG_ROWS, resolution, first, page_size);
    if (append_token(target, TAG_ROWS_TOKEN, rows_read, resolution->row_count) == STATUS_OK)
        call_check_reply(target->call);
}

static status_code read_rows_token(struct service *service, struct call *call,
                                   const Catalog__V1__ListRowsRequest *request, struct page_token *ret_token) {
    struct page_scope scope;
    if (request->target == NULL)
        return problem_set(&call->problem, STATUS_INVALID_ARGUMENT, "NO_TARGET", "the request has no target");
    status_code status = rows_scope(request->target, &scope, &call->problem);
    *ret_token = (struct page_token){.after = ""};
    return status == STATUS_OK
               ? page_token_read(service, &scope, request->page_token, &call->arena, ret_token, &call->problem)
               : status;
}

enum call_progress resolution_list_rows(struct service *service, struct call *call) {
    const Catalog__V1__ListRowsRequest *request = (const Catalog__V1__ListRowsRequest *)call->request;
    struct target target;
    struct page_token token;
    size_t page_size = 0;
    if (page_size_read(request->page_size, &page_size, &call->problem) != STATUS_OK ||
        read_rows_token(service, call, request, &token) != STATUS_OK)
        return CALL_DONE;
    const struct packed_resolution *resolution = NULL;
    if (target_begin(&target, service, call, request->target, &token) == STATUS_OK)
        resolution = target_packed(&target);
    if (resolution != NULL) {
        reply_rows(&target, resolution, &token, request->page_size);
        resolution_cache_give(service->resolutions, resolution);
    }
    target_end(&target);
    return CALL_DONE;
}

static int compare_names(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Every version of NAME, the oldest first by precedence. */
static status_code append_versions(struct target *target, const char *name) {
    struct stored_version *versions = NULL;
    size_t count = 0;
    status_code status =
        snapshot_versions(target->snapshot, name, &target->arena, &versions, &count, &target->call->problem);
    if (status != STATUS_OK)
        return status;
    selector_sort(versions, count);
    while (count-- > 0)
        splice_version(&target->call->reply, TAG_INPUT_VERSIONS, &versions[count], (slice){0});
    return STATUS_OK;
}

static status_code append_advisories(struct target *target, const char *name) {
    const struct catalog_view *view = &target->view.view;
    const Catalog__V1__Advisory *const *advisories = NULL;
    size_t count = 0;
    status_code status = view->advisories(view->context, name, &advisories, &count, &target->call->problem);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        splice_message(&target->call->reply, TAG_INPUT_ADVISORY, &advisories[i]->base);
    return status;
}

/* What a resolution reads is what it asks its view for: resolving tells. */
static status_code append_inputs(struct target *target) {
    struct resolution resolution;
    status_code status = target_resolve(target, &resolution);
    if (status != STATUS_OK)
        return status;
    const struct string_map *read = &target->view.names;
    size_t count = read->count;
    const char **names = ARENA_ARRAY(&target->arena, const char *, count + 1);
    if (names == NULL)
        return problem_no_memory(&target->call->problem);
    for (size_t i = 0; i < count; i++)
        names[i] = read->entries[i].key;
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = append_versions(target, names[i]);
        if (status == STATUS_OK)
            status = append_advisories(target, names[i]);
    }
    return status;
}

static void reply_inputs(struct target *target) {
    struct call *call = target->call;
    Catalog__V1__GetResolutionInputsResponse head;
    catalog__v1__get_resolution_inputs_response__init(&head);
    Catalog__V1__Timestamp at = timestamp_of(target->at);
    slice object = {0};
    head.revision = target->revision;
    head.at = &at;
    head.decisions = target->decisions;
    head.n_decisions = target->decision_count;
    Catalog__V1__Timestamp reviewed_at = timestamp_of(target->reviewed_at);
    if (target->is_reviewed)
        head.reviewed_at = &reviewed_at;
    call_reply(call, &head.base);
    if (target->is_stored) {
        if (snapshot_blob(target->snapshot, &target->stored.content, &object, &call->problem) != STATUS_OK)
            return;
        splice_version(&call->reply, TAG_INPUT_MODEL, &target->stored, object);
    }
    if (append_inputs(target) == STATUS_OK)
        call_check_reply(call);
}

enum call_progress resolution_get_inputs(struct service *service, struct call *call) {
    const Catalog__V1__GetResolutionInputsRequest *request =
        (const Catalog__V1__GetResolutionInputsRequest *)call->request;
    struct target target;
    if (target_begin(&target, service, call, request->target, NULL) == STATUS_OK)
        reply_inputs(&target);
    target_end(&target);
    return CALL_DONE;
}
