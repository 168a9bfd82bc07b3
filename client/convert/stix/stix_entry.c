#include "convert/stix/stix_entry.h"

#include "base/macros.h"
#include "convert/draft.h"
#include "convert/normalise.h"

#include <string.h>

char *stix_own(const char *text) {
    return (char *)(uintptr_t)text;
}

static const char *const entry_kinds[] = {
    [STIX_PATTERN] = "technique", [STIX_COURSE] = "mitigation", [STIX_TACTIC] = "tactic"};

static const char *kind_of(const struct stix *stix, const struct stix_object *object) {
    bool is_capec = stix->families[STIX_CAPEC] > 0;
    return is_capec && object->kind == STIX_PATTERN ? "attack-pattern" : entry_kinds[object->kind];
}

static Catalog__V1__TaxonomyEntryStatus status_of(const struct tree_node *node) {
    const char *status = draft_text(node, "x_capec_status");
    if (stix_is_set(node, "revoked"))
        return CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_REVOKED;
    if (stix_is_set(node, "x_mitre_deprecated") || strcmp(status, "Deprecated") == 0 || strcmp(status, "Obsolete") == 0)
        return CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_DEPRECATED;
    return CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_UNSPECIFIED;
}

/* Adds the text of KEY as a paragraph after LABEL. False: no room. */
static bool add_text(struct stix *stix, struct stix_entry *entry, const char *key, const char *label) {
    const char *before = entry->message->text;
    const char *text = stix_text(&stix->scratch, draft_text(entry->node, key));
    if (text == NULL || text[0] == '\0')
        return text != NULL;
    entry->message->text = ARENA_JOIN(&stix->scratch, before, before[0] == '\0' ? "" : "\n\n", label, text);
    return entry->message->text != NULL;
}

/* In words alone: "Please refer to CAPEC-407". NULL: not one other pattern, or no room. */
static const char *named_instead(struct stix *stix, const struct stix_entry *entry) {
    static const char prefix[] = "CAPEC-";
    const char *found = NULL;
    for (const char *at = strstr(entry->message->text, prefix); at != NULL; at = strstr(at + 1, prefix)) {
        size_t size = strlen(prefix) + strspn(at + strlen(prefix), "0123456789");
        const char *id = arena_strndup(&stix->scratch, at, size);
        bool is_other = id != NULL && strcmp(id, entry->object->external) != 0;
        if (is_other && found != NULL && strcmp(found, id) != 0)
            return NULL;
        if (is_other && string_map_get(&stix->patterns, id) != NULL)
            found = id;
    }
    return found;
}

static void set_replacement(struct stix *stix, struct stix_entry *entry) {
    const char *id = NULL;
    if (entry->object->links[STIX_REPLACED].count > 0)
        id = entry->object->links[STIX_REPLACED].items[0].other->external;
    else if (entry->message->status == CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_DEPRECATED)
        id = named_instead(stix, entry);
    if (id != NULL)
        entry->message->replaced_by = stix_own(id);
}

static bool begin(struct stix *stix, struct stix_entry *entry) {
    Catalog__V1__TaxonomyEntry *message = STIX_NEW(stix, Catalog__V1__TaxonomyEntry, catalog__v1__taxonomy_entry);
    const char *title = stix_text(&stix->scratch, entry->object->title);
    entry->message = message;
    if (message == NULL || title == NULL)
        return false;
    message->id = stix_own(entry->object->external);
    message->kind = stix_own(kind_of(stix, entry->object));
    message->title = stix_own(draft_title(stix->import, title));
    message->status = status_of(entry->node);
    message->level = stix_own(draft_text(entry->node, "x_capec_abstraction"));
    message->likelihood = normalise_rating(draft_text(entry->node, "x_capec_likelihood_of_attack"));
    message->severity = normalise_rating(draft_text(entry->node, "x_capec_typical_severity"));
    return message->title != NULL && add_text(stix, entry, "description", "") &&
           add_text(stix, entry, "x_capec_extended_description", "") &&
           add_text(stix, entry, "x_mitre_detection", "Detection: ");
}

/* Members of an object that are read, or that say nothing of the entry. */
static const char *const read_keys[] = {
    "type",
    "id",
    "spec_version",
    "created",
    "modified",
    "created_by_ref",
    "object_marking_refs",
    "external_references",
    "name",
    "description",
    "revoked",
    "labels",
    "kill_chain_phases",
    "x_mitre_deprecated",
    "x_mitre_version",
    "x_mitre_attack_spec_version",
    "x_mitre_modified_by_ref",
    "x_mitre_domains",
    "x_mitre_is_subtechnique",
    "x_mitre_shortname",
    "x_mitre_detection",
    "x_capec_version",
    "x_capec_abstraction",
    "x_capec_status",
    "x_capec_child_of_refs",
    "x_capec_parent_of_refs", /* the same from the other side */
    "x_capec_consequences",
    "x_capec_extended_description",
    "x_capec_likelihood_of_attack",
    "x_capec_typical_severity",
    "x_capec_prerequisites",
};

static bool is_read(const char *key) {
    for (size_t i = 0; i < COUNT_OF(read_keys); i++) {
        if (strcmp(read_keys[i], key) == 0)
            return true;
    }
    return false;
}

static bool says_something(const struct tree_node *value) {
    if (value->kind == TREE_LIST || value->kind == TREE_MAP)
        return value->count > 0;
    return value->kind != TREE_NULL && value->text[0] != '\0' && strcmp(value->text, "false") != 0;
}

static bool count_rest(struct stix *stix, const struct stix_entry *entry) {
    for (size_t i = 0; i < entry->node->count; i++) {
        const char *key = entry->node->entries[i].key->text;
        if (!is_read(key) && says_something(entry->node->entries[i].value) && !stix_lose(stix, "values of %.60s", key))
            return false;
    }
    return true;
}

static status_code hand_on(struct stix *stix, struct stix_entry *entry) {
    if (!begin(stix, entry) || !stix_add_parents(stix, entry) || !stix_add_references(stix, entry) ||
        !stix_add_mitigations(stix, entry) || !stix_add_circumstances(stix, entry) || !count_rest(stix, entry))
        return import_no_memory(stix->import);
    set_replacement(stix, entry);
    return release_entry(stix->import, stix->file, entry->node, entry->message);
}

/* Courses of action of CAPEC are no entries: they stand with the patterns that they help against. */
static status_code leave_out(struct stix *stix, const struct stix_object *object, const struct tree_node *node) {
    bool is_capec = stix->families[STIX_CAPEC] > 0;
    if (object->external[0] != '\0')
        report_add(stix->import->report, NOTE_LOSS, stix->file, node,
                   "\"%.100s\" carries the id of a technique, %.100s, and is out of use: it is left out", object->title,
                   object->external);
    else if (!is_capec || object->kind != STIX_COURSE)
        return import_refuse(stix->import, stix->file, node, "\"%.100s\" has no id of %s", object->title,
                             is_capec ? "CAPEC" : "ATT&CK or ATLAS");
    return STATUS_OK;
}

status_code stix_entry(struct stix *stix, const struct tree_node *node) {
    struct stix_object *object = string_map_get(&stix->objects, draft_text(node, "id"));
    struct stix_entry entry = {.object = object, .node = node};
    if (object == NULL || object->index != stix->element || !object->is_read)
        return STATUS_OK;
    return object->is_left_out ? leave_out(stix, object, node) : hand_on(stix, &entry);
}
