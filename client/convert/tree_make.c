#include "convert/tree_make.h"

#include <inttypes.h>
#include <string.h>

void tree_maker_init(struct tree_maker *maker, struct arena *arena) {
    *maker = (struct tree_maker){.arena = arena, .nothing = {.kind = TREE_NULL, .text = "null"}};
}

static struct tree_node *fail(struct tree_maker *maker) {
    maker->has_failed = true;
    return &maker->nothing;
}

static struct tree_node *make_node(struct tree_maker *maker, enum tree_kind kind, const char *text) {
    struct tree_node *node = ARENA_NEW(maker->arena, struct tree_node);
    if (node == NULL || text == NULL)
        return fail(maker);
    node->kind = kind;
    node->text = text;
    return node;
}

struct tree_node *make_map(struct tree_maker *maker) {
    return make_node(maker, TREE_MAP, "");
}

struct tree_node *make_list(struct tree_maker *maker) {
    return make_node(maker, TREE_LIST, "");
}

struct tree_node *make_text(struct tree_maker *maker, const char *text) {
    return make_node(maker, TREE_TEXT, text == NULL ? "" : text);
}

struct tree_node *make_number(struct tree_maker *maker, int64_t number) {
    return make_node(maker, TREE_NUMBER, arena_printf(maker->arena, "%" PRId64, number));
}

struct tree_node *make_bool(struct tree_maker *maker, bool value) {
    return make_node(maker, TREE_BOOL, value ? "true" : "false");
}

struct tree_node *make_null(struct tree_maker *maker) {
    return make_node(maker, TREE_NULL, "null");
}

/* Room doubles at every power of two. */
static bool reserve(struct tree_maker *maker, struct tree_node *node) {
    if (node->count > 0 && (node->count & (node->count - 1)) != 0)
        return true;
    struct tree_entry *larger = ARENA_ARRAY(maker->arena, struct tree_entry, node->count == 0 ? 1 : 2 * node->count);
    if (larger == NULL)
        return false;
    if (node->count > 0)
        memcpy(larger, node->entries, node->count * sizeof *larger);
    node->entries = larger;
    return true;
}

static void append(struct tree_maker *maker, struct tree_node *node, struct tree_entry entry) {
    if (maker->has_failed || !reserve(maker, node))
        fail(maker);
    else
        node->entries[node->count++] = entry;
}

void make_add(struct tree_maker *maker, struct tree_node *list, const struct tree_node *node) {
    append(maker, list, (struct tree_entry){.value = node});
}

void make_put(struct tree_maker *maker, struct tree_node *map, const char *key, const struct tree_node *node) {
    append(maker, map, (struct tree_entry){.key = make_text(maker, key), .value = node});
}

void make_put_text(struct tree_maker *maker, struct tree_node *map, const char *key, const char *text) {
    if (text != NULL && text[0] != '\0')
        make_put(maker, map, key, make_text(maker, text));
}

void make_put_texts(struct tree_maker *maker, struct tree_node *map, const char *key, char *const *texts,
                    size_t count) {
    struct tree_node *list = make_list(maker);
    for (size_t i = 0; i < count; i++)
        make_add(maker, list, make_text(maker, texts[i]));
    make_put_filled(maker, map, key, list);
}

void make_put_filled(struct tree_maker *maker, struct tree_node *map, const char *key, const struct tree_node *node) {
    if (node->count > 0)
        make_put(maker, map, key, node);
}
