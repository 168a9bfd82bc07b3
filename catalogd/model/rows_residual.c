#include "model/graph_catalog.h"
#include "model/place.h"
#include "model/rows.h"

#include <string.h>

static bool passes_on(const Catalog__V1__Residual *residual) {
    return residual->n_from > 0;
}

static bool source_of(struct graph *graph, const struct instance *instance, size_t number,
                      struct row_source *ret_source) {
    const struct threat_rule *rule = &instance->object->residuals[number];
    *ret_source = (struct row_source){.kind = CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_RESIDUAL,
                                      .instance = instance,
                                      .record = instance->object->model->residuals[number]->id,
                                      .number = number,
                                      .when = &rule->when};
    if (!condition_judge(graph, &rule->when, (struct scope){.instance = instance}, &ret_source->judgement))
        return false;
    ret_source->exists = worlds_burden(ret_source->judgement.truth);
    return true;
}

static bool add_residual(struct graph *graph, const struct instance *instance, size_t number) {
    const Catalog__V1__Residual *residual = instance->object->model->residuals[number];
    struct threat_node *threat = instance->object->residuals[number].threats.items[0];
    struct row_source source;
    if (!graph_load_threat(graph, threat, instance->object->label))
        return false;
    const Catalog__V1__Threat *message = threat->message;
    if (message == NULL)
        return true;
    if (!source_of(graph, instance, number, &source))
        return false;
    source.rating.likelihood = risk_in_scale(residual->likelihood == 0 ? message->likelihood : residual->likelihood);
    source.rating.impact = risk_in_scale(residual->impact == 0 ? message->impact : residual->impact);
    return rows_add(graph, threat, place_find(graph, instance, residual->on), &source);
}

bool rows_add_residuals(struct graph *graph, const struct instance *instance) {
    const Catalog__V1__Model *model = instance->object->model;
    for (size_t i = 0; i < model->n_residuals; i++) {
        if (!passes_on(model->residuals[i]) && !add_residual(graph, instance, i))
            return false;
    }
    return true;
}

/* ---- Passing on ---- */

/* Gathers the rows that one residual stands for, each once. */
struct gathering {
    const struct instance *instance;
    const struct threat_node *threat; /* NULL: any */
    uint32_t number;                  /* of the gathering, from 1 */
    row_group *rows;
};

static bool gather(struct graph *graph, struct gathering *gathering, const row_group *rows) {
    if (!graph_spend(graph, rows->count))
        return false;
    for (size_t i = 0; i < rows->count; i++) {
        struct row *row = rows->items[i];
        bool is_meant = gathering->threat == NULL || gathering->threat == row->threat;
        if (!is_meant || row->passed_by == gathering->number)
            continue;
        row->passed_by = gathering->number;
        if (!vector_push(graph->arena, gathering->rows, row))
            return graph_no_memory(graph);
    }
    return true;
}

static size_t find_residual(const struct graph_object *object, const char *id) {
    for (size_t i = 0; i < object->model->n_residuals; i++) {
        if (strcmp(object->model->residuals[i]->id, id) == 0)
            return i;
    }
    return SIZE_MAX;
}

static bool gather_at(struct graph *graph, struct gathering *gathering, struct place_range range) {
    for (uint32_t i = 0; i < range.count; i++) {
        if (!gather(graph, gathering, &graph->places.items[range.first + i].rows))
            return false;
    }
    return true;
}

/* ADDRESS names a residual of a dependency, or places of one. */
static bool gather_from(struct graph *graph, struct gathering *gathering, const char *address) {
    const struct instance *self = gathering->instance;
    const char *id;
    const struct instance *owner = place_owner(self, address, &id);
    size_t number = owner == NULL || owner == self ? SIZE_MAX : find_residual(owner->object, id);
    if (number != SIZE_MAX)
        return gather(graph, gathering, &owner->residual_rows[number]);
    struct place_range range = place_find(graph, self, address);
    bool is_inherited = range.count > 0 && graph->places.items[range.first].instance != self;
    return !is_inherited || gather_at(graph, gathering, range);
}

static bool gather_all(struct graph *graph, struct gathering *gathering, const Catalog__V1__Residual *residual) {
    for (size_t i = 0; i < residual->n_from; i++) {
        if (!gather_from(graph, gathering, residual->from[i]))
            return false;
    }
    return passes_on(residual) || gather_at(graph, gathering, place_find(graph, gathering->instance, residual->on));
}

/* A row is there only where something else brings it. */
static bool join(struct graph *graph, const struct instance *instance, size_t number) {
    const Catalog__V1__Residual *residual = instance->object->model->residuals[number];
    const row_group *rows = &instance->residual_rows[number];
    struct row_source source;
    if (!source_of(graph, instance, number, &source))
        return false;
    source.rating.likelihood = risk_in_scale(residual->likelihood);
    source.rating.impact = risk_in_scale(residual->impact);
    const worlds exists = source.exists;
    for (size_t i = 0; i < rows->count; i++) {
        source.exists = exists & rows->items[i]->exists;
        if (source.exists != WORLDS_NONE && !vector_push(graph->arena, &rows->items[i]->sources, source))
            return graph_no_memory(graph);
    }
    return true;
}

static bool pass_on(struct graph *graph, struct instance *instance, uint32_t *gatherings) {
    const Catalog__V1__Model *model = instance->object->model;
    instance->residual_rows = ARENA_ARRAY(graph->arena, row_group, model->n_residuals + 1);
    if (instance->residual_rows == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < model->n_residuals; i++) {
        const Catalog__V1__Residual *residual = model->residuals[i];
        struct gathering gathering = {
            .instance = instance, .number = ++*gatherings, .rows = &instance->residual_rows[i]};
        if (residual->threat[0] != '\0')
            gathering.threat = instance->object->residuals[i].threats.items[0];
        if (!gather_all(graph, &gathering, residual) || (passes_on(residual) && !join(graph, instance, i)))
            return false;
    }
    return true;
}

bool rows_pass_on(struct graph *graph) {
    uint32_t gatherings = 0;
    for (size_t i = graph->instances.count; i > 0; i--) { /* inner ones first: their rows are passed on further */
        if (!pass_on(graph, graph->instances.items[i - 1], &gatherings))
            return false;
    }
    return true;
}
