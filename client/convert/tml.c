#include "convert/tml.h"

#include "convert/formats.h"

#include <string.h>

const char *const tml_likelihoods[TML_SCALE_STEPS] = {"rare", "unlikely", "possible", "likely", "certain"};
const char *const tml_impacts[TML_SCALE_STEPS] = {"negligible", "minor", "moderate", "major", "severe"};

static status_code no_memory(const struct tml *tml) {
    return problem_no_memory(tml->import->problem);
}

struct tool_place tml_place(const struct tml *tml, const struct tree_node *node) {
    return (struct tool_place){tml->import, tml->file, node};
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

const char *tml_new_id(struct tml *tml, const char *kind, const struct tree_node *node) {
    const char *name = draft_text(node, "symbolic_name");
    if (name[0] != '\0' && draft_id_of(&tml->ids, kind, name) != NULL)
        report_add(tml->import->report, NOTE_WARNING, tml->file, node,
                   "\"%.60s\" is the name of another %s too: references go to the first", name, kind);
    return draft_id(&tml->ids, kind, name, draft_text(node, "title"));
}

static bool describe(struct tml *tml, const char *text) {
    Catalog__V1__Model *feature = tml->feature;
    feature->description = text == NULL ? NULL : tool_text(tool_paragraphs(tml->import, feature->description, text));
    return feature->description != NULL;
}

/* "KEY:WORD" as a tag. */
static bool add_tag(struct tml *tml, const char *key, const char *word) {
    const char *tag = ARENA_JOIN(tml->import->arena, key, ":", word);
    return tag != NULL && (word[0] == '\0' || tool_tag(tml->import, &tml->feature->n_tags, &tml->feature->tags, tag));
}

static status_code read_scope(struct tml *tml) {
    static const char *const words[] = {"business_criticality", "exposure", "tier"};
    static const char *const known[] = {"title",    "description", "business_criticality", "data_sensitivity",
                                        "exposure", "tier"};
    const struct tree_node *scope = tree_get(tml->root, "scope");
    const struct tree_node *sensitivity = draft_list(scope, "data_sensitivity");
    struct tool_place place = tml_place(tml, scope);
    bool is_read = describe(tml, tool_plain(tml->import, scope, "description"));
    for (size_t i = 0; i < COUNT_OF(words) && is_read; i++)
        is_read = add_tag(tml, words[i], draft_text(scope, words[i]));
    for (size_t i = 0; i < sensitivity->count && is_read; i++)
        is_read = add_tag(tml, "data_sensitivity", sensitivity->entries[i].value->text);
    tool_note_keys(&place, known, COUNT_OF(known));
    return is_read ? STATUS_OK : no_memory(tml);
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
    return is_read ? STATUS_OK : no_memory(tml);
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
    return describe(tml, whole) ? STATUS_OK : no_memory(tml);
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
    struct tool_place place = tml_place(tml, tml->root);
    tool_note_keys(&place, known, COUNT_OF(known));
    status_code code = read_scope(tml);
    if (code == STATUS_OK && !describe(tml, tool_plain(tml->import, tml->root, "description")))
        code = no_memory(tml);
    if (code == STATUS_OK)
        code = read_links(tml);
    if (code == STATUS_OK)
        code = tml_each(tml, "assumptions", read_assumption);
    return code == STATUS_OK ? tml_each(tml, "diagrams", skip_diagram) : code;
}

static status_code start_feature(struct tml *tml) {
    const struct tree_node *scope = tree_get(tml->root, "scope");
    const char *title = draft_text(scope, "title");
    if (import_source(tml->import, title) != STATUS_OK)
        return no_memory(tml);
    tml->feature = draft_feature(tml->import, tml->file, scope, draft_slug(tml->import, title, "threat-model"));
    if (tml->feature == NULL)
        return no_memory(tml);
    tml->feature->title = tool_text(tool_plain_title(tml->import, title, "Threat model"));
    return tml->feature->title == NULL ? no_memory(tml) : STATUS_OK;
}

static status_code read_tml(struct import *import, const struct source *source) {
    static status_code (*const steps[])(struct tml *) = {start_feature, read_head, tml_read_parts, tml_read_threats,
                                                         tml_place_rest};
    struct tml tml = {.import = import, .file = source->path, .root = source_root(source)};
    draft_ids_init(&tml.ids, import);
    string_map_init(&tml.threats, import->arena);
    string_map_init(&tml.personas, import->arena);
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
