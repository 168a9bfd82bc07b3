#include "convert/passage.h"

#include "convert/draft.h"

void passage_add(struct passage *passage, struct arena *arena, const char *between, const char *text) {
    if (text != NULL && text[0] == '\0')
        return;
    bool is_added = text != NULL && (passage->parts.count == 0 || vector_push(arena, &passage->parts, between));
    passage->has_failed = passage->has_failed || !is_added || !vector_push(arena, &passage->parts, text);
}

const char *passage_text(const struct passage *passage, struct arena *arena) {
    if (passage->has_failed)
        return NULL;
    return passage->parts.count == 0 ? "" : arena_join(arena, passage->parts.items, passage->parts.count);
}

const char *passage_of(const struct tree_node *list, const char *key, const char *between, struct arena *arena) {
    struct passage passage = {0};
    for (size_t i = 0; i < list->count; i++) {
        const struct tree_node *item = list->entries[i].value;
        passage_add(&passage, arena, between, key == NULL ? item->text : draft_text(item, key));
    }
    return passage_text(&passage, arena);
}
