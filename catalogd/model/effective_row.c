#include "model/effective_row.h"

#include "model/decision.h"
#include "model/effective.h"
#include "model/policy.h"
#include "model/report.h"
#include "model/text_field.h"
#include "model/unknowns.h"

static Catalog__V1__Rating *rating_of(struct graph *graph, struct risk_rating rating) {
    Catalog__V1__Rating *message = ARENA_NEW(graph->arena, Catalog__V1__Rating);
    if (message == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    catalog__v1__rating__init(message);
    message->likelihood = rating.likelihood;
    message->impact = rating.impact;
    message->band = policy_band(graph->policy, rating.likelihood, rating.impact);
    return message;
}

static Catalog__V1__RowSource *source_of(struct graph *graph, const struct row_source *source) {
    Catalog__V1__RowSource *message = ARENA_NEW(graph->arena, Catalog__V1__RowSource);
    if (message == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    catalog__v1__row_source__init(message);
    message->kind = source->kind;
    message->instance = text_field(source->instance->address);
    message->record = text_field(source->record);
    message->when = text_field(source->when->text);
    bool is_sorted = report_sorted(graph, source->judgement.unknown, source->judgement.unknown_count, &message->unknown,
                                   &message->n_unknown);
    return is_sorted ? message : NULL;
}

static bool fill_sources(struct graph *graph, const struct row *row, Catalog__V1__Row *message) {
    message->sources = ARENA_ARRAY(graph->arena, Catalog__V1__RowSource *, row->sources.count);
    if (message->sources == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < row->sources.count; i++) {
        Catalog__V1__RowSource *source = source_of(graph, &row->sources.items[i]);
        if (source == NULL)
            return false;
        message->sources[message->n_sources++] = source;
    }
    return true;
}

static bool name_unknowns(struct graph *graph, const struct row *row, worlds strict, worlds lenient,
                          Catalog__V1__RowReading *message) {
    name_list names = {0};
    return unknowns_of_row(graph, row, strict, lenient, &names) &&
           decision_unknowns(graph, row, strict, lenient, &names) &&
           report_sorted(graph, names.items, names.count, &message->unknown, &message->n_unknown);
}

static bool is_settled(const struct row_reading *reading) {
    return reading->state >= CATALOG__V1__ROW_STATE__ROW_STATE_ACCEPTED ||
           reading->mitigated_by == CATALOG__V1__MITIGATED_BY__MITIGATED_BY_CLASS;
}

static Catalog__V1__RowReading *reading_of(struct graph *graph, const struct row *row, worlds strict, worlds lenient,
                                           Catalog__V1__RiskBand appetite) {
    struct row_reading reading;
    Catalog__V1__RowReading *message = ARENA_NEW(graph->arena, Catalog__V1__RowReading);
    if (message == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    catalog__v1__row_reading__init(message);
    if (!readings_of(graph, row, strict, lenient, &reading))
        return NULL;
    message->state = reading.state;
    message->mitigated_by = reading.mitigated_by;
    message->may_be_decided = reading.state == CATALOG__V1__ROW_STATE__ROW_STATE_CONDITIONAL &&
                              reading.lenient.state >= CATALOG__V1__ROW_STATE__ROW_STATE_ACCEPTED;
    message->depth = reading.strict.depth;
    message->residual = rating_of(graph, reading.strict.residual);
    message->residual_lenient = rating_of(graph, reading.lenient.residual);
    if (message->residual == NULL || message->residual_lenient == NULL)
        return NULL;
    message->above_appetite = !is_settled(&reading) && message->residual->band > appetite;
    bool is_open = reading.strict.residual.likelihood != reading.lenient.residual.likelihood ||
                   reading.strict.residual.impact != reading.lenient.residual.impact ||
                   reading.state == CATALOG__V1__ROW_STATE__ROW_STATE_CONDITIONAL;
    if (is_open && !name_unknowns(graph, row, strict, lenient, message))
        return NULL;
    return effective_row_causes(graph, row, &reading, strict, message) ? message : NULL;
}

Catalog__V1__Row *effective_row(struct graph *graph, const struct row *row) {
    const struct place *place = &graph->places.items[row->place];
    Catalog__V1__Row *message = ARENA_NEW(graph->arena, Catalog__V1__Row);
    if (message == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    catalog__v1__row__init(message);
    message->key = text_field(row->key);
    message->threat = text_field(row->threat->name);
    message->title = row->threat->message->title;
    message->place = text_field(place->address);
    message->stride = row->threat->message->stride;
    message->n_stride = row->threat->message->n_stride;
    message->instance = text_field(place->instance->address);
    message->classification = text_field(place->classification);
    message->appetite = policy_appetite(graph->policy, place->classification);
    message->inherent = rating_of(graph, readings_inherent(row, row->exists));
    message->now = reading_of(graph, row, WORLD_NOW_STRICT, WORLD_NOW_LENIENT, message->appetite);
    message->planned = reading_of(graph, row, WORLD_PLANNED_STRICT, WORLD_PLANNED_LENIENT, message->appetite);
    bool is_whole = message->inherent != NULL && message->now != NULL && message->planned != NULL &&
                    fill_sources(graph, row, message) && effective_credits(graph, row, message);
    return is_whole ? message : NULL;
}
