#include "model/decision.h"

#include "model/decision_force.h"

const char *decision_subject_key(struct graph *graph, const Catalog__V1__DecisionSubject *subject) {
    return graph_text(graph, "%s@%s", decision_subject_name(subject), subject->place);
}

/* The first decision of KIND about KEY that is in force in all of WORLDS_OF. */
static const struct decision_node *find(const struct graph *graph, const char *key, Catalog__V1__DecisionKind kind,
                                        worlds worlds_of) {
    const struct decision_list *list = string_map_get(&graph->decisions_by_subject, key);
    for (size_t i = 0; list != NULL && i < list->nodes.count; i++) {
        const struct decision_node *node = list->nodes.items[i];
        if (node->message->request->kind == kind && (node->in_force & worlds_of) == worlds_of)
            return node;
    }
    return NULL;
}

Catalog__V1__RowState decision_state_of(const struct graph *graph, const struct row *row, worlds world) {
    if (find(graph, row->key, CATALOG__V1__DECISION_KIND__DECISION_KIND_NOT_APPLICABLE, world) != NULL)
        return CATALOG__V1__ROW_STATE__ROW_STATE_NOT_APPLICABLE;
    if (find(graph, row->key, CATALOG__V1__DECISION_KIND__DECISION_KIND_ACCEPTED, world) != NULL)
        return CATALOG__V1__ROW_STATE__ROW_STATE_ACCEPTED;
    return CATALOG__V1__ROW_STATE__ROW_STATE_UNSPECIFIED;
}

static bool sets_state(const Catalog__V1__DecisionRequest *request) {
    return request->kind == CATALOG__V1__DECISION_KIND__DECISION_KIND_ACCEPTED ||
           request->kind == CATALOG__V1__DECISION_KIND__DECISION_KIND_NOT_APPLICABLE;
}

worlds decision_answers_since(const struct graph *graph, const struct row *row, uint64_t revision) {
    const struct decision_list *list = string_map_get(&graph->decisions_by_subject, row->key);
    worlds answered = WORLDS_NONE;
    for (size_t i = 0; list != NULL && i < list->nodes.count; i++) {
        const struct decision_node *node = list->nodes.items[i];
        if (sets_state(node->message->request) && node->message->revision > revision)
            answered |= node->in_force;
    }
    return answered;
}

worlds decision_lifts(const struct graph *graph, const struct baseline_demand *demand) {
    const struct decision_list *list = string_map_get(&graph->decisions_by_subject, demand->key);
    worlds lifted = WORLDS_NONE;
    for (size_t i = 0; list != NULL && i < list->nodes.count; i++) {
        const struct decision_node *node = list->nodes.items[i];
        if (node->message->request->kind != CATALOG__V1__DECISION_KIND__DECISION_KIND_RERATED)
            lifted |= node->in_force;
    }
    return lifted & (worlds)(WORLDS_ALL & ~demand->asked_mandatory);
}

static bool add_unknown(struct graph *graph, const struct decision_node *node, name_list *names) {
    for (size_t i = 0; i < node->condition.unknown_count; i++) {
        if (!vector_push(graph->arena, names, node->condition.unknown[i]))
            return graph_no_memory(graph);
    }
    return true;
}

static bool add_unknowns_of(struct graph *graph, const char *key, worlds strict, worlds lenient, name_list *names) {
    const struct decision_list *list = string_map_get(&graph->decisions_by_subject, key);
    for (size_t i = 0; list != NULL && i < list->nodes.count; i++) {
        const struct decision_node *node = list->nodes.items[i];
        bool hangs = (node->in_force & strict) == 0 && (node->in_force & lenient) != 0;
        if (hangs && !add_unknown(graph, node, names))
            return false;
    }
    return true;
}

bool decision_unknowns(struct graph *graph, const struct row *row, worlds strict, worlds lenient, name_list *names) {
    return add_unknowns_of(graph, row->key, strict, lenient, names);
}

static bool rerate(struct graph *graph, struct row *row) {
    const struct decision_list *list = string_map_get(&graph->decisions_by_subject, row->key);
    for (size_t i = 0; list != NULL && i < list->nodes.count; i++) {
        const struct decision_node *node = list->nodes.items[i];
        const Catalog__V1__DecisionRequest *request = node->message->request;
        const struct rerating rerating = {
            node->message->id, {request->likelihood, request->impact}, .in_force = node->in_force};
        if (request->kind != CATALOG__V1__DECISION_KIND__DECISION_KIND_RERATED || node->in_force == WORLDS_NONE)
            continue;
        if (!vector_push(graph->arena, &row->reratings, rerating))
            return graph_no_memory(graph);
    }
    return true;
}

static bool rerate_all(struct graph *graph) {
    for (size_t i = 0; i < graph->rows.count; i++) {
        if (!rerate(graph, graph->rows.items[i]))
            return false;
    }
    return true;
}

static bool name_unknowns_of_demands(struct graph *graph) {
    for (size_t i = 0; i < graph->demands.count; i++) {
        struct baseline_demand *demand = graph->demands.items[i];
        name_list names = {0};
        if (!add_unknowns_of(graph, demand->key, WORLD_NOW_STRICT, WORLD_NOW_LENIENT, &names))
            return false;
        for (size_t k = 0; k < names.count; k++) {
            if (!vector_push(graph->arena, &demand->unknown, names.items[k]))
                return graph_no_memory(graph);
        }
    }
    return true;
}

static bool list_by_subject(struct graph *graph, struct decision_node *node,
                            const Catalog__V1__DecisionSubject *subject) {
    const char *key = decision_subject_key(graph, subject);
    if (key == NULL)
        return false;
    struct decision_list *list = string_map_get(&graph->decisions_by_subject, key);
    if (list == NULL) {
        list = ARENA_NEW(graph->arena, struct decision_list);
        if (list == NULL || !string_map_put(&graph->decisions_by_subject, key, list))
            return graph_no_memory(graph);
    }
    return vector_push(graph->arena, &list->nodes, node) || graph_no_memory(graph);
}

static bool add(struct graph *graph, const Catalog__V1__Decision *decision) {
    struct decision_node *node = ARENA_NEW(graph->arena, struct decision_node);
    if (node == NULL || !vector_push(graph->arena, &graph->decisions, node))
        return graph_no_memory(graph);
    node->message = decision;
    return decision_find_force(graph, node);
}

bool decision_judge(struct graph *graph) {
    string_map_init(&graph->decisions_by_subject, graph->arena);
    for (size_t i = 0; i < graph->options->decision_count; i++) {
        const Catalog__V1__Decision *decision = graph->options->decisions[i];
        if (decision->request != NULL && !add(graph, decision))
            return false;
    }
    for (size_t i = 0; i < graph->decisions.count; i++) {
        struct decision_node *node = graph->decisions.items[i];
        const Catalog__V1__DecisionRequest *request = node->message->request;
        for (size_t k = 0; k < request->n_subjects; k++) {
            if (!list_by_subject(graph, node, request->subjects[k]))
                return false;
        }
    }
    return rerate_all(graph) && name_unknowns_of_demands(graph);
}
