#include "base/limits.h"
#include "service/handlers.h"
#include "service/page.h"
#include "service/selector.h"
#include "store/splice.h"

#include "catalog/v1/decision_service.pb-c.h"

#define TAG_LIST_DECISIONS 1
#define RECORDS_AT_ONCE    100

enum call_progress decision_get(struct service *service, struct call *call) {
    const Catalog__V1__GetDecisionRequest *request = (const Catalog__V1__GetDecisionRequest *)call->request;
    Catalog__V1__GetDecisionResponse response;
    catalog__v1__get_decision_response__init(&response);
    struct snapshot *snapshot = NULL;
    if (snapshot_begin(service->store, request->at_revision, &snapshot, &call->problem) != STATUS_OK)
        return CALL_DONE;
    call->revision = snapshot_revision(snapshot);
    status_code status = snapshot_decision(snapshot, request->id, &call->arena, &response.decision, &call->problem);
    snapshot_end(snapshot);
    if (status == STATUS_OK)
        call_reply(call, &response.base);
    return CALL_DONE;
}

static void append(struct page *page, const Catalog__V1__Decision *decision) {
    splice_message(&page->call->reply, TAG_LIST_DECISIONS, &decision->base);
    page->count++;
}

/* Goes on until the page is full, no decision is left, or so many were left out that the next call shall go on; true:
 * there may be more. */
static bool fill(struct page *page, const Catalog__V1__ListDecisionsRequest *request) {
    struct call *call = page->call;
    struct numbered_filter filter = {.name = request->feature, .limit = RECORDS_AT_ONCE};
    size_t count = RECORDS_AT_ONCE;
    size_t looked_at = 0;
    if (!page_read_after(page, &filter))
        return false;
    for (; count == RECORDS_AT_ONCE && looked_at < LIMIT_RECORDS_LOOKED_AT && !call_is_over(call); looked_at += count) {
        Catalog__V1__Decision **decisions = NULL;
        if (snapshot_decisions(page->snapshot, &filter, &call->arena, &decisions, &count, &call->problem) != STATUS_OK)
            return false;
        for (size_t i = 0; i < count; i++) {
            bool is_wanted = request->state == CATALOG__V1__DECISION_STATE__DECISION_STATE_UNSPECIFIED ||
                             request->state == decisions[i]->state;
            if (is_wanted && page_is_full(page))
                return true;
            if (is_wanted)
                append(page, decisions[i]);
            if (!page_go_on_after(page, decisions[i]->feature, decisions[i]->id, &filter))
                return false;
        }
    }
    return count == RECORDS_AT_ONCE;
}

enum call_progress decision_list(struct service *service, struct call *call) {
    const Catalog__V1__ListDecisionsRequest *request = (const Catalog__V1__ListDecisionsRequest *)call->request;
    struct page page;
    if (request->feature[0] != '\0' && selector_check_name("feature", request->feature, &call->problem) != STATUS_OK)
        return CALL_DONE;
    if (page_begin(&page, service, call, request->page_token, request->page_size, request->at_revision) == STATUS_OK)
        page_end(&page, fill(&page, request));
    return CALL_DONE;
}
