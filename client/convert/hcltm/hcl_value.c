#include "convert/hcltm/hcl_reader.h"

#include <string.h>

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static bool begins_identifier(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' || (byte & 0x80) != 0;
}

size_t hcl_identifier_size(const struct hcl_reader *reader) {
    size_t size = 0;
    if (!begins_identifier(hcl_peek(reader, 0)))
        return 0;
    while (begins_identifier(hcl_peek(reader, size)) || is_digit(hcl_peek(reader, size)) ||
           hcl_peek(reader, size) == '-')
        size++;
    return size;
}

static struct tree_node *read_number(struct hcl_reader *reader) {
    size_t size = hcl_peek(reader, 0) == '-';
    bool has_digits = is_digit(hcl_peek(reader, size));
    while (is_digit(hcl_peek(reader, size)) || hcl_peek(reader, size) == '.')
        size++;
    if (hcl_is_any_of(hcl_peek(reader, size), "eE")) {
        size += 1 + hcl_is_any_of(hcl_peek(reader, size + 1), "+-");
        while (is_digit(hcl_peek(reader, size)))
            size++;
    }
    return has_digits ? hcl_take_word(reader, TREE_NUMBER, size) : hcl_refuse(reader, "a number is expected");
}

static const struct {
    const char *word;
    enum tree_kind kind;
} words[] = {{"true", TREE_BOOL}, {"false", TREE_BOOL}, {"null", TREE_NULL}};

/* A word of the language, or a reference. */
static struct tree_node *read_word(struct hcl_reader *reader) {
    size_t size = hcl_identifier_size(reader);
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strlen(words[i].word) == size && memcmp(words[i].word, reader->at, size) == 0)
            return hcl_take_word(reader, words[i].kind, size);
    }
    struct buffer text;
    struct tree_node *node = hcl_node(reader, TREE_TEXT);
    buffer_init(&text, reader->rules->document_bytes);
    (void)hcl_read_reference(reader, &text);
    return hcl_take_text(reader, node, &text);
}

struct tree_node *hcl_open(struct hcl_reader *reader, enum tree_kind kind, size_t depth) {
    if (depth > reader->rules->depth)
        return hcl_refuse(reader, "values nest deeper than %zu", reader->rules->depth);
    struct tree_node *node = hcl_node(reader, kind);
    hcl_step(reader, 1);
    return node;
}

void hcl_refuse_rest(struct hcl_reader *reader, const char *expected) {
    hcl_refuse(reader, "%s is expected: literals and references are read, other expressions are not", expected);
}

static struct tree_node *read_list(struct hcl_reader *reader, size_t depth) {
    struct tree_node *node = hcl_open(reader, TREE_LIST, depth);
    hcl_entries entries = {0};
    while (node != NULL && reader->status == STATUS_OK) {
        hcl_skip_space(reader);
        if (hcl_peek(reader, 0) == ']') {
            hcl_step(reader, 1);
            return hcl_close(reader, node, &entries) ? node : NULL;
        }
        if (!hcl_add(reader, &entries, NULL, hcl_read_value(reader, depth + 1)))
            return NULL;
        hcl_skip_space(reader);
        if (hcl_peek(reader, 0) == ',')
            hcl_step(reader, 1);
        else if (hcl_peek(reader, 0) != ']')
            hcl_refuse_rest(reader, "',' or ']'");
    }
    return NULL;
}

struct tree_node *hcl_read_key(struct hcl_reader *reader) {
    size_t size = hcl_identifier_size(reader);
    if (hcl_peek(reader, 0) == '"')
        return hcl_read_string(reader);
    if (is_digit(hcl_peek(reader, 0)))
        return read_number(reader);
    return size > 0 ? hcl_take_word(reader, TREE_TEXT, size) : hcl_refuse(reader, "a key or '}' is expected");
}

static bool read_member(struct hcl_reader *reader, hcl_entries *entries, size_t depth) {
    struct tree_node *key = hcl_read_key(reader);
    if (key == NULL)
        return false;
    key->kind = TREE_TEXT;
    hcl_skip_space(reader);
    if (!hcl_is_any_of(hcl_peek(reader, 0), "=:"))
        return hcl_refuse(reader, "'=' or ':' is expected") != NULL;
    hcl_step(reader, 1);
    hcl_skip_space(reader);
    return hcl_add(reader, entries, key, hcl_read_value(reader, depth + 1));
}

static struct tree_node *read_object(struct hcl_reader *reader, size_t depth) {
    struct tree_node *node = hcl_open(reader, TREE_MAP, depth);
    hcl_entries entries = {0};
    while (node != NULL && reader->status == STATUS_OK) {
        hcl_skip_space(reader);
        if (hcl_peek(reader, 0) == '}') {
            hcl_step(reader, 1);
            return hcl_close(reader, node, &entries) ? node : NULL;
        }
        if (!read_member(reader, &entries, depth))
            return NULL;
        hcl_skip_blanks(reader);
        if (hcl_peek(reader, 0) == ',')
            hcl_step(reader, 1);
        else if (!hcl_is_any_of(hcl_peek(reader, 0), "\n}"))
            hcl_refuse_rest(reader, "',', a new line or '}'");
    }
    return NULL;
}

struct tree_node *hcl_read_value(struct hcl_reader *reader, size_t depth) {
    char byte = hcl_peek(reader, 0);
    if (byte == '"')
        return hcl_read_string(reader);
    if (byte == '<' && hcl_peek(reader, 1) == '<')
        return hcl_read_heredoc(reader);
    if (byte == '[')
        return read_list(reader, depth);
    if (byte == '{')
        return read_object(reader, depth);
    if (byte == '-' || is_digit(byte))
        return read_number(reader);
    if (begins_identifier(byte))
        return read_word(reader);
    return hcl_refuse(reader, "a value is expected: a string, number, boolean, list, object or reference");
}
