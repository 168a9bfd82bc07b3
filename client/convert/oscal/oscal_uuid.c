#include "convert/oscal/oscal.h"

#include "convert/normalise.h"

/* One spelling for each UUID. NULL: no room. */
static const char *spelled(struct arena *arena, const char *uuid) {
    char *text = arena_strdup(arena, uuid);
    for (char *at = text; at != NULL && *at != '\0'; at++)
        *at = normalise_lower(*at);
    return text;
}

status_code oscal_put_uuid(struct oscal *oscal, const char *uuid, struct oscal_target *target) {
    const char *key = spelled(oscal->import->arena, uuid);
    if (key == NULL)
        return import_no_memory(oscal->import);
    if (key[0] == '\0' || string_map_get(&oscal->uuids, key) != NULL)
        return STATUS_OK;
    return string_map_put(&oscal->uuids, key, target) ? STATUS_OK : import_no_memory(oscal->import);
}

const struct oscal_target *oscal_get_uuid(const struct oscal *oscal, const char *uuid) {
    const char *key = spelled(oscal->import->arena, uuid);
    return key == NULL || key[0] == '\0' ? NULL : string_map_get(&oscal->uuids, key);
}

bool oscal_index_resources(struct oscal_document *document) {
    const struct tree_node *resources = draft_list(oscal_get(document->root, "back-matter"), "resources");
    for (size_t i = 0; i < resources->count; i++) {
        const struct tree_node *resource = resources->entries[i].value;
        const char *key = spelled(document->resources.arena, draft_text(resource, "uuid"));
        if (key == NULL)
            return false;
        bool is_new = key[0] != '\0' && string_map_get(&document->resources, key) == NULL;
        if (is_new && !string_map_put(&document->resources, key, (void *)(uintptr_t)resource))
            return false;
    }
    return true;
}

const struct tree_node *oscal_resource(const struct oscal_document *document, const char *href) {
    const char *key = href[0] == '#' ? spelled(document->resources.arena, href + 1) : NULL;
    return key == NULL ? NULL : string_map_get(&document->resources, key);
}

struct walk {
    const struct oscal *oscal;
    const struct oscal_document *document;
    struct string_map seen;
};

static status_code look_at(struct walk *walk, const struct tree_node *node) {
    const char *uuid = spelled(walk->oscal->import->arena, node->text);
    if (uuid == NULL)
        return import_no_memory(walk->oscal->import);
    const struct tree_node *first = string_map_get(&walk->seen, uuid);
    if (first != NULL)
        report_add(walk->oscal->import->report, NOTE_WARNING, walk->document->file, node,
                   "the UUID %.40s is that of line %u, too", uuid, first->line);
    else if (!string_map_put(&walk->seen, uuid, (void *)(uintptr_t)node))
        return import_no_memory(walk->oscal->import);
    return STATUS_OK;
}

/* The composer bounds how deep it goes. */
static status_code walk_down(struct walk *walk, const struct tree_node *node) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < node->count && code == STATUS_OK; i++) {
        const struct tree_entry *entry = &node->entries[i];
        bool is_uuid = entry->key != NULL && strcmp(entry->key->text, "uuid") == 0 && entry->value->text[0] != '\0';
        code = is_uuid ? look_at(walk, entry->value) : walk_down(walk, entry->value);
    }
    return code;
}

status_code oscal_note_repeats(const struct oscal *oscal, const struct oscal_document *document) {
    struct walk walk = {.oscal = oscal, .document = document};
    string_map_init(&walk.seen, oscal->import->arena);
    return walk_down(&walk, document->root);
}
