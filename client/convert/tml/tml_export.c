#include "convert/tml/tml_export.h"

#include "convert/formats.h"
#include "convert/tree_json.h"

#include <stdio.h>
#include <string.h>

#define SCHEMA          "https://github.com/OWASP/www-project-threat-model-library/blob/v1.0.2/threat-model.schema.json"
#define VERSION_UNKNOWN "0"
#define KEYS_BYTES      200

static void remember(struct tml_export *tml, struct string_map *map, const char *key, const void *value) {
    tml->maker.has_failed =
        key == NULL || value == NULL || !string_map_put(map, key, (void *)(uintptr_t)value) || tml->maker.has_failed;
}

/* ---- Names ---- */

static char *fold(struct tml_export *tml, const char *id) {
    char *name = arena_strdup(tml->maker.arena, id);
    for (char *at = name; at != NULL && *at != '\0'; at++) {
        bool is_kept = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9');
        if (!is_kept)
            *at = '-';
    }
    return name;
}

const char *tml_export_new_name(struct tml_export *tml, const char *text) {
    const char *folded = fold(tml, text[0] == '\0' ? "unnamed" : text);
    const char *name = folded;
    for (unsigned number = 2; name != NULL && string_map_get(&tml->taken, name) != NULL; number++)
        name = arena_printf(tml->maker.arena, "%s-%u", folded, number);
    remember(tml, &tml->taken, name, name);
    return name == NULL ? "" : name;
}

const char *tml_export_name(struct tml_export *tml, const char *id) {
    const char *name = string_map_get(&tml->names, id);
    if (name != NULL)
        return name;
    name = tml_export_new_name(tml, id);
    remember(tml, &tml->names, id, name);
    return name;
}

struct tree_node *tml_export_entry(struct tml_export *tml, const char *name, const char *title,
                                   const char *description) {
    struct tree_maker *maker = &tml->maker;
    struct tree_node *node = make_map(maker);
    make_put(maker, node, "symbolic_name", make_text(maker, name));
    make_put(maker, node, "title", make_text(maker, title[0] == '\0' ? name : title));
    make_put(maker, node, "description", make_text(maker, description));
    return node;
}

/* ---- What is carried ---- */

/* The map under KEY of MAP, which is made where it is not there; PATH is the way to it. */
static struct tree_node *map_at(struct tml_export *tml, struct tree_node *map, const char *path, const char *key) {
    struct tree_node *there = path == NULL ? NULL : string_map_get(&tml->entries, path);
    if (there != NULL)
        return there;
    struct tree_node *made = make_map(&tml->maker);
    make_put(&tml->maker, map, key, made);
    remember(tml, &tml->entries, path, made);
    return made;
}

/* One loss for the keys of MAP. */
static void note_keys(struct tml_export *tml, const char *list, const char *name, const struct tree_node *map) {
    char keys[KEYS_BYTES] = "";
    size_t size = 0;
    for (size_t i = 0; i < map->count && size < sizeof keys; i++)
        size +=
            (size_t)snprintf(keys + size, sizeof keys - size, "%s%s", i == 0 ? "" : ", ", map->entries[i].key->text);
    export_loss(tml->export, tml->model->name, "%s %s: %s %s in `extensions`, which other tools do not show", list,
                name, keys, map->count == 1 ? "stands" : "stand");
}

void tml_export_carry(struct tml_export *tml, const char *list, const char *name, const char *key,
                      const struct tree_node *part) {
    bool is_map = part->kind == TREE_MAP;
    if (is_map && part->count == 0)
        return;
    struct tree_node *entries = map_at(tml, tml->carried, list, list);
    struct tree_node *entry = map_at(tml, entries, ARENA_JOIN(tml->maker.arena, list, " ", name), name);
    make_put(&tml->maker, entry, key, part);
    if (is_map)
        note_keys(tml, list, name, part);
}

void tml_export_mark(struct tml_export *tml, const char *list, const char *name, const struct tree_node *node,
                     const char *key) {
    struct arena *arena = tml->maker.arena;
    struct tree_node *entries = map_at(tml, tml->carried, list, list);
    struct tree_node *entry = map_at(tml, entries, ARENA_JOIN(arena, list, " ", name), name);
    struct tree_node *marks =
        map_at(tml, entry, ARENA_JOIN(arena, list, " ", name, " " TML_CARRIED_MARKS), TML_CARRIED_MARKS);
    const char *mark = carry_mark(arena, tree_get(node, key));
    tml->maker.has_failed = tml->maker.has_failed || mark == NULL;
    make_put(&tml->maker, marks, key, make_text(&tml->maker, mark));
}

/* ---- The whole ---- */

/* What a component assumes of its consumers is what an assumption is there. */
static struct tree_node *assumptions(struct tml_export *tml) {
    struct tree_maker *maker = &tml->maker;
    struct tree_node *list = make_list(maker);
    for (size_t i = 0; i < tml->model->n_assumptions; i++) {
        struct tree_node *node = make_map(maker);
        make_put(maker, node, "description", make_text(maker, tml->model->assumptions[i]->statement));
        make_put(maker, node, "validity", make_text(maker, "unconfirmed"));
        make_add(maker, list, node);
    }
    return list;
}

static void carry_model(struct tml_export *tml) {
    struct tree_maker *maker = &tml->maker;
    const Catalog__V1__Model *model = tml->model;
    const char *slash = strchr(model->name, '/');
    bool is_component = export_kind(tml->export->objects.items[0]) == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT;
    const struct tree_node *part = CARRY_MAP(maker, model, TML_SAID_MODEL);
    make_put(maker, tml->carried, TML_CARRIED_SLUG, make_text(maker, slash == NULL ? model->name : slash + 1));
    make_put(maker, tml->carried, is_component ? TML_CARRIED_COMPONENT : TML_CARRIED_FEATURE, part);
    export_put_tags(maker, tml->carried, "tags", model->tags, model->n_tags);
    export_note_carried(tml->export, model->name, "`extensions`", part);
}

static const char *version_of(const Catalog__V1__Model *model) {
    const char *version = model->version;
    bool is_plain = version[0] != '\0' && strspn(version, "0123456789.") == strlen(version);
    return is_plain ? version : VERSION_UNKNOWN;
}

static struct tree_node *whole(struct tml_export *tml) {
    struct tree_maker *maker = &tml->maker;
    struct tree_node *root = make_map(maker);
    struct tree_node *extensions = make_map(maker);
    make_put(maker, root, "$schema", make_text(maker, SCHEMA));
    make_put(maker, root, "version", make_text(maker, version_of(tml->model)));
    carry_model(tml);
    make_put(maker, root, "scope", tml_export_scope(tml));
    tml_export_parts(tml, root);
    make_put_filled(maker, root, "assumptions", assumptions(tml));
    tml_export_threats(tml, root);
    make_put(maker, extensions, TML_CARRIED, tml->carried);
    make_put(maker, root, "extensions", extensions);
    return root;
}

static status_code write_tml(struct export *export, struct buffer *out) {
    struct tml_export tml = {.export = export, .model = export_model(export->objects.items[0])};
    struct string_map *const maps[] = {&tml.taken,    &tml.names,  &tml.ends,    &tml.flows,   &tml.zones,
                                       &tml.elements, &tml.assets, &tml.entries, &tml.personas};
    tree_maker_init(&tml.maker, export->arena);
    for (size_t i = 0; i < COUNT_OF(maps); i++)
        string_map_init(maps[i], export->arena);
    tml.carried = make_map(&tml.maker);
    tml.persona_list = make_list(&tml.maker);
    tml.risks = make_list(&tml.maker);
    const struct tree_node *root = whole(&tml);
    if (tml.maker.has_failed)
        return problem_no_memory(export->problem);
    tree_write_json(root, out);
    return STATUS_OK;
}

const struct export_format export_tml = {
    .name = "tml",
    .title = "OWASP Threat Model Library 1.0.2",
    .ending = ".json",
    .kinds = EXPORT_MODELS,
    .is_single = true,
    .write = write_tml,
};
