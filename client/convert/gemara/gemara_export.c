#include "convert/gemara/gemara_export.h"

#include "convert/carry.h"
#include "convert/formats.h"
#include "convert/gemara/gemara.h"
#include "convert/tree_yaml.h"
#include "convert/words.h"

#include <string.h>

#define GEMARA_VERSION "1.1.0"
#define PROGRAM        "catalogctl"

/* ---- Parts of entries ---- */

const char *gemara_export_prose(struct gemara_export *gemara, const char *text) {
    const char *prose = gemara_flow(gemara->maker.arena, text);
    gemara->maker.has_failed = gemara->maker.has_failed || prose == NULL;
    return prose == NULL ? "" : prose;
}

struct tree_node *gemara_export_entry(struct gemara_export *gemara, const char *id, const char *title) {
    struct tree_maker *maker = &gemara->maker;
    const char *line = gemara_export_prose(gemara, export_title(maker, title, ""));
    struct tree_node *node = make_map(maker);
    make_put(maker, node, "id", make_text(maker, id));
    make_put(maker, node, "title", make_text(maker, line[0] == '\0' ? id : line));
    return node;
}

void gemara_put_group(struct gemara_export *gemara, struct tree_node *node, const char *id, const char *title) {
    bool is_known = string_map_get(&gemara->groups, id) != NULL;
    if (!is_known && !string_map_put(&gemara->groups, id, (void *)(uintptr_t)title))
        gemara->maker.has_failed = true;
    make_put(&gemara->maker, node, "group", make_text(&gemara->maker, id));
}

struct tree_node *gemara_entries_of(struct gemara_export *gemara, struct tree_node *lists, const char *catalog) {
    struct tree_maker *maker = &gemara->maker;
    for (size_t i = 0; i < lists->count; i++) {
        const struct tree_node *list = lists->entries[i].value;
        if (strcmp(tree_get(list, "reference-id")->text, catalog) == 0)
            return (struct tree_node *)(uintptr_t)tree_get(list, "entries");
    }
    struct tree_node *list = make_map(maker);
    struct tree_node *entries = make_list(maker);
    make_put(maker, list, "reference-id", make_text(maker, catalog));
    make_put(maker, list, "entries", entries);
    make_add(maker, lists, list);
    bool is_known = strcmp(catalog, gemara->id) == 0 || string_map_get(&gemara->named, catalog) != NULL;
    if (!is_known && !string_map_put(&gemara->named, catalog, gemara))
        maker->has_failed = true;
    return entries;
}

/* What the catalog of a scheme is called: the scheme, unless the importer would take it for another one. */
static const char *catalog_of(struct gemara_export *gemara, const char *scheme) {
    const char *known = gemara_scheme(scheme);
    if (draft_is_name(scheme, "-") && (known == NULL || strcmp(known, scheme) == 0))
        return scheme;
    const char *catalog = ARENA_JOIN(gemara->maker.arena, GEMARA_SCHEME, scheme);
    gemara->maker.has_failed = gemara->maker.has_failed || catalog == NULL;
    return catalog == NULL ? "" : catalog;
}

void gemara_put_references(struct gemara_export *gemara, struct tree_node *node,
                           const struct gemara_references *references) {
    struct tree_maker *maker = &gemara->maker;
    struct tree_node *lists = make_list(maker);
    for (size_t i = 0; i < references->count && !maker->has_failed; i++) {
        const Catalog__V1__Reference *reference = references->items[i];
        struct tree_node *entry = make_map(maker);
        make_put(maker, entry, "reference-id", make_text(maker, reference->id));
        make_add(maker, gemara_entries_of(gemara, lists, catalog_of(gemara, reference->scheme)), entry);
        if (reference->release[0] != '\0')
            export_loss(gemara->export, references->name, "a reference holds for any release: \"%s\" of %s is left out",
                        reference->release, reference->id);
    }
    make_put_filled(maker, node, references->key, lists);
}

/* ---- The catalog ---- */

static const char *type_of(const struct gemara_export *gemara) {
    if (gemara->component != NULL || (gemara->threats.count > 0 && gemara->controls.count > 0))
        return "";
    return gemara->threats.count > 0 ? "ThreatCatalog" : "ControlCatalog";
}

/* The release that a catalog was taken over with is a tag. */
static const char *version_of(const Catalog__V1__Model *component) {
    size_t size = strlen(GEMARA_RELEASE_TAG);
    for (size_t i = 0; i < component->n_tags; i++) {
        if (strncmp(component->tags[i], GEMARA_RELEASE_TAG, size) == 0)
            return component->tags[i] + size;
    }
    return component->version;
}

static void put_categories(struct gemara_export *gemara, struct tree_node *metadata) {
    struct tree_maker *maker = &gemara->maker;
    struct tree_node *list = make_list(maker);
    const Catalog__V1__Model *component = gemara->component;
    for (size_t i = 0; i < component->n_tags; i++) {
        const char *tag = component->tags[i];
        bool is_release = strncmp(tag, GEMARA_RELEASE_TAG, strlen(GEMARA_RELEASE_TAG)) == 0;
        if (!is_release && draft_is_name(tag, "-"))
            make_add(maker, list, make_text(maker, tag));
    }
    make_put_filled(maker, metadata, "category-ids", list);
}

static struct tree_node *author(struct gemara_export *gemara) {
    struct tree_maker *maker = &gemara->maker;
    struct tree_node *node = make_map(maker);
    make_put(maker, node, "id", make_text(maker, PROGRAM));
    make_put(maker, node, "name", make_text(maker, PROGRAM));
    make_put(maker, node, "type", make_text(maker, "Software"));
    return node;
}

/* Every catalog that entries refer to. References hold for any release. */
static void put_named(struct gemara_export *gemara, struct tree_node *metadata) {
    struct tree_maker *maker = &gemara->maker;
    struct tree_node *list = make_list(maker);
    for (size_t i = 0; i < gemara->named.count; i++) {
        struct tree_node *node = make_map(maker);
        const char *id = gemara->named.entries[i].key;
        make_put(maker, node, "id", make_text(maker, id));
        make_put(maker, node, "title", make_text(maker, id));
        make_put(maker, node, "version", make_text(maker, "any"));
        make_add(maker, list, node);
    }
    make_put_filled(maker, metadata, "mapping-references", list);
}

static struct tree_node *metadata(struct gemara_export *gemara) {
    struct tree_maker *maker = &gemara->maker;
    struct tree_node *node = make_map(maker);
    make_put(maker, node, "id", make_text(maker, gemara->id));
    make_put_text(maker, node, "type", type_of(gemara));
    make_put(maker, node, "gemara-version", make_text(maker, GEMARA_VERSION));
    if (gemara->component != NULL) {
        make_put_text(maker, node, "version",
                      gemara_export_prose(gemara, export_title(maker, version_of(gemara->component), "")));
        make_put_text(maker, node, "description", gemara_export_prose(gemara, gemara->component->description));
        put_categories(gemara, node);
    }
    make_put(maker, node, "author", author(gemara));
    put_named(gemara, node);
    return node;
}

static struct tree_node *groups(struct gemara_export *gemara) {
    struct tree_maker *maker = &gemara->maker;
    struct tree_node *list = make_list(maker);
    for (size_t i = 0; i < gemara->groups.count; i++) {
        const struct string_map_entry *group = &gemara->groups.entries[i];
        struct tree_node *node = make_map(maker);
        make_put(maker, node, "id", make_text(maker, group->key));
        make_put(maker, node, "title", make_text(maker, group->value));
        make_put(maker, node, "description", make_text(maker, group->value));
        make_add(maker, list, node);
    }
    return list;
}

static const char *id_of(struct gemara_export *gemara) {
    const char *name = export_name(gemara->export->objects.items[0]);
    const char *slash = strchr(gemara->component == NULL ? name : gemara->component->name, '/');
    if (gemara->component != NULL)
        return slash == NULL ? gemara->component->name : slash + 1;
    const char *space = arena_strndup(gemara->maker.arena, name, strcspn(name, "/"));
    gemara->maker.has_failed = gemara->maker.has_failed || space == NULL;
    return space == NULL ? "" : space;
}

static const char *title_of(struct gemara_export *gemara) {
    const char *title = gemara->component == NULL ? "" : gemara->component->title;
    const char *line = gemara_export_prose(gemara, export_title(&gemara->maker, title, ""));
    return line[0] == '\0' ? gemara->id : line;
}

static struct tree_node *catalog(struct gemara_export *gemara) {
    struct tree_maker *maker = &gemara->maker;
    struct tree_node *capabilities = gemara->component == NULL ? NULL : gemara_capabilities(gemara);
    struct tree_node *threats = gemara_threats(gemara);
    struct tree_node *controls = gemara_controls(gemara);
    struct tree_node *root = make_map(maker);
    make_put(maker, root, "metadata", metadata(gemara));
    make_put(maker, root, "title", make_text(maker, title_of(gemara)));
    make_put_filled(maker, root, "groups", groups(gemara));
    /* An empty list says that the catalog describes a service all the same. */
    if (capabilities != NULL)
        make_put(maker, root, "capabilities", capabilities);
    make_put_filled(maker, root, "threats", threats);
    make_put_filled(maker, root, "controls", controls);
    return root;
}

static status_code write_gemara(struct export *export, struct buffer *out) {
    struct gemara_export gemara = {.export = export};
    struct string_map *const maps[] = {&gemara.ids, &gemara.taken, &gemara.groups, &gemara.named};
    tree_maker_init(&gemara.maker, export->arena);
    for (size_t i = 0; i < COUNT_OF(maps); i++)
        string_map_init(maps[i], export->arena);
    status_code code = gemara_gather(&gemara);
    if (code != STATUS_OK)
        return code;
    gemara.id = id_of(&gemara);
    const struct tree_node *root = catalog(&gemara);
    if (gemara.maker.has_failed)
        return problem_no_memory(export->problem);
    tree_write_yaml(root, out);
    return STATUS_OK;
}

const struct export_format export_gemara = {
    .name = "gemara",
    .title = "a Gemara catalog",
    .ending = ".yaml",
    .kinds = EXPORT_KIND(THREAT) | EXPORT_KIND(CONTROL) | EXPORT_KIND(COMPONENT),
    .write = write_gemara,
};
