#include "model/unknowns.h"

#include "model/rules.h"

/* A walk marks what it came by, because records lean on each other in any shape. */
struct walk {
    struct graph *graph;
    name_list *names;
    const struct threat_node *threat; /* of the row */
    worlds strict;
    worlds lenient;
    uint32_t depth;
};

/* Chains longer than this name the unknowns of their front only: the walk recurses. */
#define DEPTH_MAX 256

static bool walk_provision(struct walk *walk, struct provision *provision);

static bool differs(const struct walk *walk, worlds worlds_of) {
    return (worlds_of & walk->strict) == 0 && (worlds_of & walk->lenient) != 0;
}

static bool add_names(struct walk *walk, const struct judgement *judgement) {
    for (size_t i = 0; i < judgement->unknown_count; i++) {
        if (!vector_push(walk->graph->arena, walk->names, judgement->unknown[i]))
            return graph_no_memory(walk->graph);
    }
    return true;
}

static bool walk_duty_records(struct walk *walk, const struct duty *duty);

static bool walk_duty(struct walk *walk, struct duty *duty) {
    if (walk->depth >= DEPTH_MAX || duty->seen == walk->graph->epoch || !differs(walk, duty->met))
        return true;
    duty->seen = walk->graph->epoch;
    walk->depth++;
    bool is_whole = add_names(walk, &duty->when) && walk_duty_records(walk, duty);
    walk->depth--;
    return is_whole;
}

static bool walk_duty_records(struct walk *walk, const struct duty *duty) {
    for (size_t i = 0; i < duty->answers.count; i++) {
        if (duty->answers.items[i]->uses != NULL && !walk_provision(walk, duty->answers.items[i]->uses))
            return false;
    }
    for (size_t i = 0; i < duty->passed_to.count; i++) {
        if (!walk_duty(walk, duty->passed_to.items[i]))
            return false;
    }
    return true;
}

/* The duties of INSTANCE that take its credit from the row. */
static bool walk_kept(struct walk *walk, const struct instance *instance) {
    const Catalog__V1__Model *model = instance->object->model;
    for (size_t i = 0; i < model->n_responsibilities; i++) {
        struct duty *duty = &instance->responsibilities[i];
        if (threat_list_has(duty->covers, walk->threat) && !walk_duty(walk, duty))
            return false;
    }
    for (size_t i = 0; i < model->n_assumptions; i++) {
        struct duty *duty = &instance->assumptions[i];
        if (threat_list_has(duty->covers, walk->threat) && !walk_duty(walk, duty))
            return false;
    }
    return true;
}

static bool walk_requirements(struct walk *walk, const struct provision *provision) {
    for (size_t i = 0; i < provision->inner.count; i++) {
        if (!walk_provision(walk, provision->inner.items[i]))
            return false;
    }
    for (size_t i = 0; i < provision->duties.count; i++) {
        if (!walk_duty(walk, provision->duties.items[i]))
            return false;
    }
    return true;
}

static bool walk_provision(struct walk *walk, struct provision *provision) {
    if (walk->depth >= DEPTH_MAX || provision->seen == walk->graph->epoch || !differs(walk, provision->counts))
        return true;
    provision->seen = walk->graph->epoch;
    walk->depth++;
    bool is_whole = add_names(walk, &provision->when) && walk_requirements(walk, provision);
    walk->depth--;
    return is_whole;
}

static bool walk_source(struct walk *walk, const struct row_source *source) {
    if ((source->exists & walk->strict) == 0 || (source->exists & walk->lenient) != 0)
        return true;
    if (source->duty != NULL)
        return walk_duty(walk, (struct duty *)(uintptr_t)source->duty);
    return add_names(walk, &source->judgement);
}

static bool walk_credit(struct walk *walk, const struct row_credit *credit) {
    if (!differs(walk, credit->counts))
        return true;
    if (credit->platform != NULL)
        return add_names(walk, &credit->judgement) && add_names(walk, &credit->platform->baseline->scope);
    if (credit->provision == NULL)
        return true;
    struct provision *provision = (struct provision *)(uintptr_t)credit->provision;
    return walk_provision(walk, provision) && walk_kept(walk, provision->instance);
}

bool unknowns_of_row(struct graph *graph, const struct row *row, worlds strict, worlds lenient, name_list *names) {
    struct walk walk = {.graph = graph, .names = names, .threat = row->threat, .strict = strict, .lenient = lenient};
    graph->epoch++;
    for (size_t i = 0; i < row->sources.count; i++) {
        if (!walk_source(&walk, &row->sources.items[i]))
            return false;
    }
    for (size_t i = 0; i < row->credits.count; i++) {
        if (!walk_credit(&walk, &row->credits.items[i]))
            return false;
    }
    return true;
}

bool unknowns_of_provision(struct graph *graph, struct provision *provision, name_list *names) {
    struct walk walk = {.graph = graph, .names = names, .strict = WORLD_NOW_STRICT, .lenient = WORLD_NOW_LENIENT};
    graph->epoch++;
    if (!walk_provision(&walk, provision))
        return false;
    for (size_t i = 0; i < provision->rule->threats.count; i++) {
        walk.threat = provision->rule->threats.items[i];
        if (!walk_kept(&walk, provision->instance))
            return false;
    }
    return true;
}

bool unknowns_of_duty(struct graph *graph, struct duty *duty, name_list *names) {
    struct walk walk = {.graph = graph, .names = names, .strict = WORLD_NOW_STRICT, .lenient = WORLD_NOW_LENIENT};
    graph->epoch++;
    return walk_duty(&walk, duty);
}
