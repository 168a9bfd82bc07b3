#include "convert/otm/otm.h"
#include "convert/tool_parts.h"

#include <strings.h>

static const struct {
    const char *state;
    Catalog__V1__MitigationStatus status;
} states[] = {
    {"implemented", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED},
    {"required", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PLANNED},
    {"recommended", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED},
    {"open", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED},
    {"", CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED},
};

static Catalog__V1__MitigationStatus status_of(const struct otm *otm, const struct tree_node *use) {
    const char *state = draft_text(use, "state");
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        if (strcasecmp(states[i].state, state) == 0)
            return states[i].status;
    }
    report_add(otm->import->report, NOTE_LOSS, otm->file, use,
               "the state \"%.40s\" of a mitigation has no place here: it is proposed", state);
    return CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED;
}

/* The status that USE says; the CARRIED one where that is written as the same word. */
static Catalog__V1__MitigationStatus status_again(const struct otm *otm, const struct tree_node *use,
                                                  Catalog__V1__MitigationStatus carried) {
    Catalog__V1__MitigationStatus said = status_of(otm, use);
    Catalog__V1__MitigationStatus written = carried;
    if (carried == CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_VERIFIED)
        written = CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED;
    else if (carried != CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PLANNED &&
             carried != CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED)
        written = CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED;
    return said == written ? carried : said;
}

/* What no field of a mitigation holds, once for all that name it. */
static void note_mitigation(struct otm *otm, const struct tree_node *node) {
    const char *percent = draft_text(node, "riskReduction");
    if (otm_is_named(otm, "mitigations", node))
        return;
    OTM_NOTE_REST(otm, node, "id", "name", "description", "riskReduction");
    if (percent[0] != '\0')
        report_add(otm->import->report, NOTE_LOSS, otm->file, node,
                   "the risk reduction of %.40s percent is left out: a control written in a model is partial", percent);
}

/* A mitigation of the feature whose id is made from what NODE is called and ANSWERED. NULL: no room. */
static Catalog__V1__Mitigation *new_mitigation(struct otm *otm, const struct tree_node *node, const char *answered) {
    struct import *import = otm->import;
    const char *name = draft_text(node, "name");
    const char *title = draft_title(import, name);
    char *key = ARENA_JOIN(import->arena, name, " ", answered);
    if (title == NULL || key == NULL)
        return NULL;
    note_mitigation(otm, node);
    Catalog__V1__Mitigation *mitigation =
        tool_mitigation(import, otm->feature, draft_id(&otm->ids, "mitigation", "", key), title);
    if (mitigation != NULL)
        mitigation->inline_->objective = tool_text(draft_text(node, "description"));
    return mitigation;
}

/* The format states a mitigation at each place where it answers a threat. */
status_code otm_read_mitigation(struct otm *otm, const struct tree_node *use, const char *name,
                                const Catalog__V1__ThreatUse *threat) {
    const char *source_id = draft_text(use, "mitigation");
    const struct tree_node *node = otm_node(otm, "mitigations", source_id);
    if (node == NULL) {
        report_add(otm->import->report, NOTE_WARNING, otm->file, use, "there is no mitigation \"%.60s\"", source_id);
        return STATUS_OK;
    }
    const Catalog__V1__Mitigation *carried = links_find(&otm->links, source_id);
    if (carried != NULL)
        return links_add(&otm->links, source_id, threat, status_again(otm, use, carried->status))
                   ? STATUS_OK
                   : import_no_memory(otm->import);
    struct import *import = otm->import;
    Catalog__V1__Mitigation *mitigation = new_mitigation(otm, node, name + (name[0] == '#'));
    if (mitigation == NULL || !draft_add(import, &mitigation->n_mitigates, &mitigation->mitigates, tool_text(name)) ||
        !draft_add(import, &mitigation->n_on, &mitigation->on, threat->on))
        return import_no_memory(otm->import);
    mitigation->status = status_of(otm, use);
    otm_named(otm, "mitigations", source_id);
    return STATUS_OK;
}

/* A description that was changed stands where it came from. */
static void redescribe(const struct otm *otm, const struct tree_node *node, Catalog__V1__Mitigation *mitigation) {
    bool is_objective = mitigation->description[0] == '\0' && mitigation->inline_ != NULL;
    char **text = is_objective ? &mitigation->inline_->objective : &mitigation->description;
    if (otm_is_changed(otm, node, "description"))
        *text = tool_text(draft_text(node, "description"));
    if (otm_is_changed(otm, node, "riskReduction"))
        report_add(otm->import->report, NOTE_LOSS, otm->file, node,
                   "the risk reduction was changed, which has no place: it is the control that says it");
}

status_code otm_read_carried_mitigations(struct otm *otm) {
    const struct tree_node *list = otm_list(otm, "mitigations");
    for (size_t i = 0; i < list->count; i++) {
        const struct tree_node *node = list->entries[i].value;
        const char *title = draft_text(node, "name");
        Catalog__V1__Mitigation *mitigation = NULL;
        if (!OTM_CARRIED_AS(otm, node, "mitigation", mitigation, &mitigation, OTM_SAID_MITIGATION))
            return import_no_memory(otm->import);
        if (mitigation == NULL)
            continue;
        mitigation->id = (char *)(uintptr_t)draft_id(&otm->ids, "mitigation", mitigation->id, title);
        mitigation->title = (char *)(uintptr_t)draft_title(otm->import, title);
        redescribe(otm, node, mitigation);
        if (mitigation->id == NULL || !links_carry(&otm->links, draft_text(node, "id"), mitigation) ||
            mitigation->title == NULL ||
            !draft_add(otm->import, &otm->feature->n_mitigations, &otm->feature->mitigations, mitigation))
            return import_no_memory(otm->import);
    }
    return STATUS_OK;
}

status_code otm_read_unnamed_mitigations(struct otm *otm) {
    const struct tree_node *list = otm_list(otm, "mitigations");
    for (size_t i = 0; i < list->count; i++) {
        const struct tree_node *node = list->entries[i].value;
        if (node->kind != TREE_MAP || otm_carried_node(node, "mitigation") != NULL ||
            otm_is_named(otm, "mitigations", node))
            continue;
        report_add(otm->import->report, NOTE_WARNING, otm->file, node, "the mitigation answers no threat");
        if (new_mitigation(otm, node, "") == NULL)
            return import_no_memory(otm->import);
    }
    return STATUS_OK;
}
