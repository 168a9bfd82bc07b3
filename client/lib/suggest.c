#include "catalog/suggest.h"

#include "base/arena.h"
#include "lib/failure.h"
#include "lib/message.h"

#include <string.h>

#define METHOD "catalog.v1.SuggestService/SuggestThreats"

typedef Catalog__V1__SuggestThreatsResponse response_message;

/* PAGE goes with RESPONSE from here on: its suggestions are pointed at. */
static enum catalog_code add_page(response_message *response, response_message *page,
                                  struct catalog_error **ret_error) {
    message_attach(response, page);
    if (page->n_suggestions == 0 || strcmp(page->next_page_token, response->next_page_token) == 0)
        return error_set(ret_error, CATALOG_DATA_LOSS, "PAGE_REPEATED", "the server names a page as its own successor");
    size_t count = response->n_suggestions + page->n_suggestions;
    Catalog__V1__Suggestion **all = ARENA_ARRAY(message_arena(response), Catalog__V1__Suggestion *, count);
    if (all == NULL)
        return error_no_memory(ret_error);
    if (response->n_suggestions > 0)
        memcpy(all, response->suggestions, response->n_suggestions * sizeof *all);
    memcpy(all + response->n_suggestions, page->suggestions, page->n_suggestions * sizeof *all);
    response->suggestions = all;
    response->n_suggestions = count;
    response->next_page_token = page->next_page_token;
    return CATALOG_OK;
}

static enum catalog_code complete(struct catalog_client *client, const Catalog__V1__SuggestThreatsRequest *request,
                                  const struct catalog_call_options *options, response_message *response,
                                  struct catalog_error **ret_error) {
    Catalog__V1__SuggestThreatsRequest next = *request;
    enum catalog_code code = CATALOG_OK;
    while (code == CATALOG_OK && response->next_page_token[0] != '\0') {
        ProtobufCMessage *page = NULL;
        next.page_token = response->next_page_token;
        code = catalog_call(client, METHOD, &next.base, options, &page, ret_error);
        if (code == CATALOG_OK)
            code = add_page(response, (response_message *)(void *)page, ret_error);
    }
    return code;
}

enum catalog_code catalog_suggest_threats(struct catalog_client *client,
                                          const Catalog__V1__SuggestThreatsRequest *request,
                                          const struct catalog_call_options *options,
                                          Catalog__V1__SuggestThreatsResponse **ret_response,
                                          struct catalog_error **ret_error) {
    ProtobufCMessage *message = NULL;
    enum catalog_code code = catalog_call(client, METHOD, &request->base, options, &message, ret_error);
    if (code != CATALOG_OK)
        return code;
    response_message *response = (response_message *)(void *)message;
    code = complete(client, request, options, response, ret_error);
    if (code == CATALOG_OK)
        *ret_response = response;
    else
        catalog_message_free(response);
    return code;
}
