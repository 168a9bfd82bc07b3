#include "model/validation.h"

#include "model/compiled_model.h"
#include "model/name.h"
#include "model/newest.h"
#include "model/object.h"

static void load_known(struct validation *validation, const char *name, const struct requirement *requirement,
                       struct known *known) {
    status_code code = newest_version(validation->view, name, requirement, &known->version, validation->problem);
    if (code == STATUS_OK && known->version != NULL)
        code = validation->view->object(validation->view->context, known->version, &known->object, validation->problem);
    if (code != STATUS_OK)
        validation_fail(validation, code);
    if (known->object != NULL)
        known->kind = object_kind(known->object);
}

static struct known *look_up(struct validation *validation, const char *name, const char *requirement) {
    const char *key =
        validation_text(validation, ARENA_JOIN(validation->arena, name, " ", requirement == NULL ? "" : requirement));
    struct known *known = string_map_get(&validation->known, key);
    if (known != NULL)
        return known;
    known = ARENA_NEW(validation->arena, struct known);
    if (known == NULL || !string_map_put(&validation->known, key, known)) {
        validation_fail(validation, problem_no_memory(validation->problem));
        return known;
    }
    struct requirement parsed;
    if (requirement == NULL)
        load_known(validation, name, NULL, known);
    else if (requirement_parse(slice_text(requirement), validation->arena, &parsed, NULL) == STATUS_OK)
        load_known(validation, name, &parsed, known);
    return known;
}

const struct known *validation_lookup(struct validation *validation, const char *name, const char *requirement) {
    static const struct known nothing;
    const struct known *known = look_up(validation, name, requirement);
    return known == NULL ? &nothing : known;
}

static struct known *component_of(struct validation *validation, const Catalog__V1__Dependency *dependency) {
    struct known *known = look_up(validation, dependency->component, dependency->requirement);
    bool is_component = known != NULL && known->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT;
    return is_component ? known : NULL;
}

const Catalog__V1__Model *validation_component(struct validation *validation,
                                               const Catalog__V1__Dependency *dependency) {
    const struct known *known = component_of(validation, dependency);
    return known == NULL ? NULL : known->object->component;
}

static const struct model_index *index_of(struct validation *validation, struct known *known) {
    const struct compiled_model *compiled = NULL;
    if (known->index != NULL)
        return known->index;
    status_code code =
        compiled_model_of(validation->view, known->version, validation->arena, &compiled, validation->problem);
    if (code != STATUS_OK) {
        validation_fail(validation, code);
        return NULL;
    }
    known->index = &compiled->index;
    return known->index;
}

const struct model_index *validation_component_index(struct validation *validation,
                                                     const Catalog__V1__Dependency *dependency) {
    struct known *known = component_of(validation, dependency);
    return known == NULL ? NULL : index_of(validation, known);
}

const struct model_index *validation_published_index(struct validation *validation, const char *name) {
    struct known *known = look_up(validation, name, NULL);
    bool is_model = known != NULL && known->object != NULL && object_model(known->object) != NULL;
    return is_model ? index_of(validation, known) : NULL;
}

const Catalog__V1__Control *validation_control(struct validation *validation, const char *name) {
    const struct known *known = validation_lookup(validation, name, NULL);
    return known->kind == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_CONTROL ? known->object->control : NULL;
}

const struct vocabulary *validation_vocabulary(struct validation *validation, enum vocabulary_scope scope) {
    if (validation->vocabularies[scope] != NULL)
        return validation->vocabularies[scope];
    if (scope == VOCABULARY_CONTRACT && validation->model == NULL)
        return NULL;
    struct vocabulary *vocabulary = ARENA_NEW(validation->arena, struct vocabulary);
    status_code code = vocabulary == NULL ? problem_no_memory(validation->problem)
                                          : vocabulary_build(scope, validation->policy, validation->model,
                                                             validation->arena, vocabulary, validation->problem);
    if (code != STATUS_OK) {
        validation_fail(validation, code);
        return NULL;
    }
    validation->vocabularies[scope] = vocabulary;
    return vocabulary;
}

static const char *suggest_name(struct validation *validation, const char *name, Catalog__V1__ObjectKind kind) {
    struct nearest nearest = {.word = name};
    const char *const *names = NULL;
    size_t count = 0;
    if (validation_goes_on(validation)) {
        status_code code =
            validation->view->names(validation->view->context, kind, &names, &count, validation->problem);
        if (code != STATUS_OK)
            validation_fail(validation, code);
    }
    for (size_t i = 0; i < count; i++)
        nearest_offer(&nearest, names[i]);
    const char *otherwise =
        validation_text(validation, arena_printf(validation->arena, "publish the %s first, or correct the name",
                                                 object_kind_text(kind)));
    return validation_suggest(validation, &nearest, otherwise);
}

void validation_reference(struct validation *validation, const char *name, Catalog__V1__ObjectKind kind) {
    if (validation->options->is_published)
        return;
    if (!name_is_object(name)) {
        validation_report(validation, NULL, "write " NAME_OBJECT_SYNTAX, "'%s' is not the name of a %s", name,
                          object_kind_text(kind));
        return;
    }
    const struct known *known = validation_lookup(validation, name, NULL);
    if (known->object == NULL && !validation->options->is_draft && validation_goes_on(validation))
        validation_report(validation, NULL, suggest_name(validation, name, kind), "there is no published %s called %s",
                          object_kind_text(kind), name);
    else if (known->object != NULL && known->kind != kind)
        validation_report(validation, NULL, suggest_name(validation, name, kind), "%s is a %s, and a %s is needed",
                          name, object_kind_text(known->kind), object_kind_text(kind));
}
