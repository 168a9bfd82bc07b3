/* Facts and parameters that something hangs on and that are not known: every value that they may have. */
#include "model/plan_bench.h"

#include "model/text_field.h"

#include <stdlib.h>
#include <string.h>

static const char *const truths[] = {"true", "false"};

/* The values that something may have. */
struct choices {
    const char *const *values;
    size_t count;
};

static bool collect_names(struct plan_bench *bench, struct string_map *names, char *const *texts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char *copy = string_map_get(names, texts[i]) != NULL ? NULL : plan_text(bench, "%s", texts[i]);
        if (copy != NULL && !string_map_put(names, copy, copy))
            return plan_no_memory(bench);
    }
    return bench->status == STATUS_OK;
}

static bool collect(struct plan_bench *bench, struct string_map *names) {
    const Catalog__V1__EffectiveModel *base = bench->base;
    const Catalog__V1__Verdict *verdict = bench->options->as_planned ? base->planned : base->now;
    bool is_whole = true;
    for (size_t i = 0; is_whole && i < base->n_rows; i++) {
        const Catalog__V1__RowReading *reading = plan_reading(bench, base->rows[i]);
        is_whole = collect_names(bench, names, reading->unknown, reading->n_unknown);
    }
    for (size_t i = 0; is_whole && i < verdict->n_reasons; i++)
        is_whole = collect_names(bench, names, verdict->reasons[i]->facts, verdict->reasons[i]->n_facts);
    for (size_t i = 0; is_whole && i < base->n_provisions; i++)
        is_whole = collect_names(bench, names, base->provisions[i]->unknown, base->provisions[i]->n_unknown);
    for (size_t i = 0; is_whole && i < base->n_responsibilities; i++)
        is_whole =
            collect_names(bench, names, base->responsibilities[i]->unknown, base->responsibilities[i]->n_unknown);
    for (size_t i = 0; is_whole && i < base->n_assumptions; i++)
        is_whole = collect_names(bench, names, base->assumptions[i]->unknown, base->assumptions[i]->n_unknown);
    for (size_t i = 0; is_whole && i < base->n_baseline; i++)
        is_whole = collect_names(bench, names, base->baseline[i]->unknown, base->baseline[i]->n_unknown);
    return is_whole;
}

static struct choices choices_of(Catalog__V1__ValueType type, char *const *listed, size_t count) {
    if (type == CATALOG__V1__VALUE_TYPE__VALUE_TYPE_BOOL)
        return (struct choices){truths, COUNT_OF(truths)};
    return (struct choices){(const char *const *)listed, count};
}

static Catalog__V1__Setting **one_setting(struct plan_bench *bench, const char *name, const char *value) {
    Catalog__V1__Setting **list = ARENA_ARRAY(bench->arena, Catalog__V1__Setting *, 1);
    Catalog__V1__Setting *setting = ARENA_NEW(bench->arena, Catalog__V1__Setting);
    if (list == NULL || setting == NULL) {
        plan_no_memory(bench);
        return NULL;
    }
    catalog__v1__setting__init(setting);
    setting->name = text_field(name);
    setting->value = text_field(value);
    list[0] = setting;
    return list;
}

/* What is unknown, taken apart: a fact, or a parameter or exposure of a dependency. */
struct unknown {
    const char *name;  /* as it is called in messages */
    const char *alias; /* NULL: a fact */
    const char *id;    /* of the fact, parameter or entry point */
    bool is_exposure;
};

static bool write_dependency(struct plan_bench *bench, const struct unknown *unknown, const char *value,
                             Catalog__V1__PlanChange *change) {
    Catalog__V1__PlanConfiguration **list = ARENA_ARRAY(bench->arena, Catalog__V1__PlanConfiguration *, 1);
    Catalog__V1__PlanConfiguration *configuration = ARENA_NEW(bench->arena, Catalog__V1__PlanConfiguration);
    Catalog__V1__Setting **settings = one_setting(bench, unknown->id, value);
    if (list == NULL || configuration == NULL || settings == NULL)
        return plan_no_memory(bench);
    catalog__v1__plan_configuration__init(configuration);
    configuration->alias = text_field(unknown->alias);
    if (unknown->is_exposure)
        configuration->exposures = settings;
    else
        configuration->configuration = settings;
    *(unknown->is_exposure ? &configuration->n_exposures : &configuration->n_configuration) = 1;
    list[0] = configuration;
    change->dependencies = list;
    change->n_dependencies = 1;
    return true;
}

static bool write_value(struct plan_bench *bench, const struct unknown *unknown, const char *value,
                        Catalog__V1__PlanChange *change) {
    if (unknown->alias != NULL)
        return write_dependency(bench, unknown, value, change);
    change->facts = one_setting(bench, unknown->id, value);
    change->n_facts = 1;
    return change->facts != NULL;
}

static bool add(struct plan_bench *bench, const struct unknown *unknown, struct choices choices) {
    if (choices.count == 0)
        return plan_note(
            bench, plan_text(bench, "%s is not known and was not tried: it has no list of values.", unknown->name));
    struct plan_candidate *candidate =
        plan_candidate_add(bench, CATALOG__V1__PLAN_KIND__PLAN_KIND_FIND_OUT, unknown->name,
                           plan_text(bench, "Find out %s", unknown->name));
    for (size_t i = 0; candidate != NULL && i < choices.count; i++) {
        Catalog__V1__PlanChange *change = plan_change_new(bench);
        if (change == NULL || !write_value(bench, unknown, choices.values[i], change) ||
            !plan_alternative_add(bench, candidate, choices.values[i], change))
            return false;
    }
    return candidate != NULL;
}

static bool add_fact(struct plan_bench *bench, const char *name, const char *id) {
    const Catalog__V1__FactDefinition *fact = policy_fact(bench->policy, id);
    if (fact == NULL || strcmp(id, POLICY_FACT_CLASSIFICATION) == 0)
        return true;
    return add(bench, &(struct unknown){.name = name, .id = id}, choices_of(fact->type, fact->values, fact->n_values));
}

static struct choices find_choices(const Catalog__V1__Model *component, const struct unknown *unknown) {
    for (size_t i = 0; unknown->is_exposure && i < component->n_entry_points; i++) {
        const Catalog__V1__EntryPoint *point = component->entry_points[i];
        if (strcmp(point->id, unknown->id) == 0)
            return (struct choices){(const char *const *)point->exposures, point->n_exposures};
    }
    for (size_t i = 0; !unknown->is_exposure && i < component->n_parameters; i++) {
        const Catalog__V1__Parameter *parameter = component->parameters[i];
        if (strcmp(parameter->name, unknown->id) == 0)
            return choices_of(parameter->type, parameter->allowed_values, parameter->n_allowed_values);
    }
    return (struct choices){0};
}

/* What is configured further down is not the model's to say. */
static bool add_parameter(struct plan_bench *bench, const char *name, const char *config) {
    static const char exposure[] = "exposure.";
    const Catalog__V1__Model *component;
    const char *id = config + strlen(".config.");
    bool is_exposure = strncmp(id, exposure, sizeof exposure - 1) == 0;
    char *alias = plan_text(bench, "%.*s", (int)(config - name), name);
    if (alias == NULL || !plan_component(bench, alias, &component) || component == NULL)
        return bench->status == STATUS_OK;
    const struct unknown unknown = {
        .name = name, .alias = alias, .id = is_exposure ? id + sizeof exposure - 1 : id, .is_exposure = is_exposure};
    return add(bench, &unknown, find_choices(component, &unknown));
}

static int compare_names(const void *left, const void *right) {
    return strcmp(((const struct string_map_entry *)left)->key, ((const struct string_map_entry *)right)->key);
}

bool plan_find_unknowns(struct plan_bench *bench) {
    static const char facts[] = "facts.";
    struct string_map names;
    string_map_init(&names, bench->arena);
    if (!collect(bench, &names))
        return false;
    if (names.count > 0)
        qsort(names.entries, names.count, sizeof *names.entries, compare_names);
    for (size_t i = 0; i < names.count; i++) {
        const char *name = names.entries[i].key;
        const char *config = strstr(name, ".config.");
        bool is_fact = strncmp(name, facts, sizeof facts - 1) == 0;
        if (is_fact && !add_fact(bench, name, name + sizeof facts - 1))
            return false;
        if (!is_fact && config != NULL && !add_parameter(bench, name, config))
            return false;
    }
    return true;
}
