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
                                      .when = &rule->when,
                                      .rows = &instance->residual_rows[number]};
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

bool rows_add_residuals(struct graph *graph, struct instance *instance) {
    const Catalog__V1__Model *model = instance->object->model;
    instance->residual_rows = ARENA_ARRAY(graph->arena, row_group, model->n_residuals + 1);
    if (instance->residual_rows == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < model->n_residuals; i++) {
        if (!passes_on(model->residuals[i]) && !add_residual(graph, instance, i))
            return false;
    }
    return true;
}

/* ---- Passing on ---- */

/* One residual that passes rows on. */
struct passing {
    const Catalog__V1__Residual *residual;
    const struct threat_node *threat; /* NULL: any */
    struct row_source source;
};

static bool has_joined(const struct row *row, const struct row_source *source) {
    for (size_t i = 0; i < row->sources.count; i++) {
        if (row->sources.items[i].rows == source->rows)
            return true;
    }
    return false;
}

/* A row is there only where something else brings it. */
static bool join(struct graph *graph, const struct passing *passing, struct row *row) {
    struct row_source source = passing->source;
    bool is_meant = passing->threat == NULL || passing->threat == row->threat;
    source.exists &= row->exists;
    if (!is_meant || source.exists == WORLDS_NONE || has_joined(row, &source))
        return true;
    bool is_kept = vector_push(graph->arena, &row->sources, source) && vector_push(graph->arena, source.rows, row);
    return is_kept || graph_no_memory(graph);
}

static bool join_all(struct graph *graph, const struct passing *passing, const row_group *rows) {
    if (!graph_spend(graph, rows->count))
        return false;
    for (size_t i = 0; i < rows->count; i++) {
        if (!join(graph, passing, rows->items[i]))
            return false;
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

/* ADDRESS names a residual of a dependency, or places of one. */
static bool join_at(struct graph *graph, const struct passing *passing, const char *address) {
    const struct instance *self = passing->source.instance;
    const char *id;
    const struct instance *owner = place_owner(self, address, &id);
    size_t number = owner == NULL || owner == self ? SIZE_MAX : find_residual(owner->object, id);
    if (number != SIZE_MAX)
        return join_all(graph, passing, &owner->residual_rows[number]);
    struct place_range range = place_find(graph, self, address);
    for (uint32_t i = 0; i < range.count; i++) {
        const struct place *place = &graph->places.items[range.first + i];
        if (place->instance != self && !join_all(graph, passing, &place->rows))
            return false;
    }
    return true;
}

static bool pass_on(struct graph *graph, const struct instance *instance, size_t number) {
    struct passing passing = {.residual = instance->object->model->residuals[number]};
    if (!source_of(graph, instance, number, &passing.source))
        return false;
    if (passing.residual->threat[0] != '\0')
        passing.threat = instance->object->residuals[number].threats.items[0];
    passing.source.rating.likelihood = risk_in_scale(passing.residual->likelihood);
    passing.source.rating.impact = risk_in_scale(passing.residual->impact);
    for (size_t i = 0; i < passing.residual->n_from; i++) {
        if (!join_at(graph, &passing, passing.residual->from[i]))
            return false;
    }
    return true;
}

bool rows_pass_on(struct graph *graph) {
    for (size_t i = graph->instances.count; i > 0; i--) { /* inner ones first: their rows are passed on further */
        const struct instance *instance = graph->instances.items[i - 1];
        const Catalog__V1__Model *model = instance->object->model;
        for (size_t k = 0; k < model->n_residuals; k++) {
            if (passes_on(model->residuals[k]) && !pass_on(graph, instance, k))
                return false;
        }
    }
    return true;
}
