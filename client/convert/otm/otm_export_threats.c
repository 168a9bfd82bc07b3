#include "convert/otm/otm_export.h"
#include "convert/words.h"

#include <stdio.h>
#include <string.h>

#define REDUCTION_PARTIAL_BP 5000
#define REDUCTION_FULL_BP    9000
#define PERCENT_BP           100
#define RATING_PERCENT       20 /* 1 to 5 as 20 to 100 */

/* ---- Who stands where ---- */

static void add_item(struct otm_export *otm, struct string_map *map, const char *key, const void *item) {
    struct arena *arena = otm->maker.arena;
    otm_items *items = string_map_get(map, key);
    if (items == NULL) {
        items = ARENA_NEW(arena, otm_items);
        if (items == NULL || !string_map_put(map, key, items)) {
            otm->maker.has_failed = true;
            return;
        }
    }
    bool is_there = items->count > 0 && items->items[items->count - 1] == item;
    if (!is_there && !vector_push(arena, items, item))
        otm->maker.has_failed = true;
}

void otm_index(struct otm_export *otm) {
    const Catalog__V1__Model *model = otm->model;
    for (size_t i = 0; i < model->n_trust_zones; i++)
        otm->maker.has_failed = !string_map_put(&otm->zones, model->trust_zones[i]->id, otm) || otm->maker.has_failed;
    for (size_t i = 0; i < model->n_threats; i++)
        add_item(otm, &otm->uses, model->threats[i]->on, model->threats[i]);
    for (size_t i = 0; i < model->n_assets; i++) {
        for (size_t j = 0; j < model->assets[i]->n_on; j++)
            add_item(otm, &otm->assets, model->assets[i]->on[j], model->assets[i]);
    }
    for (size_t i = 0; i < model->n_mitigations; i++) {
        for (size_t j = 0; j < model->mitigations[i]->n_mitigates; j++)
            add_item(otm, &otm->mitigations, model->mitigations[i]->mitigates[j], model->mitigations[i]);
    }
}

/* ---- Threats ---- */

/* What mitigations call it: the threat's name, or "#id". */
static const char *id_of(struct otm_export *otm, const Catalog__V1__ThreatUse *use) {
    const char *id = use->inline_ == NULL ? use->threat : ARENA_JOIN(otm->maker.arena, "#", use->id);
    otm->maker.has_failed = otm->maker.has_failed || id == NULL;
    return id == NULL ? "" : id;
}

static void put_classes(struct otm_export *otm, struct tree_node *node, const Catalog__V1__Threat *threat) {
    static const char *const words[] = {"",
                                        "Spoofing",
                                        "Tampering",
                                        "Repudiation",
                                        "Information Disclosure",
                                        "Denial of Service",
                                        "Elevation of Privilege"};
    struct tree_maker *maker = &otm->maker;
    struct tree_node *categories = make_list(maker);
    struct tree_node *cwes = make_list(maker);
    for (size_t i = 0; i < threat->n_stride; i++) {
        if ((size_t)threat->stride[i] < COUNT_OF(words))
            make_add(maker, categories, make_text(maker, words[threat->stride[i]]));
    }
    for (size_t i = 0; i < threat->n_categories; i++)
        make_add(maker, categories, make_text(maker, threat->categories[i]));
    for (size_t i = 0; i < threat->n_references; i++) {
        if (strcmp(threat->references[i]->scheme, "cwe") == 0)
            make_add(maker, cwes, make_text(maker, threat->references[i]->id));
    }
    make_put_filled(maker, node, "categories", categories);
    make_put_filled(maker, node, "cwes", cwes);
    if (cwes->count < threat->n_references)
        export_loss(otm->export, otm->model->name, "%s: of %zu references only those to CWE are written", threat->title,
                    threat->n_references);
}

static int64_t percent_of(uint32_t rating) {
    return (int64_t)rating * RATING_PERCENT;
}

/* An impact has to be a number: 0 is below all of them. */
static void put_risk(struct otm_export *otm, struct tree_node *node, const Catalog__V1__Threat *threat) {
    struct tree_maker *maker = &otm->maker;
    struct tree_node *risk = make_map(maker);
    bool is_rated = threat != NULL && threat->likelihood > 0;
    make_put(maker, risk, "likelihood",
             is_rated ? make_number(maker, percent_of(threat->likelihood)) : make_null(maker));
    make_put(maker, risk, "impact", make_number(maker, threat == NULL ? 0 : percent_of(threat->impact)));
    make_put(maker, node, "risk", risk);
}

static const char *sentence_of(struct otm_export *otm, const Catalog__V1__Threat *threat) {
    const Catalog__V1__ThreatStatement *parts = threat->statement;
    if (threat->description[0] != '\0' || parts == NULL || parts->action[0] == '\0')
        return threat->description;
    const char *text = ARENA_JOIN(otm->maker.arena, parts->source, parts->source[0] == '\0' ? "" : " ", parts->action,
                                  parts->impact[0] == '\0' ? "" : ": ", parts->impact);
    otm->maker.has_failed = otm->maker.has_failed || text == NULL;
    return text;
}

static void add_threat(struct otm_export *otm, const char *id, const Catalog__V1__ThreatUse *use) {
    struct tree_maker *maker = &otm->maker;
    const Catalog__V1__Threat *threat = export_threat_of(otm->export, use);
    if (string_map_get(&otm->threat_ids, id) != NULL)
        return;
    maker->has_failed = !string_map_put(&otm->threat_ids, id, otm) || maker->has_failed;
    struct tree_node *node = make_map(maker);
    make_put(maker, node, "id", make_text(maker, id));
    make_put(maker, node, "name", make_text(maker, export_title(maker, threat == NULL ? "" : threat->title, id)));
    if (threat != NULL) {
        bool is_inline = use->inline_ != NULL;
        make_put_text(maker, node, "description", is_inline ? threat->description : sentence_of(otm, threat));
        put_classes(otm, node, threat);
    }
    put_risk(otm, node, threat);
    if (use->inline_ != NULL)
        otm_put_carried(otm, node, "threat", CARRY_MAP(maker, use->inline_, OTM_SAID_THREAT));
    else
        otm_put_carried(otm, node, "catalog_threat", make_map(maker));
    make_add(maker, otm->threats, node);
}

/* ---- What is done about them ---- */

static const struct {
    Catalog__V1__MitigationStatus status;
    const char *state;
} states[] = {
    {CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PLANNED, "required"},
    {CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED, "implemented"},
    {CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_VERIFIED, "implemented"},
};

static const char *state_of(const Catalog__V1__Mitigation *mitigation) {
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        if (states[i].status == mitigation->status)
            return states[i].state;
    }
    return "recommended";
}

static struct tree_node *answers_to(struct otm_export *otm, const char *threat, const char *place,
                                    bool *ret_is_answered) {
    struct tree_maker *maker = &otm->maker;
    const otm_items *items = string_map_get(&otm->mitigations, threat);
    struct tree_node *list = make_list(maker);
    *ret_is_answered = false;
    for (size_t i = 0; items != NULL && i < items->count; i++) {
        const Catalog__V1__Mitigation *mitigation = items->items[i];
        const char *state = state_of(mitigation);
        if (!export_covers(mitigation, place))
            continue;
        struct tree_node *node = make_map(maker);
        make_put(maker, node, "mitigation", make_text(maker, mitigation->id));
        make_put(maker, node, "state", make_text(maker, state));
        make_add(maker, list, node);
        *ret_is_answered = *ret_is_answered || strcmp(state, "implemented") == 0;
    }
    return list;
}

void otm_put_threats(struct otm_export *otm, struct tree_node *owner, const char *place) {
    struct tree_maker *maker = &otm->maker;
    const otm_items *uses = string_map_get(&otm->uses, place);
    struct tree_node *list = make_list(maker);
    for (size_t i = 0; uses != NULL && i < uses->count; i++) {
        const Catalog__V1__ThreatUse *use = uses->items[i];
        const char *id = id_of(otm, use);
        bool is_answered = false;
        struct tree_node *answers = answers_to(otm, id, place, &is_answered);
        struct tree_node *node = make_map(maker);
        make_put(maker, node, "threat", make_text(maker, id));
        make_put(maker, node, "state", make_text(maker, is_answered ? "mitigated" : "exposed"));
        make_put_filled(maker, node, "mitigations", answers);
        otm_put_carried(otm, node, "threat_use", CARRY_MAP(maker, use, OTM_SAID_USE));
        make_add(maker, list, node);
        add_threat(otm, id, use);
    }
    make_put_filled(maker, owner, "threats", list);
}

static uint32_t or_preset(uint32_t reduction_bp, uint32_t preset_bp) {
    return reduction_bp == 0 ? preset_bp : reduction_bp;
}

/* By how much a control lowers a risk, in percent. */
static int64_t reduction_of(const Catalog__V1__Mitigation *mitigation, const Catalog__V1__Control *control) {
    bool is_full = mitigation->strength == CATALOG__V1__STRENGTH__STRENGTH_FULL;
    uint32_t partial_bp = control == NULL ? 0 : control->partial_reduction_bp;
    uint32_t full_bp = control == NULL ? 0 : control->full_reduction_bp;
    return (is_full ? or_preset(full_bp, REDUCTION_FULL_BP) : or_preset(partial_bp, REDUCTION_PARTIAL_BP)) / PERCENT_BP;
}

struct tree_node *otm_mitigations(struct otm_export *otm) {
    struct tree_maker *maker = &otm->maker;
    struct tree_node *list = make_list(maker);
    for (size_t i = 0; i < otm->model->n_mitigations; i++) {
        const Catalog__V1__Mitigation *mitigation = otm->model->mitigations[i];
        const Catalog__V1__Control *control = export_control_of(otm->export, mitigation);
        const char *otherwise = control == NULL || control->title[0] == '\0' ? mitigation->id : control->title;
        struct tree_node *node = make_map(maker);
        make_put(maker, node, "id", make_text(maker, mitigation->id));
        make_put(maker, node, "name", make_text(maker, export_title(maker, mitigation->title, otherwise)));
        make_put_text(maker, node, "description",
                      mitigation->description[0] == '\0' && control != NULL ? control->objective
                                                                            : mitigation->description);
        make_put(maker, node, "riskReduction", make_number(maker, reduction_of(mitigation, control)));
        otm_put_carried(otm, node, "mitigation", CARRY_MAP(maker, mitigation, OTM_SAID_MITIGATION));
        make_add(maker, list, node);
    }
    return list;
}
