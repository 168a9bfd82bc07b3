#include "convert/normalise.h"
#include "convert/otm/otm.h"

#include <string.h>

static status_code no_memory(const struct otm *otm) {
    return problem_no_memory(otm->import->problem);
}

static bool add_category(struct otm *otm, Catalog__V1__Threat *threat, const char *text) {
    Catalog__V1__Stride stride = normalise_stride(text);
    if (stride != CATALOG__V1__STRIDE__STRIDE_UNSPECIFIED)
        return draft_add(otm->import, &threat->n_stride, &threat->stride, stride);
    char *category = ARENA_JOIN(otm->import->arena, "otm:", text);
    return category != NULL && draft_add(otm->import, &threat->n_categories, &threat->categories, category);
}

static bool add_reference(struct otm *otm, Catalog__V1__Threat *threat, const char *text) {
    Catalog__V1__Reference *reference = DRAFT_NEW(otm->import, Catalog__V1__Reference, catalog__v1__reference);
    bool is_bare = text[0] >= '0' && text[0] <= '9';
    char *id = is_bare ? ARENA_JOIN(otm->import->arena, "CWE-", text) : arena_strdup(otm->import->arena, text);
    if (reference == NULL || id == NULL)
        return false;
    reference->scheme = (char *)(uintptr_t) "cwe";
    reference->id = id;
    return draft_add(otm->import, &threat->n_references, &threat->references, reference);
}

typedef bool add_text(struct otm *otm, Catalog__V1__Threat *threat, const char *text);

static bool add_each(struct otm *otm, Catalog__V1__Threat *threat, const struct tree_node *list, add_text *add) {
    bool is_added = true;
    for (size_t i = 0; i < list->count && is_added; i++)
        is_added = list->entries[i].value->text[0] == '\0' || add(otm, threat, list->entries[i].value->text);
    return is_added;
}

/* 0 is what is carried without a rating: the format wants a number. */
static uint32_t rating_of(const struct tree_node *risk, const char *key, bool is_carried) {
    const char *text = draft_text(risk, key);
    return is_carried && strcmp(text, "0") == 0 ? 0 : normalise_percent(text);
}

static Catalog__V1__Threat *inline_threat(struct otm *otm, const struct tree_node *node) {
    Catalog__V1__Threat *threat = NULL;
    const struct tree_node *risk = tree_get(node, "risk");
    if (!OTM_CARRIED_AS(otm, node, "threat", threat, &threat, OTM_SAID_THREAT))
        return NULL;
    bool is_carried = threat != NULL;
    if (!is_carried) {
        threat = DRAFT_NEW(otm->import, Catalog__V1__Threat, catalog__v1__threat);
        if (threat == NULL || !add_each(otm, threat, draft_list(node, "categories"), add_category) ||
            !add_each(otm, threat, draft_list(node, "cwes"), add_reference))
            return NULL;
    }
    threat->title = (char *)(uintptr_t)draft_title(otm->import, draft_text(node, "name"));
    threat->description = (char *)(uintptr_t)draft_text(node, "description");
    threat->likelihood = rating_of(risk, "likelihood", is_carried);
    threat->impact = rating_of(risk, "impact", is_carried);
    return threat;
}

static const struct {
    const char *state;
    Catalog__V1__MitigationStatus status;
} states[] = {
    {"implemented", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED},
    {"required", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PLANNED},
    {"RECOMMENDED", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED},
    {"recommended", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED},
};

static Catalog__V1__MitigationStatus status_of(const char *state) {
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        if (strcmp(states[i].state, state) == 0)
            return states[i].status;
    }
    return CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED;
}

/* One mitigation of one threat at one place: the format states it at each. */
static status_code read_mitigation(struct otm *otm, const struct tree_node *use, const char *threat,
                                   const char *place) {
    const char *source_id = draft_text(use, "mitigation");
    const struct tree_node *node = otm_node(otm, "mitigations", source_id);
    if (node == NULL) {
        report_add(otm->import->report, NOTE_WARNING, otm->file, use, "there is no mitigation \"%.60s\"", source_id);
        return STATUS_OK;
    }
    if (otm_carried_node(node, "mitigation") != NULL)
        return STATUS_OK;
    struct import *import = otm->import;
    Catalog__V1__Mitigation *mitigation = DRAFT_NEW(import, Catalog__V1__Mitigation, catalog__v1__mitigation);
    Catalog__V1__Control *control = DRAFT_NEW(import, Catalog__V1__Control, catalog__v1__control);
    char *key = ARENA_JOIN(import->arena, draft_text(node, "name"), " ", threat + (threat[0] == '#'));
    const char *id = key == NULL ? NULL : draft_id(&otm->ids, "mitigation", "", key);
    char *mitigates = (char *)(uintptr_t)threat;
    if (mitigation == NULL || control == NULL || id == NULL ||
        !draft_add(import, &mitigation->n_mitigates, &mitigation->mitigates, mitigates) ||
        !draft_add(import, &mitigation->n_on, &mitigation->on, (char *)(uintptr_t)place))
        return no_memory(otm);
    control->title = (char *)(uintptr_t)draft_title(import, draft_text(node, "name"));
    control->objective = (char *)(uintptr_t)draft_text(node, "description");
    mitigation->id = (char *)(uintptr_t)id;
    mitigation->title = control->title;
    mitigation->inline_ = control;
    mitigation->status = status_of(draft_text(use, "state"));
    if (draft_text(node, "riskReduction")[0] != '\0')
        report_add(import->report, NOTE_LOSS, otm->file, node,
                   "the risk reduction of %s percent is left out: a control written in a model is partial",
                   draft_text(node, "riskReduction"));
    return draft_add(import, &otm->feature->n_mitigations, &otm->feature->mitigations, mitigation) ? STATUS_OK
                                                                                                   : no_memory(otm);
}

/* The threat of USE as it stands in the model: one of the catalog that is carried, else the one that NODE describes. */
static Catalog__V1__ThreatUse *new_use(struct otm *otm, const struct tree_node *use, const struct tree_node *node,
                                       const char *place) {
    struct import *import = otm->import;
    Catalog__V1__ThreatUse *threat = NULL;
    char *title = ARENA_JOIN(import->arena, draft_text(node, "name"), " ", place);
    if (title == NULL || !OTM_CARRIED_AS(otm, use, "threat_use", threat_use, &threat, OTM_SAID_USE))
        return NULL;
    bool is_named = threat != NULL && threat->threat[0] != '\0';
    if (threat == NULL)
        threat = DRAFT_NEW(import, Catalog__V1__ThreatUse, catalog__v1__threat_use);
    if (threat == NULL)
        return NULL;
    if (!is_named || threat->id[0] != '\0')
        threat->id = (char *)(uintptr_t)draft_id(&otm->ids, "threat", threat->id, title);
    threat->inline_ = is_named ? NULL : inline_threat(otm, node);
    threat->on = (char *)(uintptr_t)place;
    return threat->id != NULL && (is_named || threat->inline_ != NULL) ? threat : NULL;
}

static status_code read_use(struct otm *otm, const struct tree_node *use, const char *place) {
    const char *source_id = draft_text(use, "threat");
    const struct tree_node *node = otm_node(otm, "threats", source_id);
    if (node == NULL) {
        report_add(otm->import->report, NOTE_WARNING, otm->file, use, "there is no threat \"%.60s\"", source_id);
        return STATUS_OK;
    }
    Catalog__V1__ThreatUse *threat = new_use(otm, use, node, place);
    if (threat == NULL || !draft_add(otm->import, &otm->feature->n_threats, &otm->feature->threats, threat))
        return no_memory(otm);
    const char *name = threat->inline_ == NULL ? threat->threat : ARENA_JOIN(otm->import->arena, "#", threat->id);
    const struct tree_node *mitigations = draft_list(use, "mitigations");
    status_code code = STATUS_OK;
    if (name == NULL)
        return no_memory(otm);
    for (size_t i = 0; i < mitigations->count && code == STATUS_OK; i++)
        code = read_mitigation(otm, mitigations->entries[i].value, name, place);
    return code;
}

static status_code read_uses(struct otm *otm, const char *list_key, const char *kind) {
    const struct tree_node *owners = draft_list(otm->root, list_key);
    status_code code = STATUS_OK;
    for (size_t i = 0; i < owners->count && code == STATUS_OK; i++) {
        const struct tree_node *owner = owners->entries[i].value;
        const struct tree_node *uses = draft_list(owner, "threats");
        const char *place = draft_id_of(&otm->ids, kind, draft_text(owner, "id"));
        for (size_t j = 0; j < uses->count && place != NULL && code == STATUS_OK; j++)
            code = read_use(otm, uses->entries[j].value, place);
    }
    return code;
}

/* Mitigations that the file carries whole, whatever places name them. */
static status_code read_carried(struct otm *otm) {
    const struct tree_node *list = draft_list(otm->root, "mitigations");
    for (size_t i = 0; i < list->count; i++) {
        const struct tree_node *node = list->entries[i].value;
        const char *title = draft_text(node, "name");
        Catalog__V1__Mitigation *mitigation = NULL;
        if (!OTM_CARRIED_AS(otm, node, "mitigation", mitigation, &mitigation, OTM_SAID_MITIGATION))
            return no_memory(otm);
        if (mitigation == NULL)
            continue;
        mitigation->id = (char *)(uintptr_t)draft_id(&otm->ids, "mitigation", mitigation->id, title);
        mitigation->title = (char *)(uintptr_t)draft_title(otm->import, title);
        if (mitigation->id == NULL || mitigation->title == NULL ||
            !draft_add(otm->import, &otm->feature->n_mitigations, &otm->feature->mitigations, mitigation))
            return no_memory(otm);
    }
    return STATUS_OK;
}

status_code otm_read_threats(struct otm *otm) {
    status_code code = read_carried(otm);
    if (code == STATUS_OK)
        code = read_uses(otm, "components", "component");
    return code == STATUS_OK ? read_uses(otm, "dataflows", "flow") : code;
}
