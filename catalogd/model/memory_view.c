#include "model/memory_view.h"

#include "model/compiled_model.h"
#include "model/contract.h"
#include "model/object.h"

#include <stdlib.h>
#include <string.h>

struct held {
    struct view_version version;
    const Catalog__V1__Object *object;
    const struct compiled_model *compiled; /* NULL until asked for */
};

/* All that is held of one name. */
struct entry {
    const char *name;
    VECTOR(struct held) held;
    const struct view_version *merged; /* with what is below; NULL: not asked for since the last addition */
    size_t merged_count;
};

static bool is_draft(const struct view_version *version) {
    return version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DRAFT ||
           version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_IN_REVIEW;
}

/* There is one draft of a name, whatever number it asks for. */
static bool is_same(const struct view_version *a, const struct view_version *b) {
    if (is_draft(a) || is_draft(b))
        return is_draft(a) && is_draft(b);
    return strcmp(a->version, b->version) == 0;
}

static struct held *find_held(const struct entry *entry, const struct view_version *version) {
    for (size_t i = 0; entry != NULL && i < entry->held.count; i++)
        if (is_same(&entry->held.items[i].version, version))
            return &entry->held.items[i];
    return NULL;
}

static status_code versions_below(const struct memory_view *view, const char *name,
                                  const struct view_version **ret_versions, size_t *ret_count,
                                  struct problem *problem) {
    *ret_versions = NULL;
    *ret_count = 0;
    if (view->below == NULL)
        return STATUS_OK;
    return view->below->versions(view->below->context, name, ret_versions, ret_count, problem);
}

static status_code merge(const struct memory_view *view, struct entry *entry, struct problem *problem) {
    const struct view_version *below = NULL;
    size_t below_count = 0;
    status_code code = versions_below(view, entry->name, &below, &below_count, problem);
    if (code != STATUS_OK)
        return code;
    struct view_version *merged = ARENA_ARRAY(view->arena, struct view_version, entry->held.count + below_count);
    if (merged == NULL)
        return problem_no_memory(problem);
    size_t count = 0;
    for (size_t i = 0; i < entry->held.count; i++)
        merged[count++] = entry->held.items[i].version;
    for (size_t i = 0; i < below_count; i++)
        if (find_held(entry, &below[i]) == NULL)
            merged[count++] = below[i];
    entry->merged = merged;
    entry->merged_count = count;
    return STATUS_OK;
}

static status_code view_versions(void *context, const char *name, const struct view_version **ret_versions,
                                 size_t *ret_count, struct problem *problem) {
    struct memory_view *view = context;
    struct entry *entry = string_map_get(&view->names, name);
    if (entry == NULL)
        return versions_below(view, name, ret_versions, ret_count, problem);
    if (entry->merged == NULL) {
        status_code code = merge(view, entry, problem);
        if (code != STATUS_OK)
            return code;
    }
    *ret_versions = entry->merged;
    *ret_count = entry->merged_count;
    return STATUS_OK;
}

/* The view below must be asked with a version of its own, not with the copy in `merged`. */
static status_code version_below(const struct memory_view *view, const struct view_version *version,
                                 const struct view_version **ret_below, struct problem *problem) {
    const struct view_version *below = NULL;
    size_t count = 0;
    status_code code = versions_below(view, version->name, &below, &count, problem);
    if (code != STATUS_OK)
        return code;
    for (size_t i = 0; i < count; i++)
        if (is_same(&below[i], version)) {
            *ret_below = &below[i];
            return STATUS_OK;
        }
    return problem_set(problem, STATUS_NOT_FOUND, "OBJECT_NOT_FOUND", "no version %s of %s here", version->version,
                       version->name);
}

static status_code view_object(void *context, const struct view_version *version,
                               const Catalog__V1__Object **ret_object, struct problem *problem) {
    struct memory_view *view = context;
    const struct held *held = find_held(string_map_get(&view->names, version->name), version);
    const struct view_version *below = NULL;
    if (held == NULL) {
        status_code code = version_below(view, version, &below, problem);
        return code == STATUS_OK ? view->below->object(view->below->context, below, ret_object, problem) : code;
    }
    *ret_object = held->object;
    return STATUS_OK;
}

static status_code view_compiled(void *context, const struct view_version *version,
                                 const struct compiled_model **ret_compiled, struct problem *problem) {
    struct memory_view *view = context;
    struct held *held = find_held(string_map_get(&view->names, version->name), version);
    const struct view_version *below = NULL;
    status_code code = STATUS_OK;
    if (held == NULL) {
        code = version_below(view, version, &below, problem);
        return code == STATUS_OK ? compiled_model_of(view->below, below, view->arena, ret_compiled, problem) : code;
    }
    if (held->compiled == NULL)
        code = compiled_model_build(object_model(held->object), view->arena, &held->compiled, problem);
    *ret_compiled = held->compiled;
    return code;
}

static bool shows_kind(const struct entry *entry, Catalog__V1__ObjectKind kind) {
    for (size_t i = 0; i < entry->held.count; i++) {
        const struct view_version *version = &entry->held.items[i].version;
        bool is_choosable = version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED ||
                            version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED;
        if (is_choosable && version->kind == kind)
            return true;
    }
    return false;
}

static int compare_names(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static size_t drop_repeats(const char **names, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || strcmp(names[kept - 1], names[i]) != 0)
            names[kept++] = names[i];
    return kept;
}

static status_code view_names(void *context, Catalog__V1__ObjectKind kind, const char *const **ret_names,
                              size_t *ret_count, struct problem *problem) {
    struct memory_view *view = context;
    const char *const *below = NULL;
    size_t below_count = 0;
    if (view->below != NULL) {
        status_code code = view->below->names(view->below->context, kind, &below, &below_count, problem);
        if (code != STATUS_OK)
            return code;
    }
    const char **names = ARENA_ARRAY(view->arena, const char *, view->names.count + below_count + 1);
    if (names == NULL)
        return problem_no_memory(problem);
    size_t count = 0;
    for (size_t i = 0; i < below_count; i++)
        names[count++] = below[i];
    for (size_t i = 0; i < view->names.count; i++)
        if (shows_kind(view->names.entries[i].value, kind))
            names[count++] = view->names.entries[i].key;
    qsort(names, count, sizeof *names, compare_names);
    *ret_names = names;
    *ret_count = drop_repeats(names, count);
    return STATUS_OK;
}

static size_t find_advisory(const struct memory_view *view, const char *id) {
    size_t index = 0;
    while (index < view->advisories.count && (*id == '\0' || strcmp(view->advisories.items[index]->id, id) != 0))
        index++;
    return index;
}

static bool is_shown(const Catalog__V1__Advisory *advisory, const char *name) {
    return advisory->withdrawn_at == NULL && strcmp(advisory->object, name) == 0;
}

static status_code view_advisories(void *context, const char *name, const Catalog__V1__Advisory *const **ret_advisories,
                                   size_t *ret_count, struct problem *problem) {
    struct memory_view *view = context;
    const struct catalog_view *below = view->below;
    *ret_advisories = NULL;
    *ret_count = 0;
    if (below != NULL) {
        status_code code = below->advisories(below->context, name, ret_advisories, ret_count, problem);
        if (code != STATUS_OK || view->advisories.count == 0)
            return code;
    }
    const Catalog__V1__Advisory **all =
        ARENA_ARRAY(view->arena, const Catalog__V1__Advisory *, *ret_count + view->advisories.count + 1);
    if (all == NULL)
        return problem_no_memory(problem);
    size_t count = 0;
    for (size_t i = 0; i < *ret_count; i++)
        if (find_advisory(view, (*ret_advisories)[i]->id) == view->advisories.count)
            all[count++] = (*ret_advisories)[i];
    for (size_t i = 0; i < view->advisories.count; i++)
        if (is_shown(view->advisories.items[i], name))
            all[count++] = view->advisories.items[i];
    *ret_advisories = all;
    *ret_count = count;
    return STATUS_OK;
}

status_code memory_view_add_advisory(struct memory_view *view, const Catalog__V1__Advisory *advisory,
                                     struct problem *problem) {
    size_t index = find_advisory(view, advisory->id);
    if (index < view->advisories.count)
        view->advisories.items[index] = advisory;
    else if (!vector_push(view->arena, &view->advisories, advisory))
        return problem_no_memory(problem);
    return STATUS_OK;
}

static status_code view_reference(void *context, const Catalog__V1__Reference *reference,
                                  const Catalog__V1__KnownReference **ret_known, struct problem *problem) {
    const struct memory_view *view = context;
    return view->find_reference(view->references, reference, ret_known, problem);
}

void memory_view_set_references(struct memory_view *view, view_reference_finder *find, void *references) {
    view->find_reference = find;
    view->references = references;
    view->view.reference = find == NULL ? NULL : view_reference;
}

void memory_view_init(struct memory_view *view, struct arena *arena, const struct catalog_view *below) {
    *view = (struct memory_view){.arena = arena, .below = below};
    string_map_init(&view->names, arena);
    view->view = (struct catalog_view){.context = view,
                                       .versions = view_versions,
                                       .object = view_object,
                                       .compiled = view_compiled,
                                       .names = view_names,
                                       .advisories = view_advisories};
    if (below != NULL)
        memory_view_set_references(view, below->reference, below->context);
}

static struct entry *entry_of(struct memory_view *view, const char *name) {
    struct entry *entry = string_map_get(&view->names, name);
    if (entry != NULL)
        return entry;
    entry = ARENA_NEW(view->arena, struct entry);
    if (entry == NULL || !string_map_put(&view->names, name, entry))
        return NULL;
    entry->name = name;
    return entry;
}

static const char *either(const char *first, const char *second) {
    return first != NULL && *first != '\0' ? first : second;
}

static struct view_version describe(const Catalog__V1__Object *object, const struct view_version *facts) {
    struct view_version version = facts != NULL ? *facts : (struct view_version){0};
    version.name = object_name(object);
    version.kind = object_kind(object);
    version.version = either(version.version, object_version(object));
    version.replaced_by = either(version.replaced_by, "");
    version.reason = either(version.reason, "");
    version.sunset = version.sunset == 0 ? INT64_MAX : version.sunset;
    if (version.state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_UNSPECIFIED)
        version.state = *version.version == '\0' ? CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DRAFT
                                                 : CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED;
    return version;
}

static status_code hold(struct memory_view *view, const struct held *held, struct problem *problem) {
    struct entry *entry = entry_of(view, held->version.name);
    if (entry == NULL)
        return problem_no_memory(problem);
    entry->merged = NULL;
    struct held *same = find_held(entry, &held->version);
    if (same != NULL)
        *same = *held;
    else if (!vector_push(view->arena, &entry->held, *held))
        return problem_no_memory(problem);
    return STATUS_OK;
}

status_code memory_view_add(struct memory_view *view, const Catalog__V1__Object *object,
                            const struct view_version *facts, struct problem *problem) {
    if (*object_name(object) == '\0')
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "INVALID_OBJECT", "an object needs a kind and a name");
    struct held held = {.version = describe(object, facts), .object = object};
    status_code code = content_digest(object, view->arena, &held.version.content, problem);
    if (code == STATUS_OK)
        code = contract_digest(object, view->arena, &held.version.contract, problem);
    return code == STATUS_OK ? hold(view, &held, problem) : code;
}
