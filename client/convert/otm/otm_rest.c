#include "convert/otm/otm.h"
#include "convert/tool_parts.h"

#include <strings.h>

void otm_note_rest(struct otm *otm, const struct tree_node *node, const char *const *known, size_t count) {
    const struct tree_node *attributes = tree_get(node, "attributes");
    bool is_carried = attributes != NULL && attributes->kind == TREE_MAP && tree_get(attributes, OTM_CARRIED) != NULL;
    struct tool_place place = {.import = otm->import, .file = otm->file, .node = node};
    tool_note_keys(&place, known, is_carried ? count : count - 1);
}

const struct tree_node *otm_list(const struct otm *otm, const char *key) {
    for (size_t i = 0; i < otm->root->count; i++) {
        const char *written = otm->root->entries[i].key->text;
        if (strcasecmp(written, key) == 0)
            return draft_list(otm->root, written);
    }
    return draft_list(otm->root, key);
}

const char *otm_parent(const struct tree_node *node, const char *key) {
    const struct tree_node *parent = tree_get(node, "parent");
    if (parent == NULL)
        return "";
    return parent->kind == TREE_MAP ? draft_text(parent, key) : parent->text;
}

const char *otm_end(const struct tree_node *flow, const char *key, const char *older_key) {
    const char *end = draft_text(flow, key);
    return end[0] == '\0' ? draft_text(flow, older_key) : end;
}

static struct otm_entry *find_entry(const struct otm *otm, const char *list, const char *id) {
    char *key = ARENA_JOIN(otm->import->arena, list, ":", id);
    return key == NULL || id[0] == '\0' ? NULL : string_map_get(&otm->nodes, key);
}

const struct tree_node *otm_node(const struct otm *otm, const char *list, const char *id) {
    const struct otm_entry *entry = find_entry(otm, list, id);
    return entry == NULL ? NULL : entry->node;
}

const struct tree_node *otm_named(struct otm *otm, const char *list, const char *id) {
    struct otm_entry *entry = find_entry(otm, list, id);
    if (entry == NULL)
        return NULL;
    entry->is_named = true;
    return entry->node;
}

bool otm_is_named(const struct otm *otm, const char *list, const struct tree_node *node) {
    const struct otm_entry *entry = find_entry(otm, list, draft_text(node, "id"));
    return entry != NULL && entry->node == node && entry->is_named;
}

/* Of two with the same id in one list the first counts. */
bool otm_index_nodes(struct otm *otm, const char *list_key) {
    const struct tree_node *list = otm_list(otm, list_key);
    for (size_t i = 0; i < list->count; i++) {
        const struct tree_node *node = list->entries[i].value;
        const char *id = draft_text(node, "id");
        char *key = ARENA_JOIN(otm->import->arena, list_key, ":", id);
        struct otm_entry *entry = arena_alloc(otm->import->arena, sizeof *entry);
        if (key == NULL || entry == NULL)
            return false;
        *entry = (struct otm_entry){.node = node};
        if (id[0] == '\0')
            continue;
        if (string_map_get(&otm->nodes, key) != NULL)
            report_add(otm->import->report, NOTE_WARNING, otm->file, node,
                       "its id is another one's too: what names it means the first");
        else if (!string_map_put(&otm->nodes, key, entry))
            return false;
    }
    return true;
}
