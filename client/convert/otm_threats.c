#include "convert/normalise.h"
#include "convert/otm.h"

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

static Catalog__V1__Threat *inline_threat(struct otm *otm, const struct tree_node *node) {
    Catalog__V1__Threat *threat = DRAFT_NEW(otm->import, Catalog__V1__Threat, catalog__v1__threat);
    const struct tree_node *risk = tree_get(node, "risk");
    if (threat == NULL || !add_each(otm, threat, draft_list(node, "categories"), add_category) ||
        !add_each(otm, threat, draft_list(node, "cwes"), add_reference))
        return NULL;
    threat->title = (char *)(uintptr_t)draft_title(otm->import, draft_text(node, "name"));
    threat->description = (char *)(uintptr_t)draft_text(node, "description");
    threat->likelihood = normalise_percent(draft_text(risk, "likelihood"));
    threat->impact = normalise_percent(draft_text(risk, "impact"));
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
static status_code read_mitigation(struct otm *otm, const struct tree_node *use, const char *threat_id,
                                   const char *place) {
    const char *source_id = draft_text(use, "mitigation");
    const struct tree_node *node = otm_node(otm, "mitigations", source_id);
    if (node == NULL) {
        report_add(otm->import->report, NOTE_WARNING, otm->file, use, "there is no mitigation \"%.60s\"", source_id);
        return STATUS_OK;
    }
    struct import *import = otm->import;
    Catalog__V1__Mitigation *mitigation = DRAFT_NEW(import, Catalog__V1__Mitigation, catalog__v1__mitigation);
    Catalog__V1__Control *control = DRAFT_NEW(import, Catalog__V1__Control, catalog__v1__control);
    char *key = ARENA_JOIN(import->arena, draft_text(node, "name"), " ", threat_id);
    const char *id = key == NULL ? NULL : draft_id(&otm->ids, "mitigation", "", key);
    char *mitigates = ARENA_JOIN(import->arena, "#", threat_id);
    if (mitigation == NULL || control == NULL || id == NULL || mitigates == NULL ||
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

static status_code read_use(struct otm *otm, const struct tree_node *use, const char *place) {
    const char *source_id = draft_text(use, "threat");
    const struct tree_node *node = otm_node(otm, "threats", source_id);
    if (node == NULL) {
        report_add(otm->import->report, NOTE_WARNING, otm->file, use, "there is no threat \"%.60s\"", source_id);
        return STATUS_OK;
    }
    Catalog__V1__ThreatUse *threat = DRAFT_NEW(otm->import, Catalog__V1__ThreatUse, catalog__v1__threat_use);
    char *key = ARENA_JOIN(otm->import->arena, draft_text(node, "name"), " ", place);
    const char *id = key == NULL ? NULL : draft_id(&otm->ids, "threat", "", key);
    if (threat == NULL || id == NULL)
        return no_memory(otm);
    threat->id = (char *)(uintptr_t)id;
    threat->inline_ = inline_threat(otm, node);
    threat->on = (char *)(uintptr_t)place;
    if (threat->inline_ == NULL || !draft_add(otm->import, &otm->feature->n_threats, &otm->feature->threats, threat))
        return no_memory(otm);
    status_code code = STATUS_OK;
    const struct tree_node *mitigations = draft_list(use, "mitigations");
    for (size_t i = 0; i < mitigations->count && code == STATUS_OK; i++)
        code = read_mitigation(otm, mitigations->entries[i].value, id, place);
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

status_code otm_read_threats(struct otm *otm) {
    status_code code = read_uses(otm, "components", "component");
    return code == STATUS_OK ? read_uses(otm, "dataflows", "flow") : code;
}
