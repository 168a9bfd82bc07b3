#include "model/decision_force.h"

#include "codec/canonical.h"
#include "model/effective.h"
#include "model/graph_catalog.h"
#include "model/readings.h"

#include <string.h>

static bool digest_message(struct graph *graph, const ProtobufCMessage *message, struct digest *ret_digest) {
    graph->status = canonical_digest(message, ret_digest, graph->problem);
    return graph->status == STATUS_OK;
}

bool decision_contract(struct graph *graph, const char *name, const char **ret_text) {
    const struct threat_node *threat = string_map_get(&graph->threats_by_name, name);
    const struct control_node *control = string_map_get(&graph->controls_by_name, name);
    const struct view_version *version = threat != NULL ? threat->version : control != NULL ? control->version : NULL;
    const ProtobufCMessage *message = NULL;
    struct digest digest;
    if (threat != NULL && threat->message != NULL)
        message = &threat->message->base;
    else if (control != NULL && control->message != NULL)
        message = &control->message->base;
    *ret_text = NULL;
    if (version == NULL && message == NULL)
        return true;
    if (version != NULL)
        digest = version->contract;
    else if (!digest_message(graph, message, &digest))
        return false;
    *ret_text = effective_digest_text(graph, &digest);
    return *ret_text != NULL;
}

static bool is_at(const struct graph *graph, const struct row *row, const char *place) {
    return place[0] == '\0' || strcmp(graph->places.items[row->place].address, place) == 0;
}

static bool add_answered(struct graph *graph, const Catalog__V1__DecisionSubject *subject, row_list *rows) {
    const struct control_node *control = string_map_get(&graph->controls_by_name, subject->control);
    if (!graph_spend(graph, graph->rows.count))
        return false;
    for (size_t i = 0; control != NULL && i < graph->rows.count; i++) {
        const struct row *row = graph->rows.items[i];
        bool is_answered = is_at(graph, row, subject->place) &&
                           control_strength(control, row->threat) != CATALOG__V1__STRENGTH__STRENGTH_UNSPECIFIED;
        if (is_answered && !vector_push(graph->arena, rows, row))
            return graph_no_memory(graph);
    }
    return true;
}

bool decision_rows(struct graph *graph, const Catalog__V1__DecisionSubject *subject, row_list *ret_rows) {
    *ret_rows = (row_list){0};
    if (subject->threat[0] == '\0')
        return add_answered(graph, subject, ret_rows);
    const char *key = decision_subject_key(graph, subject);
    const struct row *row = key == NULL ? NULL : string_map_get(&graph->rows_by_key, key);
    if (key == NULL)
        return false;
    return row == NULL || vector_push(graph->arena, ret_rows, row) || graph_no_memory(graph);
}

static void raise_band(const struct graph *graph, const struct world_reading *reading, Catalog__V1__RiskBand *band) {
    Catalog__V1__RiskBand other = policy_band(graph->policy, reading->residual.likelihood, reading->residual.impact);
    if (reading->exists && other > *band)
        *band = other;
}

bool decision_bands(struct graph *graph, const row_list *rows, struct decision_bands *ret_bands) {
    for (size_t i = 0; i < WORLD_COUNT; i++)
        ret_bands->of_world[i] = CATALOG__V1__RISK_BAND__RISK_BAND_LOW;
    for (size_t i = 0; i < rows->count; i++) {
        struct row_reading now;
        struct row_reading planned;
        if (!readings_of(graph, rows->items[i], WORLD_NOW_STRICT, WORLD_NOW_LENIENT, &now) ||
            !readings_of(graph, rows->items[i], WORLD_PLANNED_STRICT, WORLD_PLANNED_LENIENT, &planned))
            return false;
        const struct world_reading *readings[WORLD_COUNT] = {&now.strict, &now.lenient, &planned.strict,
                                                             &planned.lenient};
        for (size_t w = 0; w < WORLD_COUNT; w++)
            raise_band(graph, readings[w], &ret_bands->of_world[w]);
    }
    return true;
}
