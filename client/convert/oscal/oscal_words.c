#include "convert/oscal/oscal_words.h"

#include "convert/draft.h"

void oscal_words_add(struct oscal_words *words, struct arena *arena, const char *between, const char *text) {
    if (text[0] == '\0')
        return;
    bool is_added = words->parts.count == 0 || vector_push(arena, &words->parts, between);
    words->has_failed = words->has_failed || !is_added || !vector_push(arena, &words->parts, text);
}

const char *oscal_words_text(const struct oscal_words *words, struct arena *arena) {
    if (words->has_failed)
        return NULL;
    return words->parts.count == 0 ? "" : arena_join(arena, words->parts.items, words->parts.count);
}

const char *oscal_words_of(const struct tree_node *list, const char *key, const char *between, struct arena *arena) {
    struct oscal_words words = {0};
    for (size_t i = 0; i < list->count; i++) {
        const struct tree_node *item = list->entries[i].value;
        oscal_words_add(&words, arena, between, key == NULL ? item->text : draft_text(item, key));
    }
    return oscal_words_text(&words, arena);
}
