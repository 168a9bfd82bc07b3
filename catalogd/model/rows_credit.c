#include "model/advisory.h"
#include "model/baseline.h"
#include "model/credit.h"
#include "model/graph_catalog.h"
#include "model/rows.h"
#include "model/rules.h"

static Catalog__V1__Layer layer_or(Catalog__V1__Layer layer, Catalog__V1__Layer otherwise) {
    return layer == CATALOG__V1__LAYER__LAYER_UNSPECIFIED ? otherwise : layer;
}

worlds rows_credit_counts(const struct row *row, const struct row_credit *credit) {
    if (credit->platform != NULL)
        return advisory_voids_control_for(credit->control, row->threat) ? WORLDS_NONE : credit->possible;
    return credit->mitigation != NULL ? mitigation_counts_for(credit->mitigation, row->threat)
                                      : provision_counts_for(credit->provision, row->threat);
}

static bool add(struct graph *graph, struct row *row, struct row_credit credit) {
    credit.counts = rows_credit_counts(row, &credit);
    if (credit.control->message != NULL)
        credit.reduction = risk_reduction_of(credit.control->message, credit.strength);
    return vector_push(graph->arena, &row->credits, credit) || graph_no_memory(graph);
}

static struct row_credit credit_of_provision(const struct provision *provision, const struct threat_node *threat) {
    return (struct row_credit){.control = provision->rule->control,
                               .source = provision->address,
                               .provider = provision->instance->object->name,
                               .provision = provision,
                               .is_inherited = provision->instance->index != 0,
                               .strength = provision_strength(provision, threat),
                               .layer =
                                   layer_or(provision->rule->message->layer, CATALOG__V1__LAYER__LAYER_PLATFORM_API)};
}

static bool add_provisions(struct graph *graph, struct row *row, const struct instance *instance) {
    if (!graph_spend(graph, instance->object->model->n_provides))
        return false;
    for (size_t i = 0; i < instance->object->model->n_provides; i++) {
        const struct provision *provision = &instance->provisions[i];
        if (!threat_list_has(&provision->rule->threats, row->threat) || !provision_covers(graph, provision, row->place))
            continue;
        if (!add(graph, row, credit_of_provision(provision, row->threat)))
            return false;
    }
    return true;
}

static bool add_mitigation(struct graph *graph, struct row *row, const struct mitigation *mitigation) {
    struct row_credit credit = {.control = mitigation->control,
                                .provider = mitigation->object->name,
                                .is_inherited = mitigation->object->index != 0,
                                .layer = layer_or(mitigation->message->layer, CATALOG__V1__LAYER__LAYER_APPLICATION)};
    if (mitigation->control == NULL || !threat_list_has(&mitigation->threats, row->threat))
        return true;
    if (mitigation->uses != NULL) {
        if (!threat_list_has(&mitigation->uses->rule->threats, row->threat))
            return true;
        credit = credit_of_provision(mitigation->uses, row->threat);
    }
    credit.source = mitigation->address;
    credit.mitigation = mitigation;
    credit.strength = mitigation_strength(mitigation, row->threat);
    return add(graph, row, credit);
}

static bool add_platform(struct graph *graph, struct row *row, const struct platform_provision *platform) {
    Catalog__V1__Strength strength = control_strength(platform->control, row->threat);
    struct row_credit credit = {.control = platform->control,
                                .source = platform->address,
                                .provider = BASELINE_PLATFORM,
                                .platform = platform,
                                .is_inherited = true,
                                .strength = strength,
                                .layer = CATALOG__V1__LAYER__LAYER_PLATFORM_API};
    if (strength == CATALOG__V1__STRENGTH__STRENGTH_UNSPECIFIED)
        return true;
    if (!baseline_judge_platform(graph, platform, row->place, &credit.possible, &credit.judgement))
        return false;
    return credit.possible == WORLDS_NONE || add(graph, row, credit);
}

bool rows_gather_credits(struct graph *graph, struct row *row) {
    const struct place *place = &graph->places.items[row->place];
    if (!add_provisions(graph, row, place->instance))
        return false;
    if (place->kind == PLACE_FLOW && place->target.count > 0) {
        const struct instance *target = graph->places.items[place->target.first].instance;
        if (target != place->instance && !add_provisions(graph, row, target))
            return false;
    }
    if (!graph_spend(graph, place->mitigations.count + graph->platform.count))
        return false;
    for (size_t i = 0; i < place->mitigations.count; i++) {
        if (!add_mitigation(graph, row, place->mitigations.items[i]))
            return false;
    }
    for (size_t i = 0; i < graph->platform.count; i++) {
        if (!add_platform(graph, row, &graph->platform.items[i]))
            return false;
    }
    return true;
}
