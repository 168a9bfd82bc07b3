#include "convert/pytm/pytm.h"

#include "convert/formats.h"
#include "model/reference.h"

#include <string.h>

#define PROCESS CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS

static const struct pytm_class classes[] = {
    {"Actor", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR, "", "place.kind == \"actor\""},
    {"ExternalEntity", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL, "", "place.kind == \"external\""},
    {"Datastore", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE, "", "place.kind == \"store\""},
    {"Server", PROCESS, "", "place.kind == \"process\""},
    {"Process", PROCESS, "", "place.kind == \"process\""},
    {"SetOfProcesses", PROCESS, "", "place.kind == \"process\""},
    {"Asset", PROCESS, "", "place.kind == \"process\""},
    {"Lambda", PROCESS, "lambda", "\"lambda\" in place.technologies"},
    {"LLM", PROCESS, "llm", "\"llm\" in place.technologies"},
    {"Agent", PROCESS, "agent", "\"agent\" in place.technologies"},
    {"MCP", PROCESS, "mcp", "\"mcp\" in place.technologies"},
    {"Dataflow", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_UNSPECIFIED, "", "place.kind == \"flow\""},
    {"Element", PROCESS, "", "place.id != \"\""},
};

const struct pytm_class *pytm_class_find(const char *name) {
    for (size_t i = 0; i < COUNT_OF(classes); i++) {
        if (strcmp(classes[i].name, name) == 0)
            return &classes[i];
    }
    return NULL;
}

/* ---- References ---- */

static const struct {
    const char *part; /* of the text */
    const char *scheme;
} schemes[] = {
    {"cwe.mitre.org", "cwe"}, {"capec.mitre.org", "capec"}, {"CWE-", "cwe"}, {"CAPEC-", "capec"}, {"CVE-", "cve"}};

static bool refer_one(const struct tool_place *place, Catalog__V1__Threat *threat, const char *text) {
    struct import *import = place->import;
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        if (strstr(text, schemes[i].part) != NULL && strlen(text) <= REFERENCE_ID_MAX)
            return tool_refer(import, &threat->n_references, &threat->references, schemes[i].scheme, text);
    }
    size_t before = threat->n_links;
    if (!tool_link(import, &threat->n_links, &threat->links, text, text))
        return false;
    if (threat->n_links == before && strstr(text, "://") == NULL && text[0] != '\0')
        report_add(import->report, NOTE_LOSS, place->file, place->node, "the reference \"%.80s\" is no URL", text);
    return true;
}

bool pytm_refer(const struct tool_place *place, Catalog__V1__Threat *threat, const char *text) {
    static const char separators[] = ", \t\r\n";
    bool is_added = true;
    while (*text != '\0' && is_added) {
        size_t size = strcspn(text, separators);
        const char *one = arena_strndup(place->import->arena, text, size);
        is_added = one != NULL && (size == 0 || refer_one(place, threat, one));
        text += size;
        text += strspn(text, separators);
    }
    return is_added;
}

/* ---- The format ---- */

static bool is_library(const struct tree_node *root) {
    const struct tree_node *first = root->kind == TREE_LIST && root->count > 0 ? root->entries[0].value : NULL;
    return first != NULL && first->kind == TREE_MAP && tree_get(first, "SID") != NULL &&
           tree_get(first, "condition") != NULL;
}

static bool is_model(const struct tree_node *root) {
    static const char *const keys[] = {"onDuplicates", "isOrdered", "mergeResponses", "threatsFile", "ignoreUnused"};
    bool has_own_key = false;
    if (root->kind != TREE_MAP || draft_list(root, "elements") != tree_get(root, "elements") ||
        draft_list(root, "flows") != tree_get(root, "flows"))
        return false;
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        has_own_key = has_own_key || tree_get(root, keys[i]) != NULL;
    const struct tree_node *elements = tree_get(root, "elements");
    const struct tree_node *first = elements->count == 0 ? NULL : elements->entries[0].value;
    return has_own_key || (first != NULL && first->kind == TREE_MAP && tree_get(first, "__class__") != NULL);
}

static bool is_pytm(const struct source *source) {
    const struct tree_node *root = source_root(source);
    return root != NULL && (is_library(root) || is_model(root));
}

static status_code read_pytm(struct import *import, const struct source *source) {
    const struct tree_node *root = source_root(source);
    return root->kind == TREE_LIST ? pytm_read_library(import, source->path, root)
                                   : pytm_read_model(import, source->path, root);
}

const struct import_format import_pytm = {
    .name = "pytm",
    .title = "pytm libraries of threats and dumped models",
    .shape = "a list of SID and condition, or elements and flows of pytm",
    .recognises = is_pytm,
    .read = read_pytm,
};
