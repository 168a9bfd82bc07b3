#include "base/limits.h"
#include "codec/message.h"
#include "model/name.h"
#include "model/suggest.h"
#include "model/timestamp.h"
#include "service/handlers.h"
#include "service/resolution.h"
#include "store/splice.h"

#include "catalog/v1/suggest_service.pb-c.h"

#define TAG_SUGGESTIONS 1
#define TAG_TOKEN       2

typedef const Catalog__V1__SuggestThreatsRequest request_message;

static status_code check_namespaces(struct call *call, request_message *request) {
    for (size_t i = 0; i < request->n_namespaces; i++) {
        const char *name = arena_printf(&call->arena, "%s/x", request->namespaces[i]);
        if (name == NULL)
            return problem_no_memory(&call->problem);
        if (!name_is_object(name))
            return problem_set(&call->problem, STATUS_INVALID_ARGUMENT, "BAD_NAMESPACE",
                               "'%.100s' is no namespace: the part of a name before its '/', [a-z][a-z0-9-]{0,62}",
                               request->namespaces[i]);
    }
    return STATUS_OK;
}

static status_code read_request(struct service *service, struct call *call, struct page_scope *ret_scope,
                                struct page_token *ret_token) {
    request_message *request = (request_message *)call->request;
    size_t page_size = 0;
    *ret_token = (struct page_token){.after = ""};
    status_code status = page_size_read(request->page_size, &page_size, &call->problem);
    if (status == STATUS_OK)
        status = check_namespaces(call, request);
    if (status == STATUS_OK)
        status = page_scope_of(call, ret_scope);
    return status == STATUS_OK
               ? page_token_read(service, ret_scope, request->page_token, &call->arena, ret_token, &call->problem)
               : status;
}

/* Appends suggestions from FIRST on until the page is full; returns the one after the last. */
static size_t append(struct call *call, struct suggestions *suggestions, size_t first) {
    request_message *request = (request_message *)call->request;
    size_t count = suggestions_count(suggestions);
    size_t wanted = request->page_size == 0 ? count : request->page_size;
    size_t next = first;
    while (next < count && next - first < wanted && call->reply.size < LIMIT_PAGE_BYTES && !call_is_over(call)) {
        const Catalog__V1__Suggestion *suggestion = NULL;
        struct buffer bytes;
        if (suggestions_read(suggestions, next, &suggestion, &call->problem) != STATUS_OK)
            return next;
        buffer_init(&bytes, 0);
        message_pack(&suggestion->base, &bytes);
        if (bytes.has_failed)
            problem_no_memory(&call->problem);
        splice_block(&call->reply, TAG_SUGGESTIONS, buffer_slice(&bytes));
        buffer_done(&bytes);
        next++;
    }
    return next;
}

static status_code append_token(struct target *target, const struct page_scope *scope, size_t next) {
    const char *text = rows_token(target, scope, next);
    if (text == NULL)
        return problem_no_memory(&target->call->problem);
    splice_block(&target->call->reply, TAG_TOKEN, slice_text(text));
    return STATUS_OK;
}

static void reply(struct target *target, struct suggestions *suggestions, const struct page_scope *scope,
                  const struct page_token *token) {
    struct call *call = target->call;
    time_ns at = 0;
    size_t first = 0;
    if (token->after[0] != '\0' && !rows_token_read(token, &at, &first))
        return;
    size_t next = append(call, suggestions, first);
    bool has_more = next < suggestions_count(suggestions);
    if (call->problem.code != STATUS_OK || (has_more && append_token(target, scope, next) != STATUS_OK))
        return;
    Catalog__V1__SuggestThreatsResponse rest;
    catalog__v1__suggest_threats_response__init(&rest);
    Catalog__V1__Timestamp judged_at = timestamp_of(target->at);
    Catalog__V1__SuggestionCounts counts = *suggestions_counts(suggestions);
    rest.revision = target->revision;
    rest.at = &judged_at;
    rest.counts = &counts;
    call_reply(call, &rest.base);
}

static void answer(struct target *target, const struct page_scope *scope, const struct page_token *token) {
    struct call *call = target->call;
    request_message *request = (request_message *)call->request;
    const struct resolve_options resolve_options = target_options(target);
    const struct suggest_options options = {.namespaces = request->namespaces,
                                            .namespace_count = request->n_namespaces,
                                            .with_not_applicable = request->include_not_applicable,
                                            .with_dismissed = request->include_dismissed};
    struct suggestions *suggestions = NULL;
    if (suggest(target->object, &target->view.view, &resolve_options, &options, &target->arena, &suggestions,
                &call->problem) == STATUS_OK)
        reply(target, suggestions, scope, token);
}

enum call_progress suggest_threats(struct service *service, struct call *call) {
    request_message *request = (request_message *)call->request;
    struct target target;
    struct page_scope scope;
    struct page_token token;
    if (read_request(service, call, &scope, &token) != STATUS_OK)
        return CALL_DONE;
    if (target_begin(&target, service, call, request->target, &token) == STATUS_OK)
        answer(&target, &scope, &token);
    target_end(&target);
    return CALL_DONE;
}
