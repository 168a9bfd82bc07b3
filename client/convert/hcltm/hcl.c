#include "convert/hcltm/hcl_reader.h"

#include "codec/utf8.h"

#include <string.h>

#define LABELS_MAX 4

/* ---- Attributes and blocks ---- */

static struct tree_node *read_body(struct hcl_reader *reader, struct tree_node *node, bool is_block, size_t depth);

static bool read_attribute(struct hcl_reader *reader, hcl_entries *entries, const struct tree_node *key, size_t depth) {
    hcl_step(reader, 1);
    hcl_skip_blanks(reader);
    if (!hcl_add(reader, entries, key, hcl_read_value(reader, depth + 1)))
        return false;
    hcl_skip_blanks(reader);
    if (reader->at < reader->end && !hcl_is_any_of(hcl_peek(reader, 0), "\n}"))
        hcl_refuse_rest(reader, "the end of the line");
    return reader->status == STATUS_OK;
}

static size_t read_labels(struct hcl_reader *reader, struct tree_node *labels[LABELS_MAX]) {
    size_t count = 0;
    while (hcl_peek(reader, 0) == '"' || hcl_identifier_size(reader) > 0) {
        if (count == LABELS_MAX) {
            hcl_refuse(reader, "a block has at most %d labels", LABELS_MAX);
            return 0;
        }
        labels[count] = hcl_read_key(reader);
        if (labels[count++] == NULL)
            return 0;
        hcl_skip_blanks(reader);
    }
    return count;
}

/* A map of the one entry KEY: VALUE. */
static struct tree_node *wrap(struct hcl_reader *reader, const struct tree_node *key, const struct tree_node *value) {
    hcl_entries entries = {0};
    struct tree_node *node = hcl_node(reader, TREE_MAP);
    if (node == NULL || !hcl_add(reader, &entries, key, value))
        return NULL;
    node->line = key->line;
    node->column = key->column;
    return hcl_close(reader, node, &entries) ? node : NULL;
}

static bool read_block(struct hcl_reader *reader, hcl_entries *entries, const struct tree_node *key, size_t depth) {
    struct tree_node *labels[LABELS_MAX];
    size_t count = read_labels(reader, labels);
    if (reader->status != STATUS_OK)
        return false;
    if (hcl_peek(reader, 0) != '{')
        return hcl_refuse(reader, "'=', a label or '{' is expected") != NULL;
    struct tree_node *value = hcl_open(reader, TREE_MAP, depth + count);
    if (value == NULL)
        return false;
    value->line = key->line;
    value->column = key->column;
    value = read_body(reader, value, true, depth + count);
    while (value != NULL && count > 0)
        value = wrap(reader, labels[--count], value);
    return value != NULL && hcl_add(reader, entries, key, value);
}

static struct tree_node *read_body(struct hcl_reader *reader, struct tree_node *node, bool is_block, size_t depth) {
    hcl_entries entries = {0};
    while (reader->status == STATUS_OK) {
        hcl_skip_space(reader);
        char byte = hcl_peek(reader, 0);
        if ((byte == '}' && is_block) || (reader->at == reader->end && !is_block)) {
            hcl_step(reader, 1);
            return hcl_close(reader, node, &entries) ? node : NULL;
        }
        if (reader->at == reader->end)
            return hcl_refuse(reader, "the block of line %u has no end", node->line);
        size_t size = hcl_identifier_size(reader);
        struct tree_node *key =
            size > 0 ? hcl_take_word(reader, TREE_TEXT, size) : hcl_refuse(reader, "an attribute or block is expected");
        hcl_skip_blanks(reader);
        if (key == NULL)
            return NULL;
        bool is_attribute = hcl_peek(reader, 0) == '=';
        if (is_attribute ? !read_attribute(reader, &entries, key, depth)
                         : !read_block(reader, &entries, key, depth + 1))
            return NULL;
    }
    return NULL;
}

/* ---- The whole ---- */

static struct tree_node *read_json(struct hcl_reader *reader) {
    struct tree_node *node = hcl_read_value(reader, 1);
    hcl_skip_space(reader);
    if (reader->at < reader->end)
        return hcl_refuse(reader, "the end of the text is expected");
    return node;
}

static size_t invalid_at(slice text) {
    uint32_t point = 0;
    size_t size = 0;
    size_t at = 0;
    while (at < text.size && utf8_next(slice_of(text.data + at, text.size - at), &point, &size) && point != 0)
        at += size;
    return at;
}

status_code hcl_compose(slice text, const struct compose_rules *rules, struct arena *arena,
                        const struct tree_node **ret_root, struct problem *problem) {
    if (text.size > rules->bytes)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE",
                           "the text has %zu bytes, the limit is %zu", text.size, rules->bytes);
    bool has_mark = text.size >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0;
    struct hcl_reader reader = {.at = text.data + (has_mark ? 3 : 0),
                                .end = text.data + text.size,
                                .line = 1,
                                .column = 1,
                                .rules = rules,
                                .arena = arena,
                                .problem = problem};
    size_t valid_bytes = invalid_at(text);
    if (valid_bytes < text.size) {
        hcl_step(&reader, valid_bytes - (has_mark ? 3 : 0));
        hcl_refuse(&reader, "a byte that is no UTF-8 text");
        return reader.status;
    }
    hcl_skip_space(&reader);
    bool is_json = hcl_is_any_of(hcl_peek(&reader, 0), "{[");
    struct tree_node *root = is_json ? read_json(&reader) : hcl_node(&reader, TREE_MAP);
    if (!is_json && root != NULL)
        root = read_body(&reader, root, false, 1);
    *ret_root = root;
    return reader.status;
}
