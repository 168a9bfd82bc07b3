#include "model/suggest_dismissal.h"

#include "model/place.h"
#include "model/report.h"

#include <string.h>

typedef VECTOR(const Catalog__V1__Dismissal *) dismissal_list;

static const Catalog__V1__Model *own_model(const struct graph *graph) {
    return graph->objects.items[0]->model;
}

static struct place_range range_of(const struct graph *graph, const char *address) {
    return place_find(graph, graph->instances.items[0], address);
}

bool suggest_dismissals_index(struct graph *graph, struct suggest_dismissals *ret_dismissals) {
    const Catalog__V1__Model *model = own_model(graph);
    string_map_init(&ret_dismissals->by_threat, graph->arena);
    for (size_t i = 0; i < model->n_dismissals; i++) {
        const char *threat = model->dismissals[i]->threat;
        dismissal_list *list = string_map_get(&ret_dismissals->by_threat, threat);
        if (list == NULL) {
            list = ARENA_NEW(graph->arena, dismissal_list);
            if (list == NULL || !string_map_put(&ret_dismissals->by_threat, threat, list))
                return graph_no_memory(graph);
        }
        if (!vector_push(graph->arena, list, model->dismissals[i]))
            return graph_no_memory(graph);
    }
    return true;
}

static bool is_about(const struct graph *graph, const Catalog__V1__Dismissal *dismissal, uint32_t place) {
    return dismissal->on[0] == '\0' || place_range_has(range_of(graph, dismissal->on), place);
}

static bool stands(const Catalog__V1__Dismissal *dismissal, enum predicate_verdict verdict) {
    Catalog__V1__DismissalOutcome outcome = verdict == PREDICATE_IS_TRUE
                                                ? CATALOG__V1__DISMISSAL_OUTCOME__DISMISSAL_OUTCOME_APPLICABLE
                                                : CATALOG__V1__DISMISSAL_OUTCOME__DISMISSAL_OUTCOME_UNKNOWN;
    return verdict != PREDICATE_IS_FALSE && dismissal->outcome == outcome;
}

void suggest_dismiss(const struct graph *graph, const struct suggest_dismissals *dismissals,
                     enum predicate_verdict verdict, struct suggest_hit *hit) {
    const dismissal_list *list = string_map_get(&dismissals->by_threat, hit->threat->name);
    for (size_t i = 0; list != NULL && i < list->count && verdict != PREDICATE_IS_FALSE; i++) {
        if (!is_about(graph, list->items[i], hit->place))
            continue;
        if (stands(list->items[i], verdict)) {
            hit->dismissal = list->items[i];
            hit->dismissal_state = CATALOG__V1__DISMISSAL_STATE__DISMISSAL_STATE_DISMISSED;
            return;
        }
        if (hit->dismissal == NULL)
            hit->dismissal = list->items[i];
        hit->dismissal_state = CATALOG__V1__DISMISSAL_STATE__DISMISSAL_STATE_RETURNED;
    }
}

static bool overlap(const struct graph *graph, const Catalog__V1__ThreatUse *use,
                    const Catalog__V1__Dismissal *dismissal) {
    struct place_range used = range_of(graph, use->on);
    struct place_range dismissed = range_of(graph, dismissal->on);
    return dismissal->on[0] == '\0' ||
           (used.count > 0 && dismissed.count > 0 && used.first < dismissed.first + dismissed.count &&
            dismissed.first < used.first + used.count);
}

static bool check_dismissal(struct graph *graph, const Catalog__V1__Dismissal *dismissal) {
    const Catalog__V1__Model *model = own_model(graph);
    if (!graph_spend(graph, model->n_threats))
        return false;
    for (size_t i = 0; i < model->n_threats; i++) {
        const Catalog__V1__ThreatUse *use = model->threats[i];
        if (strcmp(use->threat, dismissal->threat) != 0 || !overlap(graph, use, dismissal))
            continue;
        struct gate_item item = {.code = "DISMISSED_AND_USED",
                                 .subject = graph_text(graph, "%s@%s", use->threat, use->on),
                                 .cause = "The model lists the threat there and dismisses it.",
                                 .remedy = "Remove the dismissal, or the entry in `threats`."};
        if (!report_finding(graph, CATALOG__V1__SEVERITY__SEVERITY_WARNING, item))
            return false;
    }
    return true;
}

bool suggest_check_dismissals(struct graph *graph) {
    const Catalog__V1__Model *model = own_model(graph);
    for (size_t i = 0; i < model->n_dismissals; i++) {
        if (!check_dismissal(graph, model->dismissals[i]))
            return false;
    }
    return true;
}
