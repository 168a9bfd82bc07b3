#include "codec/utf8.h"
#include "convert/hcltm/hcl_reader.h"

#include <stdlib.h>
#include <string.h>

#define MARKER_BYTES_MAX 64

/* ---- References ---- */

static void append(struct hcl_reader *reader, struct buffer *text, size_t size) {
    buffer_append(text, slice_of(reader->at, size));
    hcl_step(reader, size);
}

/* `["3rd_party"]`: how a name that begins with a digit is written after a reference; the same as `.3rd_party`. */
static bool read_named_index(struct hcl_reader *reader, struct buffer *text) {
    size_t size = 0;
    hcl_step(reader, 2);
    while (hcl_peek(reader, size) != '\0' && !hcl_is_any_of(hcl_peek(reader, size), "\"\\${}\n"))
        size++;
    if (size == 0 || hcl_peek(reader, size) != '"' || hcl_peek(reader, size + 1) != ']')
        return hcl_refuse(reader, "a name and \"] are expected") != NULL;
    buffer_append_byte(text, '.');
    append(reader, text, size);
    hcl_step(reader, 2);
    return true;
}

bool hcl_read_reference(struct hcl_reader *reader, struct buffer *text) {
    buffer_append_text(text, "${");
    for (;;) {
        size_t size = hcl_identifier_size(reader);
        if (size == 0)
            return hcl_refuse(reader, "a reference such as var.name is expected") != NULL;
        append(reader, text, size);
        if (hcl_peek(reader, 0) != '.')
            break;
        append(reader, text, 1);
    }
    if (hcl_peek(reader, 0) == '[' && hcl_peek(reader, 1) == '"' && !read_named_index(reader, text))
        return false;
    if (hcl_peek(reader, 0) == '(' || hcl_peek(reader, 0) == '[')
        return hcl_refuse(reader, "only references such as var.name are read, no calls and no indexes") != NULL;
    buffer_append_byte(text, '}');
    return true;
}

static void skip_spaces(struct hcl_reader *reader) {
    while (hcl_peek(reader, 0) == ' ')
        hcl_step(reader, 1);
}

/* "${var.name}" within a text; what stands in it may have blanks around it. */
static bool read_template(struct hcl_reader *reader, struct buffer *text) {
    if (hcl_peek(reader, 0) == '%')
        return hcl_refuse(reader, "the directive %%{ is not read") != NULL;
    hcl_step(reader, 2);
    skip_spaces(reader);
    if (!hcl_read_reference(reader, text))
        return false;
    skip_spaces(reader);
    if (hcl_peek(reader, 0) != '}')
        return hcl_refuse(reader, "'}' is expected: only references such as ${var.name} are read") != NULL;
    hcl_step(reader, 1);
    return true;
}

/* "$${" or "%%{", which stand for themselves. */
static bool is_escaped_template(const struct hcl_reader *reader) {
    char byte = hcl_peek(reader, 0);
    return (byte == '$' || byte == '%') && hcl_peek(reader, 1) == byte && hcl_peek(reader, 2) == '{';
}

static bool is_template(const struct hcl_reader *reader) {
    char byte = hcl_peek(reader, 0);
    return (byte == '$' || byte == '%') && hcl_peek(reader, 1) == '{';
}

/* ---- Strings ---- */

static const struct {
    char written;
    char meant;
} escapes[] = {{'n', '\n'}, {'r', '\r'}, {'t', '\t'}, {'"', '"'}, {'\\', '\\'}, {'/', '/'}, {'b', '\b'}, {'f', '\f'}};

/* COUNT hexadecimal digits AHEAD; UINT32_MAX: they are none. */
static uint32_t read_digits(const struct hcl_reader *reader, size_t ahead, size_t count) {
    char digits[9];
    char *end = NULL;
    for (size_t i = 0; i < count; i++)
        digits[i] = hcl_peek(reader, ahead + i);
    digits[count] = '\0';
    unsigned long point = strtoul(digits, &end, 16);
    bool is_whole = strspn(digits, "0123456789abcdefABCDEF") == count && *end == '\0';
    return is_whole ? (uint32_t)point : UINT32_MAX;
}

static bool is_surrogate(uint32_t point) {
    return point >= 0xD800 && point <= 0xDFFF;
}

/* \uXXXX, \UXXXXXXXX, and the pair of two \u that JSON has for what is past U+FFFF. */
static bool read_code_point(struct hcl_reader *reader, struct buffer *text) {
    size_t count = hcl_peek(reader, 1) == 'u' ? 4 : 8;
    size_t size = 2 + count;
    uint32_t point = read_digits(reader, 2, count);
    bool is_pair =
        count == 4 && point >= 0xD800 && point <= 0xDBFF && hcl_peek(reader, 6) == '\\' && hcl_peek(reader, 7) == 'u';
    uint32_t low = is_pair ? read_digits(reader, 8, 4) : 0;
    if (is_pair && low >= 0xDC00 && low <= 0xDFFF) {
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
        size += 6;
    }
    if (point == 0 || point > 0x10FFFF || is_surrogate(point))
        return hcl_refuse(reader, "the escape stands for no character") != NULL;
    uint8_t bytes[4];
    buffer_append(text, slice_of(bytes, utf8_encode(point, bytes)));
    hcl_step(reader, size);
    return true;
}

static bool read_escape(struct hcl_reader *reader, struct buffer *text) {
    char byte = hcl_peek(reader, 1);
    if (byte == 'u' || byte == 'U')
        return read_code_point(reader, text);
    for (size_t i = 0; i < COUNT_OF(escapes); i++) {
        if (escapes[i].written == byte) {
            buffer_append_byte(text, (uint8_t)escapes[i].meant);
            hcl_step(reader, 2);
            return true;
        }
    }
    return hcl_refuse(reader, "there is no such escape: write \\n, \\r, \\t, \\\", \\\\, \\uXXXX or \\UXXXXXXXX") !=
           NULL;
}

/* The next piece of a string that has not ended. */
static bool read_piece(struct hcl_reader *reader, struct buffer *text) {
    if (reader->at == reader->end || hcl_peek(reader, 0) == '\n')
        return hcl_refuse(reader, "the string has no end in its line") != NULL;
    if (hcl_peek(reader, 0) == '\\')
        return read_escape(reader, text);
    if (is_template(reader))
        return read_template(reader, text);
    append(reader, text, is_escaped_template(reader) ? 3 : 1);
    return true;
}

struct tree_node *hcl_read_string(struct hcl_reader *reader) {
    struct tree_node *node = hcl_node(reader, TREE_TEXT);
    struct buffer text;
    buffer_init(&text, reader->rules->document_bytes);
    hcl_step(reader, 1);
    while (hcl_peek(reader, 0) != '"' && read_piece(reader, &text))
        ;
    hcl_step(reader, 1);
    return hcl_take_text(reader, node, &text);
}

/* ---- Heredocs ---- */

static size_t blanks_at(const uint8_t *at, const uint8_t *end) {
    size_t count = 0;
    while (at + count < end && (at[count] == ' ' || at[count] == '\t'))
        count++;
    return count;
}

static size_t line_size(const uint8_t *at, const uint8_t *end) {
    const uint8_t *line_end = at == end ? NULL : memchr(at, '\n', (size_t)(end - at));
    return (size_t)((line_end == NULL ? end : line_end) - at);
}

/* Whether the line at AT, SIZE bytes, is MARKER with nothing but blanks around it. */
static bool is_marker(const uint8_t *at, size_t size, slice marker) {
    size_t before = blanks_at(at, at + size);
    size_t rest = size - before;
    bool is_it = rest >= marker.size && memcmp(at + before, marker.data, marker.size) == 0;
    for (size_t i = marker.size; is_it && i < rest; i++)
        is_it = at[before + i] == ' ' || at[before + i] == '\t' || at[before + i] == '\r';
    return is_it;
}

/* The lines up to MARKER: where they end, and how far the least indented one of them is. NULL: there is no end. */
static const uint8_t *find_end(const struct hcl_reader *reader, slice marker, size_t *ret_indent) {
    *ret_indent = SIZE_MAX;
    for (const uint8_t *at = reader->at; at < reader->end;) {
        size_t size = line_size(at, reader->end);
        if (is_marker(at, size, marker))
            return at;
        size_t indent = blanks_at(at, at + size);
        if (indent < size && at[indent] != '\r' && indent < *ret_indent)
            *ret_indent = indent;
        at += size + (at + size < reader->end);
    }
    return NULL;
}

/* The lines up to END, each without its first INDENT blanks. */
static void read_lines(struct hcl_reader *reader, const uint8_t *end, size_t indent, struct buffer *text) {
    while (reader->at < end && reader->status == STATUS_OK) {
        size_t blanks = blanks_at(reader->at, end);
        hcl_step(reader, blanks < indent ? blanks : indent);
        const uint8_t *line_end = reader->at + line_size(reader->at, end);
        while (reader->at < line_end && reader->status == STATUS_OK) {
            if (is_template(reader))
                (void)read_template(reader, text);
            else if (hcl_peek(reader, 0) == '\r' && reader->at + 1 == line_end)
                hcl_step(reader, 1);
            else
                append(reader, text, is_escaped_template(reader) ? 3 : 1);
        }
        if (reader->at < end)
            append(reader, text, 1);
    }
}

struct tree_node *hcl_read_heredoc(struct hcl_reader *reader) {
    struct tree_node *node = hcl_node(reader, TREE_TEXT);
    bool is_flush = hcl_peek(reader, 2) == '-';
    hcl_step(reader, 2 + is_flush);
    slice marker = slice_of(reader->at, hcl_identifier_size(reader));
    if (marker.size == 0 || marker.size > MARKER_BYTES_MAX)
        return hcl_refuse(reader, "a marker of 1 to %d bytes is expected, as in <<EOT", MARKER_BYTES_MAX);
    hcl_step(reader, marker.size);
    if (hcl_peek(reader, 0) == '\r')
        hcl_step(reader, 1);
    if (hcl_peek(reader, 0) != '\n')
        return hcl_refuse(reader, "the end of the line is expected");
    hcl_step(reader, 1);
    size_t indent = 0;
    const uint8_t *end = find_end(reader, marker, &indent);
    if (end == NULL)
        return hcl_refuse(reader, "no line holds the marker %.*s that ends the text", (int)marker.size,
                          (const char *)marker.data);
    struct buffer text;
    buffer_init(&text, reader->rules->document_bytes);
    read_lines(reader, end, is_flush ? indent : 0, &text);
    hcl_step(reader, blanks_at(reader->at, reader->end) + marker.size);
    return hcl_take_text(reader, node, &text);
}
