#include "codec/json_pieces.h"

#include "codec/json_compose.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define READ_BYTES  (64 * KIB)
#define END_OF_TEXT (-1)

void json_pieces_init(struct json_pieces *pieces, const struct json_pieces_input *input, struct problem *problem) {
    *pieces = (struct json_pieces){.input = *input, .problem = problem, .line = 1, .column = 1};
    buffer_init(&pieces->window, 0);
    arena_init(&pieces->names, 0);
    arena_init(&pieces->tree, 0);
    string_map_init(&pieces->members, &pieces->names);
}

void json_pieces_done(struct json_pieces *pieces) {
    buffer_done(&pieces->window);
    arena_done(&pieces->names);
    arena_done(&pieces->tree);
}

PRINTF_LIKE(3, 4)
static status_code refuse(struct json_pieces *pieces, const struct json_part *at, const char *format, ...) {
    char message[128];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    const struct violation place = {.line = at->line, .column = at->column};
    return tree_violation(pieces->problem, &place, message);
}

static status_code refuse_size(struct json_pieces *pieces, const struct json_part *at, size_t limit, const char *what) {
    return problem_set(pieces->problem, STATUS_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE", "%u:%u: more than %zu %s",
                       at->line, at->column, limit, what);
}

/* Where the next byte stands. */
static struct json_part here(const struct json_pieces *pieces) {
    return (struct json_part){.line = pieces->line, .column = pieces->column};
}

/* Forgets what stands before the piece and reads on. False: the text is at its end, or there is no room. */
static bool read_on(struct json_pieces *pieces) {
    struct buffer *window = &pieces->window;
    if (pieces->start > 0) {
        window->size -= pieces->start;
        memmove(window->data, window->data + pieces->start, window->size);
        pieces->at -= pieces->start;
        pieces->start = 0;
    }
    uint8_t *room = buffer_reserve(window, READ_BYTES);
    size_t count = room == NULL ? 0 : pieces->input.read(pieces->input.context, room, READ_BYTES);
    buffer_grow(window, count);
    return count > 0;
}

static int peek(struct json_pieces *pieces) {
    if (pieces->at == pieces->window.size && !read_on(pieces))
        return END_OF_TEXT;
    return pieces->window.data[pieces->at];
}

static void step(struct json_pieces *pieces) {
    uint8_t byte = pieces->window.data[pieces->at++];
    bool is_inside_character = (byte & 0xC0) == 0x80;
    pieces->line += byte == '\n';
    pieces->column = byte == '\n' ? 1 : pieces->column + !is_inside_character;
}

/* The next byte that is no white space, or END_OF_TEXT. */
static int skip_space(struct json_pieces *pieces) {
    int byte = peek(pieces);
    while (byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n') {
        step(pieces);
        pieces->start = pieces->at;
        byte = peek(pieces);
    }
    return byte;
}

static status_code refuse_next(struct json_pieces *pieces, const char *wanted) {
    int byte = peek(pieces);
    struct json_part at = here(pieces);
    if (pieces->window.has_failed)
        return problem_no_memory(pieces->problem);
    if (byte == END_OF_TEXT)
        return refuse(pieces, &at, "not JSON: the text ends where %s is due", wanted);
    if (byte <= ' ' || byte >= 0x7F)
        return refuse(pieces, &at, "not JSON: %s is due before byte 0x%02X", wanted, (unsigned)byte);
    return refuse(pieces, &at, "not JSON: %s is due before '%c'", wanted, byte);
}

static status_code expect(struct json_pieces *pieces, char byte, const char *wanted) {
    if (skip_space(pieces) != byte)
        return refuse_next(pieces, wanted);
    step(pieces);
    return STATUS_OK;
}

static bool is_too_large(const struct json_pieces *pieces) {
    size_t limit = pieces->input.rules->bytes;
    return limit != 0 && pieces->at - pieces->start > limit;
}

/* Moves past what is in the window of a string and is neither its end nor an escape: most of a text is. */
static void pass_plain(struct json_pieces *pieces) {
    const uint8_t *at = pieces->window.data + pieces->at;
    const uint8_t *end = pieces->window.data + pieces->window.size;
    for (; at < end && *at != '"' && *at != '\\' && *at != '\n'; at++)
        pieces->column += (*at & 0xC0) != 0x80;
    pieces->at = (size_t)(at - pieces->window.data);
}

static void pass_string(struct json_pieces *pieces) {
    step(pieces);
    for (int byte = peek(pieces); byte != END_OF_TEXT && byte != '"' && !is_too_large(pieces); byte = peek(pieces)) {
        bool is_escape = byte == '\\';
        step(pieces);
        if (is_escape && peek(pieces) != END_OF_TEXT)
            step(pieces);
        pass_plain(pieces);
    }
    if (peek(pieces) == '"')
        step(pieces);
}

/* Moves past a string, a number or a word, or past a list or map with all it holds. */
static void pass_value(struct json_pieces *pieces) {
    size_t depth = 0;
    do {
        int byte = peek(pieces);
        if (byte == END_OF_TEXT || is_too_large(pieces))
            return;
        depth += byte == '{' || byte == '[';
        depth -= depth > 0 && (byte == '}' || byte == ']');
        if (byte == '"')
            pass_string(pieces);
        else
            step(pieces);
    } while (depth > 0);
}

static void pass_word(struct json_pieces *pieces) {
    for (int byte = peek(pieces); byte > 0 && strchr(" \t\r\n,:]}", byte) == NULL && !is_too_large(pieces);
         byte = peek(pieces))
        step(pieces);
}

/* Moves past the value that begins here. Ownership: *ret_part is in the window. */
static status_code pass_piece(struct json_pieces *pieces, struct json_part *ret_part) {
    int byte = skip_space(pieces);
    *ret_part = here(pieces);
    if (byte == END_OF_TEXT || strchr(",:]}", byte) != NULL)
        return refuse_next(pieces, "a value");
    pieces->start = pieces->at;
    if (strchr("{[\"", byte) != NULL)
        pass_value(pieces);
    else
        pass_word(pieces);
    if (pieces->window.has_failed)
        return problem_no_memory(pieces->problem);
    if (is_too_large(pieces))
        return refuse_size(pieces, ret_part, pieces->input.rules->bytes, "bytes in one value");
    ret_part->text = slice_of(pieces->window.data + pieces->start, pieces->at - pieces->start);
    pieces->start = pieces->at;
    return STATUS_OK;
}

/* Composes the value that begins here. */
static status_code take_value(struct json_pieces *pieces, const struct tree_node **ret_value) {
    struct json_part part;
    status_code code = pass_piece(pieces, &part);
    if (code != STATUS_OK)
        return code;
    arena_reset(&pieces->tree);
    return json_compose_part(&part, pieces->input.rules, &pieces->tree, ret_value, pieces->problem);
}

static status_code take_key(struct json_pieces *pieces) {
    const struct tree_node *key = NULL;
    bool is_string = skip_space(pieces) == '"';
    struct json_part at = here(pieces);
    if (!is_string)
        return refuse_next(pieces, "the name of a member");
    status_code code = take_value(pieces, &key);
    if (code != STATUS_OK)
        return code;
    if (string_map_get(&pieces->members, key->text) != NULL)
        return refuse(pieces, &at, "not JSON: duplicate object key near '\"%.60s\"'", key->text);
    if (pieces->members.count == JSON_PIECES_MEMBERS_MAX)
        return refuse_size(pieces, &at, JSON_PIECES_MEMBERS_MAX, "members in the map at the top");
    pieces->key = arena_strdup(&pieces->names, key->text);
    if (pieces->key == NULL || !string_map_put(&pieces->members, pieces->key, pieces))
        return problem_no_memory(pieces->problem);
    return expect(pieces, ':', "':'");
}

/* Moves to the next item, past the comma before it, or past CLOSING. */
static status_code next_item(struct json_pieces *pieces, char closing, const char *wanted, bool *ret_is_over) {
    int byte = skip_space(pieces);
    *ret_is_over = byte == closing;
    bool is_first = pieces->is_first;
    pieces->is_first = false;
    if (byte == closing)
        step(pieces);
    return byte == closing || is_first ? STATUS_OK : expect(pieces, ',', wanted);
}

static status_code take_member(struct json_pieces *pieces, struct json_piece *ret_piece) {
    bool is_over = false;
    status_code code = next_item(pieces, '}', "',' or '}'", &is_over);
    if (code == STATUS_OK && is_over)
        pieces->state = PIECES_AFTER;
    if (code != STATUS_OK || is_over)
        return code;
    code = take_key(pieces);
    if (code != STATUS_OK)
        return code;
    if (pieces->input.list != NULL && strcmp(pieces->key, pieces->input.list) == 0 && skip_space(pieces) == '[') {
        step(pieces);
        pieces->state = PIECES_IN_LIST;
        pieces->is_first = true;
        return STATUS_OK;
    }
    *ret_piece = (struct json_piece){.key = pieces->key};
    return take_value(pieces, &ret_piece->value);
}

static status_code take_element(struct json_pieces *pieces, struct json_piece *ret_piece) {
    bool is_over = false;
    status_code code = next_item(pieces, ']', "',' or ']'", &is_over);
    if (code == STATUS_OK && is_over)
        pieces->state = PIECES_IN_MAP;
    if (code != STATUS_OK || is_over)
        return code;
    struct json_part passed;
    const struct json_pieces_input *input = &pieces->input;
    *ret_piece = (struct json_piece){.key = pieces->key, .is_element = true, .index = pieces->index++};
    if (input->wants != NULL && !input->wants(input->wants_context, ret_piece->index))
        return pass_piece(pieces, &passed);
    return take_value(pieces, &ret_piece->value);
}

static status_code open_map(struct json_pieces *pieces) {
    status_code code = expect(pieces, '{', "'{'");
    pieces->state = PIECES_IN_MAP;
    pieces->is_first = true;
    return code;
}

static status_code close_text(struct json_pieces *pieces) {
    return skip_space(pieces) == END_OF_TEXT && !pieces->window.has_failed ? STATUS_OK : refuse_next(pieces, "the end");
}

status_code json_pieces_next(struct json_pieces *pieces, struct json_piece *ret_piece) {
    status_code code = STATUS_OK;
    *ret_piece = (struct json_piece){.key = ""};
    while (code == STATUS_OK && ret_piece->value == NULL && pieces->state != PIECES_AFTER) {
        if (pieces->state == PIECES_BEFORE)
            code = open_map(pieces);
        else if (pieces->state == PIECES_IN_MAP)
            code = take_member(pieces, ret_piece);
        else
            code = take_element(pieces, ret_piece);
    }
    return code == STATUS_OK && ret_piece->value == NULL ? close_text(pieces) : code;
}
