#include "model/outdated.h"

#include "model/object.h"

static status_code resolve_once(struct outdated *outdated, struct problem *problem) {
    status_code status =
        resolve(outdated->object, outdated->view, &outdated->options, outdated->arena, &outdated->now, problem);
    if (status == STATUS_OK && outdated->now.conflict != NULL)
        return problem_set(problem, STATUS_FAILED_PRECONDITION, "VERSION_CONFLICT",
                           "no versions can be chosen for the model as it is: %s", outdated->now.conflict);
    return status;
}

/* What a lock does to the verdict counts on both sides of every comparison, so there is one. */
static status_code resolve_locked(struct outdated *outdated, struct problem *problem) {
    bool is_locked = outdated->options.lock != NULL;
    status_code status = resolve_once(outdated, problem);
    if (status != STATUS_OK || is_locked)
        return status;
    outdated->options.lock = outdated->now.lock;
    return resolve_once(outdated, problem);
}

static bool append(struct outdated *outdated, const char *component, struct outdated_requirement *requirement) {
    struct outdated_requirement *first = string_map_get(&outdated->requirements, component);
    if (first == NULL) {
        requirement->last = requirement;
        return string_map_put(&outdated->requirements, component, requirement);
    }
    first->last->next = requirement;
    first->last = requirement;
    return true;
}

/* They were read before: what was chosen satisfies them. */
static status_code add_requirements(struct outdated *outdated, const Catalog__V1__Model *model, const char *version,
                                    struct problem *problem) {
    for (size_t i = 0; i < model->n_dependencies; i++) {
        const Catalog__V1__Dependency *dependency = model->dependencies[i];
        struct outdated_requirement *requirement = ARENA_NEW(outdated->arena, struct outdated_requirement);
        if (requirement == NULL)
            return problem_no_memory(problem);
        *requirement = (struct outdated_requirement){
            .declared_by = model->name, .declared_version = version, .dependency = dependency};
        status_code status =
            requirement_parse(slice_text(dependency->requirement), outdated->arena, &requirement->range, problem);
        if (status != STATUS_OK)
            return status;
        if (!append(outdated, dependency->component, requirement))
            return problem_no_memory(problem);
    }
    return STATUS_OK;
}

static status_code add_component(struct outdated *outdated, const Catalog__V1__Pin *pin, struct problem *problem) {
    const struct view_version *version = NULL;
    const Catalog__V1__Object *object = NULL;
    status_code status = outdated_find_version(outdated->view, pin, &version, problem);
    if (status == STATUS_OK)
        status = outdated->view->object(outdated->view->context, version, &object, problem);
    return status == STATUS_OK ? add_requirements(outdated, object_model(object), pin->version, problem) : status;
}

status_code outdated_begin(const Catalog__V1__Object *object, const struct catalog_view *view,
                           const struct resolve_options *options, struct arena *arena, struct outdated *ret_outdated,
                           struct problem *problem) {
    *ret_outdated = (struct outdated){.object = object, .view = view, .options = *options, .arena = arena};
    string_map_init(&ret_outdated->requirements, arena);
    status_code status = resolve_locked(ret_outdated, problem);
    if (status == STATUS_OK)
        status = add_requirements(ret_outdated, object_model(object), "", problem);
    if (status != STATUS_OK)
        return status;
    const Catalog__V1__Lock *lock = ret_outdated->now.lock;
    for (size_t i = 0; status == STATUS_OK && i < lock->n_pins; i++) {
        if (lock->pins[i]->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT)
            status = add_component(ret_outdated, lock->pins[i], problem);
    }
    return status;
}
