#include "convert/gemara/gemara.h"
#include "convert/words.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const known_keys[] = {"id",
                                         "title",
                                         "objective",
                                         "group",
                                         "family",
                                         "threats",
                                         "threat-mappings",
                                         "guidelines",
                                         "guideline-mappings",
                                         "mappings",
                                         "state",
                                         "assessment-requirements",
                                         "replaced-by"};
static const char *const known_requirement_keys[] = {"id", "text", "applicability", "recommendation", "state"};
static const char *const known_guideline_keys[] = {"reference-id", "entry-id", "id", "strength"};

/* The strength that LINK gives, 1 to GEMARA_STRENGTH_MAX; 0: none, or no number of the scale. */
static long strength_of(const struct gemara *gemara, const struct gemara_link *link) {
    const char *text = draft_text(link->node, "strength");
    char *end = NULL;
    long strength = strtol(text, &end, 10);
    if (text[0] == '\0' || (*end == '\0' && strength >= 0 && strength <= GEMARA_STRENGTH_MAX))
        return strength;
    report_add(gemara->import->report, NOTE_WARNING, link->file, link->node, "the strength \"%s\" is not 0 to %d",
               gemara_word(gemara, text), GEMARA_STRENGTH_MAX);
    return 0;
}

static Catalog__V1__Strength strength_read(const struct gemara *gemara, const struct gemara_link *link) {
    long strength = strength_of(gemara, link);
    bool is_full = strength >= GEMARA_STRENGTH_FULL;
    if (strength > 0)
        report_add(gemara->import->report, NOTE_LOSS, link->file, link->node, "strength %ld of %d became %s", strength,
                   GEMARA_STRENGTH_MAX, is_full ? "full" : "partial");
    return is_full ? CATALOG__V1__STRENGTH__STRENGTH_FULL : CATALOG__V1__STRENGTH__STRENGTH_PARTIAL;
}

static bool is_of_namespace(const struct gemara_link *link) {
    return strncmp(link->catalog, GEMARA_NAMESPACE, strlen(GEMARA_NAMESPACE)) == 0;
}

/* A threat of another namespace, which is not among the sources. */
static char *foreign_name(const struct gemara *gemara, const struct gemara_link *link) {
    static char none[] = "";
    const char *name_space = link->catalog + strlen(GEMARA_NAMESPACE);
    if (draft_is_name(name_space, "-") && draft_is_name(link->id, "-"))
        return ARENA_JOIN(gemara->import->arena, name_space, "/", link->id);
    report_add(gemara->import->report, NOTE_WARNING, link->file, link->node,
               "\"%s\" of \"%s\" is no name of a threat; the reference is left out", gemara_word(gemara, link->id),
               gemara_word(gemara, link->catalog));
    return none;
}

/* The name of the threat that LINK names; "": none that is known. NULL: no room. */
static char *threat_of(const struct gemara *gemara, const struct gemara_link *link) {
    static char none[] = "";
    if (is_of_namespace(link))
        return foreign_name(gemara, link);
    const struct gemara_entry *entry = gemara_find(gemara, link, GEMARA_THREAT);
    return entry == NULL || entry->threat == NULL ? none : entry->threat->name;
}

static bool add_threat(const struct gemara *gemara, Catalog__V1__Control *control, const struct gemara_link *link) {
    char *name = threat_of(gemara, link);
    if (name == NULL || name[0] == '\0')
        return name != NULL;
    Catalog__V1__ControlMitigation *mitigation =
        DRAFT_NEW(gemara->import, Catalog__V1__ControlMitigation, catalog__v1__control_mitigation);
    if (mitigation == NULL)
        return false;
    mitigation->threat = name;
    mitigation->strength = strength_read(gemara, link);
    return draft_add(gemara->import, &control->n_mitigates, &control->mitigates, mitigation);
}

/* A threat that is named twice counts as it was named first. */
static bool add_threats(const struct gemara *gemara, const struct gemara_entry *entry) {
    struct string_map seen;
    gemara_links links = {0};
    string_map_init(&seen, gemara->import->arena);
    bool is_added = gemara_add_links(gemara, entry->file, entry->node, "threats", &links);
    for (size_t i = 0; i < links.count && is_added; i++) {
        struct gemara_link *link = &links.items[i];
        const char *key =
            is_of_namespace(link) ? ARENA_JOIN(gemara->import->arena, link->catalog, "/", link->id) : link->id;
        if (key == NULL || string_map_get(&seen, key) == NULL)
            is_added = key != NULL && string_map_put(&seen, key, link) && add_threat(gemara, entry->control, link);
    }
    return is_added;
}

static bool add_guideline(const struct gemara *gemara, Catalog__V1__Control *control, const struct gemara_link *link) {
    Catalog__V1__Reference *reference = gemara_reference(gemara, link->catalog, link->id);
    long strength = strength_of(gemara, link);
    gemara_note_losses(gemara, link->file, link->node, known_guideline_keys, COUNT_OF(known_guideline_keys));
    if (strength > 0)
        report_add(gemara->import->report, NOTE_LOSS, link->file, link->node,
                   "a reference has no strength: %ld of %d is left out", strength, GEMARA_STRENGTH_MAX);
    return reference != NULL && draft_add(gemara->import, &control->n_references, &control->references, reference);
}

static bool add_guidelines(const struct gemara *gemara, const struct gemara_entry *entry) {
    gemara_links links = {0};
    bool is_added = gemara_add_links(gemara, entry->file, entry->node, "guidelines", &links);
    for (size_t i = 0; i < links.count && is_added; i++)
        is_added = add_guideline(gemara, entry->control, &links.items[i]);
    return is_added;
}

/* What is to be seen, at which levels, and how one gets there. */
static char *requirement_text(const struct gemara *gemara, const struct tree_node *node) {
    const struct tree_node *levels = draft_list(node, "applicability");
    const char *text = gemara_prose(gemara, node, "text");
    const char *recommended = gemara_prose(gemara, node, "recommendation");
    const char *names = gemara_commas(gemara, levels, NULL);
    if (text == NULL || recommended == NULL || names == NULL)
        return NULL;
    bool has_levels = levels->count > 0;
    return ARENA_JOIN(gemara->import->arena, text, has_levels ? GEMARA_APPLIES : "", names, has_levels ? "." : "",
                      recommended[0] == '\0' ? "" : GEMARA_RECOMMENDED, recommended);
}

static bool is_deprecated(const struct tree_node *node) {
    const char *state = draft_text(node, "state");
    return strcmp(state, "Deprecated") == 0 || strcmp(state, "Retired") == 0;
}

static void note_state(const struct gemara *gemara, const struct gemara_entry *entry, const struct tree_node *node) {
    const char *state = draft_text(node, "state");
    if (state[0] != '\0' && strcmp(state, "Active") != 0)
        report_add(gemara->import->report, NOTE_WARNING, entry->file, node,
                   "the source says that it is \"%s\", for which a draft has no place", gemara_word(gemara, state));
}

/* The name of the control that ENTRY says is in its place; "" where there is none. */
static const char *replacement_of(const struct gemara *gemara, const struct gemara_entry *entry) {
    const struct tree_node *node = gemara_get(entry->node, "replaced-by");
    const char *id = draft_text(node, "entry-id");
    const struct gemara_entry *other = string_map_get(&gemara->entries, id);
    if (other != NULL && other->control != NULL)
        return other->control->name;
    if (node != NULL)
        report_add(gemara->import->report, NOTE_WARNING, entry->file, node,
                   "what is in its place, \"%s\", is no control among the sources", gemara_word(gemara, id));
    return "";
}

status_code gemara_read_state(const struct gemara *gemara, const struct gemara_entry *entry) {
    if (entry->control == NULL || !is_deprecated(entry->node))
        return STATUS_OK;
    return import_deprecated(gemara->import, entry->control->name, replacement_of(gemara, entry));
}

static status_code add_requirement(const struct gemara *gemara, const struct gemara_entry *entry, struct draft_ids *ids,
                                   const struct tree_node *node) {
    const char *source_id = draft_text(node, "id");
    if (source_id[0] == '\0')
        return import_refuse(gemara->import, entry->file, node, "an assessment requirement is no mapping with an `id`");
    Catalog__V1__Verification *verification =
        DRAFT_NEW(gemara->import, Catalog__V1__Verification, catalog__v1__verification);
    const char *id = draft_id(ids, "requirement", source_id, "requirement");
    if (verification == NULL || id == NULL)
        return import_no_memory(gemara->import);
    verification->id = (char *)(uintptr_t)id;
    verification->statement = requirement_text(gemara, node);
    note_state(gemara, entry, node);
    gemara_note_losses(gemara, entry->file, node, known_requirement_keys, COUNT_OF(known_requirement_keys));
    return verification->statement != NULL && draft_add(gemara->import, &entry->control->n_verification,
                                                        &entry->control->verification, verification)
               ? STATUS_OK
               : import_no_memory(gemara->import);
}

static status_code add_requirements(const struct gemara *gemara, const struct gemara_entry *entry) {
    const struct tree_node *list = draft_list(entry->node, "assessment-requirements");
    struct draft_ids ids;
    status_code code = STATUS_OK;
    draft_ids_init(&ids, gemara->import);
    for (size_t i = 0; i < list->count && code == STATUS_OK; i++)
        code = add_requirement(gemara, entry, &ids, list->entries[i].value);
    return code;
}

/* How titles begin of controls that do not prevent. */
static const struct {
    const char *beginning;
    Catalog__V1__ControlType type;
} types[] = {
    {"alert", CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_DETECTIVE},
    {"audit", CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_DETECTIVE},
    {"detect", CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_DETECTIVE},
    {"log ", CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_DETECTIVE},
    {"monitor", CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_DETECTIVE},
    {"back up", CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_RECOVERY},
    {"recover", CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_RECOVERY},
    {"restore", CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_RECOVERY},
    {"respond", CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_RESPONSIVE},
};

static Catalog__V1__ControlType type_of(const char *title) {
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        if (strncasecmp(title, types[i].beginning, strlen(types[i].beginning)) == 0)
            return types[i].type;
    }
    return CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_PREVENTIVE;
}

/* The domain that GROUP is called like. */
static Catalog__V1__ControlDomain domain_of(const char *group) {
    for (int domain = 1; domain <= CATALOG__V1__CONTROL_DOMAIN__CONTROL_DOMAIN_LOGGING_AND_MONITORING; domain++) {
        if (strcmp(word_with_hyphens(&catalog__v1__control_domain__descriptor, domain).text, group) == 0)
            return (Catalog__V1__ControlDomain)domain;
    }
    return CATALOG__V1__CONTROL_DOMAIN__CONTROL_DOMAIN_UNSPECIFIED;
}

static bool describe(const struct gemara *gemara, const struct gemara_entry *entry) {
    Catalog__V1__Control *control = entry->control;
    char *group = (char *)(uintptr_t)draft_slug(gemara->import, entry->group, "");
    control->title = gemara_title(gemara, entry->node, entry->id);
    control->objective = gemara_prose(gemara, entry->node, "objective");
    if (group == NULL || control->title == NULL || control->objective == NULL)
        return false;
    control->type = type_of(control->title);
    control->domain = domain_of(group);
    if (control->objective[0] == '\0')
        control->objective = control->title;
    bool is_domain = control->domain != CATALOG__V1__CONTROL_DOMAIN__CONTROL_DOMAIN_UNSPECIFIED;
    return group[0] == '\0' || is_domain || draft_add(gemara->import, &control->n_tags, &control->tags, group);
}

status_code gemara_read_control(const struct gemara *gemara, struct gemara_entry *entry) {
    struct import *import = gemara->import;
    entry->control = draft_control(import, entry->file, entry->node, draft_slug(import, entry->id, "control"));
    if (entry->control == NULL || !describe(gemara, entry) || !add_threats(gemara, entry) ||
        !add_guidelines(gemara, entry))
        return import_no_memory(gemara->import);
    note_state(gemara, entry, entry->node);
    gemara_note_losses(gemara, entry->file, entry->node, known_keys, COUNT_OF(known_keys));
    return add_requirements(gemara, entry);
}
