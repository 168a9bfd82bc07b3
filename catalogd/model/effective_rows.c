#include "model/effective.h"

#include "model/effective_row.h"
#include "model/policy.h"
#include "model/text_field.h"

#include <stdlib.h>
#include <string.h>

#define SCALE  RISK_RATING_MAX
#define CELLS  ((size_t)SCALE * SCALE)
#define STATES ((size_t)CATALOG__V1__ROW_STATE__ROW_STATE_NOT_APPLICABLE)

static int compare_rows(const void *a, const void *b) {
    const Catalog__V1__Row *left = *(Catalog__V1__Row *const *)a;
    const Catalog__V1__Row *right = *(Catalog__V1__Row *const *)b;
    int order = strcmp(left->place, right->place);
    return order != 0 ? order : strcmp(left->threat, right->threat);
}

static Catalog__V1__MatrixCount *cell(Catalog__V1__EffectiveModel *model, const Catalog__V1__Rating *rating) {
    return model->matrix[(rating->likelihood - 1) * SCALE + rating->impact - 1];
}

static bool make_matrix(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    Catalog__V1__MatrixCount *cells = ARENA_ARRAY(graph->arena, Catalog__V1__MatrixCount, CELLS);
    model->matrix = ARENA_ARRAY(graph->arena, Catalog__V1__MatrixCount *, CELLS);
    if (cells == NULL || model->matrix == NULL)
        return graph_no_memory(graph);
    for (uint32_t i = 0; i < CELLS; i++) {
        catalog__v1__matrix_count__init(&cells[i]);
        cells[i].likelihood = i / SCALE + 1;
        cells[i].impact = i % SCALE + 1;
        cells[i].band = policy_band(graph->policy, cells[i].likelihood, cells[i].impact);
        model->matrix[model->n_matrix++] = &cells[i];
    }
    return true;
}

static bool make_states(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    Catalog__V1__StateCount *counts = ARENA_ARRAY(graph->arena, Catalog__V1__StateCount, STATES);
    model->states = ARENA_ARRAY(graph->arena, Catalog__V1__StateCount *, STATES);
    if (counts == NULL || model->states == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < STATES; i++) {
        catalog__v1__state_count__init(&counts[i]);
        counts[i].state = (Catalog__V1__RowState)(i + 1);
        model->states[model->n_states++] = &counts[i];
    }
    return true;
}

static void count_row(Catalog__V1__EffectiveModel *model, const Catalog__V1__Row *row) {
    cell(model, row->inherent)->inherent++;
    cell(model, row->now->residual)->residual_now++;
    cell(model, row->planned->residual)->residual_planned++;
    model->states[row->now->state - 1]->now++;
    model->states[row->planned->state - 1]->planned++;
}

bool effective_rows(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    model->rows = ARENA_ARRAY(graph->arena, Catalog__V1__Row *, graph->rows.count + 1);
    if (model->rows == NULL)
        return graph_no_memory(graph);
    if (!make_matrix(graph, model) || !make_states(graph, model))
        return false;
    for (size_t i = 0; i < graph->rows.count; i++) {
        Catalog__V1__Row *row = effective_row(graph, graph->rows.items[i]);
        if (row == NULL)
            return false;
        count_row(model, row);
        model->rows[model->n_rows++] = row;
    }
    qsort(model->rows, model->n_rows, sizeof(Catalog__V1__Row *), compare_rows);
    return true;
}
