#include "convert/tmt/tb7.h"

#include "convert/formats.h"

#include <string.h>

#define ROOT "KnowledgeBase"

/* ID in either of its spellings. */
static const char *id_of(const struct xml_node *node) {
    const char *id = xml_child_text(node, "Id");
    return id[0] == '\0' ? xml_child_text(node, "ID") : id;
}

/* Keeps TEXT under KEY, unless one of the two is "" or KEY is there. */
static bool keep(const struct tb7 *base, struct string_map *map, const char *key, const char *text) {
    if (key[0] == '\0' || text[0] == '\0' || string_map_get(map, key) != NULL)
        return true;
    char *key_copy = arena_strdup(base->import->arena, key);
    char *text_copy = arena_strdup(base->import->arena, text);
    return key_copy != NULL && text_copy != NULL && string_map_put(map, key_copy, text_copy);
}

/* A template made of another keeps its id and gets a name of its own. */
static status_code take_manifest(void *context, const struct xml_node *manifest) {
    struct tb7 *base = context;
    base->id = ARENA_JOIN(base->import->arena, xml_attribute(manifest, "name"), " ", xml_attribute(manifest, "id"));
    return base->id == NULL ? import_no_memory(base->import) : STATUS_OK;
}

static status_code take_category(void *context, const struct xml_node *node) {
    struct tb7 *base = context;
    struct arena *arena = base->import->arena;
    struct tb7_category *category = ARENA_NEW(arena, struct tb7_category);
    char *id = arena_strdup(arena, id_of(node));
    if (category == NULL || id == NULL)
        return import_no_memory(base->import);
    category->name = arena_strdup(arena, xml_child_text(node, "Name"));
    category->summary = arena_strdup(arena, xml_child_text(node, "ShortDescription"));
    bool is_kept =
        category->name != NULL && category->summary != NULL && string_map_put(&base->categories, id, category);
    return is_kept ? STATUS_OK : import_no_memory(base->import);
}

static status_code take_stencil(void *context, const struct xml_node *stencil) {
    struct tb7 *base = context;
    const struct xml_node *attribute = xml_child(xml_child(stencil, "Attributes"), "Attribute");
    bool is_kept = keep(base, &base->stencils, id_of(stencil), xml_child_text(stencil, "Name"));
    for (; attribute != NULL && is_kept; attribute = xml_next(attribute))
        is_kept =
            keep(base, &base->attributes, xml_child_text(attribute, "Name"), xml_child_text(attribute, "DisplayName"));
    return is_kept ? STATUS_OK : import_no_memory(base->import);
}

/* A property with more than one value offers a choice; with one, that is what a threat has that says nothing. */
static status_code take_default(void *context, const struct xml_node *property) {
    struct tb7 *base = context;
    const struct xml_node *values = xml_child(property, "Values");
    const struct xml_node *value = xml_child(values, "Value");
    if (value == NULL || xml_next(value) != NULL)
        return STATUS_OK;
    return keep(base, &base->defaults, xml_child_text(property, "Name"), xml_text(value))
               ? STATUS_OK
               : import_no_memory(base->import);
}

static const struct xml_wanted means[] = {
    {ROOT "/Manifest", .take = take_manifest},
    {ROOT "/ThreatMetaData/PropertiesMetaData/ThreatMetaDatum", .take = take_default},
    {ROOT "/*Elements/ElementType", .take = take_stencil},
    {ROOT "/ThreatCategories/ThreatCategory", .take = take_category},
};

static const struct xml_wanted threats[] = {{ROOT "/ThreatTypes/ThreatType", .take = tb7_take_threat}};

static status_code read_tb7(struct import *import, const struct source *source) {
    struct tb7 base = {.import = import, .file = source->path, .id = ""};
    struct string_map *const maps[] = {&base.categories, &base.stencils, &base.attributes, &base.defaults};
    for (size_t i = 0; i < COUNT_OF(maps); i++)
        string_map_init(maps[i], import->arena);
    status_code code = tmt_check_size(import, source);
    if (code == STATUS_OK)
        code = xml_read(import, source, means, COUNT_OF(means), &base);
    if (code == STATUS_OK)
        code = import_source(import, base.id);
    if (code == STATUS_OK)
        code = xml_read(import, source, threats, COUNT_OF(threats), &base);
    if (code == STATUS_OK && base.stencils.count > 0)
        report_add(import->report, NOTE_LOSS, source->path, NULL,
                   "stencils, of which drawings are made, are left out: %zu", base.stencils.count);
    return code;
}

static bool is_tb7_head(slice head) {
    return xml_has_root(head, ROOT);
}

static bool is_tb7(const struct source *source) {
    return source->file_count == 1 && is_tb7_head(source->files[0].text);
}

const struct import_format import_tb7 = {
    .name = "tb7",
    .title = "knowledge base of the Microsoft Threat Modeling Tool",
    .shape = "XML root " ROOT,
    .recognises = is_tb7,
    .recognises_head = is_tb7_head,
    .read = read_tb7,
};
