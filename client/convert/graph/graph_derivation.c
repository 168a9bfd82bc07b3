#include "convert/graph/graph.h"

#include "base/string_map.h"

struct derivation {
    struct graph *graph;
    const Catalog__V1__ExplainRowResponse *explanation;
    size_t zone;
    size_t *nodes;           /* by step */
    struct string_map apart; /* subjects that are taken apart, to their step + 1 */
};

static enum graph_shape shape_of(const Catalog__V1__DerivationStep *step) {
    static const struct {
        const char *outcome;
        enum graph_shape shape;
    } outcomes[] = {
        {"true", GRAPH_HOLDS},           {"credited", GRAPH_HOLDS},  {"met", GRAPH_HOLDS},
        {"in force", GRAPH_HOLDS},       {"MITIGATED", GRAPH_HOLDS}, {"ACCEPTED", GRAPH_HOLDS},
        {"NOT_APPLICABLE", GRAPH_HOLDS}, {"unknown", GRAPH_HANGS},   {"pending", GRAPH_HANGS},
        {"CONDITIONAL", GRAPH_HANGS},    {"PARTIAL", GRAPH_HANGS},   {"false", GRAPH_FAILS},
        {"not credited", GRAPH_FAILS},   {"unmet", GRAPH_FAILS},     {"not in force", GRAPH_FAILS},
        {"not admitted", GRAPH_FAILS},   {"not found", GRAPH_FAILS}, {"void", GRAPH_FAILS},
        {"OPEN", GRAPH_FAILS},
    };
    for (size_t i = 0; i < COUNT_OF(outcomes); i++) {
        if (strcmp(outcomes[i].outcome, step->outcome) == 0)
            return outcomes[i].shape == GRAPH_FAILS && step->n_holds_in > 0 ? GRAPH_HANGS : outcomes[i].shape;
    }
    return GRAPH_STEP;
}

/* What is not on the label is in the other formats. */
static size_t add_step(struct derivation *derivation, const Catalog__V1__DerivationStep *step) {
    struct graph *graph = derivation->graph;
    struct graph_label label = {0};
    graph_say(graph, &label, step->outcome[0] == '\0' ? "%s" : "%s: %s", step->rule, step->outcome);
    graph_say(graph, &label, "%s", step->subject);
    graph_say(graph, &label, step->object[0] == '\0' ? "%s%s" : "%s %s", step->object, step->record);
    graph_say(graph, &label, "%s", step->predicate);
    for (size_t i = 0; i < step->n_values && label.count < GRAPH_LINES_MAX; i++)
        graph_say(graph, &label, "%s = %s", step->values[i]->name, step->values[i]->value);
    for (size_t i = 0; i < step->n_details && label.count < GRAPH_LINES_MAX; i++)
        graph_say(graph, &label, "%s %s", step->details[i]->name, step->details[i]->value);
    return graph_add_node(graph, derivation->zone, shape_of(step), &label);
}

/* The step that STEP stands right below; the steps before it come depth first. */
static size_t parent_of(const struct derivation *derivation, size_t step) {
    Catalog__V1__DerivationStep *const *steps = derivation->explanation->steps;
    size_t parent = step;
    while (parent-- > 0) {
        if (steps[parent]->depth < steps[step]->depth)
            return parent;
    }
    return GRAPH_NONE;
}

static bool has_steps_below(const struct derivation *derivation, size_t step) {
    const Catalog__V1__ExplainRowResponse *explanation = derivation->explanation;
    return step + 1 < explanation->n_steps && explanation->steps[step + 1]->depth > explanation->steps[step]->depth;
}

static void link_step(struct derivation *derivation, size_t step) {
    const Catalog__V1__DerivationStep *message = derivation->explanation->steps[step];
    size_t parent = parent_of(derivation, step);
    uintptr_t apart = (uintptr_t)string_map_get(&derivation->apart, message->subject);
    if (parent != GRAPH_NONE)
        graph_add_edge(derivation->graph,
                       &(struct graph_edge){.from = derivation->nodes[parent], .to = derivation->nodes[step]});
    if (apart != 0 && !has_steps_below(derivation, step) && message->record[0] != '\0')
        graph_add_edge(derivation->graph, &(struct graph_edge){.from = derivation->nodes[step],
                                                               .to = derivation->nodes[apart - 1],
                                                               .is_dashed = true});
}

static void note_apart(struct derivation *derivation, size_t step) {
    const char *subject = derivation->explanation->steps[step]->subject;
    if (subject[0] == '\0' || !has_steps_below(derivation, step) || string_map_get(&derivation->apart, subject) != NULL)
        return;
    derivation->graph->has_failed |= !string_map_put(&derivation->apart, subject, (void *)(uintptr_t)(step + 1));
}

void graph_of_derivation(struct graph *graph, const Catalog__V1__ExplainRowResponse *explanation) {
    struct derivation derivation = {.graph = graph, .explanation = explanation};
    derivation.nodes = ARENA_ARRAY(graph->arena, size_t, explanation->n_steps + 1);
    string_map_init(&derivation.apart, graph->arena);
    graph->has_failed |= derivation.nodes == NULL;
    derivation.zone = graph_add_zone(graph, explanation->row == NULL ? "" : explanation->row->key);
    graph_nest(graph, GRAPH_ROOT, derivation.zone);
    for (size_t i = 0; !graph->has_failed && i < explanation->n_steps; i++) {
        derivation.nodes[i] = add_step(&derivation, explanation->steps[i]);
        note_apart(&derivation, i);
    }
    for (size_t i = 0; !graph->has_failed && i < explanation->n_steps; i++)
        link_step(&derivation, i);
}
