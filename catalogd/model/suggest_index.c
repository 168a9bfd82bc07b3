#include "model/suggest_index.h"

#include "base/arena.h"
#include "model/suggest_need.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Within these a comparison with all items of a clause stays below LIMIT_PREDICATE_STEPS, past which it is unknown. */
#define TEXT_BYTES_MAX 128
#define ITEMS_MAX      1000

/* All that is asked of one variable in one form. */
struct suggest_slot {
    enum need_form form;
    const char *path;
    struct string_map by_value; /* the value as text to number_list */
    number_list all;
};

/* ---- Building ---- */

void suggest_index_init(struct suggest_index *index, struct arena *arena) {
    *index = (struct suggest_index){.arena = arena};
    string_map_init(&index->slots_by_key, arena);
}

static const char *slot_key(const struct suggest_index *index, const struct need *need) {
    return arena_printf(index->arena, "%d %s", (int)need->form, need->path);
}

static struct suggest_slot *add_slot(struct suggest_index *index, const struct need *need) {
    const char *key = slot_key(index, need);
    struct suggest_slot *slot = key == NULL ? NULL : string_map_get(&index->slots_by_key, key);
    if (key == NULL || slot != NULL)
        return slot;
    slot = ARENA_NEW(index->arena, struct suggest_slot);
    if (slot == NULL || !vector_push(index->arena, &index->slots, slot) ||
        !string_map_put(&index->slots_by_key, key, slot))
        return NULL;
    slot->form = need->form;
    slot->path = need->path;
    string_map_init(&slot->by_value, index->arena);
    return slot;
}

static bool post(struct suggest_index *index, const struct need *need, uint32_t number) {
    struct suggest_slot *slot = add_slot(index, need);
    if (slot == NULL || !vector_push(index->arena, &slot->all, number))
        return false;
    for (size_t i = 0; i < need->values.count; i++) {
        number_list *numbers = string_map_get(&slot->by_value, need->values.items[i]);
        if (numbers == NULL) {
            numbers = ARENA_NEW(index->arena, number_list);
            if (numbers == NULL || !string_map_put(&slot->by_value, need->values.items[i], numbers))
                return false;
        }
        if (!vector_push(index->arena, numbers, number))
            return false;
    }
    return true;
}

/* How many predicates stand where NEED would. */
static size_t crowd_of(const struct suggest_index *index, const struct need *need) {
    const char *key = slot_key(index, need);
    const struct suggest_slot *slot = key == NULL ? NULL : string_map_get(&index->slots_by_key, key);
    size_t crowd = 0;
    for (size_t i = 0; slot != NULL && i < need->values.count; i++) {
        const number_list *numbers = string_map_get(&slot->by_value, need->values.items[i]);
        crowd += numbers == NULL ? 0 : numbers->count;
    }
    return crowd;
}

bool suggest_index_add(struct suggest_index *index, const struct predicate_node *const *clauses, size_t clause_count) {
    struct need best = {.path = NULL};
    size_t best_crowd = SIZE_MAX;
    uint32_t number = index->count++;
    for (size_t i = 0; i < clause_count; i++) {
        struct need need;
        if (!need_of(clauses[i], index->arena, &need))
            continue;
        size_t crowd = crowd_of(index, &need);
        if (crowd >= best_crowd)
            continue;
        best = need;
        best_crowd = crowd;
    }
    if (best.path != NULL)
        return post(index, &best, number);
    return vector_push(index->arena, &index->always, number);
}

/* ---- Searching ---- */

bool suggest_found_init(struct suggest_found *found, const struct suggest_index *index, struct arena *arena) {
    *found = (struct suggest_found){.numbers = ARENA_ARRAY(arena, uint32_t, index->count + 1),
                                    .epochs = ARENA_ARRAY(arena, uint32_t, index->count + 1)};
    return found->numbers != NULL && found->epochs != NULL;
}

static void take(struct suggest_found *found, const number_list *numbers) {
    for (size_t i = 0; numbers != NULL && i < numbers->count; i++) {
        uint32_t number = numbers->items[i];
        if (found->epochs[number] == found->epoch)
            continue;
        found->epochs[number] = found->epoch;
        found->numbers[found->count++] = number;
    }
}

static bool is_short(const char *text) {
    return strnlen(text, TEXT_BYTES_MAX + 1) <= TEXT_BYTES_MAX;
}

static bool has_word(const struct predicate_type *type, const char *text) {
    for (size_t i = 0; i < type->word_count; i++)
        if (strcmp(type->words[i], text) == 0)
            return true;
    return false;
}

/* Comparing with a text that is no word of the enumeration is unknown, not false. */
static bool take_word(const struct suggest_slot *slot, const struct predicate_value *value,
                      struct suggest_found *found) {
    if (value->type == NULL || !has_word(value->type, value->text))
        return false;
    take(found, string_map_get(&slot->by_value, value->text));
    for (size_t i = 0; i < slot->by_value.count; i++)
        if (!has_word(value->type, slot->by_value.entries[i].key))
            take(found, slot->by_value.entries[i].value);
    return true;
}

static bool take_members(const struct suggest_slot *slot, const struct predicate_value *value,
                         struct suggest_found *found) {
    if (value->kind != PREDICATE_LIST || value->item_count > ITEMS_MAX)
        return false;
    for (size_t i = 0; i < value->item_count; i++)
        if (value->items[i].kind != PREDICATE_STRING || !is_short(value->items[i].text))
            return false;
    for (size_t i = 0; i < value->item_count; i++)
        take(found, string_map_get(&slot->by_value, value->items[i].text));
    return true;
}

static bool take_number(const struct suggest_slot *slot, const struct predicate_value *value,
                        struct suggest_found *found) {
    char key[24];
    if (value->kind != PREDICATE_INT)
        return false;
    snprintf(key, sizeof key, "%" PRId64, value->integer);
    take(found, string_map_get(&slot->by_value, key));
    return true;
}

/* Takes what stands under VALUE; false where VALUE cannot be compared with certainty. */
static bool take_equal(const struct suggest_slot *slot, const struct predicate_value *value,
                       struct suggest_found *found) {
    switch (slot->form) {
    case NEED_TEXT:
        if (value->kind == PREDICATE_ENUM)
            return take_word(slot, value, found);
        if (value->kind != PREDICATE_STRING || !is_short(value->text))
            return false;
        take(found, string_map_get(&slot->by_value, value->text));
        return true;
    case NEED_INT:
        return take_number(slot, value, found);
    case NEED_BOOL:
        if (value->kind != PREDICATE_BOOL)
            return false;
        take(found, string_map_get(&slot->by_value, value->boolean ? "true" : "false"));
        return true;
    case NEED_MEMBER:
        return take_members(slot, value, found);
    }
    return false;
}

void suggest_index_search(const struct suggest_index *index, const struct predicate_source *source,
                          struct suggest_found *found) {
    found->count = 0;
    found->epoch++;
    take(found, &index->always);
    for (size_t i = 0; i < index->slots.count; i++) {
        const struct suggest_slot *slot = index->slots.items[i];
        struct predicate_value value = {.kind = PREDICATE_UNKNOWN};
        source->lookup(source->context, slot->path, &value);
        if (!take_equal(slot, &value, found))
            take(found, &slot->all);
    }
}
