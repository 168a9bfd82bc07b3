#include "model/explain.h"

#include "model/effective_row.h"
#include "model/explain_nodes.h"
#include "model/explain_row.h"
#include "model/resolver.h"
#include "model/timestamp.h"

#include <stdlib.h>
#include <string.h>

static const char *state_text(const Catalog__V1__Row *message) {
    const ProtobufCEnumValue *value =
        protobuf_c_enum_descriptor_get_value(&catalog__v1__row_state__descriptor, (int)message->now->state);
    return value == NULL ? "" : value->name + strlen("ROW_STATE_");
}

static void explain_head(struct explanation *explanation, const Catalog__V1__Row *message) {
    const Catalog__V1__Timestamp at = timestamp_of(explanation->graph->options->at);
    explain_add(explanation, &(struct step){.rule = "row",
                                            .object = explanation->graph->objects.items[0],
                                            .record = explanation->row->key,
                                            .holds = explanation->row->exists,
                                            .outcome = state_text(message),
                                            .text = message->title});
    explain_time(explanation, "at", &at);
}

static void explain_all(struct explanation *explanation, const Catalog__V1__Row *message) {
    const struct row *row = explanation->row;
    explanation->graph->epoch++;
    explain_head(explanation, message);
    for (size_t i = 0; i < row->sources.count; i++)
        explain_source(explanation, &row->sources.items[i], 1);
    for (size_t i = 0; i < row->credits.count; i++)
        explain_credit(explanation, &row->credits.items[i], 1);
    explain_lemmas(explanation);
    explain_decisions(explanation, 1);
    explain_outcome(explanation, message, 1);
}

static Catalog__V1__ExplainRowResponse *write_down(struct graph *graph, const struct row *row) {
    struct explanation explanation = {.graph = graph, .row = row};
    Catalog__V1__ExplainRowResponse *answer = ARENA_NEW(graph->arena, Catalog__V1__ExplainRowResponse);
    if (answer == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    catalog__v1__explain_row_response__init(answer);
    answer->row = effective_row(graph, row);
    if (answer->row == NULL)
        return NULL;
    explain_all(&explanation, answer->row);
    answer->steps = explanation.steps.items;
    answer->n_steps = explanation.steps.count;
    return explanation.has_failed ? NULL : answer;
}

static status_code why_not(const struct graph *graph, struct problem *problem) {
    return graph->status != STATUS_OK ? graph->status : problem_no_memory(problem);
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
    Catalog__V1__ExplainRowResponse *answer = write_down(&graph, row);
    if (answer == NULL)
        return why_not(&graph, problem);
    *ret_answer = answer;
    return STATUS_OK;
}

/* In the order of the effective model: by place, then threat. */
static int compare_rows(const void *a, const void *b) {
    const struct row *left = *(const struct row *const *)a;
    const struct row *right = *(const struct row *const *)b;
    const char *left_place = left->key + strlen(left->threat->name);
    int order = strcmp(left_place, right->key + strlen(right->threat->name));
    return order != 0 ? order : strcmp(left->threat->name, right->threat->name);
}

status_code explain_rows(const Catalog__V1__Object *object, const struct catalog_view *view,
                         const struct resolve_options *options, const struct explain_range *range, struct arena *arena,
                         struct explain_visitor visitor, struct problem *problem) {
    struct graph graph;
    status_code status = resolver_run(object, view, options, arena, &graph, problem);
    if (status != STATUS_OK)
        return status;
    const struct row **rows = ARENA_ARRAY(arena, const struct row *, graph.rows.count + 1);
    if (rows == NULL)
        return problem_no_memory(problem);
    for (size_t i = 0; i < graph.rows.count; i++)
        rows[i] = graph.rows.items[i];
    qsort(rows, graph.rows.count, sizeof *rows, compare_rows);
    bool goes_on = true;
    for (size_t i = range->first; goes_on && i < graph.rows.count && i - range->first < range->count; i++) {
        const Catalog__V1__ExplainRowResponse *answer = write_down(&graph, rows[i]);
        if (answer == NULL)
            return why_not(&graph, problem);
        goes_on = visitor.visit(visitor.context, answer, graph.rows.count);
    }
    return STATUS_OK;
}
