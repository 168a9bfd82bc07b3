#include "convert/threat_dragon/threat_dragon.h"

#include "convert/formats.h"

#include <string.h>

const struct tree_node *dragon_data(const struct tree_node *cell) {
    const struct tree_node *data = tree_get(cell, "data");
    return data != NULL && data->kind == TREE_MAP ? data : cell;
}

static const struct tree_node *follow(const struct tree_node *node, const char *const *keys, size_t count) {
    for (size_t i = 0; i < count && node != NULL; i++) {
        if (node->kind == TREE_LIST)
            node = node->count == 0 ? NULL : node->entries[0].value;
        node = node == NULL ? NULL : tree_get(node, keys[i]);
    }
    return node;
}

const char *dragon_name(const struct tree_node *cell) {
    static const char *const paths[][4] = {
        {"attrs", "text", "text"},
        {"attrs", "label", "text"},
        {"labels", "attrs", "text", "text"},
        {"labels", "attrs", "label", "text"},
    };
    const char *name = draft_text(dragon_data(cell), "name");
    for (size_t i = 0; i < COUNT_OF(paths) && name[0] == '\0'; i++) {
        const struct tree_node *label = follow(cell, paths[i], paths[i][3] == NULL ? 3 : 4);
        name = label == NULL ? "" : label->text;
    }
    return name;
}

bool dragon_is_true(const struct tree_node *map, const char *key) {
    return strcmp(draft_text(map, key), "true") == 0;
}

const char *dragon_key(struct dragon *dragon, const char *cell_id) {
    const struct tree_node *owner = string_map_get(&dragon->owners, cell_id);
    if (owner == NULL && !string_map_put(&dragon->owners, cell_id, (void *)(uintptr_t)dragon->diagram))
        return NULL;
    if (owner == NULL || owner == dragon->diagram)
        return cell_id;
    return ARENA_JOIN(dragon->import->arena, "diagram-", draft_text(dragon->diagram, "id"), "-", cell_id);
}

static void note(const struct dragon *dragon, enum note_kind kind, const struct tree_node *node, const char *text) {
    report_add(dragon->import->report, kind, dragon->file, node, "%s", text);
}

static status_code refuse(const struct dragon *dragon, const struct tree_node *node, const char *reason) {
    return problem_set(dragon->import->problem, STATUS_INVALID_ARGUMENT, "BAD_ENTRY", "%.200s:%u:%u: %s", dragon->file,
                       node->line, node->column, reason);
}

static status_code read_diagram(struct dragon *dragon, const struct tree_node *diagram) {
    const struct tree_node *drawing = diagram->kind == TREE_MAP ? tree_get(diagram, "diagramJson") : NULL;
    if (diagram->kind != TREE_MAP)
        return import_refuse(dragon->import, dragon->file, diagram, "an entry of diagrams is no mapping");
    dragon_note_diagram(dragon, diagram);
    dragon->diagram = diagram;
    dragon->boxes.count = 0;
    dragon->cells = draft_list(drawing == NULL ? diagram : drawing, "cells");
    if (dragon->cells->count == 0) {
        note(dragon, NOTE_WARNING, diagram, "the diagram has no cells");
        return STATUS_OK;
    }
    report_add(dragon->import->report, NOTE_LOSS, dragon->file, diagram,
               "the layout of the diagram \"%.80s\" is left out", draft_text(diagram, "title"));
    return dragon_read_cells(dragon);
}

static status_code read_diagrams(struct dragon *dragon, const struct tree_node *detail) {
    const struct tree_node *diagrams = tree_get(detail, "diagrams");
    if (diagrams == NULL || diagrams->kind != TREE_LIST)
        return refuse(dragon, detail, "there is no list `diagrams` in `detail`");
    status_code code = STATUS_OK;
    for (size_t i = 0; i < diagrams->count && code == STATUS_OK; i++)
        code = read_diagram(dragon, diagrams->entries[i].value);
    return code;
}

static bool add_feature(struct dragon *dragon, const struct tree_node *summary, const struct tree_node *detail) {
    struct import *import = dragon->import;
    const char *title = draft_text(summary, "title");
    if (import_source(import, title) != STATUS_OK)
        return false;
    dragon->feature = draft_feature(import, dragon->file, summary, draft_slug(import, title, "threat-model"));
    if (dragon->feature == NULL)
        return false;
    dragon->feature->title = tool_text(draft_title(import, title[0] == '\0' ? "Threat model" : title));
    dragon->feature->description = tool_text(draft_text(summary, "description"));
    dragon->feature->owner = tool_text(draft_text(summary, "owner"));
    dragon_note_head(dragon, summary, detail);
    if (draft_text(detail, "reviewer")[0] != '\0')
        note(dragon, NOTE_LOSS, detail, "the reviewer has no place in a model");
    if (draft_list(detail, "contributors")->count > 0)
        note(dragon, NOTE_LOSS, detail, "the contributors have no place in a model");
    return dragon->feature->title != NULL;
}

static status_code read_dragon(struct import *import, const struct source *source) {
    struct dragon dragon = {.import = import, .file = source->path, .root = source_root(source)};
    const struct tree_node *detail = tree_get(dragon.root, "detail");
    if (detail == NULL)
        return refuse(&dragon, tree_get(dragon.root, "details"), "there is `details` where `detail` is meant");
    if (detail->kind != TREE_MAP)
        return refuse(&dragon, detail, "`detail` is no mapping");
    draft_ids_init(&dragon.ids, import);
    string_map_init(&dragon.owners, import->arena);
    string_map_init(&dragon.titles, import->arena);
    if (!add_feature(&dragon, tree_get(dragon.root, "summary"), detail))
        return import_no_memory(import);
    return read_diagrams(&dragon, detail);
}

/* `details` is recognised too, so that the refusal can say what is wrong with it. */
static bool is_dragon(const struct source *source) {
    const struct tree_node *root = source_root(source);
    const struct tree_node *summary = root == NULL ? NULL : tree_get(root, "summary");
    return summary != NULL && summary->kind == TREE_MAP &&
           (tree_get(root, "detail") != NULL || tree_get(root, "details") != NULL);
}

const struct import_format import_threat_dragon = {
    .name = "threat-dragon",
    .title = "Threat Dragon 1, 2",
    .shape = "summary and detail with diagrams",
    .recognises = is_dragon,
    .read = read_dragon,
};
