#include "convert/tml/tml.h"

#include "convert/formats.h"
#include "model/name.h"

#include <string.h>

const char *const tml_likelihoods[TML_SCALE_STEPS] = {"rare", "unlikely", "possible", "likely", "certain"};
const char *const tml_impacts[TML_SCALE_STEPS] = {"negligible", "minor", "moderate", "major", "severe"};

/* What was written here is read as it is: a text that was tidied up would be written differently again. */
const char *tml_text(const struct tml *tml, const struct tree_node *node, const char *key) {
    return tml->own == NULL ? tool_plain(tml->import, node, key) : draft_text(node, key);
}

const char *tml_title(const struct tml *tml, const struct tree_node *node, const char *otherwise) {
    const char *title = draft_text(node, "title");
    return tml->own == NULL ? tool_plain_title(tml->import, title, otherwise) : title;
}

void tml_note_keys(const struct tml *tml, const struct tree_node *node, const char *const *known, size_t count) {
    struct tool_place place = {tml->import, tml->file, node};
    if (tml->own == NULL)
        tool_note_keys(&place, known, count);
}

status_code tml_each(struct tml *tml, const char *key, tml_read *read) {
    const struct tree_node *list = draft_list(tml->root, key);
    status_code code = STATUS_OK;
    for (size_t i = 0; i < list->count && code == STATUS_OK; i++) {
        const struct tree_node *node = list->entries[i].value;
        code = node->kind == TREE_MAP
                   ? read(tml, node)
                   : import_refuse(tml->import, tml->file, node, "an entry of %s is no mapping", key);
    }
    return code;
}

/* The id that the file carries of NODE, or its name; NULL: it is none, or another has it. */
static const char *own_id(const struct tml *tml, const char *list, const struct tree_node *node) {
    const struct tree_node *own = tml_own(tml, list, node, TML_CARRIED_ID);
    const char *id = own == NULL ? draft_text(node, "symbolic_name") : own->text;
    return name_is_id(id) && string_map_get(&tml->ids.taken, id) == NULL ? id : NULL;
}

static bool take_id(struct tml *tml, const char *kind, const char *name, const char *id) {
    const char *key = ARENA_JOIN(tml->import->arena, kind, ":", name);
    return key != NULL && string_map_put(&tml->ids.taken, id, tool_text(id)) &&
           string_map_put(&tml->ids.by_source, key, tool_text(id));
}

const char *tml_new_id(struct tml *tml, const char *kind, const char *list, const struct tree_node *node) {
    const char *name = draft_text(node, "symbolic_name");
    const char *id = tml->own == NULL ? NULL : own_id(tml, list, node);
    if (name[0] != '\0' && draft_id_of(&tml->ids, kind, name) != NULL)
        report_add(tml->import->report, NOTE_WARNING, tml->file, node,
                   "\"%.60s\" is the name of another %s too: references go to the first", name, kind);
    else if (id != NULL)
        return take_id(tml, kind, name, id) ? id : NULL;
    return draft_id(&tml->ids, kind, name, draft_text(node, "title"));
}

static void describe(struct tml *tml, const char *text) {
    passage_add(&tml->prose, tml->import->arena, "\n\n", text);
}

/* "KEY:WORD" as a tag. */
static bool add_tag(struct tml *tml, const char *key, const char *word) {
    const char *tag = ARENA_JOIN(tml->import->arena, key, ":", word);
    return tag != NULL && (word[0] == '\0' || tool_tag(tml->import, &tml->feature->n_tags, &tml->feature->tags, tag));
}

/* Words of the scope that were changed since they were written from tags and facts. */
static bool change_scope(struct tml *tml, const struct tree_node *scope) {
    static const char *const words[] = {"business_criticality", "data_sensitivity", "exposure", "tier"};
    bool is_added = true;
    for (size_t i = 0; i < COUNT_OF(words) && is_added; i++) {
        const struct tree_node *list = draft_list(scope, words[i]);
        if (!tml_is_changed(tml, TML_CARRIED_SCOPE, TML_CARRIED_SCOPE, scope, words[i]))
            continue;
        tml_drop(&tml->feature->n_tags, tml->feature->tags, words[i]);
        is_added = add_tag(tml, words[i], draft_text(scope, words[i]));
        for (size_t j = 0; j < list->count && is_added; j++)
            is_added = add_tag(tml, words[i], list->entries[j].value->text);
    }
    return is_added;
}

static status_code read_scope(struct tml *tml) {
    static const char *const words[] = {"business_criticality", "exposure", "tier"};
    static const char *const known[] = {"title",    "description", "business_criticality", "data_sensitivity",
                                        "exposure", "tier"};
    const struct tree_node *scope = tree_get(tml->root, "scope");
    const struct tree_node *sensitivity = draft_list(scope, "data_sensitivity");
    bool is_read = true;
    describe(tml, tml_text(tml, scope, "description"));
    if (tml->own != NULL)
        return change_scope(tml, scope) ? STATUS_OK : import_no_memory(tml->import);
    for (size_t i = 0; i < COUNT_OF(words) && is_read; i++)
        is_read = add_tag(tml, words[i], draft_text(scope, words[i]));
    for (size_t i = 0; i < sensitivity->count && is_read; i++)
        is_read = add_tag(tml, "data_sensitivity", sensitivity->entries[i].value->text);
    tml_note_keys(tml, scope, known, COUNT_OF(known));
    return is_read ? STATUS_OK : import_no_memory(tml->import);
}

static status_code read_links(struct tml *tml) {
    static const struct {
        const char *key;
        const char *title;
    } links[] = {{"repo_link", "Repository"}, {"release_docs_link", "Release documentation"}};
    Catalog__V1__Model *feature = tml->feature;
    bool is_read = true;
    for (size_t i = 0; i < COUNT_OF(links) && is_read; i++)
        is_read = tool_link(tml->import, &feature->n_links, &feature->links, links[i].title,
                            draft_text(tml->root, links[i].key));
    return is_read ? STATUS_OK : import_no_memory(tml->import);
}

/* Only a component states assumptions: those of a feature are prose. */
static status_code read_assumption(struct tml *tml, const struct tree_node *node) {
    const char *validity = draft_text(node, "validity");
    const char *text = tool_plain(tml->import, node, "description");
    const char *whole = text == NULL ? NULL
                                     : ARENA_JOIN(tml->import->arena, "Assumption (",
                                                  validity[0] == '\0' ? "unconfirmed" : validity, "): ", text);
    report_add(tml->import->report, NOTE_LOSS, tml->file, node,
               "a feature has no assumptions: this one stands in the description");
    describe(tml, whole);
    return STATUS_OK;
}

static status_code skip_diagram(struct tml *tml, const struct tree_node *node) {
    report_add(tml->import->report, NOTE_LOSS, tml->file, node, "the diagram \"%.80s\" is left out",
               draft_text(node, "title"));
    return STATUS_OK;
}

static status_code read_head(struct tml *tml) {
    static const char *const known[] = {
        "$schema",          "scope",       "description", "repo_link",  "release_docs_link",
        "diagrams",         "trust_zones", "actors",      "components", "threats",
        "trust_boundaries", "data_stores", "data_sets",   "data_flows", "threat_personas",
        "controls",         "assumptions", "risks",       "extensions",
    };
    tml_note_keys(tml, tml->root, known, COUNT_OF(known));
    status_code code = read_scope(tml);
    describe(tml, tml_text(tml, tml->root, "description"));
    if (code == STATUS_OK)
        code = read_links(tml);
    if (code == STATUS_OK && tml->own == NULL)
        code = tml_each(tml, "assumptions", read_assumption);
    tml->feature->description = tool_text(passage_text(&tml->prose, tml->import->arena));
    if (code == STATUS_OK && tml->feature->description == NULL)
        code = import_no_memory(tml->import);
    return code == STATUS_OK ? tml_each(tml, "diagrams", skip_diagram) : code;
}

/* How early models call things, and how the schema does. */
static const struct {
    const char *early;
    const char *key;
} early_keys[] = {{"id", "symbolic_name"}, {"name", "title"}, {"persona", "threat_persona"}};

/* Makes the key of ENTRY of NODE what the schema calls it, unless NODE says that too. False: no room. */
static bool rename_key(struct tml *tml, const struct tree_node *node, struct tree_entry *entry) {
    for (size_t i = 0; i < COUNT_OF(early_keys); i++) {
        if (strcmp(entry->key->text, early_keys[i].early) != 0 || tree_get(node, early_keys[i].key) != NULL)
            continue;
        struct tree_node *key = arena_alloc(tml->import->arena, sizeof *key);
        if (key == NULL)
            return false;
        *key = *entry->key;
        key->text = early_keys[i].key;
        entry->key = key;
    }
    return true;
}

/* The first models of the library were written before its schema. */
static status_code rename_early_keys(struct tml *tml) {
    bool is_renamed = true;
    for (size_t i = 0; i < tml->root->count && is_renamed; i++) {
        const struct tree_node *list = tml->root->entries[i].value;
        for (size_t j = 0; list->kind == TREE_LIST && j < list->count && is_renamed; j++) {
            const struct tree_node *node = list->entries[j].value;
            for (size_t k = 0; node->kind == TREE_MAP && k < node->count && is_renamed; k++)
                is_renamed = rename_key(tml, node, &node->entries[k]);
        }
    }
    return is_renamed ? STATUS_OK : import_no_memory(tml->import);
}

static status_code read_tml(struct import *import, const struct source *source) {
    static status_code (*const steps[])(struct tml *) = {rename_early_keys, tml_start,        read_head,
                                                         tml_read_parts,    tml_read_threats, tml_place_rest};
    struct tml tml = {.import = import, .file = source->path, .root = source_root(source)};
    draft_ids_init(&tml.ids, import);
    string_map_init(&tml.threats, import->arena);
    string_map_init(&tml.personas, import->arena);
    string_map_init(&tml.aliases, import->arena);
    tml_find_own(&tml);
    status_code code = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(steps) && code == STATUS_OK; i++)
        code = steps[i](&tml);
    return code;
}

static bool is_tml(const struct source *source) {
    const struct tree_node *root = source_root(source);
    const struct tree_node *scope = root == NULL || root->kind != TREE_MAP ? NULL : tree_get(root, "scope");
    return scope != NULL && scope->kind == TREE_MAP && tree_get(root, "trust_zones") != NULL &&
           tree_get(root, "data_flows") != NULL;
}

const struct import_format import_tml = {
    .name = "tml",
    .title = "OWASP Threat Model Library 1.0",
    .shape = "scope, trust_zones and data_flows",
    .recognises = is_tml,
    .read = read_tml,
};
