#include "convert/tree_yaml.h"

#include "base/macros.h"
#include "codec/yaml_text.h"

#include <ctype.h>
#include <strings.h>

/* What readers of YAML 1.1 or 1.2 take for something else than text, letters of any case. */
static bool is_ambiguous(const char *text) {
    static const char *const words[] = {"null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", "="};
    const char *digits = text + (text[0] == '+' || text[0] == '-');
    digits += *digits == '.';
    if (isdigit((unsigned char)*digits) || strcasecmp(digits, "inf") == 0 || strcasecmp(digits, "nan") == 0)
        return true;
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcasecmp(text, words[i]) == 0)
            return true;
    }
    return false;
}

static bool is_scalar(const struct tree_node *node) {
    return node->kind != TREE_LIST && node->kind != TREE_MAP;
}

static void write_inline(const struct tree_node *node, struct buffer *out) {
    if (node->kind != TREE_TEXT)
        buffer_append_text(out, node->kind == TREE_NULL ? "null" : node->text);
    else if (is_ambiguous(node->text))
        yaml_write_quoted(node->text, out);
    else
        yaml_write_inline(node->text, out);
}

static bool is_line(const struct tree_node *node) {
    for (size_t i = 0; node->kind == TREE_LIST && i < node->count; i++) {
        if (!is_scalar(node->entries[i].value))
            return false;
    }
    return node->kind == TREE_LIST || node->count == 0;
}

/* A list of scalars, or what is empty. */
static void write_line(const struct tree_node *node, struct buffer *out) {
    buffer_append_text(out, node->kind == TREE_LIST ? "[" : "{");
    for (size_t i = 0; i < node->count; i++) {
        buffer_append_text(out, i == 0 ? "" : ", ");
        write_inline(node->entries[i].value, out);
    }
    buffer_append_text(out, node->kind == TREE_LIST ? "]\n" : "}\n");
}

static void write_map(const struct tree_node *map, unsigned indent, bool is_after_dash, struct buffer *out);
static void write_list(const struct tree_node *list, unsigned indent, struct buffer *out);

/* What follows "key:" of a map at INDENT, up to the end of its last line. */
static void write_value(const struct tree_node *node, unsigned indent, struct buffer *out) {
    if (node->kind == TREE_TEXT && !is_ambiguous(node->text)) {
        yaml_write_block(node->text, indent + 2, out);
        return;
    }
    if (is_scalar(node) || is_line(node)) {
        buffer_append_byte(out, ' ');
        (is_scalar(node) ? write_inline : write_line)(node, out);
        buffer_append_text(out, is_scalar(node) ? "\n" : "");
        return;
    }
    buffer_append_byte(out, '\n');
    if (node->kind == TREE_LIST)
        write_list(node, indent + 2, out);
    else
        write_map(node, indent + 2, false, out);
}

static void write_map(const struct tree_node *map, unsigned indent, bool is_after_dash, struct buffer *out) {
    for (size_t i = 0; i < map->count; i++) {
        if (i > 0 || !is_after_dash)
            buffer_printf(out, "%*s", (int)indent, "");
        write_inline(map->entries[i].key, out);
        buffer_append_byte(out, ':');
        write_value(map->entries[i].value, indent, out);
    }
}

static void write_list(const struct tree_node *list, unsigned indent, struct buffer *out) {
    for (size_t i = 0; i < list->count; i++) {
        const struct tree_node *item = list->entries[i].value;
        buffer_printf(out, "%*s-", (int)indent, "");
        if (item->kind == TREE_MAP && item->count > 0) {
            buffer_append_byte(out, ' ');
            write_map(item, indent + 2, true, out);
        } else {
            write_value(item, indent, out);
        }
    }
}

void tree_write_yaml(const struct tree_node *root, struct buffer *out) {
    if (is_line(root))
        write_line(root, out);
    else
        write_map(root, 0, false, out);
}
