#include "convert/gemara/gemara.h"

#include <string.h>

/* Lists of links, as the model calls them now and as releases before 1.0 did; `importedcontrols` and its like are what
 * FINOS published as one file. */
static const struct {
    const char *key;
    const char *older;
} spellings[] = {
    {"threats", "threat-mappings"},   {"guidelines", "guideline-mappings"},    {"guidelines", "mappings"},
    {"vectors", "external-mappings"}, {"capabilities", "capability-mappings"}, {"imports", "imported-capabilities"},
    {"imports", "imported-threats"},  {"imports", "imported-controls"},        {"imports", "shared-capabilities"},
    {"imports", "shared-threats"},    {"imports", "shared-controls"},          {"imports", "importedcapabilities"},
    {"imports", "importedthreats"},   {"imports", "importedcontrols"},
};

/* What an entry calls the one that it names. */
static const char *id_of(const struct tree_node *entry) {
    static const char *const keys[] = {"reference-id", "entry-id", "id"};
    for (size_t i = 0; i < COUNT_OF(keys) && entry->kind == TREE_MAP; i++) {
        const char *id = draft_text(entry, keys[i]);
        if (id[0] != '\0')
            return id;
    }
    return entry->text;
}

static bool add_named(const struct gemara *gemara, const char *file, const struct tree_node *group, const char *key,
                      gemara_links *links) {
    const struct tree_node *entries = draft_list(group, key);
    for (size_t i = 0; i < entries->count; i++) {
        const struct tree_node *node = entries->entries[i].value;
        struct gemara_link link = {draft_text(group, "reference-id"), id_of(node), file, node};
        if (!vector_push(gemara->import->arena, links, link)) {
            import_no_memory(gemara->import);
            return false;
        }
    }
    return true;
}

static bool add_list(const struct gemara *gemara, const char *file, const struct tree_node *list, gemara_links *links) {
    for (size_t i = 0; i < list->count; i++) {
        const struct tree_node *group = list->entries[i].value;
        if (!add_named(gemara, file, group, "entries", links) || !add_named(gemara, file, group, "identifiers", links))
            return false;
    }
    return true;
}

/* Imports were, for some releases, one list a kind. */
static bool add_lists(const struct gemara *gemara, const char *file, const struct tree_node *map, gemara_links *links) {
    for (size_t i = 0; i < map->count; i++) {
        const struct tree_node *list = map->entries[i].value;
        if (list->kind == TREE_LIST && !add_list(gemara, file, list, links))
            return false;
    }
    return true;
}

bool gemara_add_links(const struct gemara *gemara, const char *file, const struct tree_node *map, const char *key,
                      gemara_links *links) {
    const struct tree_node *value = gemara_get(map, key);
    bool is_map = value != NULL && value->kind == TREE_MAP;
    bool is_added =
        is_map ? add_lists(gemara, file, value, links) : add_list(gemara, file, draft_list(map, key), links);
    for (size_t i = 0; i < COUNT_OF(spellings) && is_added; i++) {
        if (strcmp(spellings[i].key, key) == 0)
            is_added = add_list(gemara, file, draft_list(map, spellings[i].older), links);
    }
    return is_added;
}

static bool has_links(const struct tree_node *list) {
    return list->count > 0 && draft_text(list->entries[0].value, "reference-id")[0] != '\0';
}

bool gemara_has_imports(const struct tree_node *map) {
    bool has = has_links(draft_list(map, "imports"));
    for (size_t i = 0; i < COUNT_OF(spellings) && !has; i++)
        has = strcmp(spellings[i].key, "imports") == 0 && has_links(draft_list(map, spellings[i].older));
    return has;
}
