#include "convert/cyclonedx/cyclonedx.h"

#include "convert/formats.h"

#include <stdlib.h>
#include <string.h>

#define MINOR_MIN 2
#define MINOR_MAX 7

struct tool_place bom_place(const struct bom *bom, const struct tree_node *node) {
    return (struct tool_place){bom->import, bom->file, node};
}

const struct tree_node *bom_map(const struct tree_node *map, const char *key) {
    const struct tree_node *value = map == NULL || map->kind != TREE_MAP ? NULL : tree_get(map, key);
    return value == NULL || value->kind != TREE_MAP ? NULL : value;
}

const char *bom_key(const struct tree_node *node) {
    const char *reference = draft_text(node, "bom-ref");
    return reference[0] == '\0' ? draft_text(node, "name") : reference;
}

status_code bom_each(const struct bom *bom, const struct tree_node *map, const char *key, bom_read *read,
                     void *context) {
    const struct tool_place list = bom_place(bom, draft_list(map, key));
    return tool_each(&list, key, read, context);
}

/* ---- What there is to take ---- */

/* Version 1.6 moved the standards; files of before and after are in use. */
static const char *const standard_homes[] = {"definitions", "declarations"};

static bool has_standards(const struct bom *bom) {
    for (size_t i = 0; i < COUNT_OF(standard_homes); i++) {
        if (draft_list(bom_map(bom->root, standard_homes[i]), "standards")->count > 0)
            return true;
    }
    return false;
}

static bool is_model(const struct tree_node *component) {
    return strcmp(draft_text(component, "type"), "threat-model") == 0;
}

static size_t count_models(const struct bom *bom) {
    const struct tree_node *components = draft_list(bom->root, "components");
    size_t count = 0;
    for (size_t i = 0; i < components->count; i++)
        count += is_model(components->entries[i].value);
    return count;
}

static status_code read_standards(struct bom *bom) {
    static const char *const known[] = {"standards"};
    status_code code = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(standard_homes) && code == STATUS_OK; i++) {
        struct tool_place place = bom_place(bom, bom_map(bom->root, standard_homes[i]));
        tool_note_keys(&place, known, COUNT_OF(known));
        code = bom_each(bom, place.node, "standards", bom_read_standard, bom);
    }
    return code;
}

static status_code read_component(void *context, const struct tree_node *node) {
    return is_model(node) ? bom_read_model(context, node) : STATUS_OK;
}

static status_code read_parts(struct bom *bom) {
    static const char *const known[] = {"$schema",      "bomFormat",    "specVersion", "serialNumber",
                                        "version",      "metadata",     "services",    "components",
                                        "dependencies", "declarations", "definitions"};
    static const char *const known_metadata[] = {"timestamp", "component", "tools"};
    struct tool_place place = bom_place(bom, bom->root);
    struct tool_place metadata = bom_place(bom, bom_map(bom->root, "metadata"));
    size_t models = count_models(bom);
    size_t others = draft_list(bom->root, "components")->count - models;
    bool has_services = draft_list(bom->root, "services")->count > 0;
    if (!has_services && models == 0 && !has_standards(bom))
        return import_refuse(bom->import, bom->file, bom->root,
                             "the bill of materials has no services, standards or threat models (and %zu other "
                             "components): there is nothing to take over",
                             others);
    tool_note_keys(&place, known, COUNT_OF(known));
    tool_note_keys(&metadata, known_metadata, COUNT_OF(known_metadata));
    status_code code = has_services ? bom_read_services(bom) : STATUS_OK;
    if (code == STATUS_OK)
        code = bom_each(bom, bom->root, "components", read_component, bom);
    return code == STATUS_OK ? read_standards(bom) : code;
}

/* ---- Recognising ---- */

/* "1.6" as 6; -1: not of version 1. */
static long minor_of(const char *version) {
    char *end = NULL;
    long minor = strncmp(version, "1.", 2) == 0 ? strtol(version + 2, &end, 10) : -1;
    return end == NULL || end == version + 2 || *end != '\0' ? -1 : minor;
}

static status_code read_bom(struct import *import, const struct source *source) {
    struct bom bom = {.import = import, .file = source->path, .root = source_root(source)};
    if (bom.root == NULL)
        return problem_set(import->problem, STATUS_INVALID_ARGUMENT, "BAD_ENTRY",
                           "%.200s: CycloneDX is read as JSON only: convert the XML first", source->path);
    const char *version = draft_text(bom.root, "specVersion");
    long minor = minor_of(version);
    if (minor < MINOR_MIN || minor > MINOR_MAX) {
        const struct tree_node *node = tree_get(bom.root, "specVersion");
        return problem_set(import->problem, STATUS_INVALID_ARGUMENT, "BAD_ENTRY",
                           "%.200s:%u:%u: `specVersion` \"%.20s\" is not read: 1.%d to 1.%d are", source->path,
                           node == NULL ? bom.root->line : node->line, node == NULL ? bom.root->column : node->column,
                           version, MINOR_MIN, MINOR_MAX);
    }
    return read_parts(&bom);
}

static bool is_xml_bom(const struct source *source) {
    static const char space[] = "http://cyclonedx.org/schema/bom/";
    const struct source_file *file = source->is_directory || source->file_count != 1 ? NULL : source->files;
    if (file == NULL || file->syntax != SOURCE_XML)
        return false;
    size_t size = file->text.size < SOURCE_HEAD_BYTES ? file->text.size : SOURCE_HEAD_BYTES;
    for (size_t at = 0; at + strlen(space) <= size; at++) {
        if (memcmp(file->text.data + at, space, strlen(space)) == 0)
            return true;
    }
    return false;
}

static bool is_bom(const struct source *source) {
    const struct tree_node *root = source_root(source);
    return strcmp(draft_text(root, "bomFormat"), "CycloneDX") == 0 || is_xml_bom(source);
}

const struct import_format import_cyclonedx = {
    .name = "cyclonedx",
    .title = "CycloneDX 1.2 to 1.7",
    .shape = "bomFormat CycloneDX",
    .recognises = is_bom,
    .read = read_bom,
};
