#include "convert/threat_dragon/threat_dragon.h"

#include <string.h>

static void note(const struct dragon *dragon, enum note_kind kind, const struct tree_node *node, const char *text) {
    report_add(dragon->import->report, kind, dragon->file, node, "%s", text);
}

/* The text of KEY, unless it is what the tool fills in for people to replace. */
static const char *words_of(const struct tree_node *node, const char *key) {
    static const char *const placeholders[] = {"Provide remediation for this threat",
                                               "Provide mitigation for this threat",
                                               "Provide a description for this threat", "None as yet"};
    const char *text = draft_text(node, key);
    for (size_t i = 0; i < COUNT_OF(placeholders); i++) {
        if (strncmp(text, placeholders[i], strlen(placeholders[i])) == 0)
            return "";
    }
    return text;
}

enum standing { STANDING_OPEN, STANDING_MITIGATED, STANDING_NOT_APPLICABLE };

/* Both spellings of "not applicable" occur. */
static enum standing standing_of(const struct tree_node *node) {
    const char *status = draft_text(node, "status");
    if (strcmp(status, "Mitigated") == 0)
        return STANDING_MITIGATED;
    bool is_other = strcmp(status, "NotApplicable") == 0 || strcmp(status, "Not Applicable") == 0;
    return is_other ? STANDING_NOT_APPLICABLE : STANDING_OPEN;
}

/* Version 1 has no ids, and titles repeat: the id is made from the cell, the title, and the how manyth of that title in
 * the cell it is. */
static const char *derived_id(struct dragon *dragon, const struct tree_node *cell, const struct tree_node *node) {
    struct import *import = dragon->import;
    const char *key = dragon_key(dragon, draft_text(cell, "id"));
    char *title = key == NULL ? NULL : ARENA_JOIN(import->arena, key, " ", draft_text(node, "title"));
    unsigned *count = title == NULL ? NULL : string_map_get(&dragon->titles, title);
    if (title != NULL && count == NULL) {
        count = arena_calloc(import->arena, 1, sizeof *count);
        if (count != NULL && !string_map_put(&dragon->titles, title, count))
            count = NULL;
    }
    const char *whole = count == NULL ? NULL : arena_printf(import->arena, "%s %u", title, ++*count);
    return whole == NULL ? NULL : draft_id(&dragon->ids, "threat", "", whole);
}

static const char *new_id(struct dragon *dragon, const struct tree_node *cell, const struct tree_node *node) {
    const char *source_id = draft_text(node, "id");
    if (source_id[0] == '\0')
        source_id = draft_text(node, "threatId");
    return source_id[0] == '\0' ? derived_id(dragon, cell, node) : draft_id(&dragon->ids, "threat", source_id, "");
}

static bool note_rest(const struct dragon *dragon, const struct tree_node *node, Catalog__V1__Threat *threat) {
    dragon_note_threat(dragon, node);
    if (standing_of(node) != STANDING_NOT_APPLICABLE)
        return true;
    note(dragon, NOTE_LOSS, node,
         "\"not applicable\" is kept as a tag only: ask for a decision, which somebody approves");
    return tool_tag(dragon->import, &threat->n_tags, &threat->tags, "status:not-applicable");
}

static Catalog__V1__Threat *inline_threat(struct dragon *dragon, const struct tree_node *node) {
    struct import *import = dragon->import;
    struct tool_place place = {import, dragon->file, node};
    Catalog__V1__Threat *threat = DRAFT_NEW(import, Catalog__V1__Threat, catalog__v1__threat);
    const char *scheme = draft_text(node, "modelType");
    const char *title = draft_text(node, "title");
    if (scheme[0] == '\0')
        scheme = "threat-dragon";
    if (threat == NULL || !tool_classify(import, threat, scheme, draft_text(node, "type")) ||
        !tool_rate(&place, threat, "severity", draft_text(node, "severity")) || !note_rest(dragon, node, threat))
        return NULL;
    threat->title = tool_text(draft_title(import, title[0] == '\0' ? "Threat" : title));
    threat->description = tool_text(words_of(node, "description"));
    return threat->title == NULL ? NULL : threat;
}

/* The one text that says what is done becomes a control of the model. */
static status_code add_mitigation(struct dragon *dragon, const struct tree_node *node,
                                  const Catalog__V1__ThreatUse *use) {
    struct import *import = dragon->import;
    const char *text = words_of(node, "mitigation");
    Catalog__V1__Mitigation *mitigation = DRAFT_NEW(import, Catalog__V1__Mitigation, catalog__v1__mitigation);
    Catalog__V1__Control *control = DRAFT_NEW(import, Catalog__V1__Control, catalog__v1__control);
    const char *name = ARENA_JOIN(import->arena, "mitigation ", use->id);
    const char *id = name == NULL ? NULL : draft_id(&dragon->ids, "mitigation", "", name);
    char *mitigates = ARENA_JOIN(import->arena, "#", use->id);
    if (mitigation == NULL || control == NULL || id == NULL || mitigates == NULL ||
        !draft_add(import, &mitigation->n_mitigates, &mitigation->mitigates, mitigates) ||
        !draft_add(import, &mitigation->n_on, &mitigation->on, use->on))
        return import_no_memory(dragon->import);
    control->title = tool_text(draft_title(import, text));
    control->objective = tool_text(text);
    mitigation->id = tool_text(id);
    mitigation->title = control->title;
    mitigation->inline_ = control;
    mitigation->status = standing_of(node) == STANDING_MITIGATED
                             ? CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED
                             : CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PROPOSED;
    note(dragon, NOTE_WARNING, node,
         "the mitigation is free text: it became a control of the model, look whether it is one");
    return draft_add(import, &dragon->feature->n_mitigations, &dragon->feature->mitigations, mitigation)
               ? STATUS_OK
               : import_no_memory(dragon->import);
}

static status_code read_answer(struct dragon *dragon, const struct tree_node *node, Catalog__V1__ThreatUse *use) {
    const char *text = words_of(node, "mitigation");
    enum standing standing = standing_of(node);
    if (standing == STANDING_NOT_APPLICABLE)
        use->rationale = tool_text(text);
    else if (text[0] != '\0')
        return add_mitigation(dragon, node, use);
    else if (standing == STANDING_MITIGATED)
        note(dragon, NOTE_WARNING, node, "the threat is mitigated, and nothing says how: it stays open");
    return STATUS_OK;
}

static status_code read_threat(struct dragon *dragon, const struct tree_node *node, const char *id, const char *place) {
    Catalog__V1__ThreatUse *use = DRAFT_NEW(dragon->import, Catalog__V1__ThreatUse, catalog__v1__threat_use);
    if (use == NULL || id == NULL)
        return import_no_memory(dragon->import);
    use->id = tool_text(id);
    use->inline_ = inline_threat(dragon, node);
    use->on = tool_text(place);
    if (use->inline_ == NULL || !draft_add(dragon->import, &dragon->feature->n_threats, &dragon->feature->threats, use))
        return import_no_memory(dragon->import);
    return read_answer(dragon, node, use);
}

status_code dragon_read_threats(struct dragon *dragon, const struct tree_node *cell, const char *place) {
    const struct tree_node *list = draft_list(dragon_data(cell), "threats");
    status_code code = STATUS_OK;
    for (size_t i = 0; i < list->count && code == STATUS_OK; i++) {
        const struct tree_node *node = list->entries[i].value;
        code = node->kind == TREE_MAP
                   ? read_threat(dragon, node, new_id(dragon, cell, node), place)
                   : import_refuse(dragon->import, dragon->file, node, "an entry of threats is no mapping");
    }
    return code;
}
