#include "convert/threagile.h"
#include "convert/threagile_rules.h"

#include <string.h>

/* Threats of built-in rules at places, in one model. */
#define PLACED_MAX 10000
#define ANY_PART   "*"

enum treatment { TREATMENT_OPEN, TREATMENT_ACCEPTED, TREATMENT_FALSE, TREATMENT_PLANNED, TREATMENT_DONE };

/* One record: "rule@part@part" and what is done about the risks that it names. */
struct record {
    struct threagile *threagile;
    const char *key;
    const char *parts; /* of the key, behind the rule */
    const char *rule;
    bool is_wild; /* a part stands for any */
    const struct tree_node *node;
    enum treatment treatment;
    const char *text; /* what it says in words */
    VECTOR(Catalog__V1__ThreatUse *) uses;
};

static status_code no_memory(const struct record *record) {
    return threagile_no_memory(record->threagile);
}

/* ---- Which places a key names ---- */

/* A name that a part may be: of NAMES, or cut off at a '*' the beginning of one. */
static bool is_named(const char *part, size_t size, const char *const *names, size_t count) {
    size_t kept = 0;
    while (kept < size && part[kept] != ANY_PART[0])
        kept++;
    for (size_t i = 0; i < count; i++) {
        size_t whole = strlen(names[i]);
        if ((kept < size ? whole >= kept : whole == size) && strncmp(part, names[i], kept) == 0)
            return true;
    }
    return false;
}

/* A part that names data, a boundary or a runtime says nothing of which asset or link is meant. */
static bool is_aside(const struct record *record, const char *part, size_t size) {
    char *name = arena_strndup(record->threagile->import->arena, part, size);
    return name != NULL && (string_map_get(&record->threagile->data, name) != NULL ||
                            string_map_get(&record->threagile->groups, name) != NULL);
}

/* Whether what is called by any of NAMES is meant: every part names it or is aside, and not all are aside. */
static bool is_meant(const struct record *record, const char *const *names, size_t count) {
    bool is_one = record->parts[0] == '\0';
    for (const char *part = record->parts; *part != '\0';) {
        size_t size = strcspn(part, "@");
        if (is_named(part, size, names, count))
            is_one = true;
        else if (!is_aside(record, part, size))
            return false;
        part += size + (part[size] == '@');
    }
    return is_one;
}

typedef bool take_place(struct record *record, const char *place);

static bool take_assets(struct record *record, take_place *take) {
    const struct threagile *threagile = record->threagile;
    bool is_taken = true;
    for (size_t i = 0; i < threagile->assets.count && is_taken; i++) {
        const struct threagile_asset *asset = threagile->assets.items[i];
        bool is_looked_at = asset->is_in_scope || !record->is_wild;
        if (is_looked_at && is_meant(record, &asset->source_id, 1))
            is_taken = take(record, asset->element->id);
    }
    return is_taken;
}

static bool take_links(struct record *record, take_place *take) {
    const struct threagile *threagile = record->threagile;
    bool is_taken = true;
    for (size_t i = 0; i < threagile->links.count && is_taken; i++) {
        const struct threagile_link *link = &threagile->links.items[i];
        const char *const names[] = {link->source_id, link->from->source_id, link->to->source_id};
        bool is_looked_at = link->to->is_in_scope || !record->is_wild;
        if (is_looked_at && is_meant(record, names, COUNT_OF(names)))
            is_taken = take(record, link->flow->id);
    }
    return is_taken;
}

static bool take_members(struct record *record, take_place *take) {
    const struct string_map *groups = &record->threagile->groups;
    bool is_taken = true;
    for (size_t i = 0; i < groups->count; i++) {
        const struct threagile_group *group = groups->entries[i].value;
        bool is_whole = is_named(record->parts, strlen(record->parts), &groups->entries[i].key, 1);
        for (size_t j = 0; is_whole && j < group->assets.count && is_taken; j++)
            is_taken = take(record, group->assets.items[j]->element->id);
    }
    return is_taken;
}

static bool take_data(struct record *record, take_place *take) {
    const struct string_map *data = &record->threagile->data;
    bool is_taken = true;
    for (size_t i = 0; i < data->count; i++) {
        const Catalog__V1__Asset *asset = data->entries[i].value;
        bool is_whole = is_named(record->parts, strlen(record->parts), &data->entries[i].key, 1);
        for (size_t j = 0; is_whole && j < asset->n_on && is_taken; j++)
            is_taken = take(record, asset->on[j]);
    }
    return is_taken;
}

static bool (*const takers[])(struct record *record, take_place *take) = {
    [THREAGILE_ASSET] = take_assets,
    [THREAGILE_LINK] = take_links,
    [THREAGILE_RUNTIME] = take_members,
    [THREAGILE_DATA] = take_data,
};

/* ---- Threats of built-in rules ---- */

/* Files that are read in one run share the threat of a rule. */
static const Catalog__V1__Threat *threat_called(const struct import *import, const char *name) {
    for (size_t i = 0; i < import->objects.count; i++) {
        const Catalog__V1__Object *object = import->objects.items[i];
        if (object->kind_case == CATALOG__V1__OBJECT__KIND_THREAT && strcmp(object->threat->name, name) == 0)
            return object->threat;
    }
    return NULL;
}

static bool fill_rule(struct import *import, const struct threagile_rule *rule, Catalog__V1__Threat *threat) {
    const char letter[] = {rule->stride, '\0'};
    const char *cwe = rule->cwe == 0 ? "" : arena_printf(import->arena, "%u", (unsigned)rule->cwe);
    threat->title = tool_text(rule->title);
    threat->description =
        ARENA_JOIN(import->arena, "What the rule `", rule->id, "` of Threagile looks for in a model.");
    return cwe != NULL && threat->description != NULL && tool_classify(import, threat, "threagile", letter) &&
           tool_refer(import, &threat->n_references, &threat->references, "cwe", cwe);
}

/* The threat of RULE is of no one model: it is not marked as coming from this one. NULL: no room. */
static const char *make_rule(struct record *record, const struct threagile_rule *rule) {
    struct threagile *threagile = record->threagile;
    struct import *import = threagile->import;
    char *slug = ARENA_JOIN(import->arena, "threagile-", rule->id);
    char *name = slug == NULL ? NULL : ARENA_JOIN(import->arena, import->name_space, "/", slug);
    if (name == NULL || string_map_get(&threagile->rules, rule->id) != NULL ||
        !string_map_put(&threagile->rules, rule->id, name))
        return string_map_get(&threagile->rules, rule->id);
    if (threat_called(import, name) != NULL)
        return name;
    const char *mark = import->mark;
    import->mark = "";
    Catalog__V1__Threat *threat = draft_threat(import, threagile->document->file, record->node, slug);
    import->mark = mark;
    return threat != NULL && fill_rule(import, rule, threat) ? name : NULL;
}

/* A place has the threat of a rule once: the record that names it exactly counts before one that stands for many. */
static bool place_rule(struct record *record, const char *place) {
    struct threagile *threagile = record->threagile;
    struct import *import = threagile->import;
    const char *key = ARENA_JOIN(import->arena, record->rule, " ", place);
    if (key == NULL)
        return false;
    if (string_map_get(&threagile->placed, key) != NULL || threagile->placed.count == PLACED_MAX)
        return true;
    const char *name = make_rule(record, threagile_rule_find(record->rule));
    Catalog__V1__ThreatUse *use = DRAFT_NEW(import, Catalog__V1__ThreatUse, catalog__v1__threat_use);
    const char *id = draft_id(&threagile->ids, "risk", "", key);
    if (name == NULL || use == NULL || id == NULL || !string_map_put(&threagile->placed, key, use) ||
        !vector_push(import->arena, &record->uses, use))
        return false;
    use->id = tool_text(id);
    use->threat = tool_text(name);
    use->on = tool_text(place);
    return draft_add(import, &threagile->feature->n_threats, &threagile->feature->threats, use);
}

static void note_rule(const struct record *record) {
    const struct threagile *threagile = record->threagile;
    if (threagile->placed.count == PLACED_MAX)
        threagile_note(threagile, NOTE_LOSS, record->node, "there are too many risks: no more are taken");
    else if (record->uses.count == 0)
        threagile_note(threagile, NOTE_WARNING, record->node,
                       "\"%.120s\" names no place that there is, or none that no other record names", record->key);
    else if (record->is_wild)
        threagile_note(threagile, NOTE_WARNING, record->node,
                       "\"%.120s\" stands for whatever the rule finds: here for all %zu places that it may be about",
                       record->key, record->uses.count);
}

static bool track_rule(struct record *record, const struct threagile_rule *rule) {
    if (record->treatment == TREATMENT_FALSE) {
        threagile_note(record->threagile, NOTE_LOSS, record->node,
                       "\"%.120s\" is a false positive: the threat is not taken", record->key);
        return true;
    }
    bool is_taken = takers[rule->subject](record, place_rule);
    for (size_t i = 0; i < COUNT_OF(takers) && record->uses.count == 0 && is_taken; i++)
        is_taken = takers[i](record, place_rule);
    note_rule(record);
    return is_taken;
}

/* ---- What is done ---- */

static const struct {
    const char *word;
    enum treatment treatment;
} treatments[] = {
    {"unchecked", TREATMENT_OPEN},       {"", TREATMENT_OPEN},
    {"in-discussion", TREATMENT_OPEN},   {"accepted", TREATMENT_ACCEPTED},
    {"in-progress", TREATMENT_PLANNED},  {"mitigated", TREATMENT_DONE},
    {"false-positive", TREATMENT_FALSE},
};

static enum treatment treatment_of(const struct threagile *threagile, const struct tree_node *node) {
    const char *word = draft_text(node, "status");
    for (size_t i = 0; i < COUNT_OF(treatments); i++) {
        if (strcmp(treatments[i].word, word) == 0)
            return treatments[i].treatment;
    }
    threagile_note(threagile, NOTE_WARNING, node, "\"%.40s\" is no known status: the risk is open", word);
    return TREATMENT_OPEN;
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
static bool mitigate(struct record *record, const Catalog__V1__Control *control, const char *title) {
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
    mitigation->status = record->treatment == TREATMENT_DONE
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
static bool remark(struct record *record) {
    bool is_added = true;
    for (size_t i = 0; i < record->uses.count && is_added; i++) {
        Catalog__V1__ThreatUse *use = record->uses.items[i];
        use->rationale = tool_text(tool_paragraphs(record->threagile->import, use->rationale, record->text));
        is_added = use->rationale != NULL;
    }
    if (record->treatment != TREATMENT_OPEN)
        threagile_note(record->threagile, NOTE_LOSS, record->node,
                       "that the risk is %s stands in the rationale only: ask for a decision, which somebody approves",
                       record->treatment == TREATMENT_ACCEPTED ? "accepted" : "a false positive");
    return is_added;
}

static bool treat(struct record *record, const Catalog__V1__Control *control, const char *title) {
    if (record->uses.count == 0)
        return true;
    bool is_done = record->treatment == TREATMENT_PLANNED || record->treatment == TREATMENT_DONE;
    return is_done ? mitigate(record, control, title) : remark(record);
}

/* ---- Categories of the model ---- */

/* Whether the key names USE: by its place. A flow is named by itself, its ends may stand beside it. */
static bool names_use(const struct record *record, const Catalog__V1__ThreatUse *use) {
    const struct threagile *threagile = record->threagile;
    for (size_t i = 0; i < threagile->links.count; i++) {
        const struct threagile_link *link = &threagile->links.items[i];
        const char *const names[] = {link->source_id, link->from->source_id, link->to->source_id};
        bool is_itself = record->is_wild || strstr(record->parts, link->source_id) != NULL;
        if (strcmp(link->flow->id, use->on) == 0)
            return is_itself && is_meant(record, names, COUNT_OF(names));
    }
    for (size_t i = 0; i < threagile->assets.count; i++) {
        const struct threagile_asset *asset = threagile->assets.items[i];
        if (strcmp(asset->element->id, use->on) == 0)
            return is_meant(record, &asset->source_id, 1);
    }
    return record->is_wild;
}

static bool track_category(struct record *record, const struct threagile_category *category) {
    struct threagile *threagile = record->threagile;
    bool is_done = record->treatment == TREATMENT_PLANNED || record->treatment == TREATMENT_DONE;
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

static status_code track(struct record *record) {
    static const char *const known[] = {"status", "justification", "ticket", "date", "checked_by"};
    struct threagile *threagile = record->threagile;
    struct tool_place place = threagile_place(threagile, record->node);
    const struct threagile_category *category = string_map_get(&threagile->categories, record->rule);
    const struct threagile_rule *rule = threagile_rule_find(record->rule);
    record->treatment = treatment_of(threagile, record->node);
    record->text = text_of(threagile, record->node);
    if (record->text == NULL)
        return no_memory(record);
    tool_note_keys(&place, known, COUNT_OF(known));
    if (category != NULL)
        return track_category(record, category) ? STATUS_OK : no_memory(record);
    if (rule != NULL)
        return track_rule(record, rule) && treat(record, NULL, rule->title) ? STATUS_OK : no_memory(record);
    threagile_note(threagile, NOTE_WARNING, record->node,
                   "the rule \"%.60s\" is unknown: it is no category of the model and not built in", record->rule);
    return STATUS_OK;
}

static status_code read_record(struct threagile *threagile, const char *key, const struct tree_node *node,
                               bool is_wild) {
    size_t size = strcspn(key, "@");
    struct record record = {.threagile = threagile,
                            .key = key,
                            .parts = key + size + (key[size] == '@'),
                            .rule = arena_strndup(threagile->import->arena, key, size),
                            .is_wild = strstr(key, ANY_PART) != NULL,
                            .node = node};
    if (record.rule == NULL)
        return threagile_no_memory(threagile);
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
            code = threagile_no_memory(threagile);
    }
    return code;
}
