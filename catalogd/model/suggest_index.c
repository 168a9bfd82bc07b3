#include "model/suggest_index.h"

#include "base/arena.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Within these a comparison with all items of a clause stays below LIMIT_PREDICATE_STEPS, past which it is unknown. */
#define TEXT_BYTES_MAX 128
#define ITEMS_MAX      1000

/* What a clause asks of its variable. */
enum slot_form { SLOT_TEXT, SLOT_INT, SLOT_BOOL, SLOT_MEMBER };

/* All that is asked of one variable in one form. */
struct suggest_slot {
    enum slot_form form;
    const char *path;
    struct string_map by_value; /* the value as text to number_list */
    number_list all;
};

/* A clause as the values of a variable that let it hold. */
struct need {
    enum slot_form form;
    const char *path;
    VECTOR(const char *) values;
};

/* ---- From a clause to what it needs ---- */

static const char *value_key(const struct predicate_value *value, struct arena *arena) {
    switch (value->kind) {
    case PREDICATE_STRING:
    case PREDICATE_ENUM:
        return value->text;
    case PREDICATE_INT:
        return arena_printf(arena, "%" PRId64, value->integer);
    case PREDICATE_BOOL:
        return value->boolean ? "true" : "false";
    case PREDICATE_UNKNOWN:
    case PREDICATE_LIST:
        break;
    }
    return NULL;
}

static bool form_of(const struct predicate_node *node, enum slot_form *ret_form) {
    if (node->kind != PREDICATE_NODE_LITERAL)
        return false;
    if (node->value.kind == PREDICATE_STRING)
        *ret_form = SLOT_TEXT;
    else if (node->value.kind == PREDICATE_INT)
        *ret_form = SLOT_INT;
    else if (node->value.kind == PREDICATE_BOOL)
        *ret_form = SLOT_BOOL;
    else
        return false;
    return true;
}

/* Without room for it the clause is not used, which is as right. */
static bool need_value(struct need *need, const struct predicate_node *literal, struct arena *arena) {
    const char *key = value_key(&literal->value, arena);
    return key != NULL && vector_push(arena, &need->values, key);
}

static bool need_of_equality(const struct predicate_node *clause, struct arena *arena, struct need *need) {
    const struct predicate_node *variable = clause->children[0];
    const struct predicate_node *literal = clause->children[1];
    if (variable->kind != PREDICATE_NODE_VARIABLE) {
        variable = clause->children[1];
        literal = clause->children[0];
    }
    need->path = variable->name;
    return variable->kind == PREDICATE_NODE_VARIABLE && form_of(literal, &need->form) &&
           need_value(need, literal, arena);
}

static bool need_of_choice(const struct predicate_node *variable, const struct predicate_node *list,
                           struct arena *arena, struct need *need) {
    if (list->kind != PREDICATE_NODE_LIST)
        return false;
    need->path = variable->name;
    for (size_t i = 0; i < list->child_count; i++) {
        enum slot_form form;
        if (!form_of(list->children[i], &form) || (i > 0 && form != need->form) ||
            !need_value(need, list->children[i], arena))
            return false;
        need->form = form;
    }
    return list->child_count > 0;
}

static bool need_of_in(const struct predicate_node *clause, struct arena *arena, struct need *need) {
    const struct predicate_node *item = clause->children[0];
    const struct predicate_node *list = clause->children[1];
    if (item->kind == PREDICATE_NODE_VARIABLE)
        return need_of_choice(item, list, arena, need);
    need->path = list->name;
    if (list->kind != PREDICATE_NODE_VARIABLE || !form_of(item, &need->form) || need->form != SLOT_TEXT)
        return false;
    need->form = SLOT_MEMBER;
    return need_value(need, item, arena);
}

static bool need_of_flag(const struct predicate_node *variable, const char *value, struct arena *arena,
                         struct need *need) {
    need->form = SLOT_BOOL;
    need->path = variable->name;
    return variable->kind == PREDICATE_NODE_VARIABLE && vector_push(arena, &need->values, value);
}

static bool need_of(const struct predicate_node *clause, struct arena *arena, struct need *ret_need) {
    *ret_need = (struct need){.form = SLOT_TEXT};
    if (clause->kind == PREDICATE_NODE_EQUAL)
        return need_of_equality(clause, arena, ret_need);
    if (clause->kind == PREDICATE_NODE_IN)
        return need_of_in(clause, arena, ret_need);
    if (clause->kind == PREDICATE_NODE_NOT)
        return need_of_flag(clause->children[0], "false", arena, ret_need);
    return need_of_flag(clause, "true", arena, ret_need);
}

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
    case SLOT_TEXT:
        if (value->kind == PREDICATE_ENUM)
            return take_word(slot, value, found);
        if (value->kind != PREDICATE_STRING || !is_short(value->text))
            return false;
        take(found, string_map_get(&slot->by_value, value->text));
        return true;
    case SLOT_INT:
        return take_number(slot, value, found);
    case SLOT_BOOL:
        if (value->kind != PREDICATE_BOOL)
            return false;
        take(found, string_map_get(&slot->by_value, value->boolean ? "true" : "false"));
        return true;
    case SLOT_MEMBER:
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
