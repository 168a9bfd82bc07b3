#include "base/limits.h"
#include "model/reference.h"
#include "model/taxonomy.h"
#include "service/handlers.h"
#include "service/page.h"
#include "store/splice.h"
#include "store/taxonomies.h"

#include "catalog/v1/taxonomy_service.pb-c.h"

#include <string.h>
#include <strings.h>

#define TAG_LIST_ITEMS 1

static void append(struct page *page, const ProtobufCMessage *message) {
    splice_message(&page->call->reply, TAG_LIST_ITEMS, message);
    page->count++;
}

/* A token goes on after a release: "cwe 4.15". */
static const char *place_of(const Catalog__V1__Taxonomy *taxonomy, struct arena *arena) {
    return ARENA_JOIN(arena, taxonomy->scheme, " ", taxonomy->release);
}

static bool fill_taxonomies(struct page *page, const char *scheme) {
    struct call *call = page->call;
    Catalog__V1__Taxonomy **taxonomies = NULL;
    size_t count = 0;
    bool is_past = page->token.after[0] == '\0';
    if (snapshot_taxonomies(page->snapshot, scheme, &call->arena, &taxonomies, &count, &call->problem) != STATUS_OK)
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *place = place_of(taxonomies[i], &call->arena);
        if (place == NULL)
            return problem_no_memory(&call->problem) == STATUS_OK;
        if (is_past && page_is_full(page))
            return true;
        if (is_past) {
            append(page, &taxonomies[i]->base);
            page->token.after = place;
        }
        is_past = is_past || strcmp(place, page->token.after) == 0;
    }
    return false;
}

enum call_progress taxonomy_list(struct service *service, struct call *call) {
    const Catalog__V1__ListTaxonomiesRequest *request = (const Catalog__V1__ListTaxonomiesRequest *)call->request;
    struct page page;
    if (page_begin(&page, service, call, request->page_token, request->page_size, request->at_revision) == STATUS_OK)
        page_end(&page, fill_taxonomies(&page, request->scheme));
    return CALL_DONE;
}

static void answer_entry(struct snapshot *snapshot, const Catalog__V1__Reference *reference, struct call *call) {
    Catalog__V1__GetTaxonomyEntryResponse response;
    catalog__v1__get_taxonomy_entry_response__init(&response);
    const char *id = reference_id(reference->scheme, reference->id, &call->arena);
    status_code status = id == NULL ? problem_no_memory(&call->problem) : STATUS_OK;
    if (status == STATUS_OK)
        status = snapshot_taxonomy(snapshot, reference->scheme, reference->release, &call->arena, &response.taxonomy,
                                   &call->problem);
    if (status == STATUS_OK)
        status =
            snapshot_taxonomy_entry(snapshot, response.taxonomy, id, &call->arena, &response.entry, &call->problem);
    if (status == STATUS_OK)
        status = snapshot_taxonomy_mappings(snapshot, reference->scheme, id, &call->arena, &response.mappings,
                                            &response.n_mappings, &call->problem);
    if (status == STATUS_OK)
        call_reply(call, &response.base);
}

enum call_progress taxonomy_get_entry(struct service *service, struct call *call) {
    const Catalog__V1__GetTaxonomyEntryRequest *request = (const Catalog__V1__GetTaxonomyEntryRequest *)call->request;
    struct snapshot *snapshot = NULL;
    if (request->reference == NULL) {
        problem_set(&call->problem, STATUS_INVALID_ARGUMENT, "NO_REFERENCE", "reference is needed: scheme and id");
        return CALL_DONE;
    }
    if (snapshot_begin(service->store, request->at_revision, &snapshot, &call->problem) != STATUS_OK)
        return CALL_DONE;
    call->revision = snapshot_revision(snapshot);
    answer_entry(snapshot, request->reference, call);
    snapshot_end(snapshot);
    return CALL_DONE;
}

/* Which entries of a release a list shows. */
struct entry_filter {
    const Catalog__V1__ListTaxonomyEntriesRequest *request;
    const char *parent; /* in its one spelling; "": all */
    size_t prefix_size;
};

static bool has_parent(const Catalog__V1__TaxonomyEntry *entry, const char *parent) {
    for (size_t i = 0; i < entry->n_parents; i++)
        if (strcmp(entry->parents[i], parent) == 0)
            return true;
    return false;
}

static bool is_wanted(const struct entry_filter *filter, const Catalog__V1__TaxonomyEntry *entry) {
    const Catalog__V1__ListTaxonomyEntriesRequest *request = filter->request;
    if (filter->parent[0] != '\0' && !has_parent(entry, filter->parent))
        return false;
    if (request->status != CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_UNSPECIFIED &&
        request->status != taxonomy_status(entry))
        return false;
    return strncasecmp(entry->id, request->prefix, filter->prefix_size) == 0 ||
           strncasecmp(entry->title, request->prefix, filter->prefix_size) == 0;
}

static void append_line(struct page *page, const Catalog__V1__TaxonomyEntry *entry) {
    Catalog__V1__TaxonomyEntry line = *entry;
    line.text = (char *)(uintptr_t)protobuf_c_empty_string;
    line.n_references = 0;
    line.n_mitigations = 0;
    append(page, &line.base);
}

/* Looks at one entry. True: the page was full before it. */
static bool take_entry(struct page *page, const struct entry_filter *filter, const struct stored_entry *stored,
                       struct arena *scratch) {
    Catalog__V1__TaxonomyEntry *entry = NULL;
    arena_reset(scratch);
    if (snapshot_taxonomy_body(page->snapshot, &stored->content, scratch, &entry, &page->call->problem) != STATUS_OK)
        return false;
    bool is_shown = is_wanted(filter, entry);
    if (is_shown && page_is_full(page))
        return true;
    if (is_shown)
        append_line(page, entry);
    page->token.after = stored->id;
    return false;
}

static bool fill_entries(struct page *page, const struct entry_filter *filter) {
    struct call *call = page->call;
    Catalog__V1__Taxonomy *taxonomy = NULL;
    struct stored_entry *entries = NULL;
    size_t count = 0;
    bool is_full = false;
    status_code status = snapshot_taxonomy(page->snapshot, filter->request->scheme, filter->request->release,
                                           &call->arena, &taxonomy, &call->problem);
    if (status == STATUS_OK)
        status = snapshot_taxonomy_entries(page->snapshot, taxonomy, page->token.after, &call->arena, &entries, &count,
                                           &call->problem);
    if (status != STATUS_OK)
        return false;
    struct arena scratch;
    arena_init(&scratch, LIMIT_CALL_BYTES);
    for (size_t i = 0; i < count && !is_full && call->problem.code == STATUS_OK && !call_is_over(call); i++)
        is_full = take_entry(page, filter, &entries[i], &scratch);
    arena_done(&scratch);
    return is_full;
}

enum call_progress taxonomy_list_entries(struct service *service, struct call *call) {
    const Catalog__V1__ListTaxonomyEntriesRequest *request =
        (const Catalog__V1__ListTaxonomyEntriesRequest *)call->request;
    struct entry_filter filter = {.request = request, .prefix_size = strlen(request->prefix)};
    struct page page;
    filter.parent = reference_id(request->scheme, request->parent, &call->arena);
    if (filter.parent == NULL) {
        problem_no_memory(&call->problem);
        return CALL_DONE;
    }
    if (page_begin(&page, service, call, request->page_token, request->page_size, request->at_revision) == STATUS_OK)
        page_end(&page, fill_entries(&page, &filter));
    return CALL_DONE;
}
