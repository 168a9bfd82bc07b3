#include "convert/oscal/oscal_component.h"
#include "convert/oscal/oscal_props.h"

#include <string.h>

/* Keys of component definitions and plans that are read, or that say nothing of what they describe. What stands under
 * any other has no place here. */
static const char *const read_keys[] = {
    "back-matter",
    "by-components",
    "capabilities",
    "component-uuid",
    "components",
    "control-id",
    "control-implementation",
    "control-implementations",
    "description",
    "end",
    "export",
    "href",
    "implementation-status",
    "implemented-requirements",
    "import-component-definitions",
    "import-profile",
    "incorporates-components",
    "inherited",
    "last-modified",
    "leveraged-authorizations",
    "links",
    "media-type",
    "metadata",
    "name",
    "oscal-version",
    "param-id",
    "port-ranges",
    "protocols",
    "provided",
    "provided-uuid",
    "published",
    "purpose",
    "rel",
    "responsibilities",
    "responsibility-uuid",
    "role-id",
    "satisfied",
    "set-parameters",
    "source",
    "start",
    "state",
    "statement-id",
    "statements",
    "status",
    "system-characteristics",
    "system-implementation",
    "system-name",
    "text",
    "title",
    "transport",
    "type",
    "uuid",
    "values",
    "version",
};

/* What is lost under one key. */
struct rest {
    size_t count;
    const struct tree_node *first;
};

struct walk {
    const struct oscal *oscal;
    const struct oscal_document *document;
    struct string_map rests; /* by key, in the order of the document */
};

static bool add(struct walk *walk, const struct tree_entry *entry, size_t count) {
    struct rest *rest = string_map_get(&walk->rests, entry->key->text);
    if (count == 0)
        return true;
    if (rest == NULL) {
        rest = ARENA_NEW(walk->oscal->import->arena, struct rest);
        if (rest == NULL || !string_map_put(&walk->rests, entry->key->text, rest))
            return false;
        *rest = (struct rest){.first = entry->key};
    }
    rest->count += count;
    return true;
}

static bool is_in(const char *const *keys, size_t count, const char *key) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(keys[i], key) == 0)
            return true;
    }
    return false;
}

static bool is_own_prop(const struct tree_node *prop) {
    return strcmp(draft_text(prop, "ns"), OSCAL_NS) == 0;
}

/* Something that carries an object of ours is read as that. */
static bool is_own(const struct tree_node *item) {
    const struct tree_node *props = draft_list(item, "props");
    for (size_t i = 0; i < props->count; i++) {
        if (is_own_prop(props->entries[i].value))
            return true;
    }
    return false;
}

/* A document of ours names sources and whose each control is for others to read. */
static bool is_ours(const struct walk *walk, const char *key) {
    static const char *const keys[] = {"resources", "responsible-roles", "roles"};
    const struct tree_node *components = draft_list(walk->document->root, "components");
    const struct tree_node *system = oscal_get(walk->document->root, "system-characteristics");
    const struct tree_node *about = components->count > 0 ? components->entries[0].value : system;
    return is_in(keys, COUNT_OF(keys), key) && about != NULL && is_own(about);
}

/* Ports are told of components that are objects, and not of those that are parts of a system. Properties of components
 * are told of where they are read. */
static bool is_read(const struct walk *walk, const struct tree_node *map, const char *key) {
    bool is_plan = walk->document->kind == OSCAL_PLAN;
    if (strcmp(key, "protocols") == 0)
        return !is_plan;
    if (strcmp(key, "responsible-roles") == 0)
        return oscal_is_consumers(map) || is_ours(walk, key);
    return is_ours(walk, key) || is_in(read_keys, COUNT_OF(read_keys), key);
}

/* How many of the properties of MAP say something that is not taken. */
static size_t count_props(const struct walk *walk, const struct tree_node *map, const struct tree_node *props) {
    static const char *const known[] = {"implementation-status", "control-origination", "version",
                                        "leveraged-authorization-uuid"};
    bool is_implementation = oscal_get(map, "implemented-requirements") != NULL;
    size_t count = 0;
    if (walk->document->kind != OSCAL_PLAN && !is_implementation)
        return 0;
    for (size_t i = 0; i < props->count; i++) {
        const struct tree_node *prop = props->entries[i].value;
        count += !is_own_prop(prop) && !is_in(known, COUNT_OF(known), draft_text(prop, "name"));
    }
    return count;
}

static size_t count_items(const struct tree_node *list) {
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++)
        count += !is_own(list->entries[i].value);
    return count;
}

static size_t count_of(const struct walk *walk, const struct tree_node *map, const struct tree_entry *entry) {
    const char *key = entry->key->text;
    const struct tree_node *value = entry->value;
    if (strcmp(key, "props") == 0)
        return count_props(walk, map, value);
    if (is_read(walk, map, key) || (value->count == 0 && value->text[0] == '\0'))
        return 0;
    return value->kind == TREE_LIST ? count_items(value) : 1;
}

/* Below what is read. The composer bounds how deep it goes. */
static bool walk_below(struct walk *walk, const struct tree_node *node) {
    for (size_t i = 0; i < node->count; i++) {
        const struct tree_entry *entry = &node->entries[i];
        bool is_map = node->kind == TREE_MAP;
        if (is_map && !add(walk, entry, count_of(walk, node, entry)))
            return false;
        bool goes_on = !is_map || is_in(read_keys, COUNT_OF(read_keys), entry->key->text);
        if (goes_on && !walk_below(walk, entry->value))
            return false;
    }
    return true;
}

status_code oscal_note_rest(const struct oscal *oscal, const struct oscal_document *document) {
    struct walk walk = {.oscal = oscal, .document = document};
    string_map_init(&walk.rests, oscal->import->arena);
    if (!walk_below(&walk, document->root))
        return import_no_memory(oscal->import);
    for (size_t i = 0; i < walk.rests.count; i++) {
        const struct rest *rest = walk.rests.entries[i].value;
        report_add(oscal->import->report, NOTE_LOSS, document->file, rest->first,
                   "what stands under `%.60s` (%zu) has no place here", walk.rests.entries[i].key, rest->count);
    }
    return STATUS_OK;
}
