#include "model/compiled_model.h"

#include "model/object.h"

struct compiler {
    struct arena *arena;
    struct compiled_model *compiled;
    bool has_failed; /* no room */
};

static struct condition *conditions(struct compiler *compiler, size_t count) {
    struct condition *list = ARENA_ARRAY(compiler->arena, struct condition, count + 1);
    compiler->has_failed |= list == NULL;
    return list;
}

static void read(struct compiler *compiler, const char *text, struct condition *ret_condition) {
    compiler->has_failed |= !condition_read(text, compiler->arena, ret_condition);
}

#define COMPILE_LIST(field, list, predicate)                                                                           \
    do {                                                                                                               \
        compiler->compiled->field = conditions(compiler, model->n_##list);                                             \
        for (size_t i = 0; !compiler->has_failed && i < model->n_##list; i++)                                          \
            read(compiler, model->list[i]->predicate, &compiler->compiled->field[i]);                                  \
    } while (0)

static void read_predicates(struct compiler *compiler) {
    const Catalog__V1__Model *model = compiler->compiled->model;
    COMPILE_LIST(threats, threats, when);
    COMPILE_LIST(provisions, provides, when);
    COMPILE_LIST(responsibilities, responsibilities, when);
    COMPILE_LIST(assumptions, assumptions, holds_when);
    COMPILE_LIST(residuals, residuals, when);
}

static void read_excluded_uses(struct compiler *compiler) {
    const Catalog__V1__UsageLimits *limits = compiler->compiled->model->limits;
    size_t count = limits == NULL ? 0 : limits->n_excluded_uses;
    compiler->compiled->excluded_uses = conditions(compiler, count);
    for (size_t i = 0; !compiler->has_failed && i < count; i++)
        read(compiler, limits->excluded_uses[i]->when, &compiler->compiled->excluded_uses[i]);
}

static void index_settings(struct compiler *compiler) {
    const Catalog__V1__Model *model = compiler->compiled->model;
    struct string_map *parameters = &compiler->compiled->parameters;
    struct string_map *facts = &compiler->compiled->facts;
    string_map_init(parameters, compiler->arena);
    string_map_init(facts, compiler->arena);
    for (size_t i = 0; !compiler->has_failed && i < model->n_parameters; i++)
        compiler->has_failed |= !string_map_put(parameters, model->parameters[i]->name, (void *)(uintptr_t)(i + 1));
    for (size_t i = 0; !compiler->has_failed && i < model->n_facts; i++)
        compiler->has_failed |= !string_map_put(facts, model->facts[i]->name, model->facts[i]->value);
}

status_code compiled_model_build(const Catalog__V1__Model *model, struct arena *arena,
                                 const struct compiled_model **ret_compiled, struct problem *problem) {
    struct compiler compiler = {.arena = arena, .compiled = ARENA_NEW(arena, struct compiled_model)};
    if (compiler.compiled == NULL)
        return problem_no_memory(problem);
    compiler.compiled->model = model;
    status_code status = model_index_build(model, arena, &compiler.compiled->index, problem);
    if (status == STATUS_OK)
        status = vocabulary_build(VOCABULARY_CONFIG, NULL, model, arena, &compiler.compiled->variables, problem);
    if (status != STATUS_OK)
        return status;
    index_settings(&compiler);
    read_predicates(&compiler);
    read_excluded_uses(&compiler);
    *ret_compiled = compiler.compiled;
    return compiler.has_failed ? problem_no_memory(problem) : STATUS_OK;
}

status_code compiled_model_of(const struct catalog_view *view, const struct view_version *version, struct arena *arena,
                              const struct compiled_model **ret_compiled, struct problem *problem) {
    const Catalog__V1__Object *object = NULL;
    if (view->compiled != NULL)
        return view->compiled(view->context, version, ret_compiled, problem);
    status_code status = view->object(view->context, version, &object, problem);
    return status == STATUS_OK ? compiled_model_build(object_model(object), arena, ret_compiled, problem) : status;
}

size_t compiled_model_find(const struct compiled_model *compiled, enum record_kind kind, const char *id) {
    const struct record *record = model_index_find(&compiled->index, id);
    return record == NULL || record->kind != kind ? SIZE_MAX : record->index;
}
