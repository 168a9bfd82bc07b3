#include "model/taxonomy_diff.h"

#include "base/limits.h"
#include "service/handlers.h"
#include "service/page.h"
#include "store/splice.h"
#include "store/taxonomies.h"

#define TAG_DIFFERENCES 1

/* The entries of one release, from where the page goes on. */
struct side {
    struct stored_entry *entries;
    size_t count;
    size_t next;
};

static status_code read_side(struct page *page, const char *scheme, const char *release, struct side *ret_side) {
    struct call *call = page->call;
    Catalog__V1__Taxonomy *taxonomy = NULL;
    if (release[0] == '\0')
        return problem_set(&call->problem, STATUS_INVALID_ARGUMENT, "NO_RELEASE",
                           "from_release and to_release are needed");
    *ret_side = (struct side){0};
    status_code status = snapshot_taxonomy(page->snapshot, scheme, release, &call->arena, &taxonomy, &call->problem);
    return status != STATUS_OK ? status
                               : snapshot_taxonomy_entries(page->snapshot, taxonomy, page->token.after, &call->arena,
                                                           &ret_side->entries, &ret_side->count, &call->problem);
}

/* Which side has the first of the two next ids: negative the older one, positive the newer one, zero both. */
static int order_of(const struct side *from, const struct side *to) {
    if (from->next == from->count || to->next == to->count)
        return from->next == from->count ? 1 : -1;
    return strcmp(from->entries[from->next].id, to->entries[to->next].id);
}

static status_code read_body(struct page *page, const struct stored_entry *stored, struct arena *arena,
                             Catalog__V1__TaxonomyEntry **ret_entry) {
    return stored == NULL
               ? STATUS_OK
               : snapshot_taxonomy_body(page->snapshot, &stored->content, arena, ret_entry, &page->call->problem);
}

/* Appends what became of one entry; a NULL side has it not. True: the page was full before it. */
static bool take_pair(struct page *page, const struct stored_entry *from, const struct stored_entry *to,
                      struct arena *scratch) {
    Catalog__V1__TaxonomyDifference differences[TAXONOMY_DIFFERENCES_MAX];
    Catalog__V1__TaxonomyEntry *before = NULL;
    Catalog__V1__TaxonomyEntry *after = NULL;
    size_t count = 0;
    if (from != NULL && to != NULL && digest_equal(&from->content, &to->content))
        return false;
    if (page_is_full(page))
        return true;
    arena_reset(scratch);
    if (read_body(page, from, scratch, &before) != STATUS_OK || read_body(page, to, scratch, &after) != STATUS_OK)
        return false;
    if (!taxonomy_compare(before, after, scratch, differences, &count))
        problem_no_memory(&page->call->problem);
    for (size_t i = 0; i < count; i++)
        splice_message(&page->call->reply, TAG_DIFFERENCES, &differences[i].base);
    page->count += count;
    page->token.after = from != NULL ? from->id : to->id;
    return false;
}

static bool take_all(struct page *page, struct side *from, struct side *to) {
    struct arena scratch;
    bool is_full = false;
    arena_init(&scratch, LIMIT_CALL_BYTES);
    while ((from->next < from->count || to->next < to->count) && !is_full && page->call->problem.code == STATUS_OK &&
           !call_is_over(page->call)) {
        int order = order_of(from, to);
        is_full = take_pair(page, order <= 0 ? &from->entries[from->next] : NULL,
                            order >= 0 ? &to->entries[to->next] : NULL, &scratch);
        from->next += order <= 0;
        to->next += order >= 0;
    }
    arena_done(&scratch);
    return is_full;
}

static bool fill(struct page *page, const Catalog__V1__DiffTaxonomiesRequest *request) {
    struct side from = {0};
    struct side to = {0};
    return read_side(page, request->scheme, request->from_release, &from) == STATUS_OK &&
           read_side(page, request->scheme, request->to_release, &to) == STATUS_OK && take_all(page, &from, &to);
}

enum call_progress taxonomy_diff(struct service *service, struct call *call) {
    const Catalog__V1__DiffTaxonomiesRequest *request = (const Catalog__V1__DiffTaxonomiesRequest *)call->request;
    struct page page;
    if (page_begin(&page, service, call, request->page_token, request->page_size, request->at_revision) == STATUS_OK)
        page_end(&page, fill(&page, request));
    return CALL_DONE;
}
