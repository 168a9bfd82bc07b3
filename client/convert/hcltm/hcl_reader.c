#include "convert/hcltm/hcl_reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- Bytes ---- */

void hcl_step(struct hcl_reader *reader, size_t count) {
    for (; count > 0 && reader->at < reader->end; count--, reader->at++) {
        bool is_line_end = *reader->at == '\n';
        bool is_inside_character = (*reader->at & 0xC0) == 0x80;
        reader->line += is_line_end;
        reader->column = is_line_end ? 1 : reader->column + !is_inside_character;
    }
}

static void skip_line(struct hcl_reader *reader) {
    while (reader->at < reader->end && *reader->at != '\n')
        hcl_step(reader, 1);
}

static bool is_line_comment(const struct hcl_reader *reader) {
    return hcl_peek(reader, 0) == '#' || (hcl_peek(reader, 0) == '/' && hcl_peek(reader, 1) == '/');
}

static void skip_block_comment(struct hcl_reader *reader) {
    hcl_step(reader, 2);
    while (reader->at < reader->end && !(hcl_peek(reader, 0) == '*' && hcl_peek(reader, 1) == '/'))
        hcl_step(reader, 1);
    if (reader->at == reader->end)
        hcl_refuse(reader, "the comment has no end");
    hcl_step(reader, 2);
}

void hcl_skip_blanks(struct hcl_reader *reader) {
    for (;;) {
        if (hcl_is_any_of(hcl_peek(reader, 0), " \t\r"))
            hcl_step(reader, 1);
        else if (hcl_peek(reader, 0) == '/' && hcl_peek(reader, 1) == '*')
            skip_block_comment(reader);
        else if (is_line_comment(reader))
            skip_line(reader);
        else
            return;
    }
}

void hcl_skip_space(struct hcl_reader *reader) {
    hcl_skip_blanks(reader);
    while (hcl_peek(reader, 0) == '\n') {
        hcl_step(reader, 1);
        hcl_skip_blanks(reader);
    }
}

/* ---- Errors and nodes ---- */

struct tree_node *hcl_refuse(struct hcl_reader *reader, const char *format, ...) {
    char message[160];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct violation place = {.line = reader->line, .column = reader->column};
    if (reader->status == STATUS_OK)
        reader->status = tree_violation(reader->problem, &place, message);
    return NULL;
}

struct tree_node *hcl_run_out(struct hcl_reader *reader) {
    if (reader->status == STATUS_OK)
        reader->status = problem_no_memory(reader->problem);
    return NULL;
}

struct tree_node *hcl_node(struct hcl_reader *reader, enum tree_kind kind) {
    if (reader->nodes++ >= reader->rules->nodes)
        return hcl_refuse(reader, "the text has more than %zu values", reader->rules->nodes);
    struct tree_node *node = ARENA_NEW(reader->arena, struct tree_node);
    if (node == NULL)
        return hcl_run_out(reader);
    *node = (struct tree_node){.kind = kind, .text = "", .line = reader->line, .column = reader->column};
    return node;
}

struct tree_node *hcl_take_text(struct hcl_reader *reader, struct tree_node *node, struct buffer *text) {
    char *copy = text->has_failed || node == NULL
                     ? NULL
                     : arena_strndup(reader->arena, text->size == 0 ? "" : (const char *)text->data, text->size);
    bool is_whole = reader->status == STATUS_OK && copy != NULL;
    buffer_done(text);
    if (!is_whole)
        return hcl_run_out(reader);
    node->text = copy;
    return node;
}

struct tree_node *hcl_take_word(struct hcl_reader *reader, enum tree_kind kind, size_t size) {
    struct tree_node *node = hcl_node(reader, kind);
    char *text = node == NULL ? NULL : arena_strndup(reader->arena, (const char *)reader->at, size);
    hcl_step(reader, size);
    if (text == NULL)
        return hcl_run_out(reader);
    node->text = text;
    return node;
}

bool hcl_close(const struct hcl_reader *reader, struct tree_node *node, const hcl_entries *entries) {
    node->entries = entries->items;
    node->count = entries->count;
    return reader->status == STATUS_OK;
}

bool hcl_add(struct hcl_reader *reader, hcl_entries *entries, const struct tree_node *key,
             const struct tree_node *value) {
    if (reader->status != STATUS_OK)
        return false;
    struct tree_entry entry = {key, value};
    return vector_push(reader->arena, entries, entry) || hcl_run_out(reader) != NULL;
}
