#include "convert/threat_composer/threat_composer.h"

#include "convert/formats.h"

#include <string.h>

#define SCHEMA_KNOWN "1"

status_code composer_each(const struct composer *composer, const char *key, const struct tree_node *list,
                          composer_read *read, void *context) {
    const struct tool_place place = {composer->import, composer->file, list};
    return tool_each(&place, key, read, context);
}

const char *composer_metadata(const struct tree_node *node, const char *key) {
    const struct tree_node *metadata = draft_list(node, "metadata");
    for (size_t i = 0; i < metadata->count; i++) {
        const struct tree_node *entry = metadata->entries[i].value;
        if (strcmp(draft_text(entry, "key"), key) == 0)
            return draft_text(entry, "value");
    }
    return "";
}

static bool is_statement(const struct tree_node *node) {
    return node->kind == TREE_MAP && tree_get(node, "threatSource") != NULL && tree_get(node, "threatAction") != NULL;
}

static bool is_statements(const struct tree_node *root) {
    return root->kind == TREE_LIST && root->count > 0 && is_statement(root->entries[0].value);
}

/* A text as `schema` is recognised too, so that the refusal can say what is wrong with it. */
static bool is_workspace(const struct tree_node *root) {
    static const char *const parts[] = {"applicationInfo", "threats", "mitigations"};
    const struct tree_node *schema = root->kind == TREE_MAP ? tree_get(root, "schema") : NULL;
    bool has_part = false;
    for (size_t i = 0; i < COUNT_OF(parts) && schema != NULL; i++)
        has_part = has_part || tree_get(root, parts[i]) != NULL;
    return has_part && (schema->kind == TREE_NUMBER || schema->kind == TREE_TEXT);
}

static bool is_composer(const struct source *source) {
    const struct tree_node *root = source_root(source);
    return root != NULL && (is_statements(root) || is_workspace(root));
}

static status_code refuse_schema(const struct composer *composer, const struct tree_node *schema) {
    const char *reason = schema->kind == TREE_NUMBER
                             ? "is not known; it would be 1"
                             : "is a text, which some tools write for a shape of their own; it would be the number 1";
    return problem_set(composer->import->problem, STATUS_INVALID_ARGUMENT, "BAD_ENTRY",
                       "%.200s:%u:%u: `schema` \"%.40s\" %s", composer->file, schema->line, schema->column,
                       schema->text, reason);
}

static status_code read_composer(struct import *import, const struct source *source) {
    struct composer composer = {.import = import, .file = source->path, .root = source_root(source)};
    if (composer.root->kind == TREE_LIST)
        return composer_read_statements(&composer);
    const struct tree_node *schema = tree_get(composer.root, "schema");
    bool is_number = schema->kind == TREE_NUMBER || (schema->kind == TREE_TEXT && schema->is_plain);
    if (!is_number || strcmp(schema->text, SCHEMA_KNOWN) != 0)
        return refuse_schema(&composer, schema);
    bool is_pack = tree_get(composer.root, "namespace") != NULL && tree_get(composer.root, "type") != NULL;
    return is_pack ? composer_read_pack(&composer) : composer_read_workspace(&composer);
}

const struct import_format import_threat_composer = {
    .name = "threat-composer",
    .title = "Threat Composer schema 1",
    .shape = "integer schema with applicationInfo, threats or mitigations",
    .recognises = is_composer,
    .read = read_composer,
};
