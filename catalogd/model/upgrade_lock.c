#include "model/upgrade.h"

#include "model/object.h"
#include "model/upgrade_pins.h"

#include <string.h>

/* Making one lock out of another. */
struct update {
    const struct outdated *outdated;
    const Catalog__V1__UpdateLockRequest *request;
    struct arena *arena;
    struct problem *problem;
    const Catalog__V1__Pin *pin; /* the one that gets the precise version; NULL: none does */
};

static status_code map_pins(const struct update *update, struct string_map *ret_pins) {
    const Catalog__V1__Lock *lock = update->outdated->now.lock;
    string_map_init(ret_pins, update->arena);
    for (size_t i = 0; i < lock->n_pins; i++) {
        if (!string_map_put(ret_pins, lock->pins[i]->name, lock->pins[i]))
            return problem_no_memory(update->problem);
    }
    return STATUS_OK;
}

static status_code find_names(struct update *update) {
    const Catalog__V1__UpdateLockRequest *request = update->request;
    struct string_map pins;
    status_code status = map_pins(update, &pins);
    for (size_t i = 0; status == STATUS_OK && i < request->n_names; i++) {
        update->pin = string_map_get(&pins, request->names[i]);
        if (update->pin == NULL)
            return problem_set(update->problem, STATUS_NOT_FOUND, "NOT_PINNED",
                               "the model does not stand on %.200s; name a component, threat or control of its lock",
                               request->names[i]);
    }
    return status;
}

static status_code check_names(struct update *update) {
    const Catalog__V1__UpdateLockRequest *request = update->request;
    status_code status = find_names(update);
    if (status != STATUS_OK)
        return status;
    if (request->precise[0] == '\0')
        update->pin = NULL;
    else if (request->n_names != 1)
        return problem_set(update->problem, STATUS_INVALID_ARGUMENT, "PRECISE_NEEDS_NAME",
                           "the version %.100s is for one name, and %zu are given", request->precise, request->n_names);
    return STATUS_OK;
}

/* ---- A precise version ---- */

static status_code not_published(const struct update *update) {
    return problem_set(update->problem, STATUS_NOT_FOUND, "VERSION_NOT_FOUND",
                       "%s has no published version %.128s; `catalogctl versions %s` lists those it has",
                       update->pin->name, update->request->precise, update->pin->name);
}

static status_code check_version(const struct update *update) {
    const struct catalog_view *view = update->outdated->view;
    const struct view_version *versions = NULL;
    size_t count = 0;
    status_code status = view->versions(view->context, update->pin->name, &versions, &count, update->problem);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        const struct view_version *version = &versions[i];
        if (version->kind != update->pin->kind || strcmp(version->version, update->request->precise) != 0)
            continue;
        if (version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED)
            return problem_set(update->problem, STATUS_FAILED_PRECONDITION, "VERSION_YANKED", "%s@%s is yanked: %.300s",
                               version->name, version->version, version->reason);
        return view_version_is_choosable(version) ? STATUS_OK : not_published(update);
    }
    return not_published(update);
}

/* An override of the model goes before every lock. */
static status_code check_override(const struct update *update) {
    const Catalog__V1__Model *model = object_model(update->outdated->object);
    for (size_t i = 0; i < model->n_overrides; i++) {
        const Catalog__V1__VersionOverride *override = model->overrides[i];
        if (strcmp(override->component, update->pin->name) == 0 &&
            strcmp(override->version, update->request->precise) != 0)
            return problem_set(update->problem, STATUS_FAILED_PRECONDITION, "VERSION_OVERRIDDEN",
                               "the model itself forces %s to %s: change or remove the override there",
                               override->component, override->version);
    }
    return STATUS_OK;
}

static status_code check_overruled(const struct update *update, const struct resolution *chosen) {
    if (chosen->overruled_count == 0)
        return STATUS_OK;
    const struct solver_reason *reason = &chosen->overruled[0];
    bool is_own = reason->declared_by[0] == '\0';
    const char *model = update->outdated->now.model->model;
    return problem_set(update->problem, STATUS_FAILED_PRECONDITION, "REQUIREMENT_NOT_MET",
                       "%s%s%s requires %s %s as %s, which does not admit %s%s", is_own ? model : reason->declared_by,
                       is_own ? "" : "@", reason->declared_version, reason->component, reason->requirement,
                       reason->alias, update->request->precise, chosen->overruled_count > 1 ? "; nor do others" : "");
}

static status_code choose_component(const struct update *update, struct resolution *ret_chosen) {
    const char *const names[] = {update->pin->name};
    const struct resolve_force force = {.component = update->pin->name, .version = update->request->precise};
    const struct upgrade_move move = {
        .names = names, .name_count = 1, .is_strict = true, .forced = &force, .forced_count = 1};
    status_code status = check_override(update);
    if (status == STATUS_OK)
        status = upgrade_choose(update->outdated, &move, update->arena, ret_chosen, update->problem);
    return status == STATUS_OK ? check_overruled(update, ret_chosen) : status;
}

/* No requirement is on a threat or control: the pin alone decides. */
static status_code choose_other(const struct update *update, struct resolution *ret_chosen) {
    const Catalog__V1__Lock *now = update->outdated->now.lock;
    Catalog__V1__Lock lock = *now;
    Catalog__V1__Pin pin = *update->pin;
    pin.version = update->request->precise;
    lock.pins = ARENA_ARRAY(update->arena, Catalog__V1__Pin *, now->n_pins);
    if (lock.pins == NULL)
        return problem_no_memory(update->problem);
    for (size_t i = 0; i < now->n_pins; i++)
        lock.pins[i] = now->pins[i] == update->pin ? &pin : now->pins[i];
    return upgrade_judge(update->outdated, &lock, NULL, update->arena, ret_chosen, update->problem);
}

static status_code choose_precise(const struct update *update, struct resolution *ret_chosen) {
    status_code status = check_version(update);
    if (status != STATUS_OK)
        return status;
    return update->pin->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT ? choose_component(update, ret_chosen)
                                                                                : choose_other(update, ret_chosen);
}

/* ---- The new lock ---- */

static status_code choose(const struct update *update, struct resolution *ret_chosen) {
    const Catalog__V1__UpdateLockRequest *request = update->request;
    const struct upgrade_move move = {.names = (const char *const *)request->names,
                                      .name_count = request->n_names,
                                      .is_all = request->n_names == 0,
                                      .is_strict = true};
    status_code status = update->pin != NULL
                             ? choose_precise(update, ret_chosen)
                             : upgrade_choose(update->outdated, &move, update->arena, ret_chosen, update->problem);
    if (status == STATUS_OK && ret_chosen->conflict != NULL)
        return problem_set(update->problem, STATUS_FAILED_PRECONDITION, "VERSION_CONFLICT",
                           "no versions can be chosen%s: %s",
                           move.is_all ? "" : " while everything else stays as it is locked", ret_chosen->conflict);
    return status;
}

status_code upgrade_lock(const struct outdated *outdated, const Catalog__V1__UpdateLockRequest *request,
                         struct arena *arena, Catalog__V1__UpdateLockResponse *response, struct problem *problem) {
    struct update update = {.outdated = outdated, .request = request, .arena = arena, .problem = problem};
    struct resolution chosen = {0};
    struct resolution judged;
    status_code status = check_names(&update);
    if (status == STATUS_OK)
        status = choose(&update, &chosen);
    if (status == STATUS_OK)
        status = upgrade_judge(outdated, chosen.lock, NULL, arena, &judged, problem);
    if (status == STATUS_OK)
        status = effective_diff(outdated->now.model, judged.model, arena, &response->difference, problem);
    if (status != STATUS_OK)
        return status;
    response->lock = judged.lock;
    return upgrade_diff_pins(outdated->now.lock, judged.lock, arena, &response->pins, &response->n_pins, problem);
}
