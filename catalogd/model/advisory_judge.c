#include "model/advisory.h"

#include "model/credit.h"
#include "model/decision.h"
#include "model/readings.h"

#include <stdlib.h>
#include <string.h>

/* Ids are decimal numbers without leading zeros; one that nobody published has none and comes last. */
static int compare_ids(const char *a, const char *b) {
    size_t left = strlen(a);
    size_t right = strlen(b);
    if (left == right)
        return strcmp(a, b);
    return left - 1 < right - 1 ? -1 : 1;
}

static int compare_nodes(const void *a, const void *b) {
    const struct advisory_node *left = *(struct advisory_node *const *)a;
    const struct advisory_node *right = *(struct advisory_node *const *)b;
    int order = compare_ids(left->message->id, right->message->id);
    return order != 0 ? order : strcmp(left->label, right->label);
}

enum activity { NONE_ACTIVE, ONE_ACTIVE, ALL_ACTIVE };

static bool settle_with(struct graph *graph, enum activity activity, const struct advisory_node *one) {
    for (size_t i = 0; i < graph->advisories.count; i++) {
        struct advisory_node *node = graph->advisories.items[i];
        advisory_activate(node, activity == ALL_ACTIVE || (activity == ONE_ACTIVE && node == one));
    }
    return credit_settle_again(graph);
}

static void note_row(struct row *row) {
    for (size_t i = 0; i < row->credits.count; i++)
        row->credits.items[i].unadvised = rows_credit_counts(row, &row->credits.items[i]);
    for (size_t i = 0; i < row->sources.count; i++) {
        struct duty *duty = (struct duty *)(uintptr_t)row->sources.items[i].duty;
        if (duty != NULL)
            duty->met_unadvised = duty->met;
    }
}

static bool spend_row(struct graph *graph, const struct row *row) {
    return graph_spend(graph, row->credits.count + row->sources.count);
}

static bool note_unadvised(struct graph *graph) {
    for (size_t i = 0; i < graph->rows.count; i++) {
        if (!spend_row(graph, graph->rows.items[i]))
            return false;
        note_row(graph->rows.items[i]);
    }
    return true;
}

/* Whether NODE, the only active one, touches ROW. */
static bool touches(const struct advisory_node *node, const struct row *row) {
    for (size_t i = 0; i < row->sources.count; i++) {
        const struct row_source *source = &row->sources.items[i];
        bool is_unmet = source->duty != NULL && (source->duty->met_unadvised & ~source->duty->met) != 0;
        if (source->advisory == node || is_unmet)
            return true;
    }
    for (size_t i = 0; i < row->credits.count; i++) {
        const struct row_credit *credit = &row->credits.items[i];
        if ((credit->unadvised & ~rows_credit_counts(row, credit)) != 0)
            return true;
    }
    return false;
}

static bool touch_rows(struct graph *graph, struct advisory_node *node) {
    for (size_t i = 0; i < graph->rows.count; i++) {
        struct row *row = graph->rows.items[i];
        if (!spend_row(graph, row))
            return false;
        if (touches(node, row) &&
            (!vector_push(graph->arena, &node->rows, row) || !vector_push(graph->arena, &row->advisories, node)))
            return graph_no_memory(graph);
    }
    return true;
}

/* Tried one by one: of two that void the same thing each touches the row. */
static bool find_touched(struct graph *graph) {
    if (!settle_with(graph, NONE_ACTIVE, NULL) || !note_unadvised(graph))
        return false;
    for (size_t i = 0; i < graph->advisories.count; i++) {
        struct advisory_node *node = graph->advisories.items[i];
        if (!settle_with(graph, ONE_ACTIVE, node) || !touch_rows(graph, node))
            return false;
    }
    return settle_with(graph, ALL_ACTIVE, NULL);
}

static bool is_mitigated(const struct world_reading *reading) {
    return !reading->exists || reading->undecided >= CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED;
}

/* The worlds, of STRICT and LENIENT, in which ROW is answered without what NODE voids. */
static bool answer_row(struct graph *graph, struct advisory_node *node, const struct row *row, const worlds pair[2],
                       worlds *ret_answered) {
    struct row_reading reading;
    uint64_t since = node->message->revision == 0 ? UINT64_MAX : node->message->revision;
    if (!readings_of(graph, row, pair[0], pair[1], &reading))
        return false;
    worlds mitigated = (is_mitigated(&reading.strict) ? pair[0] : WORLDS_NONE) |
                       (is_mitigated(&reading.lenient) ? pair[1] : WORLDS_NONE);
    *ret_answered = mitigated | (decision_answers_since(graph, row, since) & (pair[0] | pair[1]));
    if ((*ret_answered & pair[0]) != 0 || (*ret_answered & pair[1]) == 0)
        return true;
    return unknowns_of_row(graph, row, pair[0], pair[1], &node->unknown) &&
           decision_unknowns(graph, row, pair[0], pair[1], &node->unknown);
}

static bool answer(struct graph *graph, struct advisory_node *node) {
    static const worlds pairs[2][2] = {{WORLD_NOW_STRICT, WORLD_NOW_LENIENT},
                                       {WORLD_PLANNED_STRICT, WORLD_PLANNED_LENIENT}};
    node->answered = WORLDS_ALL;
    for (size_t i = 0; i < node->rows.count; i++) {
        worlds now = WORLDS_NONE;
        worlds planned = WORLDS_NONE;
        if (!spend_row(graph, node->rows.items[i]) || !answer_row(graph, node, node->rows.items[i], pairs[0], &now) ||
            !answer_row(graph, node, node->rows.items[i], pairs[1], &planned))
            return false;
        node->answered &= now | planned;
    }
    return advisory_fixed_in(graph, node, &node->fixed_in);
}

bool advisory_judge(struct graph *graph) {
    if (graph->advisories.count == 0)
        return true;
    qsort(graph->advisories.items, graph->advisories.count, sizeof *graph->advisories.items, compare_nodes);
    if (!find_touched(graph))
        return false;
    for (size_t i = 0; i < graph->advisories.count; i++) {
        if (!answer(graph, graph->advisories.items[i]))
            return false;
    }
    return true;
}
