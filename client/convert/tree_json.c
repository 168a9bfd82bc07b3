#include "convert/tree_json.h"

#include "codec/utf8.h"
#include "convert/glyph.h"

static void write_escape(struct buffer *out, uint32_t point) {
    static const char named[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *at = point == 0 || point >= 0x80 ? NULL : strchr(named, (int)point);
    if (at != NULL)
        buffer_printf(out, "\\%c", letters[at - named]);
    else if (point < 0x10000)
        buffer_printf(out, "\\u%04x", (unsigned)point);
    else
        buffer_printf(out, "\\u%04x\\u%04x", 0xD800 + (unsigned)((point - 0x10000) >> 10),
                      0xDC00 + (unsigned)((point - 0x10000) & 0x3FF));
}

/* A glyph that is not the character itself stands for one that is not safe to show. */
static bool is_shown(const char *text, size_t size) {
    struct glyph glyph = glyph_at(text);
    return glyph.size == size && strncmp(glyph.shown, text, size) == 0;
}

static void write_text(struct buffer *out, const char *text) {
    slice rest = slice_text(text);
    buffer_append_byte(out, '"');
    while (rest.size > 0) {
        uint32_t point = 0;
        size_t size = 1;
        if (!utf8_next(rest, &point, &size))
            point = 0xFFFD;
        bool is_plain = point >= 0x20 && point != '"' && point != '\\' && is_shown((const char *)rest.data, size);
        if (is_plain)
            buffer_append(out, slice_of(rest.data, size));
        else
            write_escape(out, point);
        rest = slice_of(rest.data + size, rest.size - size);
    }
    buffer_append_byte(out, '"');
}

static void write_value(struct buffer *out, const struct tree_node *node, unsigned indent);

static void write_entries(struct buffer *out, const struct tree_node *node, unsigned indent) {
    for (size_t i = 0; i < node->count; i++) {
        buffer_printf(out, "%s\n%*s", i == 0 ? "" : ",", (int)indent + 2, "");
        if (node->kind == TREE_MAP) {
            write_text(out, node->entries[i].key->text);
            buffer_append_text(out, ": ");
        }
        write_value(out, node->entries[i].value, indent + 2);
    }
    if (node->count > 0)
        buffer_printf(out, "\n%*s", (int)indent, "");
}

/* The depth of a tree is the composer's or the maker's business. */
static void write_value(struct buffer *out, const struct tree_node *node, unsigned indent) {
    switch (node->kind) {
    case TREE_TEXT:
        write_text(out, node->text);
        return;
    case TREE_NUMBER:
    case TREE_BOOL:
    case TREE_NULL:
        buffer_append_text(out, node->kind == TREE_NULL ? "null" : node->text);
        return;
    case TREE_LIST:
    case TREE_MAP:
        buffer_append_byte(out, node->kind == TREE_LIST ? '[' : '{');
        write_entries(out, node, indent);
        buffer_append_byte(out, node->kind == TREE_LIST ? ']' : '}');
    }
}

void tree_write_json(const struct tree_node *root, struct buffer *out) {
    write_value(out, root, 0);
    buffer_append_byte(out, '\n');
}
