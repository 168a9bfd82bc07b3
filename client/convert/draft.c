#include "convert/draft.h"

#include "base/digest.h"
#include "convert/normalise.h"
#include "convert/words.h"

#include <stdio.h>
#include <string.h>

#define SLUG_BYTES_MAX 63
#define CUT_DIGITS     8

static bool is_slug_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

/* The slug of TEXT without any bound, its hyphens single and inside. */
static char *fold(struct import *import, const char *text) {
    char *folded = arena_strdup(import->arena, text);
    size_t size = 0;
    if (folded == NULL)
        return NULL;
    for (; *text != '\0'; text++) {
        char byte = normalise_lower(*text);
        if (is_slug_byte(byte))
            folded[size++] = byte;
        else if (size > 0 && folded[size - 1] != '-')
            folded[size++] = '-';
    }
    size -= size > 0 && folded[size - 1] == '-';
    folded[size] = '\0';
    return folded;
}

static char *cut(struct import *import, const char *slug, const char *text) {
    char hex[DIGEST_TEXT_BYTES];
    struct digest digest = digest_of(&(slice){(const uint8_t *)text, strlen(text)}, 1);
    digest_text(&digest, hex);
    int kept = SLUG_BYTES_MAX - 1 - CUT_DIGITS;
    return arena_printf(import->arena, "%.*s-%.*s", kept, slug, CUT_DIGITS, hex + strlen("sha256:"));
}

static void *no_room(struct import *import) {
    import_no_memory(import);
    return NULL;
}

bool draft_is_name(const char *text, const char *others) {
    size_t size = strlen(text);
    for (size_t i = 0; i < size; i++) {
        if (!is_slug_byte(text[i]) && strchr(others, text[i]) == NULL)
            return false;
    }
    return size > 0 && size <= SLUG_BYTES_MAX && text[0] >= 'a' && text[0] <= 'z';
}

const char *draft_slug(struct import *import, const char *text, const char *fallback) {
    if (draft_is_name(text, "-"))
        return text;
    char *slug = fold(import, text);
    if (slug == NULL)
        return no_room(import);
    if (slug[0] == '\0')
        return fallback;
    if (slug[0] < 'a')
        slug = arena_printf(import->arena, "n-%s", slug);
    if (slug != NULL && strlen(slug) > SLUG_BYTES_MAX)
        slug = cut(import, slug, text);
    return slug == NULL ? no_room(import) : slug;
}

const char *draft_title(struct import *import, const char *text) {
    const char *title = words_line(import->arena, text, DRAFT_TITLE_BYTES);
    return title == NULL ? no_room(import) : title;
}

const char *draft_text(const struct tree_node *map, const char *key) {
    const struct tree_node *value = map == NULL || map->kind != TREE_MAP ? NULL : tree_get(map, key);
    bool is_text =
        value != NULL && (value->kind == TREE_TEXT || value->kind == TREE_NUMBER || value->kind == TREE_BOOL);
    bool is_null = is_text && value->is_plain && (strcmp(value->text, "null") == 0 || strcmp(value->text, "~") == 0);
    return is_text && !is_null ? value->text : "";
}

const struct tree_node *draft_list(const struct tree_node *map, const char *key) {
    static const struct tree_node empty = {.kind = TREE_LIST, .text = ""};
    const struct tree_node *value = map == NULL || map->kind != TREE_MAP ? NULL : tree_get(map, key);
    return value != NULL && value->kind == TREE_LIST ? value : &empty;
}

bool draft_reserve(struct import *import, size_t count, void **items, size_t item_bytes) {
    /* Room doubles at every power of two. */
    if (count > 0 && (count & (count - 1)) != 0)
        return true;
    void *larger = arena_calloc(import->arena, count == 0 ? 1 : 2 * count, item_bytes);
    if (larger == NULL)
        return no_room(import) != NULL;
    if (count > 0)
        memcpy(larger, *items, count * item_bytes);
    *items = larger;
    return true;
}

void *draft_message(struct import *import, size_t size, ProtobufCMessageInit init) {
    ProtobufCMessage *message = arena_calloc(import->arena, 1, size);
    if (message == NULL)
        return no_room(import);
    init(message);
    return message;
}
