#include "lib/pager.h"

#include "codec/message.h"
#include "lib/failure.h"
#include "lib/pages.h"

static void *at(ProtobufCMessage *message, size_t offset) {
    return (char *)message + offset;
}

static const char *next_token(const struct pager *pager) {
    const char *token = *(char **)at(pager->page, pager->kind->token_out);
    return token == NULL ? "" : token;
}

enum catalog_code pager_init(struct pager *pager, const struct pager_kind *kind, struct catalog_client *client,
                             const ProtobufCMessage *request, const struct catalog_call_options *options,
                             struct catalog_error **ret_error) {
    static const struct catalog_call_options defaults = CATALOG_CALL_OPTIONS_INIT;
    *pager = (struct pager){.kind = kind, .client = client, .options = options == NULL ? defaults : *options};
    arena_init(&pager->arena, 0);
    struct problem problem;
    problem_init(&problem, NULL);
    if (message_copy(request, &pager->arena, &pager->request, &problem) != STATUS_OK)
        return error_from_problem(ret_error, &problem);
    return CATALOG_OK;
}

void pager_done(struct pager *pager) {
    catalog_message_free(pager->page);
    arena_done(&pager->arena);
}

/* The token stands in the present page, which stays until the next one is there: a failed call can be repeated. */
static enum catalog_code fetch(struct pager *pager, struct catalog_error **ret_error) {
    if (pager->page != NULL) {
        char **token_in = at(pager->request, pager->kind->token_in);
        *token_in = *(char **)at(pager->page, pager->kind->token_out);
    }
    ProtobufCMessage *page = NULL;
    enum catalog_code code =
        catalog_call(pager->client, pager->kind->method, pager->request, &pager->options, &page, ret_error);
    if (code != CATALOG_OK)
        return code;
    ProtobufCMessage *before = pager->page;
    pager->page = page;
    pager->next = 0;
    const char *asked = *(char **)at(pager->request, pager->kind->token_in);
    if (before != NULL && next_token(pager)[0] != '\0' && strcmp(next_token(pager), asked) == 0)
        code = pages_repeated(ret_error);
    catalog_message_free(before);
    return code;
}

enum catalog_code pager_next(struct pager *pager, const void **ret_item, struct catalog_error **ret_error) {
    for (;;) {
        if (pager->page != NULL) {
            size_t count = *(size_t *)at(pager->page, pager->kind->count);
            if (pager->next < count) {
                void **items = *(void ***)at(pager->page, pager->kind->items);
                *ret_item = items[pager->next++];
                return CATALOG_OK;
            }
            if (next_token(pager)[0] == '\0') {
                *ret_item = NULL;
                return CATALOG_OK;
            }
        }
        enum catalog_code code = fetch(pager, ret_error);
        if (code != CATALOG_OK)
            return code;
    }
}
