#include "base/limits.h"
#include "service/handlers.h"
#include "service/page_token.h"
#include "service/watchers.h"

#include "catalog/v1/changes_service.pb-c.h"

#define WAIT_DEFAULT_MS 30000

enum call_progress changes_list_changes(struct service *service, struct call *call) {
    const Catalog__V1__ListChangesRequest *request = (const Catalog__V1__ListChangesRequest *)call->request;
    struct change_filter filter = {.name_space = request->namespace_, .name = request->name};
    Catalog__V1__ListChangesResponse rest;
    catalog__v1__list_changes_response__init(&rest);
    struct snapshot *snapshot = NULL;
    struct change_page page;
    if (page_size_read(request->page_size, &filter.limit, &call->problem) != STATUS_OK ||
        snapshot_begin(service->store, 0, &snapshot, &call->problem) != STATUS_OK)
        return CALL_DONE;
    call->revision = snapshot_revision(snapshot);
    status_code status = changes_read(snapshot, request->after_revision, &filter, &call->reply, &page, &call->problem);
    snapshot_end(snapshot);
    if (status != STATUS_OK)
        return CALL_DONE;
    rest.last_revision = page.after;
    rest.has_more = page.has_more;
    /* A message packed behind another of its type adds to it. */
    call_reply(call, &rest.base);
    return CALL_DONE;
}

static time_ns wait_until(const struct call *call, uint32_t wait_ms) {
    time_ns until = clock_monotonic() + (wait_ms == 0 ? WAIT_DEFAULT_MS : wait_ms) * NS_PER_MS;
    return until < call->deadline ? until : call->deadline;
}

enum call_progress changes_watch_changes(struct service *service, struct call *call) {
    const Catalog__V1__WatchChangesRequest *request = (const Catalog__V1__WatchChangesRequest *)call->request;
    uint64_t after = request->after_revision;
    if (request->wait_ms > LIMIT_WAIT_MS) {
        problem_set(&call->problem, STATUS_INVALID_ARGUMENT, "BAD_WAIT", "wait_ms is at most %d", LIMIT_WAIT_MS);
        return CALL_DONE;
    }
    if (watch_read(service->store, call, after, &after)) {
        watch_reply(call, after);
        return CALL_DONE;
    }
    return watchers_park(service->watchers, call, after, wait_until(call, request->wait_ms)) ? CALL_PENDING : CALL_DONE;
}
