#include "convert/beside.h"
#include "convert/hcltm/hcl.h"
#include "convert/hcltm/hcltm.h"

#include <string.h>

#define FILES_MAX 64

/* ---- Recognising ---- */

/* How a line of such a file begins, and what follows but for blanks. */
static const struct {
    const char *word;
    char next;
} beginnings[] = {
    {"spec_version", '='},    {"threatmodel", '"'},      {"component", '"'},
    {"\"threatmodel\"", ':'}, {"\"spec_version\"", ':'},
};

static bool begins_line(slice line) {
    size_t at = 0;
    while (at < line.size && strchr(" \t{,", line.data[at]) != NULL && line.data[at] != '\0')
        at++;
    for (size_t i = 0; i < COUNT_OF(beginnings); i++) {
        size_t size = strlen(beginnings[i].word);
        if (line.size - at <= size || memcmp(line.data + at, beginnings[i].word, size) != 0)
            continue;
        size_t next = at + size;
        while (next < line.size && (line.data[next] == ' ' || line.data[next] == '\t'))
            next++;
        if (next < line.size && line.data[next] == (uint8_t)beginnings[i].next)
            return true;
    }
    return false;
}

bool hcltm_is_text(slice text) {
    while (text.size > 0) {
        const uint8_t *end = memchr(text.data, '\n', text.size);
        size_t size = end == NULL ? text.size : (size_t)(end - text.data);
        if (begins_line(slice_of(text.data, size)))
            return true;
        size += end != NULL;
        text = slice_of(text.data + size, text.size - size);
    }
    return false;
}

/* ---- Reading ---- */

static status_code refuse(struct hcltm *hcltm, const char *path, const struct problem *problem) {
    struct import *import = hcltm->import;
    const struct violation *first = problem->violation_count == 0 ? NULL : &problem->violations[0];
    struct tree_node place = {.line = first == NULL ? 0 : first->line, .column = first == NULL ? 0 : first->column};
    const char *text = first == NULL ? problem->message : first->message;
    if (import->keeps_going)
        report_add(import->report, NOTE_SKIPPED, path, &place, "not HCL: %s", text);
    else
        problem_set(import->problem, problem->code, "BAD_ENTRY", "%.200s:%u:%u: not HCL: %.200s", path, place.line,
                    place.column, text);
    return import->keeps_going ? STATUS_OK : problem->code;
}

static status_code read_variable(void *context, const struct hcltm_body *body) {
    struct hcltm_file *file = context;
    const char *value = hcltm_word(body, "value");
    return string_map_get(&file->variables, body->label) != NULL ||
                   string_map_put(&file->variables, body->label, tool_text(value))
               ? STATUS_OK
               : STATUS_RESOURCE_EXHAUSTED;
}

/* `component "control" "name"`: the body of the type is a block of the name. */
static status_code index_component(void *context, const struct hcltm_body *body) {
    struct hcltm_file *file = context;
    struct hcltm_body *copy = ARENA_NEW(file->controls.arena, struct hcltm_body);
    if (copy == NULL)
        return STATUS_RESOURCE_EXHAUSTED;
    *copy = *body;
    return string_map_get(&file->controls, body->label) != NULL || string_map_put(&file->controls, body->label, copy)
               ? STATUS_OK
               : STATUS_RESOURCE_EXHAUSTED;
}

/* Where components of a file go. */
struct indexing {
    struct hcltm *hcltm;
    struct hcltm_file *file;
};

static status_code index_types(void *context, const struct hcltm_body *body) {
    static const char *const types[] = {"control", "expanded_control"};
    const struct indexing *indexing = context;
    status_code code = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(types) && code == STATUS_OK; i++)
        code = hcltm_each(indexing->hcltm, body, types[i], true, index_component, indexing->file);
    return code;
}

static status_code index_file(struct hcltm *hcltm, struct hcltm_file *file) {
    const struct hcltm_body root = {file, "", file->root};
    struct indexing indexing = {hcltm, file};
    status_code code = hcltm_each(hcltm, &root, "variable", true, read_variable, file);
    if (code == STATUS_OK)
        code = hcltm_each(hcltm, &root, "component", false, index_types, &indexing);
    return code == STATUS_RESOURCE_EXHAUSTED ? import_no_memory(hcltm->import) : code;
}

/* A list at the top is what the tool exports: the models alone. */
static const struct tree_node *root_of(struct arena *arena, const struct tree_node *root) {
    static const struct tree_node key = {.kind = TREE_TEXT, .text = "threatmodel", .line = 1, .column = 1};
    struct tree_node *map = root->kind == TREE_LIST ? ARENA_NEW(arena, struct tree_node) : NULL;
    struct tree_entry *entry = map == NULL ? NULL : ARENA_NEW(arena, struct tree_entry);
    if (entry == NULL)
        return root->kind == TREE_LIST ? NULL : root;
    *entry = (struct tree_entry){&key, root};
    *map = (struct tree_node){.kind = TREE_MAP, .text = "", .entries = entry, .count = 1, .line = 1, .column = 1};
    return map;
}

status_code hcltm_open(struct hcltm *hcltm, const struct source_file *source, struct hcltm_file **ret_file) {
    struct arena *arena = hcltm->import->arena;
    struct hcltm_file *file = string_map_get(&hcltm->files, source->path);
    const struct tree_node *root = source->root;
    struct problem problem;
    *ret_file = file;
    if (file != NULL)
        return STATUS_OK;
    problem_init(&problem, arena);
    if (root == NULL && hcl_compose(source->text, &compose_foreign, arena, &root, &problem) != STATUS_OK)
        return refuse(hcltm, source->path, &problem);
    file = ARENA_NEW(arena, struct hcltm_file);
    root = root_of(arena, root);
    if (file == NULL || root == NULL || !string_map_put(&hcltm->files, source->path, file))
        return import_no_memory(hcltm->import);
    file->path = source->path;
    file->root = root;
    string_map_init(&file->variables, arena);
    string_map_init(&file->controls, arena);
    *ret_file = file;
    return index_file(hcltm, file);
}

/* ---- Files beside ---- */

/* Addresses that the tool would download. */
static bool is_remote(const char *words) {
    static const char *const hosts[] = {"github.com/", "gitlab.com/", "bitbucket.org/", "git@", "s3."};
    for (size_t i = 0; i < COUNT_OF(hosts); i++) {
        if (strncmp(words, hosts[i], strlen(hosts[i])) == 0)
            return true;
    }
    return strstr(words, "://") != NULL || strstr(words, "::") != NULL;
}

static status_code open_path(struct hcltm *hcltm, const char *path, struct hcltm_file **ret_file) {
    struct source source;
    struct import *import = hcltm->import;
    *ret_file = string_map_get(&hcltm->files, path);
    if (*ret_file != NULL)
        return STATUS_OK;
    status_code code = source_read(path, import->arena, &source, import->problem);
    return code == STATUS_OK ? hcltm_open(hcltm, &source.files[0], ret_file) : code;
}

status_code hcltm_open_beside(struct hcltm *hcltm, const struct hcltm_file *file, const struct tree_node *node,
                              struct hcltm_file **ret_file) {
    struct import *import = hcltm->import;
    const char *path = NULL;
    uint64_t bytes = 0;
    *ret_file = NULL;
    if (is_remote(node->text)) {
        report_add(import->report, NOTE_LOSS, file->path, node, "\"%.120s\" is left out: nothing is fetched",
                   node->text);
        return STATUS_OK;
    }
    const char *complaint = beside_complaint(import->arena, file->path, node->text, &path, &bytes);
    if (complaint == beside_missing) {
        report_add(import->report, NOTE_WARNING, file->path, node, "\"%.120s\" is left out: %s", node->text, complaint);
        return STATUS_OK;
    }
    hcltm->bytes += bytes;
    if (complaint == NULL && (hcltm->bytes > LIMIT_FOREIGN_BYTES || hcltm->files.count >= FILES_MAX + SOURCE_FILES_MAX))
        complaint = "there are too many files, or they are too large together";
    if (complaint != NULL)
        return import_refuse(import, file->path, node, "\"%.120s\" is not read: %s", node->text, complaint);
    return open_path(hcltm, path, ret_file);
}
