#include "model/plan_offers.h"

#include "model/newest.h"

#include <string.h>

static bool has_text(char *const *texts, size_t count, const char *text) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(texts[i], text) == 0)
            return true;
    }
    return false;
}

/* ADDRESS names PLACE, or the instance that it belongs to. */
static bool address_covers(const char *address, const char *place) {
    size_t size = strlen(address);
    if (strncmp(address, place, size) != 0)
        return false;
    return place[size] == '\0' || (place[size] == '.' && strchr(place + size + 1, '.') == NULL);
}

/* The model has a mitigation with CONTROL at PLACE already, against THREAT (NULL: whatever it is against). */
static bool has_own(const struct plan_bench *bench, const char *control, const char *place, const char *threat) {
    const Catalog__V1__Model *model = bench->model;
    for (size_t i = 0; !bench->is_for_platform && i < model->n_mitigations; i++) {
        const Catalog__V1__Mitigation *own = model->mitigations[i];
        if (strcmp(own->control, control) != 0 ||
            (threat != NULL && !has_text(own->mitigates, own->n_mitigates, threat)))
            continue;
        for (size_t k = 0; k < own->n_on; k++) {
            if (address_covers(own->on[k], place))
                return true;
        }
    }
    return false;
}

static struct plan_offer *find_offer(struct plan_offers *offers, char *const *controls, size_t count) {
    struct plan_bench *bench = offers->bench;
    char *subject = arena_strdup(bench->arena, controls[0]);
    for (size_t i = 1; i < count && subject != NULL; i++)
        subject = arena_printf(bench->arena, "%s + %s", subject, controls[i]);
    struct plan_offer *offer = subject == NULL ? NULL : string_map_get(&offers->by_subject, subject);
    if (offer != NULL)
        return offer;
    offer = ARENA_NEW(bench->arena, struct plan_offer);
    char **copy = ARENA_ARRAY(bench->arena, char *, count);
    if (subject == NULL || offer == NULL || copy == NULL || !string_map_put(&offers->by_subject, subject, offer)) {
        plan_no_memory(bench);
        return NULL;
    }
    memcpy(copy, controls, count * sizeof *copy);
    offer->controls = copy;
    offer->control_count = count;
    return offer;
}

/* Rows come in order of place, so that a double is the last one; what baselines add is made unique at the end. */
static bool add_place(struct plan_bench *bench, struct plan_offer *offer, const char *place) {
    size_t count = offer->places.count;
    if (count > 0 && strcmp(offer->places.items[count - 1], place) == 0)
        return true;
    char *copy = arena_strdup(bench->arena, place);
    return (copy != NULL && vector_push(bench->arena, &offer->places, copy)) || plan_no_memory(bench);
}

bool plan_offer_add_threat(struct plan_bench *bench, struct plan_offer *offer, const char *threat) {
    if (has_text(offer->threats.items, offer->threats.count, threat))
        return true;
    char *copy = arena_strdup(bench->arena, threat);
    return (copy != NULL && vector_push(bench->arena, &offer->threats, copy)) || plan_no_memory(bench);
}

/* Of controls on one layer by one provider only the strongest counts. */
static bool has_own_on_application(const Catalog__V1__Row *row) {
    for (size_t i = 0; i < row->n_credits; i++) {
        const Catalog__V1__Credit *credit = row->credits[i];
        if (!credit->is_inherited && credit->counts_planned && credit->layer == CATALOG__V1__LAYER__LAYER_APPLICATION)
            return true;
    }
    return false;
}

static bool offer_for_row(struct plan_offers *offers, char *const *controls, size_t count,
                          const Catalog__V1__Row *row) {
    if (count == 1 && has_own(offers->bench, controls[0], row->place, row->threat))
        return true;
    struct plan_offer *offer = find_offer(offers, controls, count);
    if (offer == NULL)
        return false;
    offer->needs_other_layer |= has_own_on_application(row);
    return plan_offer_add_threat(offers->bench, offer, row->threat) && add_place(offers->bench, offer, row->place);
}

/* ---- Rows ---- */

static bool is_credited(const struct plan_bench *bench, const Catalog__V1__Row *row, const char *control) {
    for (size_t i = 0; i < row->n_credits; i++) {
        const Catalog__V1__Credit *credit = row->credits[i];
        if (strcmp(credit->control, control) == 0 &&
            (bench->options->as_planned ? credit->counts_planned : credit->counts_now))
            return true;
    }
    return false;
}

static bool offer_group(struct plan_offers *offers, const Catalog__V1__MitigationGroup *group,
                        const Catalog__V1__Row *row) {
    struct plan_bench *bench = offers->bench;
    char **missing = ARENA_ARRAY(bench->arena, char *, group->n_controls + 1);
    size_t count = 0;
    if (missing == NULL)
        return plan_no_memory(bench);
    for (size_t i = 0; i < group->n_controls; i++) {
        if (is_credited(bench, row, group->controls[i]) ||
            plan_catalog_control(bench->catalog, group->controls[i]) == NULL)
            continue;
        missing[count++] = group->controls[i];
        if (!offer_for_row(offers, &group->controls[i], 1, row))
            return false;
    }
    return count < 2 || offer_for_row(offers, missing, count, row);
}

static const Catalog__V1__Threat *inline_threat(const Catalog__V1__Model *model, const char *id) {
    for (size_t i = 0; i < model->n_threats; i++) {
        if (strcmp(model->threats[i]->id, id) == 0)
            return model->threats[i]->inline_;
    }
    return NULL;
}

/* The threat called NAME; *ret_threat is NULL for one that is written inline in a component. */
static bool find_threat(struct plan_bench *bench, const char *name, const Catalog__V1__Threat **ret_threat) {
    const Catalog__V1__Object *object = NULL;
    *ret_threat = name[0] == '#' ? inline_threat(bench->model, name + 1) : NULL;
    if (strchr(name, '#') != NULL)
        return true;
    bench->status = newest_object(bench->view, name, NULL, &object, bench->problem);
    if (object != NULL && object->kind_case == CATALOG__V1__OBJECT__KIND_THREAT)
        *ret_threat = object->threat;
    return bench->status == STATUS_OK;
}

static bool offer_controls_for(struct plan_offers *offers, const Catalog__V1__Row *row) {
    const struct plan_controls *answers = plan_catalog_answers(offers->bench->catalog, row->threat);
    const Catalog__V1__Threat *threat;
    if (!find_threat(offers->bench, row->threat, &threat))
        return false;
    for (size_t i = 0; threat != NULL && i < threat->n_mitigation_groups; i++) {
        if (!offer_group(offers, threat->mitigation_groups[i], row))
            return false;
    }
    for (size_t i = 0; answers != NULL && i < answers->list.count; i++) {
        char *control = answers->list.items[i]->name;
        if (!is_credited(offers->bench, row, control) && !offer_for_row(offers, &control, 1, row))
            return false;
    }
    return true;
}

static bool offer_for_rows(struct plan_offers *offers) {
    const Catalog__V1__EffectiveModel *base = offers->bench->base;
    for (size_t i = 0; i < base->n_rows; i++) {
        const Catalog__V1__RowReading *reading = plan_reading(offers->bench, base->rows[i]);
        bool is_wanted =
            !plan_is_closed(reading->state) || string_map_get(&offers->reasons, base->rows[i]->key) != NULL;
        if (is_wanted && !offer_controls_for(offers, base->rows[i]))
            return false;
    }
    return true;
}

/* ---- Baselines ---- */

/* Where a control that is asked for once in the model is put: not on a person where it can be helped. */
static const char *first_place(const Catalog__V1__Model *model) {
    const char *first = "";
    for (size_t i = 0; i < model->n_elements; i++) {
        const Catalog__V1__Element *element = model->elements[i];
        bool is_actor = element->kind == CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR;
        if (!is_actor && (first[0] == '\0' || strcmp(element->id, first) < 0))
            first = element->id;
    }
    for (size_t i = 0; i < model->n_dependencies && model->n_elements == 0; i++) {
        if (first[0] == '\0' || strcmp(model->dependencies[i]->alias, first) < 0)
            first = model->dependencies[i]->alias;
    }
    return first;
}

static bool offer_for_entries(struct plan_offers *offers) {
    struct plan_bench *bench = offers->bench;
    for (size_t i = 0; i < bench->base->n_baseline; i++) {
        Catalog__V1__EffectiveEntry *entry = bench->base->baseline[i];
        Catalog__V1__EntryState state = bench->options->as_planned ? entry->planned : entry->state;
        const char *place = entry->place[0] != '\0' ? entry->place : first_place(bench->model);
        bool is_met =
            state == CATALOG__V1__ENTRY_STATE__ENTRY_STATE_MET || state == CATALOG__V1__ENTRY_STATE__ENTRY_STATE_LIFTED;
        if (is_met || place[0] == '\0' || entry->level == CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_ADVISORY ||
            has_own(bench, entry->control, place, NULL) || plan_catalog_control(bench->catalog, entry->control) == NULL)
            continue;
        struct plan_offer *offer = find_offer(offers, &entry->control, 1);
        if (offer == NULL || !add_place(bench, offer, place))
            return false;
        offer->is_asked_for = true;
    }
    return true;
}

/* ---- All of them ---- */

static bool note_reasons(struct plan_offers *offers) {
    const Catalog__V1__EffectiveModel *base = offers->bench->base;
    const Catalog__V1__Verdict *verdict = offers->bench->options->as_planned ? base->planned : base->now;
    string_map_init(&offers->reasons, &offers->bench->round);
    for (size_t i = 0; i < verdict->n_reasons; i++) {
        if (!string_map_put(&offers->reasons, verdict->reasons[i]->subject, verdict->reasons[i]))
            return plan_no_memory(offers->bench);
    }
    return true;
}

bool plan_offers_find(struct plan_bench *bench, struct plan_offers *ret_offers) {
    *ret_offers = (struct plan_offers){.bench = bench};
    string_map_init(&ret_offers->by_subject, bench->arena);
    return note_reasons(ret_offers) && offer_for_rows(ret_offers) && offer_for_entries(ret_offers);
}
