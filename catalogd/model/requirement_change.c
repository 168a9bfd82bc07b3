#include "model/requirement_change.h"

#include "base/string_map.h"
#include "model/text_field.h"

static bool map_versions(const struct resolve_force *forced, size_t count, struct arena *arena,
                         struct string_map *ret_versions) {
    string_map_init(ret_versions, arena);
    for (size_t i = 0; i < count; i++) {
        if (!string_map_put(ret_versions, forced[i].component, text_field(forced[i].version)))
            return false;
    }
    return true;
}

/* A requirement of the model that is resolved has no name in the reason. */
static Catalog__V1__RequirementChange *change_of(const struct solver_reason *reason, char *model, const char *version,
                                                 struct arena *arena) {
    Catalog__V1__RequirementChange *change = ARENA_NEW(arena, Catalog__V1__RequirementChange);
    if (change == NULL)
        return NULL;
    catalog__v1__requirement_change__init(change);
    change->declared_by = reason->declared_by[0] == '\0' ? model : text_field(reason->declared_by);
    change->declared_version = text_field(reason->declared_version);
    change->alias = text_field(reason->alias);
    change->component = text_field(reason->component);
    change->before = text_field(reason->requirement);
    change->after = version == NULL ? text_field("") : arena_printf(arena, "^%s", version);
    return change->after == NULL ? NULL : change;
}

status_code requirement_changes(const struct resolution *resolution, const struct resolve_force *forced, size_t count,
                                struct arena *arena, Catalog__V1__RequirementChange ***ret_changes, size_t *ret_count,
                                struct problem *problem) {
    struct string_map versions;
    Catalog__V1__RequirementChange **changes =
        ARENA_ARRAY(arena, Catalog__V1__RequirementChange *, resolution->overruled_count + 1);
    if (changes == NULL || !map_versions(forced, count, arena, &versions))
        return problem_no_memory(problem);
    for (size_t i = 0; i < resolution->overruled_count; i++) {
        const struct solver_reason *reason = &resolution->overruled[i];
        changes[i] = change_of(reason, resolution->model->model, string_map_get(&versions, reason->component), arena);
        if (changes[i] == NULL)
            return problem_no_memory(problem);
    }
    *ret_changes = changes;
    *ret_count = resolution->overruled_count;
    return STATUS_OK;
}
