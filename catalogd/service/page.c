#include "service/page.h"

#include "base/limits.h"
#include "store/splice.h"

#define TAG_LIST_TOKEN 2

bool page_is_full(const struct page *page) {
    return page->count >= page->wanted || page->call->reply.size >= LIMIT_PAGE_BYTES;
}

status_code page_begin(struct page *page, struct service *service, struct call *call, const char *token,
                       uint32_t page_size, uint64_t at_revision) {
    *page = (struct page){.service = service, .call = call, .token = {.revision = at_revision, .after = ""}};
    status_code status = page_size_read(page_size, &page->wanted, &call->problem);
    if (status == STATUS_OK)
        status = page_scope_of(call, &page->scope);
    if (status == STATUS_OK)
        status = page_token_read(service, &page->scope, token, &call->arena, &page->token, &call->problem);
    if (status == STATUS_OK)
        status = snapshot_begin(service->store, page->token.revision, &page->snapshot, &call->problem);
    if (status != STATUS_OK)
        return status;
    page->token.revision = call->revision = snapshot_revision(page->snapshot);
    return STATUS_OK;
}

void page_end(struct page *page, bool has_more) {
    if (has_more && page->call->problem.code == STATUS_OK) {
        const char *text = page_token_text(page->service, &page->scope, &page->token, &page->call->arena);
        if (text == NULL)
            problem_no_memory(&page->call->problem);
        else
            splice_block(&page->call->reply, TAG_LIST_TOKEN, slice_text(text));
    }
    call_check_reply(page->call);
    snapshot_end(page->snapshot);
}
