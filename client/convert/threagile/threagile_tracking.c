#include "convert/threagile/threagile_record.h"

#include <string.h>

static const struct {
    const char *word;
    enum threagile_treatment treatment;
} treatments[] = {
    {"unchecked", THREAGILE_OPEN},       {"", THREAGILE_OPEN},
    {"in-discussion", THREAGILE_OPEN},   {"accepted", THREAGILE_ACCEPTED},
    {"in-progress", THREAGILE_PLANNED},  {"mitigated", THREAGILE_DONE},
    {"false-positive", THREAGILE_FALSE},
};

static enum threagile_treatment treatment_of(const struct threagile *threagile, const struct tree_node *node) {
    const char *word = draft_text(node, "status");
    for (size_t i = 0; i < COUNT_OF(treatments); i++) {
        if (strcmp(treatments[i].word, word) == 0)
            return treatments[i].treatment;
    }
    threagile_note(threagile, NOTE_WARNING, node, "\"%.40s\" is no known status: the risk is open", word);
    return THREAGILE_OPEN;
}

/* "Status: accepted. Ticket: X-1. Date: 2020-01-04. Checked by: J. Doe." behind the justification. */
static const char *text_of(const struct threagile *threagile, const struct tree_node *node) {
    static const struct {
        const char *key;
        const char *lead;
    } parts[] = {{"status", "Status: "}, {"ticket", "Ticket: "}, {"date", "Date: "}, {"checked_by", "Checked by: "}};
    struct import *import = threagile->import;
    const char *text = "";
    for (size_t i = 0; i < COUNT_OF(parts) && text != NULL; i++) {
        const char *word = draft_text(node, parts[i].key);
        if (word[0] != '\0')
            text = ARENA_JOIN(import->arena, text, text[0] == '\0' ? "" : " ", parts[i].lead, word, ".");
    }
    const char *why = tool_plain(import, node, "justification");
    return text == NULL || why == NULL ? NULL : tool_paragraphs(import, why, text);
}

/* Adds what is done to the model, by CONTROL or where that is NULL by one that is called TITLE. */
static bool mitigate(struct threagile_record *record, const Catalog__V1__Control *control, const char *title) {
    struct threagile *threagile = record->threagile;
    struct import *import = threagile->import;
    const char *key = ARENA_JOIN(import->arena, "mitigation ", record->key);
    const char *whole = ARENA_JOIN(import->arena, "Measures against ", title);
    if (key == NULL || whole == NULL)
        return false;
    Catalog__V1__Mitigation *mitigation =
        tool_mitigation(import, threagile->feature, draft_id(&threagile->ids, "mitigation", "", key), whole);
    bool is_added = mitigation != NULL;
    for (size_t i = 0; i < record->uses.count && is_added; i++)
        is_added = tool_tag(import, &mitigation->n_mitigates, &mitigation->mitigates, record->uses.items[i]->threat) &&
                   tool_tag(import, &mitigation->n_on, &mitigation->on, record->uses.items[i]->on);
    if (!is_added)
        return false;
    mitigation->description = tool_text(record->text);
    mitigation->status = record->treatment == THREAGILE_DONE
                             ? CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED
                             : CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PLANNED;
    if (control == NULL)
        return true;
    mitigation->inline_ = NULL;
    mitigation->control = control->name;
    mitigation->title = control->title;
    return true;
}

/* An acceptance counts where somebody approves a decision, and not because a file says so. */
static bool remark(struct threagile_record *record) {
    bool is_added = true;
    for (size_t i = 0; i < record->uses.count && is_added; i++) {
        Catalog__V1__ThreatUse *use = record->uses.items[i];
        use->rationale = tool_text(tool_paragraphs(record->threagile->import, use->rationale, record->text));
        is_added = use->rationale != NULL;
    }
    if (record->treatment != THREAGILE_OPEN)
        threagile_note(record->threagile, NOTE_LOSS, record->node,
                       "that the risk is %s stands in the rationale only: ask for a decision, which somebody approves",
                       record->treatment == THREAGILE_ACCEPTED ? "accepted" : "a false positive");
    return is_added;
}

static bool treat(struct threagile_record *record, const Catalog__V1__Control *control, const char *title) {
    if (record->uses.count == 0)
        return true;
    bool is_done = record->treatment == THREAGILE_PLANNED || record->treatment == THREAGILE_DONE;
    return is_done ? mitigate(record, control, title) : remark(record);
}

/* ---- Categories of the model ---- */

/* Whether the key names USE: by its place. A flow is named by itself, its ends may stand beside it. */
static bool names_use(const struct threagile_record *record, const Catalog__V1__ThreatUse *use) {
    const struct threagile *threagile = record->threagile;
    for (size_t i = 0; i < threagile->links.count; i++) {
        const struct threagile_link *link = &threagile->links.items[i];
        const char *const names[] = {link->source_id, link->from->source_id, link->to->source_id};
        bool is_itself = record->is_wild || strstr(record->parts, link->source_id) != NULL;
        if (strcmp(link->flow->id, use->on) == 0)
            return is_itself && threagile_is_meant(record, names, COUNT_OF(names));
    }
    for (size_t i = 0; i < threagile->assets.count; i++) {
        const struct threagile_asset *asset = threagile->assets.items[i];
        if (strcmp(asset->element->id, use->on) == 0)
            return threagile_is_meant(record, &asset->source_id, 1);
    }
    return record->is_wild;
}

static bool track_category(struct threagile_record *record, const struct threagile_category *category) {
    struct threagile *threagile = record->threagile;
    bool is_done = record->treatment == THREAGILE_PLANNED || record->treatment == THREAGILE_DONE;
    for (size_t i = 0; i < threagile->risks.count; i++) {
        struct threagile_risk *risk = &threagile->risks.items[i];
        if (risk->category != category || risk->is_treated || !names_use(record, risk->use))
            continue;
        risk->is_treated = is_done;
        if (!vector_push(threagile->import->arena, &record->uses, risk->use))
            return false;
    }
    if (record->uses.count == 0)
        threagile_note(threagile, NOTE_WARNING, record->node, "no risk is identified that \"%.120s\" names",
                       record->key);
    return treat(record, category->control, category->threat->title);
}

/* ---- Records ---- */

static status_code track(struct threagile_record *record) {
    static const char *const known[] = {"status", "justification", "ticket", "date", "checked_by"};
    struct threagile *threagile = record->threagile;
    struct tool_place place = threagile_place(threagile, record->node);
    const struct threagile_category *category = string_map_get(&threagile->categories, record->rule);
    const struct threagile_rule *rule = threagile_rule_find(record->rule);
    record->treatment = treatment_of(threagile, record->node);
    record->text = text_of(threagile, record->node);
    if (record->text == NULL)
        return import_no_memory(record->threagile->import);
    tool_note_keys(&place, known, COUNT_OF(known));
    if (category != NULL)
        return track_category(record, category) ? STATUS_OK : import_no_memory(record->threagile->import);
    if (rule != NULL)
        return threagile_track_rule(record, rule) && treat(record, NULL, rule->title)
                   ? STATUS_OK
                   : import_no_memory(record->threagile->import);
    threagile_note(threagile, NOTE_WARNING, record->node,
                   "the rule \"%.60s\" is unknown: it is no category of the model and not built in", record->rule);
    return STATUS_OK;
}

static status_code read_record(struct threagile *threagile, const char *key, const struct tree_node *node,
                               bool is_wild) {
    size_t size = strcspn(key, "@");
    struct threagile_record record = {.threagile = threagile,
                                      .key = key,
                                      .parts = key + size + (key[size] == '@'),
                                      .rule = arena_strndup(threagile->import->arena, key, size),
                                      .is_wild = strchr(key, '*') != NULL,
                                      .node = node};
    if (record.rule == NULL)
        return import_no_memory(threagile->import);
    return record.is_wild == is_wild ? track(&record) : STATUS_OK;
}

static status_code read_exact(struct threagile *threagile, const char *key, const struct tree_node *node) {
    return read_record(threagile, key, node, false);
}

static status_code read_wild(struct threagile *threagile, const char *key, const struct tree_node *node) {
    return read_record(threagile, key, node, true);
}

/* What a category says against its risks is proposed where nothing is done yet. */
static bool propose(struct threagile *threagile, const struct threagile_category *category) {
    struct import *import = threagile->import;
    Catalog__V1__Mitigation *mitigation = NULL;
    bool is_added = category->control != NULL;
    for (size_t i = 0; i < threagile->risks.count && is_added; i++) {
        const struct threagile_risk *risk = &threagile->risks.items[i];
        if (risk->category != category || risk->is_treated)
            continue;
        if (mitigation == NULL) {
            const char *key = ARENA_JOIN(import->arena, "mitigation ", category->source_id, " proposed");
            const char *id = key == NULL ? NULL : draft_id(&threagile->ids, "mitigation", "", key);
            mitigation = tool_mitigation(import, threagile->feature, id, category->control->title);
        }
        is_added = mitigation != NULL &&
                   tool_tag(import, &mitigation->n_mitigates, &mitigation->mitigates, category->threat->name) &&
                   tool_tag(import, &mitigation->n_on, &mitigation->on, risk->use->on);
        if (is_added) {
            mitigation->inline_ = NULL;
            mitigation->control = category->control->name;
        }
    }
    return is_added || category->control == NULL;
}

status_code threagile_read_tracking(struct threagile *threagile) {
    status_code code = threagile_each(threagile, "risk_tracking", read_exact);
    if (code == STATUS_OK)
        code = threagile_each(threagile, "risk_tracking", read_wild);
    for (size_t i = 0; i < threagile->category_list.count && code == STATUS_OK; i++) {
        if (!propose(threagile, threagile->category_list.items[i]))
            code = import_no_memory(threagile->import);
    }
    return code;
}
