#include "model/usage.h"

#include "model/policy.h"
#include "model/report.h"

#include <string.h>

static bool check_classification(struct graph *graph, const struct instance *instance) {
    const Catalog__V1__UsageLimits *limits = instance->object->model->limits;
    if (limits == NULL || limits->highest_classification[0] == '\0')
        return true;
    int highest = policy_classification_rank(graph->policy, limits->highest_classification);
    for (uint32_t i = 0; i < instance->places.count; i++) {
        const struct place *place = &graph->places.items[instance->places.first + i];
        if (policy_classification_rank(graph->policy, place->classification) <= highest)
            continue;
        struct gate_item item = {.code = "CLASSIFICATION_ABOVE_LIMIT",
                                 .subject = place->address,
                                 .cause = graph_text(graph, "It holds %s data, and %s is for %s data at most.",
                                                     place->classification, instance->object->label,
                                                     limits->highest_classification),
                                 .remedy = "Keep the data elsewhere, or use another component."};
        if (!report_item(graph, &graph->invalid, item))
            return false;
    }
    return true;
}

static bool check_excluded_use(struct graph *graph, const struct instance *instance, size_t number) {
    const Catalog__V1__ExcludedUse *use = instance->object->model->limits->excluded_uses[number];
    struct judgement judgement;
    if (!condition_judge(graph, &instance->object->compiled->excluded_uses[number],
                         (struct scope){.instance = instance}, &judgement))
        return false;
    if (judgement.truth == CONDITION_FALSE)
        return true;
    bool is_certain = judgement.truth == CONDITION_TRUE;
    const char *hangs_on = judgement.unknown_count > 0 ? judgement.unknown[0] : "a value";
    struct gate_item item = {.code = is_certain ? "EXCLUDED_USE" : "EXCLUDED_USE_POSSIBLE",
                             .subject = graph_text(graph, "%s.%s", instance->address, use->id),
                             .cause = is_certain ? use->statement
                                                 : graph_text(graph, "%s Not known: %s.", use->statement, hangs_on),
                             .remedy = is_certain ? "Configure it otherwise, or use another component."
                                                  : "State the facts that are not known."};
    return report_item(graph, is_certain ? &graph->invalid : &graph->conditional, item);
}

static bool check_excluded_uses(struct graph *graph, const struct instance *instance) {
    const Catalog__V1__UsageLimits *limits = instance->object->model->limits;
    for (size_t i = 0; limits != NULL && i < limits->n_excluded_uses; i++) {
        if (!check_excluded_use(graph, instance, i))
            return false;
    }
    return true;
}

static bool check_parameters(struct graph *graph, const struct instance *instance) {
    for (size_t i = 0; i < instance->dependency->n_configuration; i++) {
        const char *name = instance->dependency->configuration[i]->name;
        if (string_map_get(&instance->object->compiled->parameters, name) != NULL)
            continue;
        struct gate_item item = {.code = "PARAMETER_NOT_FOUND",
                                 .subject = graph_text(graph, "%s.%s", instance->address, name),
                                 .cause = graph_text(graph, "%s has no such parameter.", instance->object->label),
                                 .remedy = "Remove it, or correct its name."};
        if (!report_item(graph, &graph->invalid, item))
            return false;
    }
    return true;
}

static const Catalog__V1__EntryPoint *native_entry_point(const Catalog__V1__Model *model, const char *id) {
    for (size_t i = 0; i < model->n_entry_points; i++) {
        if (strcmp(model->entry_points[i]->id, id) == 0)
            return model->entry_points[i];
    }
    return NULL;
}

static bool offers(const Catalog__V1__EntryPoint *entry_point, const char *exposure) {
    for (size_t i = 0; i < entry_point->n_exposures; i++) {
        if (strcmp(entry_point->exposures[i], exposure) == 0)
            return true;
    }
    return strcmp(exposure, "unknown") == 0;
}

static bool check_exposures(struct graph *graph, const struct instance *instance) {
    const Catalog__V1__Model *model = instance->object->model;
    for (size_t i = 0; i < instance->dependency->n_exposures; i++) {
        const Catalog__V1__Setting *setting = instance->dependency->exposures[i];
        const Catalog__V1__EntryPoint *entry_point = native_entry_point(model, setting->name);
        if (entry_point != NULL && offers(entry_point, setting->value))
            continue;
        struct gate_item item = {
            .code = "EXPOSURE_NOT_OFFERED",
            .subject = graph_text(graph, "%s.%s", instance->address, setting->name),
            .cause = entry_point == NULL
                         ? graph_text(graph, "%s has no such entry point.", instance->object->label)
                         : graph_text(graph, "%s cannot be exposed as %s.", setting->name, setting->value),
            .remedy = "Choose an exposure that the component offers."};
        if (!report_item(graph, &graph->invalid, item))
            return false;
    }
    return true;
}

static bool check_closed(struct graph *graph, const struct instance *instance) {
    bool is_open =
        instance->object->model->entry_point_policy == CATALOG__V1__ENTRY_POINT_POLICY__ENTRY_POINT_POLICY_EXTENSIBLE;
    if (is_open || instance->dependency->n_own_entry_points == 0)
        return true;
    struct gate_item item = {.code = "ENTRY_POINTS_CLOSED",
                             .subject = instance->address,
                             .cause =
                                 graph_text(graph, "%s has only its native entry points.", instance->object->label),
                             .remedy = "Remove own_entry_points."};
    return report_item(graph, &graph->invalid, item);
}

/* Validation looks at the newest versions; here it is the ones chosen. What it found is not said twice. */
static bool check_declaration(struct graph *graph, const struct instance *instance) {
    if (instance->declared_by->index == 0 && graph->has_violations)
        return true;
    return check_parameters(graph, instance) && check_exposures(graph, instance) && check_closed(graph, instance);
}

bool usage_check(struct graph *graph) {
    for (size_t i = 1; i < graph->instances.count; i++) {
        const struct instance *instance = graph->instances.items[i];
        if (!check_classification(graph, instance) || !check_excluded_uses(graph, instance) ||
            !check_declaration(graph, instance))
            return false;
    }
    return true;
}
