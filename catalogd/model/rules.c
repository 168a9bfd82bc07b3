#include "model/rules.h"

#include "model/graph_catalog.h"

#include <string.h>

size_t threat_list_find(const threat_list *list, const struct threat_node *threat) {
    size_t i = 0;
    while (i < list->count && list->items[i] != threat)
        i++;
    return i < list->count ? i : SIZE_MAX;
}

bool threat_list_has(const threat_list *list, const struct threat_node *threat) {
    return threat_list_find(list, threat) != SIZE_MAX;
}

/* Ids share one space in an object, so one table serves all lists. */
static size_t record_number(const struct graph_object *object, const char *id) {
    return (size_t)(uintptr_t)string_map_get(&object->records, id) - 1;
}

#define FINDER(name, list, count)                                                                                      \
    size_t name(const struct graph_object *object, const char *id) {                                                   \
        size_t number = record_number(object, id);                                                                     \
        return number < object->model->count && strcmp(object->model->list[number]->id, id) == 0 ? number : SIZE_MAX;  \
    }
FINDER(rules_find_provision, provides, n_provides)
FINDER(rules_find_responsibility, responsibilities, n_responsibilities)
FINDER(rules_find_assumption, assumptions, n_assumptions)
FINDER(rules_find_mitigation, mitigations, n_mitigations)

static bool index_record(struct graph *graph, struct graph_object *object, const char *id, size_t number) {
    if (string_map_get(&object->records, id) != NULL)
        return true;
    return string_map_put(&object->records, id, (void *)(uintptr_t)(number + 1)) || graph_no_memory(graph);
}

static bool index_records(struct graph *graph, struct graph_object *object) {
    const Catalog__V1__Model *model = object->model;
    bool is_whole = true;
    string_map_init(&object->records, graph->arena);
    for (size_t i = 0; is_whole && i < model->n_provides; i++)
        is_whole = index_record(graph, object, model->provides[i]->id, i);
    for (size_t i = 0; is_whole && i < model->n_responsibilities; i++)
        is_whole = index_record(graph, object, model->responsibilities[i]->id, i);
    for (size_t i = 0; is_whole && i < model->n_assumptions; i++)
        is_whole = index_record(graph, object, model->assumptions[i]->id, i);
    for (size_t i = 0; is_whole && i < model->n_mitigations; i++)
        is_whole = index_record(graph, object, model->mitigations[i]->id, i);
    return is_whole;
}

static bool compile_threats_named(struct graph *graph, const struct graph_object *object, char *const *names,
                                  size_t count, threat_list *ret_list) {
    for (size_t i = 0; i < count; i++) {
        struct threat_node *node = graph_threat(graph, object, names[i]);
        if (node == NULL)
            return false;
        if (!vector_push(graph->arena, ret_list, node))
            return graph_no_memory(graph);
    }
    return true;
}

static bool compile_rule(struct graph *graph, const struct graph_object *object, char *const *names, size_t count,
                         const char *when, struct threat_rule *rule) {
    return compile_threats_named(graph, object, names, count, &rule->threats) &&
           condition_compile(graph, when, &rule->when);
}

static char *threat_name(struct graph *graph, const Catalog__V1__ThreatUse *use) {
    return use->inline_ == NULL ? use->threat : GRAPH_JOIN(graph, "#", use->id);
}

static bool compile_threats(struct graph *graph, struct graph_object *object) {
    const Catalog__V1__Model *model = object->model;
    object->threats = ARENA_ARRAY(graph->arena, struct threat_rule, model->n_threats + 1);
    object->residuals = ARENA_ARRAY(graph->arena, struct threat_rule, model->n_residuals + 1);
    if (object->threats == NULL || object->residuals == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < model->n_threats; i++) {
        char *name = threat_name(graph, model->threats[i]);
        if (name == NULL || !compile_rule(graph, object, &name, 1, model->threats[i]->when, &object->threats[i]))
            return false;
    }
    for (size_t i = 0; i < model->n_residuals; i++) {
        const Catalog__V1__Residual *residual = model->residuals[i];
        if (!compile_rule(graph, object, &residual->threat, 1, residual->when, &object->residuals[i]))
            return false;
    }
    return true;
}

static bool compile_duties(struct graph *graph, struct graph_object *object) {
    const Catalog__V1__Model *model = object->model;
    object->responsibilities = ARENA_ARRAY(graph->arena, struct threat_rule, model->n_responsibilities + 1);
    object->assumptions = ARENA_ARRAY(graph->arena, struct threat_rule, model->n_assumptions + 1);
    if (object->responsibilities == NULL || object->assumptions == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < model->n_responsibilities; i++) {
        const Catalog__V1__Responsibility *duty = model->responsibilities[i];
        if (!compile_rule(graph, object, duty->covers, duty->n_covers, duty->when, &object->responsibilities[i]))
            return false;
    }
    for (size_t i = 0; i < model->n_assumptions; i++) {
        const Catalog__V1__Assumption *duty = model->assumptions[i];
        if (!compile_rule(graph, object, duty->covers, duty->n_covers, duty->holds_when, &object->assumptions[i]))
            return false;
    }
    return true;
}

static bool compile_provisions(struct graph *graph, struct graph_object *object) {
    const Catalog__V1__Model *model = object->model;
    object->provisions = ARENA_ARRAY(graph->arena, struct provision_rule, model->n_provides + 1);
    if (object->provisions == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < model->n_provides; i++) {
        const Catalog__V1__Provision *message = model->provides[i];
        struct provision_rule *rule = &object->provisions[i];
        rule->message = message;
        rule->control = graph_control(graph, message->control, object->label);
        if (rule->control == NULL ||
            !compile_threats_named(graph, object, message->mitigates, message->n_mitigates, &rule->threats) ||
            !condition_compile(graph, message->when, &rule->when))
            return false;
    }
    return true;
}

static bool compile_limits(struct graph *graph, struct graph_object *object) {
    const Catalog__V1__UsageLimits *limits = object->model->limits;
    size_t count = limits == NULL ? 0 : limits->n_excluded_uses;
    object->excluded_uses = ARENA_ARRAY(graph->arena, struct condition, count + 1);
    if (object->excluded_uses == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < count; i++) {
        if (!condition_compile(graph, limits->excluded_uses[i]->when, &object->excluded_uses[i]))
            return false;
    }
    return true;
}

static bool add_inline_threats(struct graph *graph, const struct graph_object *object) {
    for (size_t i = 0; i < object->model->n_threats; i++) {
        const Catalog__V1__ThreatUse *use = object->model->threats[i];
        if (use->inline_ != NULL && !graph_add_inline_threat(graph, object, use->id, use->inline_))
            return false;
    }
    return true;
}

bool rules_compile(struct graph *graph) {
    for (size_t i = 0; i < graph->objects.count; i++) {
        if (!add_inline_threats(graph, graph->objects.items[i]))
            return false;
    }
    for (size_t i = 0; i < graph->objects.count; i++) {
        struct graph_object *object = graph->objects.items[i];
        if (!index_records(graph, object) || !compile_threats(graph, object) || !compile_duties(graph, object) ||
            !compile_provisions(graph, object) || !compile_limits(graph, object))
            return false;
    }
    return true;
}
