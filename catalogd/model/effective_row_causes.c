#include "model/effective_row.h"

#include "model/advisory.h"
#include "model/effective.h"
#include "model/layer.h"
#include "model/report.h"

static bool cause_of_duty(struct graph *graph, const struct duty *duty, cause_list *causes) {
    if (!duty->is_assumption)
        return report_cause(graph, causes, "RESPONSIBILITY_UNMET", duty->address,
                            "A responsibility that covers it is not met.");
    bool is_violated = duty->when.truth == CONDITION_FALSE;
    return report_cause(graph, causes, is_violated ? "ASSUMPTION_VIOLATED" : "ASSUMPTION_PENDING", duty->address,
                        is_violated ? "An assumption that covers it does not hold."
                                    : "Nobody knows whether an assumption that covers it holds.");
}

static bool cause_of_source(struct graph *graph, const struct row_source *source, cause_list *causes) {
    const struct instance *instance = source->instance;
    if (source->duty != NULL)
        return cause_of_duty(graph, source->duty, causes);
    if (source->advisory != NULL)
        return true;
    if (source->kind == CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_RESIDUAL)
        return report_cause(graph, causes, "RESIDUAL_REMAINS",
                            instance->index == 0 ? source->record
                                                 : graph_text(graph, "%s.%s", instance->address, source->record),
                            "The component's own controls leave it; only others' lower it.");
    if (!source->is_by_class && layer_is_providers(instance->object->model, source->layer))
        return layer_explain_gap(graph, instance->object->model, instance->address, causes);
    return true;
}

static bool cause_of_state(struct graph *graph, const struct row *row, const struct row_reading *reading,
                           cause_list *causes) {
    if (row->credits.count == 0)
        return report_cause(graph, causes, "NO_CONTROL", row->key, "No control names this threat here.");
    if (reading->strict.depth == 0)
        return report_cause(graph, causes, "NO_CONTROL_COUNTS", row->key, "No control that names it counts.");
    if (row->threat->message->n_mitigation_groups > 0)
        return report_cause(graph, causes, "GROUP_INCOMPLETE", row->key,
                            "No group of controls that answers the threat is whole.");
    if (reading->strict.depth == 1)
        return report_cause(graph, causes, "PARTIAL_ONLY", row->key,
                            "Partial controls count on one layer of one provider only.");
    return true;
}

bool effective_row_causes(struct graph *graph, const struct row *row, const struct row_reading *reading, worlds strict,
                          Catalog__V1__RowReading *message) {
    cause_list causes = {0};
    if (reading->state >= CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED)
        return true;
    for (size_t i = 0; i < row->sources.count; i++) {
        const struct row_source *source = &row->sources.items[i];
        if ((source->exists & strict) != 0 && !cause_of_source(graph, source, &causes))
            return false;
    }
    return advisory_causes(graph, &row->advisories, &causes) && cause_of_state(graph, row, reading, &causes) &&
           effective_causes(graph, &causes, &message->causes, &message->n_causes);
}
