#include "convert/cyclonedx/cyclonedx.h"
#include "convert/plain.h"
#include "convert/release.h"

#include <string.h>

/* A standard on its way to a release. */
struct standard {
    const struct bom *bom;
    struct string_map nodes;   /* bom-ref of a requirement to its node */
    struct string_map parents; /* bom-refs of requirements that others stand below */
    struct string_map levels;  /* bom-ref of a requirement to the first level that lists it */
};

/* ---- What it is called ---- */

/* Words in the slug of a standard's name that say which scheme it is; the first that is found counts. */
static const struct {
    const char *word;
    const char *scheme;
} schemes[] = {
    {"masvs", "masvs"},  {"mobile-application-security", "masvs"},
    {"asvs", "asvs"},    {"800-53", "nist-800-53"},
    {"800-218", "ssdf"}, {"ssdf", "ssdf"},
    {"scvs", "scvs"},    {"samm", "samm"},
    {"bsimm", "bsimm"},  {"pci", "pci-dss"},
    {"csf", "csf"},
};

static const char *scheme_of(const struct bom *bom, const struct tree_node *node) {
    const char *slug = draft_slug(bom->import, draft_text(node, "name"), "standard");
    for (size_t i = 0; slug != NULL && i < COUNT_OF(schemes); i++) {
        if (strstr(slug, schemes[i].word) != NULL)
            return schemes[i].scheme;
    }
    return slug;
}

static const char *id_of(const struct tree_node *node) {
    const char *id = draft_text(node, "identifier");
    return id[0] == '\0' ? bom_key(node) : id;
}

/* ---- Levels ---- */

/* "Level 2" is what everybody calls L2. */
static const char *level_word(const struct bom *bom, const struct tree_node *level) {
    const char *name = id_of(level);
    const char *title = draft_title(bom->import, name);
    bool is_numbered = strncmp(name, "Level ", strlen("Level ")) == 0;
    return title != NULL && is_numbered ? ARENA_JOIN(bom->import->arena, "L", title + strlen("Level ")) : title;
}

static status_code read_level(void *context, const struct tree_node *node) {
    static const char *const known[] = {"bom-ref", "identifier", "title", "description", "requirements"};
    struct standard *standard = context;
    struct tool_place place = bom_place(standard->bom, node);
    const struct tree_node *listed = draft_list(node, "requirements");
    const char *word = level_word(standard->bom, node);
    tool_note_keys(&place, known, COUNT_OF(known));
    if (word == NULL)
        return import_no_memory(standard->bom->import);
    for (size_t i = 0; i < listed->count; i++) {
        const char *reference = listed->entries[i].value->text;
        if (string_map_get(&standard->nodes, reference) == NULL)
            report_add(place.import->report, NOTE_WARNING, place.file, listed->entries[i].value,
                       "there is no requirement \"%.60s\"", reference);
        else if (string_map_get(&standard->levels, reference) == NULL &&
                 !string_map_put(&standard->levels, reference, (void *)(uintptr_t)word))
            return import_no_memory(standard->bom->import);
    }
    return STATUS_OK;
}

/* ---- Requirements ---- */

static status_code index_requirement(void *context, const struct tree_node *node) {
    struct standard *standard = context;
    const char *parent = draft_text(node, "parent");
    return string_map_put(&standard->nodes, bom_key(node), (void *)(uintptr_t)node) &&
                   string_map_put(&standard->parents, parent, (void *)(uintptr_t)node)
               ? STATUS_OK
               : import_no_memory(standard->bom->import);
}

static bool add_parent(const struct standard *standard, const struct tree_node *node,
                       Catalog__V1__TaxonomyEntry *entry) {
    const char *reference = draft_text(node, "parent");
    const struct tree_node *parent = string_map_get(&standard->nodes, reference);
    if (reference[0] == '\0')
        return true;
    if (parent == NULL)
        report_add(standard->bom->import->report, NOTE_WARNING, standard->bom->file, node,
                   "there is no requirement \"%.60s\" to stand below", reference);
    const char *id = parent == NULL ? reference : id_of(parent);
    return draft_add(standard->bom->import, &entry->n_parents, &entry->parents, tool_text(id));
}

/* Its text, and what else is said of it. Where it has no title, its first sentence is one. */
static bool describe(const struct standard *standard, const struct tree_node *node, Catalog__V1__TaxonomyEntry *entry) {
    struct import *import = standard->bom->import;
    const struct tree_node *more = draft_list(node, "descriptions");
    const char *text = tool_plain(import, node, "text");
    const char *title = tool_plain(import, node, "title");
    VECTOR(const char *) parts = {0};
    bool is_whole = text != NULL && vector_push(import->arena, &parts, text);
    for (size_t i = 0; i < more->count && is_whole; i++) {
        const char *plain = plain_text(import->arena, more->entries[i].value->text);
        const char *gap = i == 0 && text[0] == '\0' ? "" : "\n\n";
        is_whole =
            plain != NULL && vector_push(import->arena, &parts, gap) && vector_push(import->arena, &parts, plain);
    }
    text = is_whole ? arena_join(import->arena, parts.items, parts.count) : NULL;
    if (text == NULL || title == NULL)
        return false;
    entry->text = tool_text(text);
    entry->title = title[0] != '\0' ? tool_text(title) : plain_sentence(import->arena, text);
    return entry->title != NULL;
}

static bool add_references(const struct standard *standard, const struct tree_node *node,
                           Catalog__V1__TaxonomyEntry *entry) {
    struct import *import = standard->bom->import;
    const struct tree_node *common = draft_list(node, "openCre");
    bool is_whole = true;
    for (size_t i = 0; i < common->count && is_whole; i++)
        is_whole = tool_refer(import, &entry->n_references, &entry->references, "cre", common->entries[i].value->text);
    return is_whole;
}

static status_code read_requirement(void *context, const struct tree_node *node) {
    static const char *const known[] = {"bom-ref", "identifier", "title", "text", "descriptions", "parent", "openCre"};
    const struct standard *standard = context;
    const struct bom *bom = standard->bom;
    struct tool_place place = bom_place(bom, node);
    Catalog__V1__TaxonomyEntry *entry = DRAFT_NEW(bom->import, Catalog__V1__TaxonomyEntry, catalog__v1__taxonomy_entry);
    const char *level = string_map_get(&standard->levels, bom_key(node));
    bool has_parts = string_map_get(&standard->parents, bom_key(node)) != NULL;
    tool_note_keys(&place, known, COUNT_OF(known));
    if (entry == NULL || !describe(standard, node, entry) || !add_parent(standard, node, entry) ||
        !add_references(standard, node, entry))
        return import_no_memory(bom->import);
    entry->id = tool_text(id_of(node));
    entry->kind = tool_text(!has_parts ? "requirement" : entry->n_parents == 0 ? "chapter" : "section");
    entry->level = tool_text(level == NULL ? "" : level);
    return release_entry(bom->import, bom->file, node, entry);
}

status_code bom_read_standard(void *context, const struct tree_node *node) {
    static const char *const known[] = {"bom-ref", "name",         "version", "description",
                                        "owner",   "requirements", "levels",  "externalReferences"};
    const struct bom *bom = context;
    struct import *import = bom->import;
    struct standard standard = {.bom = bom};
    struct tool_place place = bom_place(bom, node);
    const struct tree_node *links = draft_list(node, "externalReferences");
    const char *url = links->count > 0 ? draft_text(links->entries[0].value, "url") : "";
    const char *scheme = scheme_of(bom, node);
    string_map_init(&standard.nodes, import->arena);
    string_map_init(&standard.parents, import->arena);
    string_map_init(&standard.levels, import->arena);
    tool_note_keys(&place, known, COUNT_OF(known));
    if (scheme == NULL)
        return import_no_memory(bom->import);
    status_code code = release_begin(import, scheme, draft_text(node, "version"), draft_text(node, "name"),
                                     url[0] == '\0' ? bom->file : url);
    if (code == STATUS_OK)
        code = bom_each(bom, node, "requirements", index_requirement, &standard);
    if (code == STATUS_OK)
        code = bom_each(bom, node, "levels", read_level, &standard);
    /* What is no mapping was refused above: with keep_going it must not be reported again. */
    const struct tree_node *requirements = draft_list(node, "requirements");
    for (size_t i = 0; i < requirements->count && code == STATUS_OK; i++) {
        if (requirements->entries[i].value->kind == TREE_MAP)
            code = read_requirement(&standard, requirements->entries[i].value);
    }
    return code;
}
