#include "model/predicate.h"

#include "base/buffer.h"

#include <inttypes.h>

enum precedence {
    PRECEDENCE_OR,
    PRECEDENCE_AND,
    PRECEDENCE_RELATION,
    PRECEDENCE_UNARY,
    PRECEDENCE_PRIMARY,
};

static void print_node(struct buffer *buffer, const struct predicate_node *node, enum precedence least);

static void print_string(struct buffer *buffer, const char *text) {
    static const char bytes[] = "\\\"\n\r\t";
    static const char letters[] = "\\\"nrt";
    buffer_append_byte(buffer, '"');
    for (; *text != '\0'; text++) {
        const char *found = strchr(bytes, *text);
        if (found != NULL)
            buffer_append_byte(buffer, '\\');
        buffer_append_byte(buffer, (uint8_t)(found != NULL ? letters[found - bytes] : *text));
    }
    buffer_append_byte(buffer, '"');
}

static void print_literal(struct buffer *buffer, const struct predicate_node *node) {
    if (node->value.kind == PREDICATE_BOOL)
        buffer_append_text(buffer, node->value.boolean ? "true" : "false");
    else if (node->value.kind == PREDICATE_INT)
        buffer_printf(buffer, "%" PRId64, node->value.integer);
    else
        print_string(buffer, node->value.text);
}

static void print_name(struct buffer *buffer, const struct predicate_node *node) {
    buffer_append_text(buffer, node->name);
}

static void print_children(struct buffer *buffer, const struct predicate_node *node, const char *separator,
                           enum precedence least) {
    for (size_t i = 0; i < node->child_count; i++) {
        if (i > 0)
            buffer_append_text(buffer, separator);
        print_node(buffer, node->children[i], least);
    }
}

static void print_list(struct buffer *buffer, const struct predicate_node *node) {
    buffer_append_byte(buffer, '[');
    print_children(buffer, node, ", ", PRECEDENCE_OR);
    buffer_append_byte(buffer, ']');
}

static void print_not(struct buffer *buffer, const struct predicate_node *node) {
    buffer_append_byte(buffer, '!');
    print_node(buffer, node->children[0], PRECEDENCE_UNARY);
}

static void print_and(struct buffer *buffer, const struct predicate_node *node) {
    print_children(buffer, node, " && ", PRECEDENCE_RELATION);
}

static void print_or(struct buffer *buffer, const struct predicate_node *node) {
    print_children(buffer, node, " || ", PRECEDENCE_AND);
}

static void print_size(struct buffer *buffer, const struct predicate_node *node) {
    buffer_append_text(buffer, "size(");
    print_node(buffer, node->children[0], PRECEDENCE_OR);
    buffer_append_byte(buffer, ')');
}

static void print_relation(struct buffer *buffer, const struct predicate_node *node);
static void print_method(struct buffer *buffer, const struct predicate_node *node);

static const struct {
    void (*print)(struct buffer *buffer, const struct predicate_node *node);
    enum precedence precedence;
    const char *word;
} forms[] = {
    [PREDICATE_NODE_LITERAL] = {print_literal, PRECEDENCE_PRIMARY, NULL},
    [PREDICATE_NODE_VARIABLE] = {print_name, PRECEDENCE_PRIMARY, NULL},
    [PREDICATE_NODE_LOCAL] = {print_name, PRECEDENCE_PRIMARY, NULL},
    [PREDICATE_NODE_LIST] = {print_list, PRECEDENCE_PRIMARY, NULL},
    [PREDICATE_NODE_NOT] = {print_not, PRECEDENCE_UNARY, NULL},
    [PREDICATE_NODE_AND] = {print_and, PRECEDENCE_AND, NULL},
    [PREDICATE_NODE_OR] = {print_or, PRECEDENCE_OR, NULL},
    [PREDICATE_NODE_EQUAL] = {print_relation, PRECEDENCE_RELATION, " == "},
    [PREDICATE_NODE_NOT_EQUAL] = {print_relation, PRECEDENCE_RELATION, " != "},
    [PREDICATE_NODE_LESS] = {print_relation, PRECEDENCE_RELATION, " < "},
    [PREDICATE_NODE_LESS_EQUAL] = {print_relation, PRECEDENCE_RELATION, " <= "},
    [PREDICATE_NODE_GREATER] = {print_relation, PRECEDENCE_RELATION, " > "},
    [PREDICATE_NODE_GREATER_EQUAL] = {print_relation, PRECEDENCE_RELATION, " >= "},
    [PREDICATE_NODE_IN] = {print_relation, PRECEDENCE_RELATION, " in "},
    [PREDICATE_NODE_STARTS_WITH] = {print_method, PRECEDENCE_PRIMARY, "startsWith"},
    [PREDICATE_NODE_ENDS_WITH] = {print_method, PRECEDENCE_PRIMARY, "endsWith"},
    [PREDICATE_NODE_CONTAINS] = {print_method, PRECEDENCE_PRIMARY, "contains"},
    [PREDICATE_NODE_SIZE] = {print_size, PRECEDENCE_PRIMARY, NULL},
    [PREDICATE_NODE_EXISTS] = {print_method, PRECEDENCE_PRIMARY, "exists"},
    [PREDICATE_NODE_ALL] = {print_method, PRECEDENCE_PRIMARY, "all"},
};

static void print_relation(struct buffer *buffer, const struct predicate_node *node) {
    print_children(buffer, node, forms[node->kind].word, PRECEDENCE_UNARY);
}

static void print_method(struct buffer *buffer, const struct predicate_node *node) {
    print_node(buffer, node->children[0], PRECEDENCE_PRIMARY);
    buffer_printf(buffer, ".%s(", forms[node->kind].word);
    if (node->name != NULL)
        buffer_printf(buffer, "%s, ", node->name);
    print_node(buffer, node->children[1], PRECEDENCE_OR);
    buffer_append_byte(buffer, ')');
}

/* "1.contains(x)" would read as a fraction: a number before '.' needs parentheses. */
static enum precedence precedence_of(const struct predicate_node *node) {
    bool is_number = node->kind == PREDICATE_NODE_LITERAL && node->value.kind == PREDICATE_INT;
    return is_number ? PRECEDENCE_UNARY : forms[node->kind].precedence;
}

static void print_node(struct buffer *buffer, const struct predicate_node *node, enum precedence least) {
    bool needs_parentheses = precedence_of(node) < least;
    if (needs_parentheses)
        buffer_append_byte(buffer, '(');
    forms[node->kind].print(buffer, node);
    if (needs_parentheses)
        buffer_append_byte(buffer, ')');
}

const char *predicate_print(const struct predicate_node *node, struct arena *arena) {
    CLEANUP(buffer_done) struct buffer buffer;
    buffer_init(&buffer, 0);
    print_node(&buffer, node, PRECEDENCE_OR);
    return buffer.has_failed ? NULL : arena_strndup(arena, (const char *)buffer.data, buffer.size);
}

static void print_value(struct buffer *buffer, const struct predicate_value *value) {
    switch (value->kind) {
    case PREDICATE_UNKNOWN:
        buffer_append_text(buffer, "unknown");
        return;
    case PREDICATE_BOOL:
        buffer_append_text(buffer, value->boolean ? "true" : "false");
        return;
    case PREDICATE_INT:
        buffer_printf(buffer, "%" PRId64, value->integer);
        return;
    case PREDICATE_STRING:
    case PREDICATE_ENUM:
        buffer_append_text(buffer, value->text);
        return;
    case PREDICATE_LIST:
        buffer_append_byte(buffer, '[');
        for (size_t i = 0; i < value->item_count; i++) {
            buffer_append_text(buffer, i > 0 ? ", " : "");
            print_value(buffer, &value->items[i]);
        }
        buffer_append_byte(buffer, ']');
        return;
    }
}

const char *predicate_value_text(const struct predicate_value *value, struct arena *arena) {
    CLEANUP(buffer_done) struct buffer buffer;
    buffer_init(&buffer, 0);
    print_value(&buffer, value);
    if (buffer.has_failed)
        return NULL;
    return arena_strndup(arena, buffer.size == 0 ? "" : (const char *)buffer.data, buffer.size);
}
