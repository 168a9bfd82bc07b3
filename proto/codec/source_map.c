#include "codec/source_map.h"

#include "codec/path.h"
#include "codec/shape.h"
#include "codec/tree.h"

static char fold(uint8_t c) {
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* Whether KEY, in snake_case or lowerCamelCase, spells NAME: both without '_' and case. */
static bool spells(const char *key, slice name) {
    size_t at = 0;
    for (;; key++, at++) {
        while (*key == '_')
            key++;
        while (at < name.size && name.data[at] == '_')
            at++;
        if (*key == '\0' || at == name.size)
            return *key == '\0' && at == name.size;
        if (fold((uint8_t)*key) != fold(name.data[at]))
            return false;
    }
}

static const struct tree_entry *find_entry(const struct tree_node *map, slice name) {
    for (size_t i = 0; map->kind == TREE_MAP && i < map->count; i++)
        if (spells(map->entries[i].key->text, name))
            return &map->entries[i];
    return NULL;
}

/* A step that names the member of a union which was written flat leads nowhere else. */
static bool is_flat_member(const struct tree_node *node, slice name) {
    const struct tree_node *kind = tree_get(node, SHAPE_UNION_KEY);
    return kind != NULL && kind->kind == TREE_TEXT && slice_equal(slice_text(kind->text), name);
}

/* In JSON a union holds its member under the member's name: paths may leave that step out. */
static const struct tree_node *skip_member(const struct tree_node *root, const char *path) {
    slice name = {0};
    size_t index = 0;
    bool is_wrapped = root->kind == TREE_MAP && root->count == 1 && root->entries[0].value->kind == TREE_MAP;
    if (!is_wrapped || !path_next(&path, &name, &index) || find_entry(root, name) != NULL)
        return root;
    return root->entries[0].value;
}

/* Element INDEX of a list field. NULL: none, as where a lone scalar stands for the list. */
static const struct tree_entry *find_element(const struct tree_node *list, size_t index) {
    return index < list->count ? &list->entries[index] : NULL;
}

bool source_map_find(const struct source_map *map, const char *path, uint32_t *ret_line, uint32_t *ret_column) {
    slice name = {0};
    size_t index = 0;
    if (map->root == NULL)
        return false;
    const struct tree_node *node = skip_member(map->root, path);
    const struct tree_node *place = node;
    while (path_next(&path, &name, &index)) {
        const struct tree_entry *entry = find_entry(node, name);
        if (entry == NULL && is_flat_member(node, name))
            continue;
        if (entry != NULL && index != PATH_NO_INDEX) {
            place = entry->key;
            entry = find_element(entry->value, index);
        }
        if (entry == NULL)
            break;
        place = entry->key != NULL ? entry->key : entry->value;
        node = entry->value;
    }
    *ret_line = place->line;
    *ret_column = place->column;
    return true;
}
