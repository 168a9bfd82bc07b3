#include "service/change_reader.h"

#include "base/limits.h"
#include "changelog/chain.h"
#include "store/splice.h"

#include <inttypes.h>
#include <string.h>

#define TAG_CHANGES 1

static bool is_in(const char *name_space, const char *name) {
    size_t size = strlen(name_space);
    return strncmp(name, name_space, size) == 0 && name[size] == '/';
}

static bool matches_name(const struct change_filter *filter, const char *name) {
    return (filter->name[0] == '\0' || strcmp(filter->name, name) == 0) &&
           (filter->name_space[0] == '\0' || is_in(filter->name_space, name));
}

static bool lets_through(const struct change_filter *filter, const Catalog__V1__Change *change) {
    for (size_t i = 0; i < change->n_objects; i++)
        if (matches_name(filter, change->objects[i]->name))
            return true;
    for (size_t i = 0; i < change->n_decisions; i++)
        if (matches_name(filter, change->decisions[i]->feature))
            return true;
    for (size_t i = 0; i < change->n_advisories; i++)
        if (matches_name(filter, change->advisories[i]->object))
            return true;
    for (size_t i = 0; i < change->n_gate_records; i++)
        if (matches_name(filter, change->gate_records[i]->feature))
            return true;
    return false;
}

/* Changes are unpacked only where a filter has to look into them. */
static status_code matches(const struct change_filter *filter, slice record, struct arena *arena, bool *ret_matches,
                           struct problem *problem) {
    Catalog__V1__Change *change = NULL;
    *ret_matches = true;
    if (filter->name[0] == '\0' && filter->name_space[0] == '\0')
        return STATUS_OK;
    arena_reset(arena);
    status_code status = change_read(record, arena, &change, problem);
    if (status == STATUS_OK)
        *ret_matches = lets_through(filter, change);
    return status;
}

static status_code read_pages(struct snapshot *snapshot, const struct change_filter *filter, struct buffer *reply,
                              struct arena *arena, struct change_page *page, struct problem *problem) {
    uint64_t head = snapshot_revision(snapshot);
    for (size_t i = 0; i < LIMIT_CHANGES_LOOKED_AT && page->after < head; i++) {
        slice record = {0};
        bool is_wanted = false;
        status_code status = snapshot_change(snapshot, page->after + 1, &record, problem);
        if (status == STATUS_OK)
            status = matches(filter, record, arena, &is_wanted, problem);
        if (status != STATUS_OK)
            return status;
        bool is_full = page->count > 0 && reply->size + record.size > LIMIT_PAGE_BYTES;
        if (is_wanted && (is_full || page->count == filter->limit))
            break;
        if (is_wanted) {
            splice_block(reply, TAG_CHANGES, record);
            page->count++;
        }
        page->after++;
    }
    page->has_more = page->after < head;
    return STATUS_OK;
}

status_code changes_read(struct snapshot *snapshot, uint64_t revision, const struct change_filter *filter,
                         struct buffer *reply, struct change_page *ret_page, struct problem *problem) {
    struct arena arena;
    *ret_page = (struct change_page){.after = revision};
    if (revision > snapshot_revision(snapshot))
        return problem_set(problem, STATUS_OUT_OF_RANGE, "FUTURE_REVISION",
                           "after_revision is %" PRIu64 " and the newest revision is %" PRIu64, revision,
                           snapshot_revision(snapshot));
    arena_init(&arena, 0);
    status_code status = read_pages(snapshot, filter, reply, &arena, ret_page, problem);
    arena_done(&arena);
    return status;
}
