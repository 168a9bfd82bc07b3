#include "model/validation.h"

#include "model/name.h"
#include "model/requirement.h"

#define VERSIONS_SHOWN 8

/* ---- The version ---- */

static bool is_published(const struct view_version *version) {
    return version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED ||
           version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED;
}

static const char *published_versions(struct validation *validation, const char *name) {
    const struct view_version *versions = NULL;
    size_t count = 0;
    size_t shown = 0;
    const char *text = "";
    status_code code =
        validation->view->versions(validation->view->context, name, &versions, &count, validation->problem);
    if (code != STATUS_OK)
        validation_fail(validation, code);
    for (size_t i = 0; code == STATUS_OK && i < count && shown < VERSIONS_SHOWN; i++)
        if (is_published(&versions[i]))
            text = validation_text(validation, arena_printf(validation->arena, "%s%s%s", text,
                                                            shown++ == 0 ? "published: " : ", ", versions[i].version));
    return text;
}

static void check_requirement_met(struct validation *validation, const Catalog__V1__Dependency *dependency) {
    struct requirement requirement;
    const struct known *any = validation_lookup(validation, dependency->component, NULL);
    bool is_readable =
        requirement_parse(slice_text(dependency->requirement), validation->arena, &requirement, NULL) == STATUS_OK;
    if (validation->options->is_draft || any->object == NULL || !is_readable)
        return;
    if (validation_lookup(validation, dependency->component, dependency->requirement)->object == NULL)
        validation_report(validation, "requirement", published_versions(validation, dependency->component),
                          "no published version of %s satisfies '%s'", dependency->component, dependency->requirement);
}

/* ---- Configuration ---- */

static const Catalog__V1__Parameter *parameter_of(const Catalog__V1__Model *component, const char *name) {
    for (size_t i = 0; i < component->n_parameters; i++)
        if (strcmp(component->parameters[i]->name, name) == 0)
            return component->parameters[i];
    return NULL;
}

static const char *suggest_parameter(struct validation *validation, const Catalog__V1__Model *component,
                                     const char *name) {
    struct nearest nearest = {.word = name};
    for (size_t i = 0; validation_goes_on(validation) && i < component->n_parameters; i++)
        nearest_offer(&nearest, component->parameters[i]->name);
    return validation_suggest(validation, &nearest, "use a parameter that the component declares");
}

static void check_configuration(struct validation *validation, const Catalog__V1__Dependency *dependency,
                                const Catalog__V1__Model *component) {
    struct string_map seen;
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; i < dependency->n_configuration; i++) {
        const Catalog__V1__Setting *setting = dependency->configuration[i];
        const Catalog__V1__Parameter *parameter = parameter_of(component, setting->name);
        path_push(&validation->path, "configuration", i);
        validation_once(validation, &seen, setting->name, "name");
        if (parameter == NULL)
            validation_report(validation, "name", suggest_parameter(validation, component, setting->name),
                              "%s has no parameter called '%s'", dependency->component, setting->name);
        else
            validation_parameter_value(validation, parameter, "value", setting->value);
        path_pop(&validation->path);
    }
}

/* ---- Exposures and entry points ---- */

static const Catalog__V1__EntryPoint *entry_point_of(const Catalog__V1__Model *component, const char *id) {
    for (size_t i = 0; i < component->n_entry_points; i++)
        if (strcmp(component->entry_points[i]->id, id) == 0)
            return component->entry_points[i];
    return NULL;
}

static const char *suggest_entry_point(struct validation *validation, const Catalog__V1__Model *component,
                                       const char *id) {
    struct nearest nearest = {.word = id};
    for (size_t i = 0; validation_goes_on(validation) && i < component->n_entry_points; i++)
        nearest_offer(&nearest, component->entry_points[i]->id);
    return validation_suggest(validation, &nearest, "use an entry point that the component declares");
}

static void check_exposures(struct validation *validation, const Catalog__V1__Dependency *dependency,
                            const Catalog__V1__Model *component) {
    struct string_map seen;
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; i < dependency->n_exposures; i++) {
        const Catalog__V1__Setting *setting = dependency->exposures[i];
        const Catalog__V1__EntryPoint *point = entry_point_of(component, setting->name);
        path_push(&validation->path, "exposures", i);
        validation_once(validation, &seen, setting->name, "name");
        if (point == NULL)
            validation_report(validation, "name", suggest_entry_point(validation, component, setting->name),
                              "%s has no entry point called '%s'", dependency->component, setting->name);
        else if (strcmp(setting->value, "unknown") != 0)
            validation_exposure(validation, point, "value", setting->value);
        path_pop(&validation->path);
    }
}

static void check_own_entry_point(struct validation *validation, const Catalog__V1__EntryPoint *point,
                                  const struct model_index *index) {
    const struct record *target = model_index_find(index, point->on);
    bool is_element = target != NULL && target->kind == RECORD_ELEMENT;
    if (model_index_find(index, point->id) != NULL)
        validation_report(validation, "id", "choose another id", "the component has an id '%s' already", point->id);
    if (*point->on != '\0' && !is_element)
        validation_report(validation, "on", "name an element of the component", "the component has no element '%s'",
                          point->on);
}

static void check_own_entry_points(struct validation *validation, const Catalog__V1__Dependency *dependency,
                                   const Catalog__V1__Model *component) {
    const struct model_index *index = validation_component_index(validation, dependency);
    bool is_open = component->entry_point_policy == CATALOG__V1__ENTRY_POINT_POLICY__ENTRY_POINT_POLICY_EXTENSIBLE;
    if (!is_open && dependency->n_own_entry_points > 0)
        validation_report(validation, "own_entry_points", "leave them out and choose among its own by `exposures`",
                          "%s is closed: only its own entry points exist", dependency->component);
    struct string_map seen;
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; is_open && index != NULL && i < dependency->n_own_entry_points; i++) {
        path_push(&validation->path, "own_entry_points", i);
        validation_once(validation, &seen, dependency->own_entry_points[i]->id, "id");
        check_own_entry_point(validation, dependency->own_entry_points[i], index);
        path_pop(&validation->path);
    }
}

/* ---- All of it ---- */

static void check_dependency(struct validation *validation, const Catalog__V1__Dependency *dependency) {
    if (dependency->no_own_entry_points && dependency->n_own_entry_points > 0)
        validation_report(validation, "no_own_entry_points", "keep one of the two",
                          "own entry points are listed and said not to exist");
    check_requirement_met(validation, dependency);
    const Catalog__V1__Model *component = validation_component(validation, dependency);
    if (component == NULL)
        return;
    check_configuration(validation, dependency, component);
    check_exposures(validation, dependency, component);
    check_own_entry_points(validation, dependency, component);
}

static bool has_version(struct validation *validation, const char *name, const char *wanted) {
    const struct view_version *versions = NULL;
    size_t count = 0;
    status_code code =
        validation->view->versions(validation->view->context, name, &versions, &count, validation->problem);
    if (code != STATUS_OK)
        validation_fail(validation, code);
    for (size_t i = 0; code == STATUS_OK && i < count; i++)
        if (is_published(&versions[i]) && strcmp(versions[i].version, wanted) == 0)
            return true;
    return false;
}

static void check_override(struct validation *validation, const Catalog__V1__VersionOverride *forced) {
    const struct known *any = validation_lookup(validation, forced->component, NULL);
    if (validation->options->is_draft || any->object == NULL || *forced->version == '\0')
        return;
    if (!has_version(validation, forced->component, forced->version))
        validation_report(validation, "version", published_versions(validation, forced->component),
                          "%s has no published version %s", forced->component, forced->version);
}

void validate_dependencies(struct validation *validation) {
    const Catalog__V1__Model *model = validation->model;
    struct string_map seen;
    for (size_t i = 0; i < model->n_dependencies && validation_goes_on(validation); i++) {
        path_push(&validation->path, "dependencies", i);
        check_dependency(validation, model->dependencies[i]);
        path_pop(&validation->path);
    }
    string_map_init(&seen, validation->arena);
    for (size_t i = 0; i < model->n_overrides && validation_goes_on(validation); i++) {
        path_push(&validation->path, "overrides", i);
        validation_once(validation, &seen, model->overrides[i]->component, "component");
        check_override(validation, model->overrides[i]);
        path_pop(&validation->path);
    }
}
