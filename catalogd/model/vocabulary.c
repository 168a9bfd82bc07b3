#include "model/vocabulary.h"

#include "base/vector.h"

static const struct predicate_type string_type = {.kind = PREDICATE_STRING};

static const char *const place_kinds[] = {"actor", "process", "store", "external", "entry_point", "flow"};
static const char *const stages[] = {"design", "build", "live", "legacy"};

static const struct predicate_variable feature_variables[] = {
    {"feature.namespace", {.kind = PREDICATE_STRING}},
    {"feature.owner", {.kind = PREDICATE_STRING}},
    {"feature.workload", {.kind = PREDICATE_STRING}},
    {"feature.stage", {.kind = PREDICATE_ENUM, .words = stages, .word_count = COUNT_OF(stages)}},
};

static const struct predicate_variable place_variables[] = {
    {"place.id", {.kind = PREDICATE_STRING}},
    {"place.kind", {.kind = PREDICATE_ENUM, .words = place_kinds, .word_count = COUNT_OF(place_kinds)}},
    {"place.exposure", {.kind = PREDICATE_STRING}},
    {"place.authentication", {.kind = PREDICATE_STRING}},
    {"place.protocol", {.kind = PREDICATE_STRING}},
    {"place.zone", {.kind = PREDICATE_STRING}},
    {"place.technologies", {.kind = PREDICATE_LIST, .element = &string_type}},
    {"place.crosses", {.kind = PREDICATE_LIST, .element = &string_type}},
};

struct builder {
    struct arena *arena;
    VECTOR(struct predicate_variable) variables;
    bool has_failed; /* no room */
};

static void add(struct builder *builder, const struct predicate_variable *variable) {
    if (variable->path == NULL || !vector_push(builder->arena, &builder->variables, *variable))
        builder->has_failed = true;
}

struct predicate_type vocabulary_type_of(Catalog__V1__ValueType type, char *const *words, size_t word_count) {
    static const enum predicate_kind kinds[] = {
        [CATALOG__V1__VALUE_TYPE__VALUE_TYPE_UNSPECIFIED] = PREDICATE_STRING,
        [CATALOG__V1__VALUE_TYPE__VALUE_TYPE_BOOL] = PREDICATE_BOOL,
        [CATALOG__V1__VALUE_TYPE__VALUE_TYPE_INTEGER] = PREDICATE_INT,
        [CATALOG__V1__VALUE_TYPE__VALUE_TYPE_STRING] = PREDICATE_STRING,
        [CATALOG__V1__VALUE_TYPE__VALUE_TYPE_ENUM] = PREDICATE_ENUM,
        [CATALOG__V1__VALUE_TYPE__VALUE_TYPE_LIST] = PREDICATE_LIST,
    };
    bool is_known = (unsigned)type < COUNT_OF(kinds);
    struct predicate_type result = {.kind = is_known ? kinds[type] : PREDICATE_STRING};
    if (result.kind == PREDICATE_ENUM) {
        result.words = (const char *const *)words;
        result.word_count = word_count;
    }
    if (result.kind == PREDICATE_LIST)
        result.element = &string_type;
    return result;
}

static void add_facts(struct builder *builder, const struct policy *policy) {
    size_t count = 0;
    const Catalog__V1__FactDefinition *const *facts = policy_facts(policy, &count);
    for (size_t i = 0; i < count; i++)
        add(builder,
            &(struct predicate_variable){ARENA_JOIN(builder->arena, "facts.", facts[i]->name),
                                         vocabulary_type_of(facts[i]->type, facts[i]->values, facts[i]->n_values)});
}

static void add_parameters(struct builder *builder, const Catalog__V1__Model *component) {
    for (size_t i = 0; i < component->n_parameters; i++) {
        const Catalog__V1__Parameter *parameter = component->parameters[i];
        add(builder, &(struct predicate_variable){
                         ARENA_JOIN(builder->arena, "config.", parameter->name),
                         vocabulary_type_of(parameter->type, parameter->allowed_values, parameter->n_allowed_values)});
    }
}

static void add_exposures(struct builder *builder, const Catalog__V1__Model *component) {
    for (size_t i = 0; i < component->n_entry_points; i++) {
        const Catalog__V1__EntryPoint *point = component->entry_points[i];
        Catalog__V1__ValueType type = point->n_exposures == 0 ? CATALOG__V1__VALUE_TYPE__VALUE_TYPE_STRING
                                                              : CATALOG__V1__VALUE_TYPE__VALUE_TYPE_ENUM;
        add(builder, &(struct predicate_variable){ARENA_JOIN(builder->arena, "config.exposure.", point->id),
                                                  vocabulary_type_of(type, point->exposures, point->n_exposures)});
    }
}

static void add_all(struct builder *builder, const struct predicate_variable *variables, size_t count) {
    for (size_t i = 0; i < count; i++)
        add(builder, &variables[i]);
}

static void add_variables(struct builder *builder, enum vocabulary_scope scope, const Catalog__V1__Model *component) {
    switch (scope) {
    case VOCABULARY_CONFIG:
    case VOCABULARY_CONTRACT:
        add_parameters(builder, component);
        add_exposures(builder, component);
        break;
    case VOCABULARY_FACTS:
        break;
    case VOCABULARY_FEATURE:
        add_all(builder, feature_variables, COUNT_OF(feature_variables));
        break;
    case VOCABULARY_PLACE:
        add_all(builder, place_variables, COUNT_OF(place_variables));
        break;
    }
}

status_code vocabulary_build(enum vocabulary_scope scope, const struct policy *policy,
                             const Catalog__V1__Model *component, struct arena *arena,
                             struct vocabulary *ret_vocabulary, struct problem *problem) {
    struct builder builder = {.arena = arena};
    if (scope != VOCABULARY_CONFIG)
        add_facts(&builder, policy);
    add_variables(&builder, scope, component);
    struct string_map *types = ARENA_NEW(arena, struct string_map);
    if (types == NULL)
        return problem_no_memory(problem);
    string_map_init(types, arena);
    for (size_t i = 0; i < builder.variables.count && !builder.has_failed; i++) {
        struct predicate_variable *variable = &builder.variables.items[i];
        builder.has_failed = !string_map_put(types, variable->path, &variable->type);
    }
    if (builder.has_failed)
        return problem_no_memory(problem);
    ret_vocabulary->environment = (struct predicate_environment){
        .variables = builder.variables.items, .count = builder.variables.count, .types = types};
    return STATUS_OK;
}

const struct predicate_type *vocabulary_type(const struct vocabulary *vocabulary, const char *path) {
    return string_map_get(vocabulary->environment.types, path);
}
