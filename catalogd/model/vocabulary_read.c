#include "model/vocabulary.h"

#include <errno.h>
#include <stdlib.h>

static bool read_bool(const struct predicate_type *type, const char *text, struct arena *arena,
                      struct predicate_value *value) {
    (void)type;
    (void)arena;
    value->boolean = strcmp(text, "true") == 0;
    return value->boolean || strcmp(text, "false") == 0;
}

/* strtoll takes blanks and '+'; one value has one spelling here. */
static bool is_integer_text(const char *text) {
    const char *digits = text + (*text == '-');
    size_t size = strspn(digits, "0123456789");
    return size > 0 && digits[size] == '\0';
}

static bool read_integer(const struct predicate_type *type, const char *text, struct arena *arena,
                         struct predicate_value *value) {
    (void)type;
    (void)arena;
    if (!is_integer_text(text))
        return false;
    errno = 0;
    long long integer = strtoll(text, NULL, 10);
    value->integer = integer;
    return errno == 0;
}

static bool read_string(const struct predicate_type *type, const char *text, struct arena *arena,
                        struct predicate_value *value) {
    (void)type;
    (void)arena;
    value->text = text;
    return true;
}

static bool read_word(const struct predicate_type *type, const char *text, struct arena *arena,
                      struct predicate_value *value) {
    (void)arena;
    value->text = text;
    value->type = type;
    for (size_t i = 0; i < type->word_count; i++)
        if (strcmp(type->words[i], text) == 0)
            return true;
    return false;
}

static size_t count_items(const char *text) {
    size_t count = 1;
    for (; *text != '\0'; text++)
        count += *text == ',';
    return count;
}

/* Takes the part of *TEXT before the next comma, without the blanks around it. */
static char *take_item(const char **text, struct arena *arena) {
    size_t size = strcspn(*text, ",");
    const char *item = *text;
    *text += size + ((*text)[size] == ',');
    for (; size > 0 && *item == ' '; size--)
        item++;
    while (size > 0 && item[size - 1] == ' ')
        size--;
    return arena_strndup(arena, item, size);
}

static bool read_list(const struct predicate_type *type, const char *text, struct arena *arena,
                      struct predicate_value *value) {
    (void)type;
    size_t count = count_items(text);
    struct predicate_value *items = ARENA_ARRAY(arena, struct predicate_value, count);
    for (size_t i = 0; items != NULL && i < count; i++) {
        items[i].text = take_item(&text, arena);
        items[i].kind = items[i].text == NULL ? PREDICATE_UNKNOWN : PREDICATE_STRING;
    }
    value->items = items;
    value->item_count = count;
    return items != NULL;
}

enum vocabulary_reading vocabulary_read(const struct predicate_type *type, const char *text, struct arena *arena,
                                        struct predicate_value *ret_value) {
    static bool (*const readers[])(const struct predicate_type *, const char *, struct arena *,
                                   struct predicate_value *) = {
        [PREDICATE_BOOL] = read_bool, [PREDICATE_INT] = read_integer, [PREDICATE_STRING] = read_string,
        [PREDICATE_ENUM] = read_word, [PREDICATE_LIST] = read_list,
    };
    *ret_value = (struct predicate_value){.kind = PREDICATE_UNKNOWN};
    if (*text == '\0' || strcmp(text, "unknown") == 0)
        return VOCABULARY_READ;
    struct predicate_value value = {.kind = type->kind};
    bool is_known_type = type->kind != PREDICATE_UNKNOWN && type->kind < COUNT_OF(readers);
    if (!is_known_type || !readers[type->kind](type, text, arena, &value))
        return VOCABULARY_ILL_TYPED;
    *ret_value = value;
    return VOCABULARY_READ;
}
