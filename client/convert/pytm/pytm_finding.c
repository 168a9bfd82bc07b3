#include "convert/pytm/pytm.h"

#include "convert/plain.h"

static Catalog__V1__Threat *inline_threat(const struct tool_place *place) {
    struct import *import = place->import;
    const struct tree_node *node = place->node;
    Catalog__V1__Threat *threat = DRAFT_NEW(import, Catalog__V1__Threat, catalog__v1__threat);
    const char *title = tool_plain_title(import, draft_text(node, "description"), "Finding");
    const char *description = tool_plain(import, node, "details");
    if (threat == NULL || title == NULL || description == NULL ||
        !tool_rate(place, threat, "severity", draft_text(node, "severity")) ||
        !pytm_refer(place, threat, draft_text(node, "references")))
        return NULL;
    threat->title = tool_text(title);
    threat->description = tool_text(description);
    return threat;
}

static bool answer(struct pytm *pytm, const struct tree_node *node, const Catalog__V1__ThreatUse *use) {
    struct import *import = pytm->import;
    const char *text = tool_plain(import, node, "mitigations");
    if (text == NULL || text[0] == '\0')
        return text != NULL;
    const char *key = ARENA_JOIN(import->arena, "mitigation ", use->id);
    const char *name = ARENA_JOIN(import->arena, "#", use->id);
    const char *sentence = plain_sentence(import->arena, text);
    const char *id = key == NULL ? NULL : draft_id(&pytm->ids, "mitigation", "", key);
    const char *title = sentence == NULL ? NULL : draft_title(import, sentence);
    Catalog__V1__Mitigation *mitigation = tool_mitigation(import, pytm->feature, id, title);
    if (mitigation == NULL || name == NULL ||
        !draft_add(import, &mitigation->n_mitigates, &mitigation->mitigates, tool_text(name)) ||
        !draft_add(import, &mitigation->n_on, &mitigation->on, use->on))
        return false;
    mitigation->inline_->objective = tool_text(text);
    return true;
}

/* What people answered is prose ("accepted", "mitigated by ..."): it is kept, and counts for nothing. */
static void respond(const struct pytm *pytm, const struct tree_node *node, Catalog__V1__ThreatUse *use) {
    const char *response = draft_text(node, "response");
    if (response[0] == '\0')
        return;
    use->rationale = tool_text(response);
    report_add(pytm->import->report, NOTE_LOSS, pytm->file, node,
               "the response stands in the rationale only: what counts is a mitigation or a decision");
}

status_code pytm_read_finding(struct pytm *pytm, const struct tree_node *node) {
    static const char *const known[] = {"target",     "element",  "description", "details", "severity", "mitigations",
                                        "references", "response", "threat_id",   "id",      "condition"};
    struct import *import = pytm->import;
    struct tool_place place = {import, pytm->file, node};
    const char *target = draft_text(node, "target");
    if (target[0] == '\0')
        target = draft_text(node, "element");
    const char *on = draft_id_of(&pytm->ids, "element", target);
    if (on == NULL)
        on = draft_id_of(&pytm->ids, "flow", target);
    if (on == NULL) {
        report_add(import->report, NOTE_LOSS, pytm->file, node,
                   "there is no element \"%.60s\": the finding is left out", target);
        return STATUS_OK;
    }
    Catalog__V1__ThreatUse *use = DRAFT_NEW(import, Catalog__V1__ThreatUse, catalog__v1__threat_use);
    const char *threat_id = draft_text(node, "threat_id");
    const char *key =
        ARENA_JOIN(import->arena, threat_id[0] == '\0' ? draft_text(node, "description") : threat_id, " ", on);
    const char *id = key == NULL ? NULL : draft_id(&pytm->ids, "finding", "", key);
    if (use == NULL || id == NULL)
        return import_no_memory(pytm->import);
    use->id = tool_text(id);
    use->on = tool_text(on);
    use->inline_ = inline_threat(&place);
    respond(pytm, node, use);
    tool_note_keys(&place, known, COUNT_OF(known));
    return use->inline_ != NULL && draft_add(import, &pytm->feature->n_threats, &pytm->feature->threats, use) &&
                   answer(pytm, node, use)
               ? STATUS_OK
               : import_no_memory(pytm->import);
}
