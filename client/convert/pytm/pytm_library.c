#include "convert/pytm/pytm.h"

#include "convert/normalise.h"
#include "convert/plain.h"

#include <string.h>

#define LIBRARY_ID "threatlib"

/* Where one entry of the library is read. */
struct entry {
    struct tool_place place;
    Catalog__V1__Threat *threat;
};

/* Adds TEXT behind LEAD ("": none) to the description. */
static bool describe(const struct entry *entry, const char *lead, const char *text) {
    struct import *import = entry->place.import;
    if (text == NULL)
        return false;
    const char *whole = text[0] == '\0' ? text : ARENA_JOIN(import->arena, lead, text);
    const char *all = whole == NULL ? NULL : tool_paragraphs(import, entry->threat->description, whole);
    entry->threat->description = tool_text(all);
    return all != NULL;
}

static bool describe_each(const struct entry *entry) {
    static const struct {
        const char *key;
        const char *lead;
    } texts[] = {{"details", ""}, {"example", "Example: "}, {"DEPRECATED", "Deprecated: "}};
    bool is_added = true;
    for (size_t i = 0; i < COUNT_OF(texts) && is_added; i++)
        is_added = describe(entry, texts[i].lead, tool_plain(entry->place.import, entry->place.node, texts[i].key));
    const char *condition = draft_text(entry->place.node, "condition");
    return is_added && describe(entry, "Condition in pytm, which nothing here evaluates: ", condition);
}

/* An unset word is no rating; one that is not known is said. */
static uint32_t rating_of(const struct entry *entry, const char *key) {
    const char *word = draft_text(entry->place.node, key);
    uint32_t rating = normalise_rating(word);
    if (rating == 0 && word[0] != '\0')
        report_add(entry->place.import->report, NOTE_WARNING, entry->place.file, entry->place.node,
                   "\"%.40s\" is no known rating: `%s` is left out", word, key);
    return rating;
}

/* ---- Targets ---- */

static bool add_target(const struct entry *entry, const struct tree_node *target, size_t *count, char ***predicates) {
    const struct pytm_class *class = pytm_class_find(target->text);
    if (class != NULL)
        return tool_tag(entry->place.import, count, predicates, class->predicate);
    report_add(entry->place.import->report, NOTE_WARNING, entry->place.file, target,
               "\"%.40s\" is no known class of elements", target->text);
    return true;
}

/* A list of classes, in some libraries one class, becomes the predicate of where the threat is suggested. */
static bool aim(const struct entry *entry) {
    struct import *import = entry->place.import;
    const struct tree_node *target = tree_get(entry->place.node, "target");
    size_t count = 0;
    char **predicates = NULL;
    bool is_added = target == NULL || target->kind != TREE_TEXT || add_target(entry, target, &count, &predicates);
    const struct tree_node *list = draft_list(entry->place.node, "target");
    for (size_t i = 0; i < list->count && is_added; i++)
        is_added = add_target(entry, list->entries[i].value, &count, &predicates);
    VECTOR(const char *) parts = {0};
    for (size_t i = 0; i < count && is_added; i++)
        is_added = vector_push(import->arena, &parts, i == 0 ? "" : " || ") &&
                   vector_push(import->arena, &parts, predicates[i]);
    entry->threat->applies_when = is_added ? arena_join(import->arena, parts.items, parts.count) : NULL;
    return entry->threat->applies_when != NULL;
}

/* ---- Entries ---- */

static bool fill_statement(const struct entry *entry) {
    struct import *import = entry->place.import;
    const char *prerequisites = tool_plain(import, entry->place.node, "prerequisites");
    Catalog__V1__ThreatStatement *parts =
        DRAFT_NEW(import, Catalog__V1__ThreatStatement, catalog__v1__threat_statement);
    if (prerequisites == NULL || parts == NULL)
        return false;
    parts->prerequisites = tool_text(prerequisites);
    entry->threat->statement = prerequisites[0] == '\0' ? NULL : parts;
    return true;
}

static bool fill_threat(const struct entry *entry, const char *id) {
    struct import *import = entry->place.import;
    Catalog__V1__Threat *threat = entry->threat;
    const char *title = tool_plain_title(import, draft_text(entry->place.node, "description"), id);
    if (title == NULL || !describe_each(entry) || !fill_statement(entry) || !aim(entry) ||
        !pytm_refer(&entry->place, threat, draft_text(entry->place.node, "references")))
        return false;
    threat->title = tool_text(title);
    threat->likelihood = rating_of(entry, "Likelihood Of Attack");
    threat->impact = rating_of(entry, "severity");
    return true;
}

/* What is said against a threat is one text, whose sentences run into each other: one control. */
static bool add_control(const struct entry *entry, const char *slug) {
    struct import *import = entry->place.import;
    const char *text = tool_plain(import, entry->place.node, "mitigations");
    if (text == NULL || text[0] == '\0')
        return text != NULL;
    const char *control_slug = arena_printf(import->arena, "%.50s-mitigation", slug);
    const char *sentence = plain_sentence(import->arena, text);
    Catalog__V1__ControlMitigation *mitigation =
        DRAFT_NEW(import, Catalog__V1__ControlMitigation, catalog__v1__control_mitigation);
    Catalog__V1__Control *control = draft_control(import, entry->place.file, entry->place.node, control_slug);
    if (control == NULL || sentence == NULL || mitigation == NULL ||
        !draft_add(import, &control->n_mitigates, &control->mitigates, mitigation))
        return false;
    control->title = tool_text(draft_title(import, sentence));
    control->objective = tool_text(text);
    mitigation->threat = entry->threat->name;
    mitigation->strength = CATALOG__V1__STRENGTH__STRENGTH_PARTIAL;
    return control->title != NULL;
}

static status_code read_entry(struct import *import, const char *file, const struct tree_node *node) {
    static const char *const known[] = {"SID",        "target",    "description",   "details",
                                        "severity",   "condition", "mitigations",   "references",
                                        "DEPRECATED", "example",   "prerequisites", "Likelihood Of Attack"};
    const char *id = draft_text(node, "SID");
    const char *slug = draft_slug(import, id, "threat");
    struct entry entry = {.place = {import, file, node}, .threat = draft_threat(import, file, node, slug)};
    if (id[0] == '\0')
        report_add(import->report, NOTE_WARNING, file, node, "the threat has no SID, by which it would keep its name");
    if (entry.threat == NULL || !fill_threat(&entry, id[0] == '\0' ? "Threat" : id) || !add_control(&entry, slug))
        return import_no_memory(import);
    tool_note_rest(&entry.place, known, COUNT_OF(known));
    return tree_get(node, "DEPRECATED") == NULL ? STATUS_OK : import_deprecated(import, entry.threat->name, "");
}

status_code pytm_read_library(struct import *import, const char *file, const struct tree_node *root) {
    status_code code = import_source(import, LIBRARY_ID);
    report_add(import->report, NOTE_LOSS, file, root,
               "conditions are Python: their text stands in the description, and the targets alone say where a threat "
               "is suggested");
    for (size_t i = 0; i < root->count && code == STATUS_OK; i++) {
        const struct tree_node *node = root->entries[i].value;
        code = node->kind == TREE_MAP ? read_entry(import, file, node)
                                      : import_refuse(import, file, node, "an entry of the library is no mapping");
    }
    return code;
}
