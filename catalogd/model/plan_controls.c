/* Controls of the catalog that answer rows or are asked for by baselines, each as one new mitigation wherever it would
 * help. Where a threat wants several controls together, those that are missing are one candidate. */
#include "model/plan_offers.h"

#include <stdlib.h>
#include <string.h>

static int compare_texts(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void sort_unique(char **texts, size_t *count) {
    size_t kept = 0;
    if (*count > 0)
        qsort(texts, *count, sizeof *texts, compare_texts);
    for (size_t i = 0; i < *count; i++) {
        if (kept == 0 || strcmp(texts[kept - 1], texts[i]) != 0)
            texts[kept++] = texts[i];
    }
    *count = kept;
}

static bool names(const Catalog__V1__Control *control, const char *threat) {
    for (size_t i = 0; i < control->n_mitigates; i++) {
        if (strcmp(control->mitigates[i]->threat, threat) == 0)
            return true;
    }
    return false;
}

/* A mitigation names threats: those of its control that are at its places, else the first that its control names. */
static bool add_own_threats(struct plan_bench *bench, struct plan_offer *offer) {
    const Catalog__V1__Control *control = plan_catalog_control(bench->catalog, offer->controls[0]);
    for (size_t i = 0; i < bench->base->n_rows; i++) {
        const Catalog__V1__Row *row = bench->base->rows[i];
        bool is_here =
            bsearch(&row->place, offer->places.items, offer->places.count, sizeof(char *), compare_texts) != NULL;
        if (is_here && names(control, row->threat) && !plan_offer_add_threat(bench, offer, row->threat))
            return false;
    }
    return offer->threats.count > 0 || control->n_mitigates == 0 ||
           plan_offer_add_threat(bench, offer, control->mitigates[0]->threat);
}

static char *action_of(struct plan_bench *bench, const char *subject, const struct plan_offer *offer) {
    const char *noun = offer->control_count > 1 ? "mitigations with controls" : "a mitigation with control";
    char *first = offer->places.items[0];
    char *where = offer->places.count == 1 ? plan_text(bench, "%s", first)
                                           : plan_text(bench, "%s and %zu more place%s", first, offer->places.count - 1,
                                                       offer->places.count == 2 ? "" : "s");
    if (where == NULL)
        return NULL;
    return plan_text(bench, "Add %s %s on %s%s.", noun, subject, where,
                     offer->is_asked_for ? ", which a baseline asks for" : "");
}

/* The layer of the model's own on which a control of DOMAIN works, where it is not the application. */
static Catalog__V1__Layer layer_of(Catalog__V1__ControlDomain domain) {
    static const Catalog__V1__Layer layers[] = {
        [CATALOG__V1__CONTROL_DOMAIN__CONTROL_DOMAIN_IDENTITY_AND_ACCESS] = CATALOG__V1__LAYER__LAYER_IDENTITY,
        [CATALOG__V1__CONTROL_DOMAIN__CONTROL_DOMAIN_DATA_AT_REST] = CATALOG__V1__LAYER__LAYER_DATA,
        [CATALOG__V1__CONTROL_DOMAIN__CONTROL_DOMAIN_DATA_IN_TRANSIT] = CATALOG__V1__LAYER__LAYER_NETWORK_CONFIG,
        [CATALOG__V1__CONTROL_DOMAIN__CONTROL_DOMAIN_INFRASTRUCTURE] = CATALOG__V1__LAYER__LAYER_NETWORK_CONFIG,
    };
    return (unsigned)domain < COUNT_OF(layers) ? layers[domain] : CATALOG__V1__LAYER__LAYER_UNSPECIFIED;
}

static bool add_candidate(struct plan_bench *bench, const char *subject, struct plan_offer *offer) {
    Catalog__V1__PlanKind kind = offer->is_asked_for ? CATALOG__V1__PLAN_KIND__PLAN_KIND_MEET_BASELINE
                                                     : CATALOG__V1__PLAN_KIND__PLAN_KIND_ADD_CONTROL;
    Catalog__V1__PlanChange *change = plan_change_new(bench);
    for (size_t i = 0; change != NULL && i < offer->control_count; i++) {
        Catalog__V1__Mitigation *mitigation = plan_mitigation_new(bench, offer->controls[i]);
        if (mitigation == NULL || !plan_change_mitigation(bench, change, mitigation))
            return false;
        if (offer->control_count > 1 && !string_map_put(&bench->ids, mitigation->id, mitigation))
            return plan_no_memory(bench);
        const Catalog__V1__Control *control = plan_catalog_control(bench->catalog, offer->controls[i]);
        if (offer->needs_other_layer && control != NULL)
            mitigation->layer = layer_of(control->domain);
        mitigation->mitigates = offer->threats.items;
        mitigation->n_mitigates = offer->threats.count;
        mitigation->on = offer->places.items;
        mitigation->n_on = offer->places.count;
    }
    struct plan_candidate *candidate = plan_candidate_add(bench, kind, subject, action_of(bench, subject, offer));
    if (candidate == NULL || !plan_alternative_add(bench, candidate, "", change))
        return false;
    candidate->places = offer->places.items;
    candidate->place_count = offer->places.count;
    return true;
}

bool plan_find_controls(struct plan_bench *bench) {
    struct plan_offers offers;
    if (!plan_offers_find(bench, &offers))
        return false;
    for (size_t i = 0; i < offers.by_subject.count; i++) {
        struct plan_offer *offer = offers.by_subject.entries[i].value;
        sort_unique(offer->places.items, &offer->places.count);
        if (offer->is_asked_for && !add_own_threats(bench, offer))
            return false;
        sort_unique(offer->threats.items, &offer->threats.count);
        if (!add_candidate(bench, offers.by_subject.entries[i].key, offer))
            return false;
    }
    return true;
}
