#include "catalog/suggest.h"

#include "lib/failure.h"
#include "lib/message.h"
#include "lib/pages.h"

typedef Catalog__V1__SuggestThreatsResponse response_message;

static enum catalog_code add_page(ProtobufCMessage *all, ProtobufCMessage *more, struct catalog_error **ret_error) {
    response_message *response = (response_message *)(void *)all;
    const response_message *page = (const response_message *)(const void *)more;
    if (page->n_suggestions == 0)
        return pages_repeated(ret_error);
    Catalog__V1__Suggestion **suggestions = pages_join(message_arena(all), response->suggestions,
                                                       response->n_suggestions, page->suggestions, page->n_suggestions);
    if (suggestions == NULL)
        return error_no_memory(ret_error);
    response->suggestions = suggestions;
    response->n_suggestions += page->n_suggestions;
    return CATALOG_OK;
}

static const struct pages_kind kind = PAGES_KIND("SuggestService/SuggestThreats", Catalog__V1__SuggestThreatsRequest,
                                                 Catalog__V1__SuggestThreatsResponse, add_page);

enum catalog_code catalog_suggest_threats(struct catalog_client *client,
                                          const Catalog__V1__SuggestThreatsRequest *request,
                                          const struct catalog_call_options *options,
                                          Catalog__V1__SuggestThreatsResponse **ret_response,
                                          struct catalog_error **ret_error) {
    Catalog__V1__SuggestThreatsRequest own = *request;
    ProtobufCMessage *all = NULL;
    enum catalog_code code = pages_gather(&kind, client, &own.base, options, &all, ret_error);
    if (code == CATALOG_OK)
        *ret_response = (response_message *)(void *)all;
    return code;
}
