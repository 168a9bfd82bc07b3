#include "convert/asvs/asvs.h"

#include "model/reference.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define LEVELS           3
#define TITLE_BYTES      200
#define GUIDELINE_SCHEME "nist-800-63b" /* what the NIST column counts in */

static char *unchanged(const char *text) {
    return (char *)(uintptr_t)text;
}

/* ---- Chapters and sections ---- */

static bool add_parent(struct asvs *asvs, Catalog__V1__TaxonomyEntry *entry, const char *parent) {
    const char *id = reference_id(ASVS_SCHEME, parent, asvs->import->arena);
    return parent[0] == '\0' ||
           (id != NULL && draft_add(asvs->import, &entry->n_parents, &entry->parents, unchanged(id)));
}

status_code asvs_add_group(struct asvs *asvs, const struct tree_node *node, const struct asvs_group *group) {
    if (group->id[0] == '\0' || string_map_get(&asvs->groups, group->id) != NULL)
        return STATUS_OK;
    Catalog__V1__TaxonomyEntry *entry =
        DRAFT_NEW(asvs->import, Catalog__V1__TaxonomyEntry, catalog__v1__taxonomy_entry);
    if (entry == NULL || !string_map_put(&asvs->groups, group->id, entry) || !add_parent(asvs, entry, group->parent))
        return import_no_memory(asvs->import);
    entry->id = unchanged(group->id);
    entry->kind = unchanged(group->kind);
    entry->title = unchanged(group->title[0] == '\0' ? group->id : group->title);
    return release_entry(asvs->import, asvs->file, node, entry);
}

/* ---- Levels ---- */

/* What NODE says of LEVEL in its own key. Older releases say it in words where a mark is not enough. */
static const char *said_of_level(const struct tree_node *node, unsigned level, bool *ret_is_required) {
    char key[sizeof "level1"];
    snprintf(key, sizeof key, "L%u", level);
    const struct tree_node *value = tree_get(node, key);
    if (value != NULL && value->kind == TREE_MAP) {
        *ret_is_required = strcmp(draft_text(value, "Required"), "true") == 0;
        return draft_text(value, "Requirement");
    }
    if (value == NULL)
        snprintf(key, sizeof key, "level%u", level);
    const char *said = draft_text(node, key);
    *ret_is_required = said[0] != '\0';
    return said;
}

static bool is_mark(const char *said) {
    static const char *const marks[] = {"", "\xE2\x9C\x93", "X", "x"};
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        if (strcmp(said, marks[i]) == 0)
            return true;
    }
    return false;
}

/* Levels include those below them: the first that asks for the requirement counts. False: no room. */
static bool read_levels(const struct asvs *asvs, const struct tree_node *node, Catalog__V1__TaxonomyEntry *entry) {
    struct arena *arena = asvs->import->arena;
    const char *level = draft_text(node, "L");
    entry->level = level[0] == '\0' ? unchanged("") : ARENA_JOIN(arena, "L", level + (level[0] == 'L'));
    for (unsigned i = 1; i <= LEVELS && entry->level != NULL; i++) {
        bool is_required = false;
        const char *said = said_of_level(node, i, &is_required);
        if (is_required && entry->level[0] == '\0')
            entry->level = arena_printf(arena, "L%u", i);
        if (!is_mark(said) && entry->text != NULL)
            entry->text = arena_printf(arena, "%s\n\nL%u: %s", entry->text, i, said);
    }
    return entry->level != NULL && entry->text != NULL;
}

/* ---- References ---- */

static bool add_reference(const struct asvs *asvs, Catalog__V1__TaxonomyEntry *entry, const char *scheme,
                          const char *id) {
    struct import *import = asvs->import;
    Catalog__V1__Reference *reference = DRAFT_NEW(import, Catalog__V1__Reference, catalog__v1__reference);
    const char *spelled = reference_id(scheme, id, import->arena);
    if (reference == NULL || spelled == NULL)
        return false;
    reference->scheme = unchanged(scheme);
    reference->id = unchanged(spelled);
    return draft_add(import, &entry->n_references, &entry->references, reference);
}

/* TEXT may hold several: "5.2.2 / 5.1.1.2". */
static bool add_split(const struct asvs *asvs, Catalog__V1__TaxonomyEntry *entry, const char *scheme,
                      const char *text) {
    static const char between[] = " \t\r\n,;/";
    bool is_added = true;
    for (text += strspn(text, between); *text != '\0' && is_added; text += strspn(text, between)) {
        size_t size = strcspn(text, between);
        const char *id = arena_strndup(asvs->import->arena, text, size);
        is_added = id != NULL && add_reference(asvs, entry, scheme, id);
        text += size;
    }
    return is_added;
}

static bool add_references(const struct asvs *asvs, const struct tree_node *node, Catalog__V1__TaxonomyEntry *entry) {
    static const struct {
        const char *key;
        const char *scheme;
    } sources[] = {{"CWE", "cwe"}, {"cwe", "cwe"}, {"NIST", GUIDELINE_SCHEME}, {"nist", GUIDELINE_SCHEME}};
    bool is_added = true;
    for (size_t i = 0; i < COUNT_OF(sources) && is_added; i++) {
        const struct tree_node *list = draft_list(node, sources[i].key);
        is_added = add_split(asvs, entry, sources[i].scheme, draft_text(node, sources[i].key));
        for (size_t j = 0; j < list->count && is_added; j++)
            is_added = add_split(asvs, entry, sources[i].scheme, list->entries[j].value->text);
    }
    return is_added;
}

/* ---- Requirements ---- */

/* "[DELETED, DUPLICATE OF 4.1.3]" and the like: nothing but what became of it. */
static bool is_deleted(const char *text) {
    size_t size = strlen(text);
    return text[0] == '[' && size > 1 && text[size - 1] == ']' && strchr(text, ']') == text + size - 1;
}

/* The first id in TEXT; NULL: no room. */
static const char *first_id(const struct asvs *asvs, const char *text) {
    static const char id_bytes[] = "0123456789.";
    for (const char *at = text; *at != '\0'; at += 1) {
        size_t size = strspn(at, id_bytes);
        if (size == 0 || memchr(at, '.', size) == NULL)
            continue;
        const char *id = arena_strndup(asvs->import->arena, at, size - (at[size - 1] == '.'));
        return id == NULL ? NULL : reference_id(ASVS_SCHEME, id, asvs->import->arena);
    }
    return "";
}

/* TEXT in one line that says what it is about: its first sentence, or as many words of it as fit. */
static const char *title_of(const struct asvs *asvs, const char *text) {
    const char *end = strstr(text, ". ");
    size_t size = strcspn(text, "\r\n");
    if (end != NULL && (size_t)(end - text) + 1 < size)
        size = (size_t)(end - text) + 1;
    if (size <= TITLE_BYTES)
        return arena_strndup(asvs->import->arena, text, size);
    for (size = TITLE_BYTES; size > 0 && text[size] != ' ';)
        size--;
    return size == 0 ? draft_title(asvs->import, text) : arena_printf(asvs->import->arena, "%.*s ...", (int)size, text);
}

static void note_unknown(struct asvs *asvs, const struct tree_node *node) {
    static const char *const known[] = {"Shortcode",   "Ordinal",
                                        "Description", "L",
                                        "L1",          "L2",
                                        "L3",          "CWE",
                                        "NIST",        "Section",
                                        "Name",        "Item",
                                        "req_id",      "req_description",
                                        "level1",      "level2",
                                        "chapter_id",  "chapter_name",
                                        "section_id",  "section_name",
                                        "level3",      "cwe",
                                        "nist"};
    for (size_t i = 0; i < node->count; i++) {
        const char *key = node->entries[i].key->text;
        bool is_known = string_map_get(&asvs->unknown, key) != NULL;
        for (size_t j = 0; j < COUNT_OF(known) && !is_known; j++)
            is_known = strcmp(known[j], key) == 0;
        if (is_known || !string_map_put(&asvs->unknown, key, asvs))
            continue;
        report_add(asvs->import->report, NOTE_LOSS, asvs->file, node->entries[i].value,
                   "\"%.40s\" of the requirements has no place in an entry", key);
    }
}

static bool fill(struct asvs *asvs, const struct tree_node *node, Catalog__V1__TaxonomyEntry *entry) {
    entry->title = unchanged(title_of(asvs, entry->text));
    if (is_deleted(entry->text)) {
        entry->status = CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_REVOKED;
        entry->replaced_by = unchanged(first_id(asvs, entry->text));
    }
    return entry->title != NULL && entry->replaced_by != NULL && read_levels(asvs, node, entry) &&
           add_references(asvs, node, entry);
}

status_code asvs_add_requirement(struct asvs *asvs, const struct tree_node *node, const char *id, const char *text,
                                 const char *parent) {
    Catalog__V1__TaxonomyEntry *entry =
        DRAFT_NEW(asvs->import, Catalog__V1__TaxonomyEntry, catalog__v1__taxonomy_entry);
    if (id[0] == '\0' || text[0] == '\0')
        return import_refuse(asvs->import, asvs->file, node, "a requirement has an id and a text, this one has no %s",
                             id[0] == '\0' ? "id" : "text");
    if (entry == NULL || !add_parent(asvs, entry, parent))
        return import_no_memory(asvs->import);
    entry->id = unchanged(id);
    entry->kind = unchanged("requirement");
    entry->text = unchanged(text);
    if (!fill(asvs, node, entry))
        return import_no_memory(asvs->import);
    note_unknown(asvs, node);
    return release_entry(asvs->import, asvs->file, node, entry);
}
