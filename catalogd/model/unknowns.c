#include "model/unknowns.h"

#include "model/credit.h"

/* A walk marks what it came by, because records lean on each other in any shape. */
struct walk {
    struct graph *graph;
    name_list *names;
    worlds strict;
    worlds lenient;
};

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

static bool walk_duty(struct walk *walk, struct duty *duty) {
    if (duty->seen == walk->graph->epoch || !differs(walk, duty->met))
        return true;
    duty->seen = walk->graph->epoch;
    if (!add_names(walk, &duty->when))
        return false;
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

static bool walk_duties(struct walk *walk, const struct instance *instance) {
    for (size_t i = 0; i < instance->object->model->n_responsibilities; i++) {
        if (!walk_duty(walk, &instance->responsibilities[i]))
            return false;
    }
    for (size_t i = 0; i < instance->object->model->n_assumptions; i++) {
        if (!walk_duty(walk, &instance->assumptions[i]))
            return false;
    }
    return true;
}

static bool walk_provision(struct walk *walk, struct provision *provision) {
    if (provision->seen == walk->graph->epoch || !differs(walk, provision_counts(provision)))
        return true;
    provision->seen = walk->graph->epoch;
    if (!add_names(walk, &provision->when))
        return false;
    for (size_t i = 0; i < provision->inner.count; i++) {
        if (!walk_provision(walk, provision->inner.items[i]))
            return false;
    }
    return walk_duties(walk, provision->instance);
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
    return walk_provision(walk, provision) && walk_duties(walk, provision->instance);
}

bool unknowns_of_row(struct graph *graph, const struct row *row, worlds strict, worlds lenient, name_list *names) {
    struct walk walk = {.graph = graph, .names = names, .strict = strict, .lenient = lenient};
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
    return walk_provision(&walk, provision);
}

bool unknowns_of_duty(struct graph *graph, struct duty *duty, name_list *names) {
    struct walk walk = {.graph = graph, .names = names, .strict = WORLD_NOW_STRICT, .lenient = WORLD_NOW_LENIENT};
    graph->epoch++;
    return walk_duty(&walk, duty);
}
