#include "catalog/resolve.h"

#include "base/arena.h"
#include "lib/cache_fill.h"
#include "lib/failure.h"
#include "lib/message.h"

#include <string.h>

typedef Catalog__V1__ResolveResponse resolve_message;
typedef Catalog__V1__ListRowsResponse rows_message;

/* The rows of all pages, put together. */
struct collection {
    struct catalog_client *client;
    const struct catalog_call_options *options;
    Catalog__V1__ListRowsRequest request;
    resolve_message *response;
    size_t count;
};

static enum catalog_code inconsistent(struct catalog_error **ret_error) {
    return error_set(ret_error, CATALOG_DATA_LOSS, "ROWS_INCONSISTENT",
                     "the server sent other rows than it had announced");
}

/* Room for all rows that are announced, those of the first page in front. */
static enum catalog_code make_room(struct collection *collection, struct catalog_error **ret_error) {
    resolve_message *response = collection->response;
    Catalog__V1__EffectiveModel *model = response->model;
    if (model == NULL || model->n_rows > response->row_count)
        return inconsistent(ret_error);
    Catalog__V1__Row **rows = ARENA_ARRAY(message_arena(response), Catalog__V1__Row *, (size_t)response->row_count + 1);
    if (rows == NULL)
        return error_no_memory(ret_error);
    if (model->n_rows > 0)
        memcpy(rows, model->rows, model->n_rows * sizeof *rows);
    model->rows = rows;
    return CATALOG_OK;
}

/* PAGE goes with the response from here on: its rows are pointed at. */
static enum catalog_code add_page(struct collection *collection, rows_message *page, struct catalog_error **ret_error) {
    Catalog__V1__EffectiveModel *model = collection->response->model;
    message_attach(collection->response, page);
    if (page->n_rows == 0 || page->n_rows > collection->response->row_count - model->n_rows)
        return inconsistent(ret_error);
    memcpy(model->rows + model->n_rows, page->rows, page->n_rows * sizeof *page->rows);
    model->n_rows += page->n_rows;
    collection->request.page_token = page->next_page_token;
    return CATALOG_OK;
}

static enum catalog_code collect(struct collection *collection, struct catalog_error **ret_error) {
    enum catalog_code code = make_room(collection, ret_error);
    while (code == CATALOG_OK && collection->request.page_token[0] != '\0') {
        ProtobufCMessage *page = NULL;
        code = catalog_call(collection->client, "catalog.v1.ResolutionService/ListRows", &collection->request.base,
                            collection->options, &page, ret_error);
        if (code == CATALOG_OK)
            code = add_page(collection, (rows_message *)(void *)page, ret_error);
    }
    if (code == CATALOG_OK && collection->response->model->n_rows != collection->response->row_count)
        code = inconsistent(ret_error);
    return code;
}

/* Tokens stand in messages that live as long as the response. */
static enum catalog_code complete(struct catalog_client *client, const Catalog__V1__ResolutionTarget *target,
                                  const struct catalog_call_options *options, resolve_message *response,
                                  struct catalog_error **ret_error) {
    struct collection collection = {.client = client, .options = options, .response = response};
    catalog__v1__list_rows_request__init(&collection.request);
    /* Packing reads only. */
    collection.request.target = (Catalog__V1__ResolutionTarget *)(uintptr_t)target;
    collection.request.page_token = response->next_page_token;
    enum catalog_code code = collect(&collection, ret_error);
    response->next_page_token = collection.request.page_token;
    return code;
}

/* At the revision of the answer, whatever has been stored since. */
static void keep(struct catalog_client *client, const Catalog__V1__ResolutionTarget *target,
                 const struct catalog_resolve_options *options, const resolve_message *response) {
    Catalog__V1__ResolutionTarget pinned = *target;
    pinned.at_revision = response->revision;
    const struct fill_request request = {.cache = options->cache,
                                         .client = client,
                                         .target = &pinned,
                                         .options = &options->call,
                                         .made = response->lock};
    struct catalog_error *error = NULL;
    if (cache_fill(&request, NULL, &error) == CATALOG_OK)
        return;
    if (options->ret_cache_error != NULL)
        *options->ret_cache_error = error;
    else
        catalog_error_free(error);
}

enum catalog_code catalog_resolve(struct catalog_client *client, const Catalog__V1__ResolutionTarget *target,
                                  const struct catalog_resolve_options *options,
                                  Catalog__V1__ResolveResponse **ret_response, struct catalog_error **ret_error) {
    static const struct catalog_resolve_options defaults = CATALOG_RESOLVE_OPTIONS_INIT;
    if (options == NULL)
        options = &defaults;
    if (options->version != CATALOG_RESOLVE_OPTIONS_VERSION)
        return error_set(ret_error, CATALOG_INVALID_ARGUMENT, "BAD_OPTIONS",
                         "the options have version %u, this library knows %d: start from CATALOG_RESOLVE_OPTIONS_INIT",
                         options->version, CATALOG_RESOLVE_OPTIONS_VERSION);
    Catalog__V1__ResolveRequest request;
    catalog__v1__resolve_request__init(&request);
    request.target = (Catalog__V1__ResolutionTarget *)(uintptr_t)target;
    ProtobufCMessage *message = NULL;
    enum catalog_code code = catalog_call(client, "catalog.v1.ResolutionService/Resolve", &request.base, &options->call,
                                          &message, ret_error);
    if (code != CATALOG_OK)
        return code;
    resolve_message *response = (resolve_message *)(void *)message;
    code = complete(client, target, &options->call, response, ret_error);
    if (code != CATALOG_OK) {
        catalog_message_free(response);
        return code;
    }
    if (options->cache != NULL)
        keep(client, target, options, response);
    *ret_response = response;
    return CATALOG_OK;
}
