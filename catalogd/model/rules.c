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

#define FINDER(name, kind)                                                                                             \
    size_t name(const struct graph_object *object, const char *id) {                                                   \
        return compiled_model_find(object->compiled, kind, id);                                                        \
    }
FINDER(rules_find_provision, RECORD_PROVISION)
FINDER(rules_find_responsibility, RECORD_RESPONSIBILITY)
FINDER(rules_find_assumption, RECORD_ASSUMPTION)
FINDER(rules_find_mitigation, RECORD_MITIGATION)

static bool bind_names(struct graph *graph, const struct graph_object *object, char *const *names, size_t count,
                       threat_list *ret_list) {
    for (size_t i = 0; i < count; i++) {
        struct threat_node *node = graph_threat(graph, object, names[i]);
        if (node == NULL)
            return false;
        if (!vector_push(graph->arena, ret_list, node))
            return graph_no_memory(graph);
    }
    return true;
}

/* COUNT rules with the predicates WHEN, for the names to be bound. */
static struct threat_rule *new_rules(struct graph *graph, const struct condition *when, size_t count) {
    struct threat_rule *rules = ARENA_ARRAY(graph->arena, struct threat_rule, count + 1);
    for (size_t i = 0; rules != NULL && i < count; i++)
        rules[i].when = when[i];
    if (rules == NULL)
        graph_no_memory(graph);
    return rules;
}

static char *threat_name(struct graph *graph, const Catalog__V1__ThreatUse *use) {
    return use->inline_ == NULL ? use->threat : GRAPH_JOIN(graph, "#", use->id);
}

static bool bind_threats(struct graph *graph, struct graph_object *object) {
    const Catalog__V1__Model *model = object->model;
    object->threats = new_rules(graph, object->compiled->threats, model->n_threats);
    for (size_t i = 0; object->threats != NULL && i < model->n_threats; i++) {
        char *name = threat_name(graph, model->threats[i]);
        if (name == NULL || !bind_names(graph, object, &name, 1, &object->threats[i].threats))
            return false;
    }
    return object->threats != NULL;
}

static bool bind_residuals(struct graph *graph, struct graph_object *object) {
    const Catalog__V1__Model *model = object->model;
    object->residuals = new_rules(graph, object->compiled->residuals, model->n_residuals);
    for (size_t i = 0; object->residuals != NULL && i < model->n_residuals; i++) {
        if (!bind_names(graph, object, &model->residuals[i]->threat, 1, &object->residuals[i].threats))
            return false;
    }
    return object->residuals != NULL;
}

static bool bind_responsibilities(struct graph *graph, struct graph_object *object) {
    const Catalog__V1__Model *model = object->model;
    object->responsibilities = new_rules(graph, object->compiled->responsibilities, model->n_responsibilities);
    for (size_t i = 0; object->responsibilities != NULL && i < model->n_responsibilities; i++) {
        const Catalog__V1__Responsibility *duty = model->responsibilities[i];
        if (!bind_names(graph, object, duty->covers, duty->n_covers, &object->responsibilities[i].threats))
            return false;
    }
    return object->responsibilities != NULL;
}

static bool bind_assumptions(struct graph *graph, struct graph_object *object) {
    const Catalog__V1__Model *model = object->model;
    object->assumptions = new_rules(graph, object->compiled->assumptions, model->n_assumptions);
    for (size_t i = 0; object->assumptions != NULL && i < model->n_assumptions; i++) {
        const Catalog__V1__Assumption *duty = model->assumptions[i];
        if (!bind_names(graph, object, duty->covers, duty->n_covers, &object->assumptions[i].threats))
            return false;
    }
    return object->assumptions != NULL;
}

static bool bind_provisions(struct graph *graph, struct graph_object *object) {
    const Catalog__V1__Model *model = object->model;
    object->provisions = ARENA_ARRAY(graph->arena, struct provision_rule, model->n_provides + 1);
    if (object->provisions == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < model->n_provides; i++) {
        const Catalog__V1__Provision *message = model->provides[i];
        struct provision_rule *rule = &object->provisions[i];
        rule->message = message;
        rule->when = object->compiled->provisions[i];
        rule->control = graph_control(graph, message->control, object->label);
        if (rule->control == NULL ||
            !bind_names(graph, object, message->mitigates, message->n_mitigates, &rule->threats))
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
        if (!bind_threats(graph, object) || !bind_residuals(graph, object) || !bind_responsibilities(graph, object) ||
            !bind_assumptions(graph, object) || !bind_provisions(graph, object))
            return false;
    }
    return true;
}
