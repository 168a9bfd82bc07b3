#include "codec/tree.h"

#include "codec/utf8.h"

#include <string.h>

const struct tree_node *tree_get(const struct tree_node *map, const char *key) {
    for (size_t i = 0; map->kind == TREE_MAP && i < map->count; i++)
        if (strcmp(map->entries[i].key->text, key) == 0)
            return map->entries[i].value;
    return NULL;
}

bool tree_is_blank(const struct tree_node *node) {
    return node->kind == TREE_TEXT && node->is_plain && node->text[0] == '\0';
}

static void mask_unprintable(char *text) {
    slice rest = slice_text(text);
    while (rest.size > 0) {
        uint32_t point = 0;
        size_t size = 1;
        bool is_text = utf8_next(rest, &point, &size);
        if (!is_text || point < 0x20 || (point >= 0x7F && point < 0xA0))
            memset(text + strlen(text) - rest.size, '?', size);
        rest = slice_of(rest.data + size, rest.size - size);
    }
}

status_code tree_violation(struct problem *problem, const struct violation *place, char *message) {
    mask_unprintable(message);
    struct violation violation = *place;
    violation.message = message;
    return problem_add(problem, &violation);
}
