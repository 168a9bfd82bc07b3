#include "catalog/resolve.h"

#include "codec/message.h"
#include "lib/failure.h"
#include "lib/message.h"
#include "lib/offline.h"
#include "lib/pager.h"
#include "model/explain.h"

#include <stdlib.h>

struct catalog_explanation_iterator {
    struct pager pager;
};

static const struct pager_kind explanations_kind = PAGER_KIND(
    "ResolutionService/ExplainRows", Catalog__V1__ExplainRowsRequest, Catalog__V1__ExplainRowsResponse, explanations);

enum catalog_code catalog_explain_rows(struct catalog_client *client, const Catalog__V1__ExplainRowsRequest *request,
                                       const struct catalog_call_options *options,
                                       struct catalog_explanation_iterator **ret_iterator,
                                       struct catalog_error **ret_error) {
    struct catalog_explanation_iterator *iterator = calloc(1, sizeof *iterator);
    if (iterator == NULL)
        return error_no_memory(ret_error);
    enum catalog_code code =
        pager_init(&iterator->pager, &explanations_kind, client, &request->base, options, ret_error);
    if (code == CATALOG_OK)
        *ret_iterator = iterator;
    else
        catalog_explanation_iterator_free(iterator);
    return code;
}

enum catalog_code catalog_explanation_iterator_next(struct catalog_explanation_iterator *iterator,
                                                    const Catalog__V1__ExplainRowResponse **ret_explanation,
                                                    struct catalog_error **ret_error) {
    const void *item = NULL;
    enum catalog_code code = pager_next(&iterator->pager, &item, ret_error);
    if (code == CATALOG_OK)
        *ret_explanation = item;
    return code;
}

void catalog_explanation_iterator_free(struct catalog_explanation_iterator *iterator) {
    if (iterator == NULL)
        return;
    pager_done(&iterator->pager);
    free(iterator);
}

/* ---- Without a server ---- */

static enum catalog_code own(struct offline *offline, const ProtobufCMessage *message, ProtobufCMessage **ret_message,
                             struct catalog_error **ret_error) {
    *ret_message = message_own(&offline->arena, message, offline->manifest->revision);
    return *ret_message == NULL ? error_no_memory(ret_error) : CATALOG_OK;
}

static enum catalog_code compute_one(struct offline *offline, const char *row,
                                     Catalog__V1__ExplainRowResponse **ret_response, struct catalog_error **ret_error) {
    const struct resolve_options options = offline_options(offline);
    Catalog__V1__ExplainRowResponse *answer = NULL;
    ProtobufCMessage *owned = NULL;
    if (explain_row(offline->model, &offline->view.view, &options, row, &offline->arena, &answer, &offline->problem) !=
        STATUS_OK)
        return error_from_problem(ret_error, &offline->problem);
    enum catalog_code code = own(offline, &answer->base, &owned, ret_error);
    if (code == CATALOG_OK)
        *ret_response = (Catalog__V1__ExplainRowResponse *)(void *)owned;
    return code;
}

enum catalog_code catalog_explain_row_offline(struct catalog_cache *cache,
                                              const Catalog__V1__ExplainRowRequest *request,
                                              Catalog__V1__ExplainRowResponse **ret_response,
                                              struct catalog_error **ret_error) {
    struct offline offline;
    enum catalog_code code = offline_begin(&offline, cache, request->target, ret_error);
    if (code == CATALOG_OK)
        code = compute_one(&offline, request->row, ret_response, ret_error);
    offline_end(&offline);
    return code;
}

/* All explanations, in the arena of OFFLINE. */
struct gathering {
    struct offline *offline;
    Catalog__V1__ExplainRowsResponse response;
    bool has_failed; /* no memory */
};

static bool gather(void *context, const Catalog__V1__ExplainRowResponse *explanation, size_t row_count) {
    struct gathering *gathering = context;
    Catalog__V1__ExplainRowsResponse *response = &gathering->response;
    if (response->explanations == NULL)
        response->explanations = ARENA_ARRAY(&gathering->offline->arena, Catalog__V1__ExplainRowResponse *, row_count);
    gathering->has_failed = response->explanations == NULL;
    if (!gathering->has_failed)
        response->explanations[response->n_explanations++] = (Catalog__V1__ExplainRowResponse *)(uintptr_t)explanation;
    return !gathering->has_failed;
}

static enum catalog_code compute_all(struct offline *offline, Catalog__V1__ExplainRowsResponse **ret_response,
                                     struct catalog_error **ret_error) {
    static const struct explain_range all = {.count = SIZE_MAX};
    const struct resolve_options options = offline_options(offline);
    struct gathering gathering = {.offline = offline};
    ProtobufCMessage *owned = NULL;
    catalog__v1__explain_rows_response__init(&gathering.response);
    if (explain_rows(offline->model, &offline->view.view, &options, &all, &offline->arena,
                     (struct explain_visitor){.context = &gathering, .visit = gather}, &offline->problem) != STATUS_OK)
        return error_from_problem(ret_error, &offline->problem);
    if (gathering.has_failed)
        return error_no_memory(ret_error);
    enum catalog_code code = own(offline, &gathering.response.base, &owned, ret_error);
    if (code == CATALOG_OK)
        *ret_response = (Catalog__V1__ExplainRowsResponse *)(void *)owned;
    return code;
}

enum catalog_code catalog_explain_rows_offline(struct catalog_cache *cache, const Catalog__V1__ResolutionTarget *target,
                                               Catalog__V1__ExplainRowsResponse **ret_response,
                                               struct catalog_error **ret_error) {
    struct offline offline;
    enum catalog_code code = offline_begin(&offline, cache, target, ret_error);
    if (code == CATALOG_OK)
        code = compute_all(&offline, ret_response, ret_error);
    offline_end(&offline);
    return code;
}
