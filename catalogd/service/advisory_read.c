#include "base/limits.h"
#include "service/handlers.h"
#include "service/page.h"
#include "service/selector.h"
#include "store/splice.h"

#include "catalog/v1/advisory_service.pb-c.h"

#define TAG_LIST_ADVISORIES 1
#define RECORDS_AT_ONCE     100

enum call_progress advisory_get(struct service *service, struct call *call) {
    const Catalog__V1__GetAdvisoryRequest *request = (const Catalog__V1__GetAdvisoryRequest *)call->request;
    Catalog__V1__GetAdvisoryResponse response;
    catalog__v1__get_advisory_response__init(&response);
    struct snapshot *snapshot = NULL;
    if (snapshot_begin(service->store, request->at_revision, &snapshot, &call->problem) != STATUS_OK)
        return CALL_DONE;
    call->revision = snapshot_revision(snapshot);
    status_code status = snapshot_advisory(snapshot, request->id, &call->arena, &response.advisory, &call->problem);
    snapshot_end(snapshot);
    if (status == STATUS_OK)
        call_reply(call, &response.base);
    return CALL_DONE;
}

static void append(struct page *page, const Catalog__V1__Advisory *advisory) {
    splice_message(&page->call->reply, TAG_LIST_ADVISORIES, &advisory->base);
    page->count++;
}

/* Goes on until the page is full, no advisory is left, or so many were left out that the next call shall go on; true:
 * there may be more. */
static bool fill(struct page *page, const Catalog__V1__ListAdvisoriesRequest *request) {
    struct call *call = page->call;
    struct numbered_filter filter = {.name = request->object, .limit = RECORDS_AT_ONCE};
    size_t count = RECORDS_AT_ONCE;
    size_t looked_at = 0;
    if (!page_read_after(page, &filter))
        return false;
    for (; count == RECORDS_AT_ONCE && looked_at < LIMIT_RECORDS_LOOKED_AT && !call_is_over(call); looked_at += count) {
        Catalog__V1__Advisory **advisories = NULL;
        if (snapshot_advisories(page->snapshot, &filter, &call->arena, &advisories, &count, &call->problem) !=
            STATUS_OK)
            return false;
        for (size_t i = 0; i < count; i++) {
            bool is_wanted = request->include_withdrawn || advisories[i]->withdrawn_at == NULL;
            if (is_wanted && page_is_full(page))
                return true;
            if (is_wanted)
                append(page, advisories[i]);
            if (!page_go_on_after(page, advisories[i]->object, advisories[i]->id, &filter))
                return false;
        }
    }
    return count == RECORDS_AT_ONCE;
}

enum call_progress advisory_list(struct service *service, struct call *call) {
    const Catalog__V1__ListAdvisoriesRequest *request = (const Catalog__V1__ListAdvisoriesRequest *)call->request;
    struct page page;
    if (request->object[0] != '\0' && selector_check_name("object", request->object, &call->problem) != STATUS_OK)
        return CALL_DONE;
    if (page_begin(&page, service, call, request->page_token, request->page_size, request->at_revision) == STATUS_OK)
        page_end(&page, fill(&page, request));
    return CALL_DONE;
}
