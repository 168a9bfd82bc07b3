#include "convert/xml_plain.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "base/macros.h"

#include <string.h>

#define INDENT 2

enum block { BLOCK_NONE, BLOCK_LINE, BLOCK_PARAGRAPH, BLOCK_LIST, BLOCK_NUMBERS, BLOCK_ITEM, BLOCK_CELL };

static const struct {
    const char *name;
    enum block block;
} blocks[] = {
    {"p", BLOCK_PARAGRAPH}, {"table", BLOCK_PARAGRAPH}, {"pre", BLOCK_PARAGRAPH}, {"blockquote", BLOCK_PARAGRAPH},
    {"div", BLOCK_LINE},    {"br", BLOCK_LINE},         {"tr", BLOCK_LINE},       {"ul", BLOCK_LIST},
    {"ol", BLOCK_NUMBERS},  {"li", BLOCK_ITEM},         {"td", BLOCK_CELL},       {"th", BLOCK_CELL},
};

/* What stands between the last word and the next, the stronger one last. */
enum gap { GAP_NONE, GAP_BLANK, GAP_CELL, GAP_LINE, GAP_PARAGRAPH };

struct writer {
    struct buffer out;
    enum gap gap;
    unsigned lists;     /* around the place */
    bool is_item_begun; /* its marker stands, no word of it does */
};

static enum block block_of(const struct xml_node *node) {
    for (size_t i = 0; i < COUNT_OF(blocks); i++) {
        if (strcmp(blocks[i].name, node->name) == 0)
            return blocks[i].block;
    }
    return BLOCK_NONE;
}

static void ask_gap(struct writer *writer, enum gap gap) {
    if (gap > writer->gap && !writer->is_item_begun)
        writer->gap = gap;
}

static void put_indent(struct writer *writer, unsigned columns) {
    for (unsigned i = 0; i < columns; i++)
        buffer_append_byte(&writer->out, ' ');
}

static void put_gap(struct writer *writer, unsigned indent) {
    static const char *const gaps[] = {
        [GAP_NONE] = "", [GAP_BLANK] = " ", [GAP_CELL] = " | ", [GAP_LINE] = "\n", [GAP_PARAGRAPH] = "\n\n"};
    if (writer->out.size > 0) {
        buffer_append_text(&writer->out, gaps[writer->gap]);
        put_indent(writer, writer->gap >= GAP_LINE ? indent : 0);
    }
    writer->gap = GAP_NONE;
}

static void put_words(struct writer *writer, const char *text) {
    static const char blanks[] = " \t\r\n";
    while (*text != '\0') {
        size_t space = strspn(text, blanks);
        size_t size = strcspn(text + space, blanks);
        if (space > 0)
            ask_gap(writer, GAP_BLANK);
        if (size > 0) {
            put_gap(writer, writer->lists * INDENT);
            buffer_append(&writer->out, slice_of(text + space, size));
            writer->is_item_begun = false;
        }
        text += space + size;
    }
}

/* NUMBER 0: the list has none. */
static void begin_item(struct writer *writer, unsigned number) {
    writer->is_item_begun = false;
    ask_gap(writer, GAP_LINE);
    put_gap(writer, (writer->lists - 1) * INDENT);
    if (number > 0)
        buffer_printf(&writer->out, "%u. ", number);
    else
        buffer_append_text(&writer->out, "- ");
    writer->is_item_begun = true;
}

static void put_node(struct writer *writer, const struct xml_node *node);

static void put_children(struct writer *writer, const struct xml_node *parent) {
    for (const struct xml_node *node = parent->first; node != NULL; node = node->next)
        put_node(writer, node);
}

static void put_list(struct writer *writer, const struct xml_node *list, bool has_numbers) {
    unsigned number = 0;
    writer->is_item_begun = false;
    ask_gap(writer, writer->lists == 0 ? GAP_PARAGRAPH : GAP_LINE);
    writer->lists++;
    for (const struct xml_node *node = list->first; node != NULL; node = node->next) {
        if (block_of(node) != BLOCK_ITEM) {
            put_node(writer, node);
            continue;
        }
        begin_item(writer, has_numbers ? ++number : 0);
        put_children(writer, node);
    }
    writer->lists--;
    writer->is_item_begun = false;
    ask_gap(writer, writer->lists == 0 ? GAP_PARAGRAPH : GAP_LINE);
}

static void put_block(struct writer *writer, const struct xml_node *node, enum gap gap) {
    ask_gap(writer, gap);
    put_children(writer, node);
    ask_gap(writer, gap);
}

static void put_node(struct writer *writer, const struct xml_node *node) {
    switch (block_of(node)) {
    case BLOCK_NONE:
        put_words(writer, node->text);
        put_children(writer, node);
        break;
    case BLOCK_LINE:
    case BLOCK_ITEM:
        put_block(writer, node, GAP_LINE);
        break;
    case BLOCK_PARAGRAPH:
        put_block(writer, node, GAP_PARAGRAPH);
        break;
    case BLOCK_CELL:
        put_block(writer, node, GAP_CELL);
        break;
    case BLOCK_LIST:
    case BLOCK_NUMBERS:
        put_list(writer, node, block_of(node) == BLOCK_NUMBERS);
        break;
    }
}

const char *xml_plain(const struct xml_node *element, struct arena *arena) {
    struct writer writer = {.gap = GAP_NONE};
    if (element == NULL)
        return "";
    buffer_init(&writer.out, 2 * LIMIT_XML_ELEMENT_BYTES);
    put_children(&writer, element);
    buffer_append_byte(&writer.out, '\0');
    const char *text = writer.out.has_failed ? NULL : arena_strdup(arena, (const char *)writer.out.data);
    buffer_done(&writer.out);
    return text;
}
