#include "service/page.h"

#include "base/limits.h"
#include "changelog/stamp.h"
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

/* A token goes on after a name and a number: "team/login 17". */
static bool read_after(const char *after, struct arena *arena, struct numbered_filter *filter) {
    const char *blank = strchr(after, ' ');
    filter->after_name = "";
    if (after[0] == '\0')
        return true;
    if (blank == NULL || !stamp_number(blank + 1, &filter->after_number))
        return false;
    filter->after_name = arena_strndup(arena, after, (size_t)(blank - after));
    return filter->after_name != NULL;
}

bool page_read_after(struct page *page, struct numbered_filter *filter) {
    if (read_after(page->token.after, &page->call->arena, filter))
        return true;
    problem_set(&page->call->problem, STATUS_INVALID_ARGUMENT, "BAD_PAGE_TOKEN", "the page token is not one for this");
    return false;
}

bool page_go_on_after(struct page *page, const char *name, const char *id, struct numbered_filter *filter) {
    page->token.after = arena_printf(&page->call->arena, "%s %s", name, id);
    if (page->token.after != NULL && read_after(page->token.after, &page->call->arena, filter))
        return true;
    problem_no_memory(&page->call->problem);
    return false;
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
