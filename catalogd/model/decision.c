#include "model/decision.h"

#include <string.h>

static bool is_about(const Catalog__V1__DecisionRequest *request, const char *threat, const char *control,
                     const char *place) {
    for (size_t i = 0; i < request->n_subjects; i++) {
        const Catalog__V1__DecisionSubject *subject = request->subjects[i];
        if (strcmp(subject->threat, threat) == 0 && strcmp(subject->control, control) == 0 &&
            strcmp(subject->place, place) == 0)
            return true;
    }
    return false;
}

/* The first decision of KIND about a row (CONTROL "") or a baseline entry (THREAT ""). */
static const Catalog__V1__DecisionRequest *find(const struct graph *graph, Catalog__V1__DecisionKind kind,
                                                const char *threat, const char *control, const char *place) {
    for (size_t i = 0; i < graph->options->decision_count; i++) {
        const Catalog__V1__DecisionRequest *request = graph->options->decisions[i]->request;
        if (request != NULL && request->kind == kind && is_about(request, threat, control, place))
            return request;
    }
    return NULL;
}

static const Catalog__V1__DecisionRequest *find_on_row(const struct graph *graph, Catalog__V1__DecisionKind kind,
                                                       const struct row *row) {
    return find(graph, kind, row->threat->name, "", graph->places.items[row->place].address);
}

Catalog__V1__RowState decision_state_of(const struct graph *graph, const struct row *row) {
    if (find_on_row(graph, CATALOG__V1__DECISION_KIND__DECISION_KIND_NOT_APPLICABLE, row) != NULL)
        return CATALOG__V1__ROW_STATE__ROW_STATE_NOT_APPLICABLE;
    if (find_on_row(graph, CATALOG__V1__DECISION_KIND__DECISION_KIND_ACCEPTED, row) != NULL)
        return CATALOG__V1__ROW_STATE__ROW_STATE_ACCEPTED;
    return CATALOG__V1__ROW_STATE__ROW_STATE_UNSPECIFIED;
}

static uint32_t lowered(uint32_t rating, uint32_t asked_for) {
    return asked_for != 0 && asked_for < rating ? asked_for : rating;
}

void decision_rerate(const struct graph *graph, struct row *row) {
    const Catalog__V1__DecisionRequest *request =
        find_on_row(graph, CATALOG__V1__DECISION_KIND__DECISION_KIND_RERATED, row);
    for (size_t i = 0; request != NULL && i < row->sources.count; i++) {
        struct row_source *source = &row->sources.items[i];
        if (source->kind == CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_RESIDUAL)
            continue;
        source->rating.likelihood = lowered(source->rating.likelihood, request->likelihood);
        source->rating.impact = lowered(source->rating.impact, request->impact);
    }
}

bool decision_lifts(const struct graph *graph, const struct baseline_demand *demand) {
    static const Catalog__V1__DecisionKind kinds[] = {CATALOG__V1__DECISION_KIND__DECISION_KIND_ACCEPTED,
                                                      CATALOG__V1__DECISION_KIND__DECISION_KIND_NOT_APPLICABLE,
                                                      CATALOG__V1__DECISION_KIND__DECISION_KIND_COMPENSATING};
    const char *place = demand->place == UINT32_MAX ? "" : graph->places.items[demand->place].address;
    if (demand->level < CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_NEGOTIABLE)
        return false;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (find(graph, kinds[i], "", demand->control->name, place) != NULL)
            return true;
    }
    return false;
}
