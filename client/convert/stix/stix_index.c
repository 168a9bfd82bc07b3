#include "convert/stix/stix.h"

#include "base/macros.h"
#include "convert/draft.h"
#include "model/reference.h"

#include <string.h>

/* The types of objects that may be entries. */
static const struct {
    const char *type;
    enum stix_kind kind;
} kinds[] = {
    {"attack-pattern", STIX_PATTERN},
    {"course-of-action", STIX_COURSE},
    {"x-mitre-tactic", STIX_TACTIC},
};

/* The types of relationships that say something of entries: what SOURCE is to what TARGET. */
static const struct {
    const char *type;
    enum stix_link_kind kind;
    bool is_of_target; /* it is kept with the target */
} link_types[] = {
    {"mitigates", STIX_MITIGATES, true},
    {"subtechnique-of", STIX_BELOW, false},
    {"revoked-by", STIX_REPLACED, false},
};

static const struct {
    const char *word; /* in a domain and in the name of a kill chain */
    enum stix_domain domain;
} domains[] = {{"mobile", STIX_MOBILE}, {"ics", STIX_ICS}, {"pre", STIX_PRE}};

bool stix_is_set(const struct tree_node *node, const char *key) {
    return strcmp(draft_text(node, key), "true") == 0;
}

static enum stix_family family_of(const char *source_name) {
    size_t size = strlen(source_name);
    if (strcmp(source_name, "capec") == 0)
        return STIX_CAPEC;
    if (strcmp(source_name, "mitre-atlas") == 0)
        return STIX_ATLAS;
    bool is_attack =
        strncmp(source_name, "mitre-", 6) == 0 && size >= 6 && strcmp(source_name + size - 6, "attack") == 0;
    return is_attack ? STIX_ATTACK : STIX_UNKNOWN;
}

/* Techniques of ATT&CK name patterns of CAPEC too, those of ATLAS techniques of ATT&CK, and not the other way round by
 * these names. */
const char *stix_external_id(const struct tree_node *node, enum stix_family *ret_family) {
    const struct tree_node *references = draft_list(node, "external_references");
    const char *found = NULL;
    *ret_family = STIX_UNKNOWN;
    for (size_t i = 0; i < references->count; i++) {
        const struct tree_node *reference = references->entries[i].value;
        enum stix_family family = family_of(draft_text(reference, "source_name"));
        const char *id = draft_text(reference, "external_id");
        if (id[0] == '\0' || family <= *ret_family)
            continue;
        *ret_family = family;
        found = id;
    }
    return found;
}

static enum stix_domain domain_of(const char *text) {
    for (size_t i = 0; i < COUNT_OF(domains); i++) {
        if (strstr(text, domains[i].word) != NULL)
            return domains[i].domain;
    }
    return STIX_ENTERPRISE;
}

static void count_domains(struct stix *stix, const struct tree_node *node) {
    const struct tree_node *listed = draft_list(node, "x_mitre_domains");
    const struct tree_node *phases = draft_list(node, "kill_chain_phases");
    for (size_t i = 0; i < listed->count; i++)
        stix->domains[domain_of(listed->entries[i].value->text)]++;
    for (size_t i = 0; i < phases->count && listed->count == 0; i++)
        stix->domains[domain_of(draft_text(phases->entries[i].value, "kill_chain_name"))]++;
}

/* Keeps the greater of *KEPT and TEXT. False: no room. */
static bool keep_greater(struct stix *stix, const char **kept, const char *text) {
    if (reference_compare_releases(text, *kept) <= 0)
        return true;
    *kept = arena_strdup(&stix->index, text);
    return *kept != NULL;
}

/* What the objects say of the bundle as a whole. */
static bool note_bundle(struct stix *stix, const struct tree_node *node, const char *type) {
    bool is_collection = strcmp(type, "x-mitre-collection") == 0;
    const char *version = draft_text(node, is_collection ? "x_mitre_version" : "x_capec_version");
    return keep_greater(stix, &stix->version, version) &&
           keep_greater(stix, &stix->modified, draft_text(node, "modified"));
}

/* The entry for ID, new or as an earlier version or a relationship left it. NULL: no room. */
static struct stix_object *object_of(struct stix *stix, const char *id) {
    struct stix_object *object = string_map_get(&stix->objects, id);
    if (object != NULL)
        return object;
    object = ARENA_NEW(&stix->index, struct stix_object);
    const char *kept = arena_strdup(&stix->index, id);
    if (object == NULL || kept == NULL || !string_map_put(&stix->objects, kept, object))
        return NULL;
    *object =
        (struct stix_object){.id = kept, .external = "", .title = "", .text = "", .modified = "", .is_left_out = true};
    return object;
}

static const char *scheme_id(struct stix *stix, const char *id, enum stix_family family) {
    static const char *const schemes[STIX_FAMILIES] = {"", "capec", "attack", "atlas"};
    return id == NULL ? "" : reference_id(schemes[family], id, &stix->index);
}

static bool fill(struct stix *stix, struct stix_object *object, const struct tree_node *node, const char *external) {
    bool is_course = object->kind == STIX_COURSE;
    object->external = external;
    object->title = arena_strdup(&stix->index, draft_text(node, "name"));
    object->text = is_course ? arena_strdup(&stix->index, draft_text(node, "description")) : "";
    object->modified = arena_strdup(&stix->index, draft_text(node, "modified"));
    object->index = stix->element;
    object->is_left_out = external[0] == '\0';
    object->is_retired = stix_is_set(node, "revoked") || stix_is_set(node, "x_mitre_deprecated");
    return object->title != NULL && object->text != NULL && object->modified != NULL;
}

/* Of two patterns with one id the one that is out of use is no entry; two that are in use are for release_entry to
 * refuse. */
static bool note_pattern(struct stix *stix, struct stix_object *object) {
    struct stix_object *other = string_map_get(&stix->patterns, object->external);
    if (other != NULL && other != object && object->is_retired)
        object->is_left_out = true;
    else if (other != NULL && other != object && other->is_retired)
        other->is_left_out = true;
    return object->is_left_out || string_map_put(&stix->patterns, object->external, object);
}

static bool note_names(struct stix *stix, struct stix_object *object, const struct tree_node *node) {
    if (object->external[0] == '\0')
        return true;
    if (object->kind == STIX_PATTERN)
        return note_pattern(stix, object);
    const char *name = object->kind == STIX_TACTIC ? draft_text(node, "x_mitre_shortname") : "";
    const char *kept = name[0] == '\0' ? "" : arena_strdup(&stix->index, name);
    return kept != NULL && (kept[0] == '\0' || string_map_put(&stix->tactics, kept, object));
}

static status_code take_object(struct stix *stix, const struct tree_node *node, enum stix_kind kind) {
    enum stix_family family = STIX_UNKNOWN;
    const char *external = scheme_id(stix, stix_external_id(node, &family), family);
    struct stix_object *object = object_of(stix, draft_text(node, "id"));
    if (external == NULL || object == NULL)
        return import_no_memory(stix->import);
    stix->families[family]++;
    if (kind == STIX_PATTERN)
        count_domains(stix, node);
    if (object->is_read && strcmp(draft_text(node, "modified"), object->modified) <= 0)
        return STATUS_OK;
    object->is_read = true;
    object->kind = kind;
    return fill(stix, object, node, external) && note_names(stix, object, node) ? STATUS_OK
                                                                                : import_no_memory(stix->import);
}

static bool is_candidate(const char *id) {
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        size_t size = strlen(kinds[i].type);
        if (strncmp(id, kinds[i].type, size) == 0 && strncmp(id + size, "--", 2) == 0)
            return true;
    }
    return false;
}

static status_code add_link(struct stix *stix, const struct tree_node *node, enum stix_link_kind kind,
                            bool is_of_target) {
    struct stix_object *source = object_of(stix, draft_text(node, "source_ref"));
    struct stix_object *target = object_of(stix, draft_text(node, "target_ref"));
    const char *text = kind == STIX_MITIGATES ? arena_strdup(&stix->index, draft_text(node, "description")) : "";
    if (source == NULL || target == NULL || text == NULL)
        return import_no_memory(stix->import);
    struct stix_object *keeper = is_of_target ? target : source;
    const struct stix_link link = {.other = is_of_target ? source : target, .text = text};
    return vector_push(&stix->index, &keeper->links[kind], link) ? STATUS_OK : import_no_memory(stix->import);
}

static status_code take_relationship(struct stix *stix, const struct tree_node *node) {
    const char *type = draft_text(node, "relationship_type");
    bool is_known = is_candidate(draft_text(node, "source_ref")) && is_candidate(draft_text(node, "target_ref"));
    bool is_retired = stix_is_set(node, "revoked") || stix_is_set(node, "x_mitre_deprecated");
    for (size_t i = 0; i < COUNT_OF(link_types) && is_known && !is_retired; i++) {
        if (strcmp(link_types[i].type, type) == 0)
            return add_link(stix, node, link_types[i].kind, link_types[i].is_of_target);
    }
    return stix_lose(stix, "relationships \"%.60s\"%s", type, is_retired ? " that are out of use" : "")
               ? STATUS_OK
               : import_no_memory(stix->import);
}

static bool is_about_the_bundle(const char *type) {
    static const char *const types[] = {"identity", "marking-definition", "x-mitre-collection", "x-mitre-matrix"};
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        if (strcmp(types[i], type) == 0)
            return true;
    }
    return false;
}

/* The kind of entry that an object of TYPE may be. False: it is none. */
static bool is_entry_type(const char *type, enum stix_kind *ret_kind) {
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        *ret_kind = kinds[i].kind;
        if (strcmp(kinds[i].type, type) == 0)
            return true;
    }
    return false;
}

status_code stix_index(struct stix *stix, const struct tree_node *node) {
    enum stix_kind kind = STIX_PATTERN;
    const char *type = draft_text(node, "type");
    bool is_whole = type[0] != '\0' && draft_text(node, "id")[0] != '\0';
    bool is_entry = is_whole && is_entry_type(type, &kind);
    if (!vector_push(&stix->index, &stix->wanted, is_entry))
        return import_no_memory(stix->import);
    if (!is_whole)
        return import_refuse(stix->import, stix->file, node, "an object of a bundle has a `type` and an `id`");
    if (!note_bundle(stix, node, type))
        return import_no_memory(stix->import);
    if (is_entry)
        return take_object(stix, node, kind);
    if (strcmp(type, "relationship") == 0)
        return take_relationship(stix, node);
    return is_about_the_bundle(type) || stix_lose(stix, "objects of type %.60s", type) ? STATUS_OK
                                                                                       : import_no_memory(stix->import);
}
