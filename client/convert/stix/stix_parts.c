#include "convert/stix/stix_entry.h"

#include "base/macros.h"
#include "convert/draft.h"
#include "convert/normalise.h"
#include "model/reference.h"

#include <string.h>

/* Of an entry; more are no one's words. */
#define TEXTS_MAX 100

typedef VECTOR(char *) texts;

/* Adds TEXT (NULL: no room) unless it is "" or there. False: no room. */
static bool add_once(struct stix *stix, texts *list, const char *text) {
    if (text == NULL)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i], text) == 0)
            return true;
    }
    return text[0] == '\0' || vector_push(&stix->scratch, list, stix_own(text));
}

/* How many of COUNT are taken; the rest is lost. */
static size_t taken_of(struct stix *stix, size_t count, size_t most, bool *is_whole) {
    *is_whole = count <= most || stix_lose(stix, "values past the first %zu of one entry", most);
    return count < most ? count : most;
}

/* The pattern of CAPEC that is above, by its id in STIX. */
static bool add_named_parents(struct stix *stix, const struct stix_entry *entry, texts *parents) {
    const struct tree_node *refs = draft_list(entry->node, "x_capec_child_of_refs");
    bool is_whole = true;
    size_t count = taken_of(stix, refs->count, LIMIT_TAXONOMY_LINKS, &is_whole);
    for (size_t i = 0; i < count; i++) {
        const struct stix_object *parent = string_map_get(&stix->objects, refs->entries[i].value->text);
        bool is_there = parent != NULL && parent->external[0] != '\0';
        if (is_there ? !add_once(stix, parents, parent->external)
                     : !stix_lose(stix, "parents that are not in the bundle"))
            return false;
    }
    return is_whole;
}

/* A subtechnique is below its technique; without a relationship its id says so: T1055.011 is below T1055. */
static bool add_techniques(struct stix *stix, const struct stix_entry *entry, texts *parents) {
    const struct stix_object *object = entry->object;
    const char *dot = strrchr(object->external, '.');
    /* What is past the bound is left out, with a loss, when the entry is handed on. */
    for (size_t i = 0; i < object->links[STIX_BELOW].count && parents->count <= LIMIT_TAXONOMY_LINKS; i++) {
        if (!add_once(stix, parents, object->links[STIX_BELOW].items[i].other->external))
            return false;
    }
    if (parents->count > 0 || dot == NULL)
        return true;
    const char *technique = arena_strndup(&stix->scratch, object->external, (size_t)(dot - object->external));
    return technique != NULL &&
           (string_map_get(&stix->patterns, technique) == NULL || add_once(stix, parents, technique));
}

static bool add_tactics(struct stix *stix, const struct stix_entry *entry, texts *parents) {
    const struct tree_node *phases = draft_list(entry->node, "kill_chain_phases");
    for (size_t i = 0; i < phases->count && parents->count < LIMIT_TAXONOMY_LINKS; i++) {
        const struct stix_object *tactic =
            string_map_get(&stix->tactics, draft_text(phases->entries[i].value, "phase_name"));
        if (tactic != NULL && !add_once(stix, parents, tactic->external))
            return false;
    }
    return true;
}

bool stix_add_parents(struct stix *stix, struct stix_entry *entry) {
    texts parents = {0};
    if (!add_named_parents(stix, entry, &parents) || !add_techniques(stix, entry, &parents) ||
        (parents.count == 0 && !add_tactics(stix, entry, &parents)))
        return false;
    entry->message->parents = parents.items;
    entry->message->n_parents = parents.count;
    return true;
}

/* Who names entries of other schemes, and what the scheme is called here. */
static const struct {
    const char *source;
    const char *scheme;
} sources[] = {
    {"cwe", "cwe"},       {"capec", "capec"},
    {"ATTACK", "attack"}, {"mitre-attack", "attack"},
    {"WASC", "wasc"},     {"NIST Mobile Threat Catalogue", "nist-mobile-threats"},
};

/* Beginnings of labels: "NIST SP 800-53 Rev. 5 - AC-3; SC-7". */
static const struct {
    const char *label;
    const char *scheme;
} labels[] = {
    {"NIST SP 800-53 Rev. 5 - ", "nist-800-53"},
    {"NIST SP 800-53 Rev. 4 - ", "nist-800-53"},
    {"IEC 62443-3-3:2013 - ", "iec-62443-3-3"},
    {"IEC 62443-4-2:2019 - ", "iec-62443-4-2"},
};

static bool add_reference(struct stix *stix, struct stix_entry *entry, const char *scheme, const char *id) {
    Catalog__V1__Reference *reference = STIX_NEW(stix, Catalog__V1__Reference, catalog__v1__reference);
    const char *canonical = id == NULL ? NULL : reference_id(scheme, id, &stix->scratch);
    if (reference == NULL || canonical == NULL)
        return false;
    if (canonical[0] == '\0')
        return true;
    reference->scheme = stix_own(scheme);
    reference->id = stix_own(canonical);
    entry->message->references[entry->message->n_references++] = reference;
    return true;
}

static const char *scheme_of(const char *source) {
    for (size_t i = 0; i < COUNT_OF(sources); i++) {
        if (strcmp(sources[i].source, source) == 0)
            return sources[i].scheme;
    }
    return NULL;
}

static bool add_external(struct stix *stix, struct stix_entry *entry, const struct tree_node *reference) {
    const char *source = draft_text(reference, "source_name");
    const char *scheme = scheme_of(source);
    const char *id = draft_text(reference, "external_id");
    if (scheme != NULL && id[0] != '\0') {
        const char *canonical = reference_id(scheme, id, &stix->scratch);
        bool is_own = canonical != NULL && strcmp(canonical, entry->object->external) == 0;
        return is_own || add_reference(stix, entry, scheme, id);
    }
    if (strcmp(source, "OWASP Attacks") == 0)
        return add_reference(stix, entry, "url", draft_text(reference, "url"));
    bool is_own = strncmp(source, "mitre-", 6) == 0 && id[0] != '\0';
    return is_own || stix_lose(stix, "references to literature");
}

/* The ids that stand behind the beginning of a label, with ';' between them. */
static bool add_label(struct stix *stix, struct stix_entry *entry, const char *label, size_t *room) {
    for (size_t i = 0; i < COUNT_OF(labels); i++) {
        size_t size = strlen(labels[i].label);
        if (strncmp(label, labels[i].label, size) != 0)
            continue;
        for (const char *at = label + size; *at != '\0' && *room > 0; (*room)--) {
            size_t length = strcspn(at, ";");
            if (!add_reference(stix, entry, labels[i].scheme, arena_strndup(&stix->scratch, at, length)))
                return false;
            at += length + (at[length] == ';');
        }
        return true;
    }
    return stix_lose(stix, "labels of another kind");
}

bool stix_add_references(struct stix *stix, struct stix_entry *entry) {
    const struct tree_node *external = draft_list(entry->node, "external_references");
    const struct tree_node *labelled = draft_list(entry->node, "labels");
    size_t room = LIMIT_TAXONOMY_LINKS; /* of ids in labels */
    entry->message->references =
        ARENA_ARRAY(&stix->scratch, Catalog__V1__Reference *, external->count + LIMIT_TAXONOMY_LINKS);
    if (entry->message->references == NULL)
        return false;
    for (size_t i = 0; i < external->count; i++) {
        if (!add_external(stix, entry, external->entries[i].value))
            return false;
    }
    for (size_t i = 0; i < labelled->count; i++) {
        if (!add_label(stix, entry, labelled->entries[i].value->text, &room))
            return false;
    }
    return true;
}

static Catalog__V1__TaxonomyMitigation *mitigation_of(struct stix *stix, const struct stix_link *link) {
    const struct stix_object *course = link->other;
    Catalog__V1__TaxonomyMitigation *mitigation =
        STIX_NEW(stix, Catalog__V1__TaxonomyMitigation, catalog__v1__taxonomy_mitigation);
    const char *title = stix_text(&stix->scratch, course->external[0] == '\0' ? "" : course->title);
    const char *text = stix_text(&stix->scratch, link->text[0] != '\0' ? link->text : course->text);
    if (mitigation == NULL || title == NULL || text == NULL)
        return NULL;
    mitigation->id = stix_own(stix_course_id(course));
    mitigation->title = stix_own(title);
    mitigation->text = stix_own(text);
    return mitigation;
}

bool stix_add_mitigations(struct stix *stix, struct stix_entry *entry) {
    size_t count = entry->object->links[STIX_MITIGATES].count;
    const struct stix_link *links = entry->object->links[STIX_MITIGATES].items;
    Catalog__V1__TaxonomyEntry *message = entry->message;
    message->mitigations = ARENA_ARRAY(&stix->scratch, Catalog__V1__TaxonomyMitigation *, count);
    if (message->mitigations == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        bool is_there = links[i].other->is_read && !links[i].other->is_retired;
        Catalog__V1__TaxonomyMitigation *mitigation = is_there ? mitigation_of(stix, &links[i]) : NULL;
        if (is_there ? mitigation == NULL : !stix_lose(stix, "mitigations that are out of use or not in the bundle"))
            return false;
        if (is_there)
            message->mitigations[message->n_mitigations++] = mitigation;
    }
    return true;
}

static bool add_prerequisites(struct stix *stix, struct stix_entry *entry) {
    const struct tree_node *list = draft_list(entry->node, "x_capec_prerequisites");
    texts prerequisites = {0};
    bool is_whole = true;
    size_t count = taken_of(stix, list->count, TEXTS_MAX, &is_whole);
    for (size_t i = 0; i < count; i++) {
        if (!add_once(stix, &prerequisites, stix_text(&stix->scratch, list->entries[i].value->text)))
            return false;
    }
    entry->message->prerequisites = prerequisites.items;
    entry->message->n_prerequisites = prerequisites.count;
    return is_whole;
}

/* "Access_Control" as "access control". NULL: no room. */
static const char *scope_of(struct stix *stix, const char *key) {
    char *scope = arena_strdup(&stix->scratch, key);
    for (char *at = scope; at != NULL && *at != '\0'; at++) {
        *at = normalise_lower(*at);
        if (*at == '_')
            *at = ' ';
    }
    return scope;
}

/* "confidentiality: Read Data; Gain Privileges". NULL: no room. */
static const char *consequence_of(struct stix *stix, const struct tree_entry *scope) {
    const char *text = scope_of(stix, scope->key->text);
    bool is_whole = true;
    size_t count = taken_of(stix, scope->value->count, TEXTS_MAX, &is_whole);
    for (size_t i = 0; i < count && text != NULL; i++)
        text = ARENA_JOIN(&stix->scratch, text, i == 0 ? ": " : "; ", scope->value->entries[i].value->text);
    return is_whole ? text : NULL;
}

static bool add_consequences(struct stix *stix, struct stix_entry *entry) {
    const struct tree_node *scopes = tree_get(entry->node, "x_capec_consequences");
    texts consequences = {0};
    bool is_map = scopes != NULL && scopes->kind == TREE_MAP;
    bool is_whole = true;
    size_t count = taken_of(stix, is_map ? scopes->count : 0, TEXTS_MAX, &is_whole);
    if (scopes != NULL && !is_map && scopes->kind != TREE_NULL && !stix_lose(stix, "consequences of another shape"))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!add_once(stix, &consequences, consequence_of(stix, &scopes->entries[i])))
            return false;
    }
    entry->message->consequences = consequences.items;
    entry->message->n_consequences = consequences.count;
    return is_whole;
}

bool stix_add_circumstances(struct stix *stix, struct stix_entry *entry) {
    return add_prerequisites(stix, entry) && add_consequences(stix, entry);
}
