#include "model/explain.h"

#include "model/effective_row.h"
#include "model/explain_steps.h"
#include "model/layer.h"
#include "model/policy.h"
#include "model/resolver.h"

#include <string.h>

static const char *state_text(Catalog__V1__RowState state) {
    static const char *const texts[] = {"",          "OPEN",     "PARTIAL",       "CONDITIONAL",
                                        "MITIGATED", "ACCEPTED", "NOT_APPLICABLE"};
    return state >= 0 && state < (int)COUNT_OF(texts) ? texts[state] : "";
}

static const char *band_text(Catalog__V1__RiskBand band) {
    static const char *const texts[] = {"", "LOW", "MEDIUM", "HIGH", "CRITICAL"};
    return band >= 0 && band < (int)COUNT_OF(texts) ? texts[band] : "";
}

static bool explain_class(struct explanation *explanation, const struct row_source *source, uint32_t depth) {
    if (!layer_is_providers(source->instance->object->model, source->layer))
        return true;
    struct step step = {.depth = depth,
                        .rule = "class.layer",
                        .object = source->instance->object,
                        .record = "assurance",
                        .outcome = source->is_by_class ? "true" : "false",
                        .text = "The layer is the provider's; true: an assurance is valid at this time."};
    return explain_add(explanation, &step);
}

static bool explain_source(struct explanation *explanation, const struct row_source *source, uint32_t depth) {
    bool is_residual = source->kind == CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_RESIDUAL;
    if (source->duty != NULL)
        return explain_duty(explanation, source->duty->is_assumption ? "row.assumption" : "row.responsibility",
                            (struct duty *)(uintptr_t)source->duty, depth);
    struct step step = {.depth = depth,
                        .rule = is_residual ? "row.residual" : "row.threat",
                        .object = source->instance->object,
                        .record =
                            explain_path(explanation->graph, is_residual ? "residuals" : "threats", source->record),
                        .condition = source->when,
                        .scope = {.instance = source->instance},
                        .text = source->instance->address};
    return step.record != NULL && explain_add(explanation, &step) && explain_class(explanation, source, depth + 1);
}

static bool add_outcome(struct explanation *explanation, const char *rule, const char *outcome) {
    return outcome != NULL && explain_add(explanation, &(struct step){.depth = 1, .rule = rule, .outcome = outcome});
}

static const char *rating_text(struct graph *graph, const Catalog__V1__Rating *rating) {
    return graph_text(graph, "%ux%u %s", rating->likelihood, rating->impact, band_text(rating->band));
}

static bool explain_outcomes(struct explanation *explanation, const Catalog__V1__Row *message) {
    struct graph *graph = explanation->graph;
    return add_outcome(explanation, "state", state_text(message->now->state)) &&
           add_outcome(explanation, "state.planned", state_text(message->planned->state)) &&
           add_outcome(explanation, "risk.inherent", rating_text(graph, message->inherent)) &&
           add_outcome(explanation, "risk.residual", rating_text(graph, message->now->residual)) &&
           add_outcome(explanation, "risk.lenient", rating_text(graph, message->now->residual_lenient)) &&
           add_outcome(explanation, "risk.appetite", band_text(message->appetite));
}

static bool explain_all(struct explanation *explanation, const Catalog__V1__Row *message) {
    const struct row *row = explanation->row;
    struct step head = {.rule = "row",
                        .object = explanation->graph->objects.items[0],
                        .record = row->key,
                        .outcome = state_text(message->now->state),
                        .text = message->title};
    explanation->graph->epoch++;
    if (!explain_add(explanation, &head))
        return false;
    for (size_t i = 0; i < row->sources.count; i++) {
        if (!explain_source(explanation, &row->sources.items[i], 1))
            return false;
    }
    for (size_t i = 0; i < row->credits.count; i++) {
        if (!explain_credit(explanation, &row->credits.items[i], 1))
            return false;
    }
    return explain_outcomes(explanation, message);
}

static bool write_down(struct graph *graph, const struct row *row, Catalog__V1__ExplainRowResponse **ret_answer) {
    struct explanation explanation = {.graph = graph, .row = row};
    Catalog__V1__ExplainRowResponse *answer = ARENA_NEW(graph->arena, Catalog__V1__ExplainRowResponse);
    if (answer == NULL)
        return graph_no_memory(graph);
    catalog__v1__explain_row_response__init(answer);
    answer->row = effective_row(graph, row);
    if (answer->row == NULL || !explain_all(&explanation, answer->row))
        return false;
    answer->steps = explanation.steps.items;
    answer->n_steps = explanation.steps.count;
    *ret_answer = answer;
    return true;
}

status_code explain_row(const Catalog__V1__Object *object, const struct catalog_view *view,
                        const struct resolve_options *options, const char *key, struct arena *arena,
                        Catalog__V1__ExplainRowResponse **ret_answer, struct problem *problem) {
    struct graph graph;
    status_code status = resolver_run(object, view, options, arena, &graph, problem);
    if (status != STATUS_OK)
        return status;
    const struct row *row = string_map_get(&graph.rows_by_key, key);
    if (row == NULL)
        return problem_set(problem, STATUS_NOT_FOUND, "NO_SUCH_ROW",
                           "the effective model of %s has no row %s; rows are called threat@place",
                           graph.objects.items[0]->name, key);
    if (write_down(&graph, row, ret_answer))
        return STATUS_OK;
    return graph.status != STATUS_OK ? graph.status : problem_no_memory(problem);
}
