#include "cli/fmt_place.h"

#include <stdlib.h>

/* Lines that say the same in the old and in the new text. */
struct anchor {
    uint32_t old_line;
    uint32_t new_line;
};

/* `items` are in order of `old_line`, as the old text is walked from its beginning to its end. */
struct anchors {
    struct arena *arena;
    VECTOR(struct anchor) list;
};

static bool add_anchor(struct anchors *anchors, const struct tree_node *old, const struct tree_node *new) {
    struct anchor anchor = {old->line, new->line};
    return vector_push(anchors->arena, &anchors->list, anchor);
}

static bool walk_items(struct anchors *anchors, const struct tree_node *old, const struct tree_node *new);

/* False: no memory. */
static bool walk_fields(struct anchors *anchors, const struct tree_node *old, const struct tree_node *new) {
    for (size_t i = 0; old->kind == TREE_MAP && new->kind == TREE_MAP &&i < old->count; i++) {
        const struct tree_node *value = tree_get(new, old->entries[i].key->text);
        if (value != NULL && !walk_items(anchors, old->entries[i].value, value))
            return false;
    }
    return true;
}

/* "- item" against "[item, item]" behind the list's key. */
static bool has_own_line(const struct tree_node *list, const struct tree_node *item) {
    return item->column == list->column + 2;
}

/* As deep as the composer allows. */
static bool walk_items(struct anchors *anchors, const struct tree_node *old, const struct tree_node *new) {
    if (old->kind != TREE_LIST || new->kind != TREE_LIST)
        return walk_fields(anchors, old, new);
    for (size_t i = 0; i < old->count && i < new->count; i++) {
        const struct tree_node *from = old->entries[i].value;
        const struct tree_node *to = new->entries[i].value;
        if (has_own_line(new, to) && !add_anchor(anchors, from, to))
            return false;
        if (!walk_items(anchors, from, to))
            return false;
    }
    return true;
}

static const struct tree_entry *find_entry(const struct tree_node *map, const char *key) {
    for (size_t i = 0; i < map->count; i++) {
        if (strcmp(map->entries[i].key->text, key) == 0)
            return &map->entries[i];
    }
    return NULL;
}

static bool walk_document(struct anchors *anchors, const struct tree_node *old, const struct tree_node *new) {
    if (!add_anchor(anchors, old, new))
        return false;
    for (size_t i = 0; old->kind == TREE_MAP && new->kind == TREE_MAP &&i < old->count; i++) {
        const struct tree_entry *from = &old->entries[i];
        const struct tree_entry *to = find_entry(new, from->key->text);
        if (to != NULL && (!add_anchor(anchors, from->key, to->key) || !walk_items(anchors, from->value, to->value)))
            return false;
    }
    return true;
}

static int compare_insertions(const void *left, const void *right) {
    const struct fmt_insertion *a = left;
    const struct fmt_insertion *b = right;
    if (a->before != b->before)
        return a->before < b->before ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* How far the anchors and the documents of the old text were passed. */
struct cursor {
    size_t anchor;
    size_t document;
};

/* 0: there is no such line. */
static uint32_t find_line(const struct fmt_texts *texts, const struct anchors *anchors, struct cursor *cursor,
                          const struct yaml_comment *comment) {
    if (comment->before == 0) {
        while (cursor->document < texts->old_roots->count &&
               texts->old_roots->items[cursor->document]->line < comment->line)
            cursor->document++;
        return cursor->document == 0 ? 1 : texts->ends[cursor->document - 1];
    }
    while (cursor->anchor < anchors->list.count && anchors->list.items[cursor->anchor].old_line < comment->before)
        cursor->anchor++;
    bool is_found =
        cursor->anchor < anchors->list.count && anchors->list.items[cursor->anchor].old_line == comment->before;
    return is_found ? anchors->list.items[cursor->anchor].new_line : 0;
}

static enum fmt_place find_lines(const struct fmt_texts *texts, const struct anchors *anchors,
                                 fmt_insertion_list *insertions, uint32_t *ret_line) {
    struct cursor cursor = {0};
    for (size_t i = 0; i < texts->comments->count; i++) {
        const struct yaml_comment *comment = &texts->comments->items[i];
        struct fmt_insertion insertion = {find_line(texts, anchors, &cursor, comment), (uint32_t)i, comment->text};
        if (insertion.before == 0) {
            *ret_line = comment->line;
            return FMT_PLACE_NONE;
        }
        if (!vector_push(anchors->arena, insertions, insertion))
            return FMT_PLACE_NO_MEMORY;
    }
    if (insertions->count > 0)
        qsort(insertions->items, insertions->count, sizeof *insertions->items, compare_insertions);
    return FMT_PLACE_FOUND;
}

enum fmt_place fmt_place(const struct fmt_texts *texts, struct arena *arena, fmt_insertion_list *ret_insertions,
                         uint32_t *ret_line) {
    struct anchors anchors = {.arena = arena};
    *ret_insertions = (fmt_insertion_list){0};
    for (size_t i = 0; i < texts->old_roots->count; i++) {
        if (!walk_document(&anchors, texts->old_roots->items[i], texts->new_roots->items[i]))
            return FMT_PLACE_NO_MEMORY;
    }
    return find_lines(texts, &anchors, ret_insertions, ret_line);
}

void fmt_place_write(slice text, const fmt_insertion_list *insertions, struct buffer *out) {
    size_t next = 0;
    for (uint32_t line = 1; text.size > 0 || next < insertions->count; line++) {
        const uint8_t *end = text.size == 0 ? NULL : memchr(text.data, '\n', text.size);
        size_t size = end == NULL ? text.size : (size_t)(end - text.data) + 1;
        size_t indent = 0;
        while (indent < size && text.data[indent] == ' ')
            indent++;
        for (; next < insertions->count && insertions->items[next].before <= line; next++) {
            buffer_append(out, slice_of(text.data, indent));
            buffer_append(out, insertions->items[next].text);
            buffer_append_byte(out, '\n');
        }
        buffer_append(out, slice_of(text.data, size));
        text = slice_of(text.data + size, text.size - size);
    }
}
