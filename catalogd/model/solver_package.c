#include "model/solver_package.h"

#include <stdlib.h>

static bool index_pins(struct string_map *map, const struct solver_pin *pins, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!string_map_put(map, pins[i].component, (void *)(uintptr_t)&pins[i]))
            return false;
    return true;
}

static const char *pinned_version(const struct string_map *map, const char *component) {
    const struct solver_pin *pin = string_map_get(map, component);
    return pin == NULL ? NULL : pin->version;
}

status_code package_table_init(struct package_table *table, const struct solver_request *request,
                               const struct solver_source *source, struct arena *arena, struct problem *problem) {
    *table = (struct package_table){.request = request, .source = source, .arena = arena, .problem = problem};
    string_map_init(&table->by_name, arena);
    string_map_init(&table->requirements, arena);
    string_map_init(&table->pins, arena);
    string_map_init(&table->overrides, arena);
    if (!index_pins(&table->pins, request->pins, request->pin_count) ||
        !index_pins(&table->overrides, request->overrides, request->override_count))
        return problem_no_memory(problem);
    return STATUS_OK;
}

static struct package *find_or_add(struct package_table *table, const char *name) {
    struct package *package = string_map_get(&table->by_name, name);
    if (package != NULL)
        return package;
    package = ARENA_NEW(table->arena, struct package);
    if (package == NULL || !string_map_put(&table->by_name, name, package))
        return NULL;
    package->name = name;
    package->number = table->by_name.count;
    package->is_root = table->request->name != NULL && strcmp(table->request->name, name) == 0;
    package->pin = pinned_version(&table->pins, name);
    package->forced = pinned_version(&table->overrides, name);
    return package;
}

/* ---- Candidates ---- */

static bool is_pin(const struct package *package, const struct solver_version *version) {
    return package->pin != NULL && strcmp(package->pin, version->version) == 0;
}

static bool may_be_chosen(const struct package *package, const struct solver_version *version) {
    if (package->forced != NULL && strcmp(package->forced, version->version) != 0)
        return false;
    switch (version->state) {
    case CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED:
    case CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED:
        return true;
    case CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED:
        return is_pin(package, version);
    case CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_UNSPECIFIED:
    case CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DRAFT:
    case CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_IN_REVIEW:
    case _CATALOG__V1__LIFECYCLE_STATE_IS_INT_SIZE:
        return false;
    }
    return false;
}

static int compare_candidates(const void *left, const void *right) {
    const struct candidate *a = left;
    const struct candidate *b = right;
    if (a->is_pin != b->is_pin)
        return a->is_pin ? -1 : 1;
    int order = semver_compare(&b->version, &a->version);
    return order != 0 ? order : strcmp(b->entry->version, a->entry->version);
}

static status_code add_candidate(struct package_table *table, struct package *package,
                                 const struct solver_version *version) {
    struct candidate *candidate = &package->candidates[package->candidate_count];
    candidate->entry = version;
    candidate->is_pin = is_pin(package, version);
    if (semver_parse(slice_text(version->version), &candidate->version, NULL) != STATUS_OK)
        return problem_set(table->problem, STATUS_INVALID_ARGUMENT, "INVALID_VERSION",
                           "%s has the malformed version %s", package->name, version->version);
    package->candidate_count++;
    return STATUS_OK;
}

status_code package_load(struct package_table *table, struct package *package) {
    if (package->is_loaded)
        return STATUS_OK;
    const struct solver_version *versions = NULL;
    size_t count = 0;
    status_code code =
        table->source->versions(table->source->context, package->name, &versions, &count, table->problem);
    if (code != STATUS_OK)
        return code;
    package->candidates = ARENA_ARRAY(table->arena, struct candidate, count);
    if (package->candidates == NULL)
        return problem_no_memory(table->problem);
    for (size_t i = 0; i < count && code == STATUS_OK; i++) {
        if (versions[i].state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED)
            package->yanked_count++;
        if (may_be_chosen(package, &versions[i]))
            code = add_candidate(table, package, &versions[i]);
    }
    qsort(package->candidates, package->candidate_count, sizeof *package->candidates, compare_candidates);
    package->version_count = count;
    package->is_loaded = true;
    return code;
}

/* ---- Demands ---- */

static status_code refuse_requirement(struct package_table *table, const struct demand *demand,
                                      const struct problem *cause) {
    bool is_root = demand->by == NULL;
    return problem_set(table->problem, cause->code, cause->reason, "%s%s%s requires %s '%s': %s",
                       is_root ? "the model" : demand->by->name, is_root ? "" : "@",
                       is_root ? "" : demand->by_version->entry->version, demand->declared->component,
                       demand->declared->requirement, cause->message);
}

/* Reads each requirement text once: a thousand dependents ask for the same range. */
static status_code read_requirement(struct package_table *table, struct demand *demand) {
    const char *text = demand->declared->requirement;
    demand->requirement = string_map_get(&table->requirements, text);
    if (demand->requirement != NULL)
        return STATUS_OK;
    struct problem problem;
    problem_init(&problem, NULL);
    struct requirement *requirement = ARENA_NEW(table->arena, struct requirement);
    if (requirement == NULL)
        return problem_no_memory(table->problem);
    if (requirement_parse(slice_text(text), table->arena, requirement, &problem) != STATUS_OK)
        return refuse_requirement(table, demand, &problem);
    demand->requirement = requirement;
    return string_map_put(&table->requirements, text, requirement) ? STATUS_OK : problem_no_memory(table->problem);
}

status_code demands_make(struct package_table *table, const struct solver_dependency *declared, size_t count,
                         struct demand *demands) {
    for (size_t i = 0; i < count; i++) {
        demands[i].declared = &declared[i];
        demands[i].target = find_or_add(table, declared[i].component);
        if (demands[i].target == NULL)
            return problem_no_memory(table->problem);
        status_code code = read_requirement(table, &demands[i]);
        if (code != STATUS_OK)
            return code;
    }
    return STATUS_OK;
}

status_code candidate_load(struct package_table *table, struct package *package, struct candidate *candidate) {
    if (candidate->is_loaded)
        return STATUS_OK;
    const struct solver_dependency *declared = NULL;
    size_t count = 0;
    status_code code = table->source->dependencies(table->source->context, package->name, candidate->entry, &declared,
                                                   &count, table->problem);
    if (code != STATUS_OK)
        return code;
    candidate->demands = ARENA_ARRAY(table->arena, struct demand, count);
    if (candidate->demands == NULL)
        return problem_no_memory(table->problem);
    for (size_t i = 0; i < count; i++) {
        candidate->demands[i].by = package;
        candidate->demands[i].by_version = candidate;
    }
    candidate->dependencies = declared;
    candidate->demand_count = count;
    candidate->is_loaded = true;
    return demands_make(table, declared, count, candidate->demands);
}

struct solver_reason demand_reason(const struct demand *demand) {
    return (struct solver_reason){
        .declared_by = demand->by == NULL ? "" : demand->by->name,
        .declared_version = demand->by == NULL ? "" : demand->by_version->entry->version,
        .alias = demand->declared->alias,
        .component = demand->declared->component,
        .requirement = demand->declared->requirement,
    };
}
