#include "base/limits.h"
#include "model/object.h"
#include "service/handlers.h"
#include "service/page.h"
#include "service/selector.h"
#include "store/splice.h"

#include "catalog/v1/catalog_service.pb-c.h"

#include <string.h>

#define TAG_LIST_OBJECTS    1
#define TAG_LIST_VERSIONS   1
#define TAG_SUMMARY_VERSION 1
#define TAG_SUMMARY_TITLE   2

static void append_summary(struct page *page, const struct stored_version *version) {
    struct buffer summary;
    buffer_init(&summary, 0);
    splice_version(&summary, TAG_SUMMARY_VERSION, version, (slice){0});
    if (version->title.size > 0)
        splice_block(&summary, TAG_SUMMARY_TITLE, version->title);
    if (summary.has_failed)
        problem_no_memory(&page->call->problem);
    splice_block(&page->call->reply, TAG_LIST_OBJECTS, buffer_slice(&summary));
    buffer_done(&summary);
    page->count++;
}

/* The line about NAME, if it has one. */
static status_code append_name(struct page *page, const char *name, bool drafts) {
    Catalog__V1__ObjectSelector selector;
    catalog__v1__object_selector__init(&selector);
    char copy[LIMIT_IDENTIFIER_BYTES * 2 + 2];
    struct stored_version version;
    struct problem problem;
    problem_init(&problem, NULL);
    strncpy(copy, name, sizeof copy - 1);
    copy[sizeof copy - 1] = '\0';
    selector.name = copy;
    selector.draft = drafts;
    status_code status = selector_find(page->snapshot, &selector, &version, &problem);
    if (status == STATUS_OK)
        append_summary(page, &version);
    else if (status != STATUS_NOT_FOUND)
        return problem_set(&page->call->problem, status, problem.reason, "%.500s", problem.message);
    return STATUS_OK;
}

/* Goes on until the page is full or no name is left; true: there may be more. */
static bool fill_objects(struct page *page, const Catalog__V1__ListObjectsRequest *request) {
    struct call *call = page->call;
    struct name_filter filter = {
        .kind = request->kind, .name_space = request->namespace_, .after = page->token.after, .limit = LIMIT_PAGE};
    size_t count = LIMIT_PAGE;
    while (count == LIMIT_PAGE && !call_is_over(call)) {
        const char **names = NULL;
        if (snapshot_names(page->snapshot, &filter, &call->arena, &names, &count, &call->problem) != STATUS_OK)
            return false;
        for (size_t i = 0; i < count; i++) {
            if (page_is_full(page))
                return true;
            if (append_name(page, names[i], request->drafts) != STATUS_OK)
                return false;
            page->token.after = filter.after = names[i];
        }
    }
    return false;
}

enum call_progress catalog_list_objects(struct service *service, struct call *call) {
    const Catalog__V1__ListObjectsRequest *request = (const Catalog__V1__ListObjectsRequest *)call->request;
    struct page page;
    if (page_begin(&page, service, call, request->page_token, request->page_size, request->at_revision) == STATUS_OK)
        page_end(&page, fill_objects(&page, request));
    return CALL_DONE;
}

/* The versions in front of and with the one that the last page ended with are passed over. */
static size_t find_start(const struct page *page, const struct stored_version *versions, size_t count) {
    if (page->token.after[0] == '\0')
        return 0;
    for (size_t i = 0; i < count; i++) {
        slice number = {0};
        if (stored_version_number(&versions[i], &number) && slice_equal(number, slice_text(page->token.after)))
            return i + 1;
    }
    return count;
}

static bool fill_versions(struct page *page, const char *name) {
    struct call *call = page->call;
    struct stored_version *versions = NULL;
    size_t count = 0;
    slice last = {0};
    if (snapshot_versions(page->snapshot, name, &call->arena, &versions, &count, &call->problem) != STATUS_OK)
        return false;
    if (count == 0) {
        problem_set(&call->problem, STATUS_NOT_FOUND, "OBJECT_NOT_FOUND", "there is no published version of %.140s",
                    name);
        return false;
    }
    selector_sort(versions, count);
    size_t i = find_start(page, versions, count);
    for (; i < count && !page_is_full(page); i++, page->count++) {
        splice_version(&call->reply, TAG_LIST_VERSIONS, &versions[i], (slice){0});
        stored_version_number(&versions[i], &last);
    }
    page->token.after = arena_strndup(&call->arena, last.size == 0 ? "" : (const char *)last.data, last.size);
    if (page->token.after == NULL)
        problem_no_memory(&call->problem);
    return i < count;
}

enum call_progress catalog_list_versions(struct service *service, struct call *call) {
    const Catalog__V1__ListVersionsRequest *request = (const Catalog__V1__ListVersionsRequest *)call->request;
    struct page page;
    if (selector_check_name("name", request->name, &call->problem) != STATUS_OK)
        return CALL_DONE;
    if (page_begin(&page, service, call, request->page_token, request->page_size, request->at_revision) == STATUS_OK)
        page_end(&page, fill_versions(&page, request->name));
    return CALL_DONE;
}
