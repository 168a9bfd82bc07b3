#include "model/suggest_need.h"

#include "base/arena.h"

#include <inttypes.h>

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

static bool form_of(const struct predicate_node *node, enum need_form *ret_form) {
    if (node->kind != PREDICATE_NODE_LITERAL)
        return false;
    if (node->value.kind == PREDICATE_STRING)
        *ret_form = NEED_TEXT;
    else if (node->value.kind == PREDICATE_INT)
        *ret_form = NEED_INT;
    else if (node->value.kind == PREDICATE_BOOL)
        *ret_form = NEED_BOOL;
    else
        return false;
    return true;
}

static bool add_value(struct need *need, const struct predicate_node *literal, struct arena *arena) {
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
           add_value(need, literal, arena);
}

static bool need_of_choice(const struct predicate_node *variable, const struct predicate_node *list,
                           struct arena *arena, struct need *need) {
    if (list->kind != PREDICATE_NODE_LIST)
        return false;
    need->path = variable->name;
    for (size_t i = 0; i < list->child_count; i++) {
        enum need_form form;
        if (!form_of(list->children[i], &form) || (i > 0 && form != need->form) ||
            !add_value(need, list->children[i], arena))
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
    if (list->kind != PREDICATE_NODE_VARIABLE || !form_of(item, &need->form) || need->form != NEED_TEXT)
        return false;
    need->form = NEED_MEMBER;
    return add_value(need, item, arena);
}

static bool need_of_flag(const struct predicate_node *variable, const char *value, struct arena *arena,
                         struct need *need) {
    need->form = NEED_BOOL;
    need->path = variable->name;
    return variable->kind == PREDICATE_NODE_VARIABLE && vector_push(arena, &need->values, value);
}

bool need_of(const struct predicate_node *clause, struct arena *arena, struct need *ret_need) {
    *ret_need = (struct need){.form = NEED_TEXT};
    if (clause->kind == PREDICATE_NODE_EQUAL)
        return need_of_equality(clause, arena, ret_need);
    if (clause->kind == PREDICATE_NODE_IN)
        return need_of_in(clause, arena, ret_need);
    if (clause->kind == PREDICATE_NODE_NOT)
        return need_of_flag(clause->children[0], "false", arena, ret_need);
    return need_of_flag(clause, "true", arena, ret_need);
}
