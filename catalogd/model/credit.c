#include "model/credit.h"

#include "model/advisory.h"
#include "model/graph_catalog.h"
#include "model/place.h"
#include "model/rules.h"

worlds provision_kept_for(const struct instance *instance, const struct threat_node *threat) {
    const Catalog__V1__Model *model = instance->object->model;
    worlds kept = WORLDS_ALL;
    for (size_t i = 0; i < model->n_responsibilities; i++) {
        if (threat_list_has(instance->responsibilities[i].covers, threat))
            kept &= instance->responsibilities[i].met;
    }
    for (size_t i = 0; i < model->n_assumptions; i++) {
        if (threat_list_has(instance->assumptions[i].covers, threat))
            kept &= instance->assumptions[i].met;
    }
    return kept;
}

static bool is_voided(const struct voiding *voidings, size_t threat) {
    return voidings != NULL && voidings[threat].active > 0;
}

static worlds counts_for(const struct provision *provision, size_t number) {
    const struct provision_rule *rule = provision->rule;
    if (is_voided(rule->voidings, number))
        return WORLDS_NONE;
    return provision->counts & provision_kept_for(provision->instance, rule->threats.items[number]);
}

worlds provision_counts_for(const struct provision *provision, const struct threat_node *threat) {
    if (provision->counts == WORLDS_NONE)
        return WORLDS_NONE;
    size_t number = threat_list_find(&provision->rule->threats, threat);
    return number == SIZE_MAX ? WORLDS_NONE : counts_for(provision, number);
}

worlds provision_counts(const struct provision *provision) {
    worlds counts = WORLDS_NONE;
    for (size_t i = 0; provision->counts != WORLDS_NONE && i < provision->rule->threats.count; i++)
        counts |= counts_for(provision, i);
    return counts;
}

worlds mitigation_counts_for(const struct mitigation *mitigation, const struct threat_node *threat) {
    size_t number = threat_list_find(&mitigation->threats, threat);
    if (mitigation->counts == WORLDS_NONE || number == SIZE_MAX || is_voided(mitigation->voidings, number))
        return WORLDS_NONE;
    if (mitigation->uses == NULL)
        return mitigation->counts;
    return mitigation->counts & provision_counts_for(mitigation->uses, threat);
}

/* What is voided for each threat it names is void; what names none, when its control is altogether. */
static bool is_void(const struct mitigation *mitigation) {
    size_t number = 0;
    if (mitigation->voidings == NULL)
        return false;
    while (number < mitigation->threats.count && is_voided(mitigation->voidings, number))
        number++;
    return number == mitigation->threats.count && (number > 0 || advisory_voids_control(mitigation->control));
}

worlds mitigation_counts(const struct mitigation *mitigation) {
    if (mitigation->counts == WORLDS_NONE || is_void(mitigation))
        return WORLDS_NONE;
    return mitigation->uses == NULL ? mitigation->counts : mitigation->counts & provision_counts(mitigation->uses);
}

static Catalog__V1__Strength strength_of(const struct control_node *control, const struct threat_node *threat,
                                         Catalog__V1__Strength own) {
    const Catalog__V1__Strength partial = CATALOG__V1__STRENGTH__STRENGTH_PARTIAL;
    Catalog__V1__Strength entry = control->is_inline ? partial : control_strength(control, threat);
    if (entry == CATALOG__V1__STRENGTH__STRENGTH_UNSPECIFIED)
        entry = partial;
    return own == CATALOG__V1__STRENGTH__STRENGTH_UNSPECIFIED || own > entry ? entry : own;
}

Catalog__V1__Strength provision_strength(const struct provision *provision, const struct threat_node *threat) {
    return strength_of(provision->rule->control, threat, provision->rule->message->strength);
}

Catalog__V1__Strength mitigation_strength(const struct mitigation *mitigation, const struct threat_node *threat) {
    if (mitigation->uses != NULL)
        return provision_strength(mitigation->uses, threat);
    return strength_of(mitigation->control, threat, mitigation->message->strength);
}

/* Whether one of the places in RANGE is named in the provision's `on`; without `on` every place of the instance is. */
static bool is_within(const struct graph *graph, const struct provision *provision, struct place_range range) {
    const Catalog__V1__Provision *message = provision->rule->message;
    for (size_t i = 0; i < message->n_on; i++) {
        struct place_range covered = place_find(graph, provision->instance, message->on[i]);
        if (range.first >= covered.first && range.first + range.count <= covered.first + covered.count)
            return true;
    }
    return message->n_on == 0;
}

bool provision_covers(const struct graph *graph, const struct provision *provision, uint32_t place) {
    const struct place *here = &graph->places.items[place];
    if (here->instance == provision->instance)
        return is_within(graph, provision, (struct place_range){place, 1});
    if (here->kind != PLACE_FLOW || here->target.count == 0)
        return false;
    const struct instance *target = graph->places.items[here->target.first].instance;
    return target == provision->instance && is_within(graph, provision, here->target);
}
