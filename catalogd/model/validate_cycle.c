#include "model/validation.h"

/* Looks for a way back to the object through the dependencies of components, at the newest versions that fit. */
struct walk {
    struct validation *validation;
    struct string_map seen; /* components already walked, without a way back */
    const char *names[LIMIT_DEPENDENCY_DEPTH];
    size_t depth;
};

static bool leads_back(struct walk *walk, const Catalog__V1__Dependency *dependency);

static bool any_leads_back(struct walk *walk, const Catalog__V1__Model *model) {
    for (size_t i = 0; i < model->n_dependencies && validation_goes_on(walk->validation); i++)
        if (leads_back(walk, model->dependencies[i]))
            return true;
    return false;
}

static bool leads_back(struct walk *walk, const Catalog__V1__Dependency *dependency) {
    if (walk->depth == LIMIT_DEPENDENCY_DEPTH)
        return false;
    walk->names[walk->depth++] = dependency->component;
    if (strcmp(dependency->component, walk->validation->name) == 0)
        return true;
    const struct known *known = validation_lookup(walk->validation, dependency->component, dependency->requirement);
    bool is_new = known->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT &&
                  string_map_get(&walk->seen, dependency->component) == NULL;
    if (is_new && !string_map_put(&walk->seen, dependency->component, known->object->component))
        validation_fail(walk->validation, problem_no_memory(walk->validation->problem));
    if (is_new && any_leads_back(walk, known->object->component))
        return true;
    walk->depth--;
    return false;
}

static const char *path_of(struct walk *walk) {
    const char *text = walk->validation->name;
    for (size_t i = 0; i < walk->depth; i++)
        text =
            validation_text(walk->validation, arena_printf(walk->validation->arena, "%s -> %s", text, walk->names[i]));
    return text;
}

void validate_cycles(struct validation *validation) {
    if (validation->kind != CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT || validation->options->is_draft)
        return;
    struct walk walk = {.validation = validation};
    string_map_init(&walk.seen, validation->arena);
    for (size_t i = 0; i < validation->model->n_dependencies && validation_goes_on(validation); i++) {
        if (!leads_back(&walk, validation->model->dependencies[i]))
            continue;
        path_push(&validation->path, "dependencies", i);
        validation_report(validation, "component", "take one of these dependencies out", "a cycle: %s", path_of(&walk));
        path_pop(&validation->path);
        return;
    }
}
