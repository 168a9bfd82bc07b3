#include "base/limits.h"
#include "codec/message.h"
#include "model/explain.h"
#include "service/handlers.h"
#include "service/resolution.h"
#include "store/splice.h"

#define EXPLAIN_METHOD   "catalog.v1.ResolutionService/ExplainRows"
#define TAG_EXPLANATIONS 1
#define TAG_TOKEN        2

static void reply_explanation(struct target *target, const char *row) {
    struct call *call = target->call;
    const struct resolve_options options = target_options(target);
    Catalog__V1__ExplainRowResponse *answer = NULL;
    status_code status =
        explain_row(target->object, &target->view.view, &options, row, &target->arena, &answer, &call->problem);
    if (status == STATUS_OK)
        call_reply(call, &answer->base);
}

enum call_progress resolution_explain_row(struct service *service, struct call *call) {
    const Catalog__V1__ExplainRowRequest *request = (const Catalog__V1__ExplainRowRequest *)call->request;
    struct target target;
    if (target_begin(&target, service, call, request->target, NULL) == STATUS_OK)
        reply_explanation(&target, request->row);
    target_end(&target);
    return CALL_DONE;
}

/* One page of explanations, written as they come. */
struct page {
    struct call *call;
    size_t count;     /* on it */
    size_t row_count; /* rows in all */
};

static bool add_explanation(void *context, const Catalog__V1__ExplainRowResponse *explanation, size_t row_count) {
    struct page *page = context;
    struct buffer *reply = &page->call->reply;
    struct buffer bytes;
    buffer_init(&bytes, 0);
    message_pack(&explanation->base, &bytes);
    if (bytes.has_failed)
        problem_no_memory(&page->call->problem);
    bool fits = !bytes.has_failed && (page->count == 0 || reply->size + bytes.size <= LIMIT_PAGE_BYTES);
    if (fits)
        splice_block(reply, TAG_EXPLANATIONS, buffer_slice(&bytes));
    buffer_done(&bytes);
    page->count += fits;
    page->row_count = row_count;
    return fits;
}

static status_code scope_of(const Catalog__V1__ResolutionTarget *asked, struct page_scope *ret_scope,
                            struct problem *problem) {
    status_code status = rows_scope(asked, ret_scope, problem);
    ret_scope->method = EXPLAIN_METHOD;
    return status;
}

static void reply_explanations(struct target *target, const struct page_token *token, size_t page_size) {
    struct call *call = target->call;
    const struct resolve_options options = target_options(target);
    struct explain_range range = {.count = page_size};
    struct page page = {.call = call};
    struct page_scope scope;
    time_ns at = 0;
    if (token->after[0] != '\0' && !rows_token_read(token, &at, &range.first))
        return;
    if (explain_rows(target->object, &target->view.view, &options, &range, &target->arena,
                     (struct explain_visitor){.context = &page, .visit = add_explanation}, &call->problem) != STATUS_OK)
        return;
    size_t read = range.first + page.count;
    if (read < page.row_count) {
        if (scope_of(target->asked, &scope, &call->problem) != STATUS_OK)
            return;
        const char *text = rows_token(target, &scope, read);
        if (text == NULL)
            problem_no_memory(&call->problem);
        else
            splice_block(&call->reply, TAG_TOKEN, slice_text(text));
    }
    call_check_reply(call);
}

static status_code read_token(struct service *service, struct call *call,
                              const Catalog__V1__ExplainRowsRequest *request, struct page_token *ret_token) {
    struct page_scope scope;
    if (request->target == NULL)
        return problem_set(&call->problem, STATUS_INVALID_ARGUMENT, "NO_TARGET", "the request has no target");
    *ret_token = (struct page_token){.after = ""};
    status_code status = scope_of(request->target, &scope, &call->problem);
    return status == STATUS_OK
               ? page_token_read(service, &scope, request->page_token, &call->arena, ret_token, &call->problem)
               : status;
}

enum call_progress resolution_explain_rows(struct service *service, struct call *call) {
    const Catalog__V1__ExplainRowsRequest *request = (const Catalog__V1__ExplainRowsRequest *)call->request;
    struct target target;
    struct page_token token;
    size_t page_size = 0;
    if (page_size_read(request->page_size, &page_size, &call->problem) != STATUS_OK ||
        read_token(service, call, request, &token) != STATUS_OK)
        return CALL_DONE;
    if (target_begin(&target, service, call, request->target, &token) == STATUS_OK)
        reply_explanations(&target, &token, request->page_size == 0 ? SIZE_MAX : page_size);
    target_end(&target);
    return CALL_DONE;
}
