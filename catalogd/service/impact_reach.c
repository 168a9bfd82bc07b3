#include "service/impact_reach.h"

#include "store/splice.h"

#include <stdlib.h>
#include <string.h>

#define NAMES_AT_ONCE 1000

struct walk {
    struct hypothesis *hypothesis;
    struct arena *arena;
    struct problem *problem;
    struct string_map seen;     /* names that are consumers or were followed */
    VECTOR(const char *) queue; /* whose references are to be followed */
    VECTOR(const char *) consumers;
    bool reaches_all;
};

static status_code add_consumer(struct walk *walk, const char *name) {
    const char *kept = arena_strdup(walk->arena, name);
    if (kept == NULL || !string_map_put(&walk->seen, kept, walk) || !vector_push(walk->arena, &walk->consumers, kept))
        return problem_no_memory(walk->problem);
    return STATUS_OK;
}

static status_code is_newest(struct walk *walk, const struct stored_reference *reference, bool *ret_is) {
    struct stored_version newest;
    struct problem absent;
    slice number = {0};
    problem_init(&absent, NULL);
    *ret_is = false;
    status_code status = snapshot_newest(walk->hypothesis->snapshot, reference->name, &newest, &absent);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status != STATUS_OK)
        return problem_set(walk->problem, status, absent.reason, "%.500s", absent.message);
    *ret_is = stored_version_number(&newest, &number) && slice_equal(number, slice_text(reference->version));
    return STATUS_OK;
}

/* IS_FOLLOWED: others may stand on it in turn. */
static status_code take_model(struct walk *walk, const char *name, bool is_followed) {
    status_code status = add_consumer(walk, name);
    if (status == STATUS_OK && is_followed &&
        !vector_push(walk->arena, &walk->queue, walk->consumers.items[walk->consumers.count - 1]))
        status = problem_no_memory(walk->problem);
    return status;
}

static status_code take_reference(struct walk *walk, const struct stored_reference *reference) {
    struct stored_name name;
    bool is_newest_one = false;
    status_code status = STATUS_OK;
    if (string_map_get(&walk->seen, reference->name) != NULL ||
        !snapshot_name(walk->hypothesis->snapshot, reference->name, &name))
        return STATUS_OK;
    walk->reaches_all |= name.kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_BASELINE ||
                         name.kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_POLICY;
    if (name.kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT)
        return take_model(walk, reference->name, true);
    if (name.kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE)
        status = is_newest(walk, reference, &is_newest_one);
    return status == STATUS_OK && is_newest_one ? take_model(walk, reference->name, false) : status;
}

static status_code follow(struct walk *walk, const char *target) {
    struct stored_reference *references = NULL;
    size_t count = 0;
    status_code status =
        snapshot_references(walk->hypothesis->snapshot, target, walk->arena, &references, &count, walk->problem);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = take_reference(walk, &references[i]);
    return status;
}

/* What changes is no consumer of itself, but a feature is. */
static status_code start(struct walk *walk) {
    const struct impact_change *change = &walk->hypothesis->change;
    for (size_t i = 0; i < change->name_count; i++) {
        struct stored_name name;
        if (!vector_push(walk->arena, &walk->queue, change->names[i]))
            return problem_no_memory(walk->problem);
        bool is_feature = snapshot_name(walk->hypothesis->snapshot, change->names[i], &name) &&
                          name.kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE;
        if (is_feature && string_map_get(&walk->seen, change->names[i]) == NULL &&
            add_consumer(walk, change->names[i]) != STATUS_OK)
            return walk->problem->code;
    }
    return STATUS_OK;
}

static status_code add_all_features(struct walk *walk) {
    struct name_filter filter = {
        .kind = CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE, .name_space = "", .after = "", .limit = NAMES_AT_ONCE};
    const char **page = NULL;
    size_t count = NAMES_AT_ONCE;
    while (count == NAMES_AT_ONCE) {
        status_code status =
            snapshot_names(walk->hypothesis->snapshot, &filter, walk->arena, &page, &count, walk->problem);
        for (size_t i = 0; i < count && status == STATUS_OK; i++) {
            if (string_map_get(&walk->seen, page[i]) == NULL)
                status = add_consumer(walk, page[i]);
        }
        if (status != STATUS_OK)
            return status;
        if (count > 0)
            filter.after = page[count - 1];
    }
    return STATUS_OK;
}

static int compare_names(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

status_code impact_reach(struct hypothesis *hypothesis, struct arena *arena, const char ***ret_names,
                         size_t *ret_count) {
    struct walk walk = {.hypothesis = hypothesis,
                        .arena = arena,
                        .problem = &hypothesis->call->problem,
                        .reaches_all = hypothesis->reaches_all};
    string_map_init(&walk.seen, arena);
    status_code status = hypothesis->decision != NULL ? add_consumer(&walk, hypothesis->decision->feature) : STATUS_OK;
    if (status == STATUS_OK)
        status = start(&walk);
    for (size_t i = 0; i < walk.queue.count && status == STATUS_OK; i++)
        status = follow(&walk, walk.queue.items[i]);
    if (status == STATUS_OK && walk.reaches_all)
        status = add_all_features(&walk);
    if (walk.consumers.count > 0)
        qsort(walk.consumers.items, walk.consumers.count, sizeof *walk.consumers.items, compare_names);
    *ret_names = walk.consumers.items;
    *ret_count = walk.consumers.count;
    return status;
}
