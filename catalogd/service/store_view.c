#include "service/store_view.h"

#include "base/limits.h"
#include "service/name_cache.h"
#include "service/object_cache.h"
#include "service/references.h"
#include "service/threat_sets.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define NAMES_AT_ONCE 1000

/* What was read of one name. */
struct view_name {
    const struct named_versions *named;
    const struct view_version *versions; /* those, and the draft */
    struct cached_object **objects;      /* of the versions; NULL until asked for. Held by the view */
    size_t count;
    const Catalog__V1__Advisory **advisories;
    size_t advisory_count;
    bool has_advisories; /* they were read */
};

struct view_hold {
    struct cached_object *object;
    struct view_hold *next;
};

struct view_set {
    struct kept_set *set;
    struct view_set *next;
};

/* READ with the draft of its name beside the published versions, if there is one. */
static status_code add_draft(struct store_view *view, const char *name, struct view_name *read,
                             struct problem *problem) {
    struct stored_version draft;
    struct problem absent;
    problem_init(&absent, NULL);
    status_code status = snapshot_draft(view->snapshot, name, &draft, &absent);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status != STATUS_OK)
        return problem_set(problem, status, absent.reason, "%.500s", absent.message);
    struct view_version *all = ARENA_ARRAY(view->arena, struct view_version, read->count + 1);
    if (all == NULL)
        return problem_no_memory(problem);
    if (read->count > 0)
        memcpy(all, read->versions, read->count * sizeof *all);
    read->versions = all;
    return name_cache_describe(&draft, view->arena, &all[read->count++], problem);
}

static status_code read_name(struct store_view *view, const char *name, struct view_name **ret_name,
                             struct problem *problem) {
    struct view_name *read = ARENA_NEW(view->arena, struct view_name);
    if (read == NULL)
        return problem_no_memory(problem);
    status_code status = name_cache_get(view->service->names, view->snapshot, name, view->arena, &read->named, problem);
    if (status != STATUS_OK)
        return status;
    read->versions = read->named->versions;
    read->count = read->named->count;
    if (view->shows_drafts)
        status = add_draft(view, name, read, problem);
    if (status != STATUS_OK)
        return status;
    read->objects = ARENA_ARRAY(view->arena, struct cached_object *, read->count + 1);
    *ret_name = read;
    bool is_whole = read->objects != NULL && string_map_put(&view->names, read->named->name, read);
    return is_whole ? STATUS_OK : problem_no_memory(problem);
}

static status_code find_name(struct store_view *view, const char *name, struct view_name **ret_name,
                             struct problem *problem) {
    *ret_name = string_map_get(&view->names, name);
    status_code status = *ret_name != NULL ? STATUS_OK : read_name(view, name, ret_name, problem);
    if (status == STATUS_OK)
        view->recent = *ret_name;
    return status;
}

static status_code view_threat_set(void *context, const struct digest *key, suggest_set_builder *build, void *job,
                                   const struct suggest_set **ret_set, struct problem *problem) {
    struct store_view *view = context;
    struct view_set *hold = ARENA_NEW(view->arena, struct view_set);
    if (hold == NULL)
        return problem_no_memory(problem);
    status_code status = threat_sets_take(view->service->threats, key, build, job, &hold->set, problem);
    if (status != STATUS_OK)
        return status;
    hold->next = view->held_sets;
    view->held_sets = hold;
    *ret_set = kept_set_get(hold->set);
    return STATUS_OK;
}

static status_code view_versions(void *context, const char *name, const struct view_version **ret_versions,
                                 size_t *ret_count, struct problem *problem) {
    struct view_name *read = NULL;
    status_code status = find_name(context, name, &read, problem);
    if (status != STATUS_OK)
        return status;
    assert(read != NULL);
    *ret_versions = read->versions;
    *ret_count = read->count;
    return STATUS_OK;
}

static status_code fill(struct store_view *view, const struct digest *content, struct cached_object **ret_object,
                        struct problem *problem) {
    slice bytes = {0};
    status_code status = snapshot_blob(view->snapshot, content, &bytes, problem);
    return status == STATUS_OK ? object_cache_add(view->service->objects, content, bytes, ret_object, problem) : status;
}

/* Takes the object with digest CONTENT out of the cache, until the view ends. */
static status_code hold(struct store_view *view, const struct digest *content, struct cached_object **ret_object,
                        struct problem *problem) {
    struct view_hold *held = ARENA_NEW(view->arena, struct view_hold);
    if (held == NULL)
        return problem_no_memory(problem);
    held->object = object_cache_find(view->service->objects, content);
    status_code status = held->object != NULL ? STATUS_OK : fill(view, content, &held->object, problem);
    if (status != STATUS_OK)
        return status;
    held->next = view->held_objects;
    view->held_objects = held;
    *ret_object = held->object;
    return STATUS_OK;
}

static struct cached_object **slot_in(const struct view_name *read, const struct view_version *version) {
    for (size_t i = 0; read != NULL && i < read->count; i++)
        if (&read->versions[i] == version)
            return &read->objects[i];
    return NULL;
}

/* Where the object of VERSION is kept once it is held; NULL: VERSION is not one of those that the view listed. */
static struct cached_object **slot_of(const struct store_view *view, const struct view_version *version) {
    struct cached_object **slot = slot_in(view->recent, version);
    return slot != NULL || version->name == NULL ? slot : slot_in(string_map_get(&view->names, version->name), version);
}

static status_code find_object(struct store_view *view, const struct view_version *version,
                               struct cached_object **ret_object, struct problem *problem) {
    struct cached_object **slot = slot_of(view, version);
    if (slot != NULL && *slot != NULL) {
        *ret_object = *slot;
        return STATUS_OK;
    }
    status_code status = hold(view, &version->content, ret_object, problem);
    if (status == STATUS_OK && slot != NULL)
        *slot = *ret_object;
    return status;
}

static status_code view_object(void *context, const struct view_version *version,
                               const Catalog__V1__Object **ret_object, struct problem *problem) {
    struct cached_object *cached = NULL;
    status_code status = find_object(context, version, &cached, problem);
    if (status == STATUS_OK)
        *ret_object = cached_object_get(cached);
    return status;
}

static status_code view_compiled(void *context, const struct view_version *version,
                                 const struct compiled_model **ret_compiled, struct problem *problem) {
    struct cached_object *cached = NULL;
    status_code status = find_object(context, version, &cached, problem);
    if (status == STATUS_OK)
        *ret_compiled = cached_object_compiled(cached);
    return status;
}

static status_code is_choosable(struct store_view *view, const char *name, bool *ret_is, struct problem *problem) {
    const struct view_version *versions = NULL;
    size_t count = 0;
    status_code status = view_versions(view, name, &versions, &count, problem);
    *ret_is = false;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        *ret_is |= versions[i].state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED ||
                   versions[i].state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED;
    return status;
}

static int compare_names(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static bool note_kind(struct store_view *view, Catalog__V1__ObjectKind kind) {
    for (size_t i = 0; i < view->kinds.count; i++)
        if (view->kinds.items[i].kind == kind)
            return true;
    const struct read_mark mark = {.kind = kind, .last_revision = snapshot_kind_revision(view->snapshot, kind)};
    return vector_push(view->arena, &view->kinds, mark);
}

/* The store's order is by namespace, then slug; the view's is by the bytes of the name. */
static status_code view_names(void *context, Catalog__V1__ObjectKind kind, const char *const **ret_names,
                              size_t *ret_count, struct problem *problem) {
    struct store_view *view = context;
    struct name_filter filter = {.kind = kind, .name_space = "", .after = "", .limit = NAMES_AT_ONCE};
    VECTOR(const char *) chosen = {0};
    const char **page = NULL;
    size_t count = NAMES_AT_ONCE;
    if (!note_kind(view, kind))
        return problem_no_memory(problem);
    while (count == NAMES_AT_ONCE) {
        status_code status = snapshot_names(view->snapshot, &filter, view->arena, &page, &count, problem);
        for (size_t i = 0; i < count && status == STATUS_OK; i++) {
            bool is_chosen = false;
            status = is_choosable(view, page[i], &is_chosen, problem);
            if (status == STATUS_OK && is_chosen && !vector_push(view->arena, &chosen, page[i]))
                status = problem_no_memory(problem);
        }
        if (status != STATUS_OK)
            return status;
        if (count > 0)
            filter.after = page[count - 1];
    }
    if (chosen.count > 0)
        qsort(chosen.items, chosen.count, sizeof *chosen.items, compare_names);
    *ret_names = chosen.items;
    *ret_count = chosen.count;
    return STATUS_OK;
}

static status_code read_advisories(struct store_view *view, const char *name, struct view_name *read,
                                   struct problem *problem) {
    const struct numbered_filter filter = {.name = name, .after_name = "", .limit = LIMIT_ADVISORIES};
    Catalog__V1__Advisory **all = NULL;
    size_t count = 0;
    status_code status = snapshot_advisories(view->snapshot, &filter, view->arena, &all, &count, problem);
    if (status != STATUS_OK)
        return status;
    read->advisories = ARENA_ARRAY(view->arena, const Catalog__V1__Advisory *, count + 1);
    if (read->advisories == NULL)
        return problem_no_memory(problem);
    for (size_t i = 0; i < count; i++)
        if (all[i]->withdrawn_at == NULL)
            read->advisories[read->advisory_count++] = all[i];
    read->has_advisories = true;
    return STATUS_OK;
}

/* Most catalogs have no advisory at all, and a view asks for hundreds of names. */
static status_code look_for_advisories(struct store_view *view, struct problem *problem) {
    const struct numbered_filter any = {.name = "", .after_name = "", .limit = 1};
    Catalog__V1__Advisory **first = NULL;
    size_t count = 0;
    if (view->has_looked_for_advisories)
        return STATUS_OK;
    status_code status = snapshot_advisories(view->snapshot, &any, view->arena, &first, &count, problem);
    view->has_looked_for_advisories = status == STATUS_OK;
    view->is_advised = count > 0;
    return status;
}

/* Reading the name too makes a plan rest on it, which an advisory touches. A name without versions has none, whatever
 * its text: an empty one would list all there are. */
static status_code view_advisories(void *context, const char *name, const Catalog__V1__Advisory *const **ret_advisories,
                                   size_t *ret_count, struct problem *problem) {
    struct store_view *view = context;
    struct view_name *read = NULL;
    status_code status = find_name(view, name, &read, problem);
    if (status == STATUS_OK)
        status = look_for_advisories(view, problem);
    if (status == STATUS_OK && view->is_advised && read->count > 0 && !read->has_advisories)
        status = read_advisories(view, name, read, problem);
    if (status != STATUS_OK)
        return status;
    *ret_advisories = read->advisories;
    *ret_count = read->advisory_count;
    return STATUS_OK;
}

static status_code view_reference(void *context, const Catalog__V1__Reference *reference,
                                  const Catalog__V1__KnownReference **ret_known, struct problem *problem) {
    struct store_view *view = context;
    Catalog__V1__KnownReference *known = NULL;
    status_code status = reference_look_up(view->snapshot, reference, view->arena, &known, problem);
    *ret_known = known;
    return status;
}

void store_view_init(struct store_view *view, struct service *service, struct snapshot *snapshot, struct arena *arena,
                     bool shows_drafts) {
    *view = (struct store_view){.service = service, .snapshot = snapshot, .arena = arena, .shows_drafts = shows_drafts};
    view->view = (struct catalog_view){.context = view,
                                       .versions = view_versions,
                                       .object = view_object,
                                       .compiled = view_compiled,
                                       .names = view_names,
                                       .advisories = view_advisories,
                                       .threat_set = view_threat_set,
                                       .reference = view_reference};
    string_map_init(&view->names, arena);
}

void store_view_done(struct store_view *view) {
    for (struct view_hold *hold = view->held_objects; hold != NULL; hold = hold->next)
        cached_object_unref(hold->object);
    view->held_objects = NULL;
    for (struct view_set *hold = view->held_sets; hold != NULL; hold = hold->next)
        threat_sets_give(view->service->threats, hold->set);
    view->held_sets = NULL;
}

status_code store_view_find(struct store_view *view, const char *name, const char *version,
                            const struct view_version **ret_version, struct problem *problem) {
    const struct view_version *versions = NULL;
    size_t count = 0;
    status_code status = view_versions(view, name, &versions, &count, problem);
    *ret_version = NULL;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (versions[i].state != CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DRAFT &&
            strcmp(versions[i].version, version) == 0)
            *ret_version = &versions[i];
    return status;
}

status_code store_view_marks(const struct store_view *view, struct read_mark **ret_marks, size_t *ret_count,
                             struct problem *problem) {
    size_t count = view->names.count + view->kinds.count;
    struct read_mark *marks = ARENA_ARRAY(view->arena, struct read_mark, count + 1);
    if (marks == NULL)
        return problem_no_memory(problem);
    for (size_t i = 0; i < view->names.count; i++) {
        const struct view_name *read = view->names.entries[i].value;
        marks[i] = (struct read_mark){.name = read->named->name, .last_revision = read->named->last_revision};
    }
    for (size_t i = 0; i < view->kinds.count; i++)
        marks[view->names.count + i] = view->kinds.items[i];
    *ret_marks = marks;
    *ret_count = count;
    return STATUS_OK;
}
