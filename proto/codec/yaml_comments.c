#include "codec/yaml_comments.h"

#include <yaml.h>

struct reader {
    slice text;
    struct arena *arena;
    yaml_comment_list *comments;
    size_t settled; /* comments whose `before` is known */
    size_t byte;    /* how far the text was looked at */
    size_t index;   /* the same in characters, as libyaml counts */
    uint32_t line;  /* the same in lines, from 1 */
    int flow_depth; /* of brackets and braces */
    uint32_t *ret_line;
};

static bool is_break(uint8_t byte) {
    return byte == '\n' || byte == '\r';
}

/* Takes one character. */
static void step(struct reader *reader) {
    reader->line += reader->text.data[reader->byte] == '\n';
    do
        reader->byte++;
    while (reader->byte < reader->text.size && (reader->text.data[reader->byte] & 0xC0) == 0x80);
    reader->index++;
}

static bool is_alone(const struct reader *reader) {
    size_t start = reader->byte;
    while (start > 0 && (reader->text.data[start - 1] == ' ' || reader->text.data[start - 1] == '\t'))
        start--;
    return start == 0 || is_break(reader->text.data[start - 1]);
}

static enum yaml_comments misplaced(struct reader *reader, uint32_t line) {
    *reader->ret_line = line;
    return YAML_COMMENTS_MISPLACED;
}

static enum yaml_comments take_comment(struct reader *reader) {
    size_t start = reader->byte;
    if (!is_alone(reader))
        return misplaced(reader, reader->line);
    while (reader->byte < reader->text.size && !is_break(reader->text.data[reader->byte]))
        step(reader);
    struct yaml_comment comment = {slice_of(reader->text.data + start, reader->byte - start), reader->line, 0};
    while (comment.text.data[comment.text.size - 1] == ' ' || comment.text.data[comment.text.size - 1] == '\t')
        comment.text.size--;
    return vector_push(reader->arena, reader->comments, comment) ? YAML_COMMENTS_READ : YAML_COMMENTS_NO_MEMORY;
}

/* Between two tokens there are blanks, line breaks and comments. */
static enum yaml_comments read_gap(struct reader *reader, size_t end) {
    enum yaml_comments result = YAML_COMMENTS_READ;
    while (result == YAML_COMMENTS_READ && reader->index < end && reader->byte < reader->text.size) {
        if (reader->text.data[reader->byte] == '#')
            result = take_comment(reader);
        else
            step(reader);
    }
    return result;
}

/* A comment behind the '|' or '>' of a block scalar is part of its token. */
static enum yaml_comments skip_token(struct reader *reader, const yaml_token_t *token) {
    bool is_header = token->type == YAML_SCALAR_TOKEN && (token->data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
                                                          token->data.scalar.style == YAML_FOLDED_SCALAR_STYLE);
    while (reader->index < token->end_mark.index && reader->byte < reader->text.size) {
        uint8_t byte = reader->text.data[reader->byte];
        if (is_header && byte == '#')
            return misplaced(reader, reader->line);
        is_header = is_header && !is_break(byte);
        step(reader);
    }
    return YAML_COMMENTS_READ;
}

/* Gives the comments that wait for it the place of TOKEN. */
static enum yaml_comments settle(struct reader *reader, const yaml_token_t *token) {
    bool is_end = token->type == YAML_DOCUMENT_START_TOKEN || token->type == YAML_DOCUMENT_END_TOKEN ||
                  token->type == YAML_STREAM_END_TOKEN;
    bool is_start = token->type == YAML_KEY_TOKEN || token->type == YAML_BLOCK_ENTRY_TOKEN ||
                    token->type == YAML_BLOCK_MAPPING_START_TOKEN || token->type == YAML_BLOCK_SEQUENCE_START_TOKEN;
    if (token->type == YAML_BLOCK_END_TOKEN || reader->settled == reader->comments->count)
        return YAML_COMMENTS_READ;
    if (!is_end && (!is_start || reader->flow_depth > 0))
        return misplaced(reader, reader->comments->items[reader->settled].line);
    for (; reader->settled < reader->comments->count; reader->settled++)
        reader->comments->items[reader->settled].before = is_end ? 0 : (uint32_t)token->start_mark.line + 1;
    return YAML_COMMENTS_READ;
}

static enum yaml_comments read_token(struct reader *reader, const yaml_token_t *token) {
    enum yaml_comments result = read_gap(reader, token->start_mark.index);
    if (result == YAML_COMMENTS_READ)
        result = settle(reader, token);
    reader->flow_depth += token->type == YAML_FLOW_SEQUENCE_START_TOKEN || token->type == YAML_FLOW_MAPPING_START_TOKEN;
    reader->flow_depth -= token->type == YAML_FLOW_SEQUENCE_END_TOKEN || token->type == YAML_FLOW_MAPPING_END_TOKEN;
    return result == YAML_COMMENTS_READ ? skip_token(reader, token) : result;
}

static enum yaml_comments read_tokens(struct reader *reader, yaml_parser_t *parser) {
    enum yaml_comments result = YAML_COMMENTS_READ;
    for (bool is_last = false; result == YAML_COMMENTS_READ && !is_last;) {
        yaml_token_t token;
        if (yaml_parser_scan(parser, &token) == 0)
            return parser->error == YAML_MEMORY_ERROR ? YAML_COMMENTS_NO_MEMORY : YAML_COMMENTS_NO_YAML;
        result = read_token(reader, &token);
        is_last = token.type == YAML_STREAM_END_TOKEN || token.type == YAML_NO_TOKEN;
        yaml_token_delete(&token);
    }
    return result;
}

enum yaml_comments yaml_comments_read(slice text, struct arena *arena, yaml_comment_list *ret_comments,
                                      uint32_t *ret_line) {
    yaml_parser_t parser;
    slice mark = slice_text("\xef\xbb\xbf");
    if (text.size >= mark.size && memcmp(text.data, mark.data, mark.size) == 0)
        text = slice_of(text.data + mark.size, text.size - mark.size);
    struct reader reader = {.text = text, .arena = arena, .comments = ret_comments, .line = 1, .ret_line = ret_line};
    *ret_comments = (yaml_comment_list){0};
    if (yaml_parser_initialize(&parser) == 0)
        return YAML_COMMENTS_NO_MEMORY;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, text.data, text.size);
    enum yaml_comments result = read_tokens(&reader, &parser);
    yaml_parser_delete(&parser);
    return result;
}
