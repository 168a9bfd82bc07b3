#include "codec/yaml_text.h"

#include "codec/utf8.h"

/* Characters without width and those that turn the direction of writing: a text with them does not read as it is. */
static bool is_deceptive(uint32_t point) {
    return (point >= 0x200B && point <= 0x200F) || (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2060 && point <= 0x206F);
}

/* What YAML 1.1 lets stand in a text as it is, less line breaks of all kinds, the byte order mark and what deceives. */
static bool is_printable(uint32_t point) {
    if (is_deceptive(point))
        return false;
    return (point >= 0x20 && point <= 0x7E) ||
           (point >= 0xA0 && point <= 0xD7FF && point != 0x2028 && point != 0x2029) ||
           (point >= 0xE000 && point <= 0xFFFD && point != 0xFEFF) || point >= 0x10000;
}

/* All of TEXT is printable or among the characters of ALSO. Texts in messages are UTF-8. */
static bool is_all_printable(slice text, const char *also) {
    while (text.size > 0) {
        uint32_t point = 0;
        size_t size = 0;
        if (!utf8_next(text, &point, &size))
            return false;
        if (!is_printable(point) && (point >= 0x80 || strchr(also, (int)point) == NULL))
            return false;
        text = slice_of(text.data + size, text.size - size);
    }
    return true;
}

static bool can_be_plain(const char *text, bool is_inline) {
    size_t size = strlen(text);
    bool has_odd_end = size == 0 || text[0] == ' ' || text[size - 1] == ' ' || text[size - 1] == ':';
    if (has_odd_end || strchr("?:,[]{}#&*!|>'\"%@`", text[0]) != NULL || strcmp(text, "<<") == 0)
        return false;
    if (text[0] == '-' && (text[1] == '\0' || text[1] == ' ' || text[1] == '-'))
        return false;
    if (strstr(text, ": ") != NULL || strstr(text, " #") != NULL || strncmp(text, "...", 3) == 0)
        return false;
    return (!is_inline || strpbrk(text, ",[]{}?:") == NULL) && is_all_printable(slice_text(text), "");
}

/* A first line that begins with white space or is empty would be taken for indentation. */
static bool can_be_literal(const char *text) {
    return strchr(text, '\n') != NULL && strchr(" \t\n", text[0]) == NULL && is_all_printable(slice_text(text), "\t\n");
}

static void write_escaped(uint32_t point, struct buffer *out) {
    if (point == '\n')
        buffer_append_text(out, "\\n");
    else if (point == '\t')
        buffer_append_text(out, "\\t");
    else if (point < 0x100)
        buffer_printf(out, "\\x%02X", point);
    else
        buffer_printf(out, "\\u%04X", point);
}

void yaml_write_quoted(const char *whole, struct buffer *out) {
    slice text = slice_text(whole);
    buffer_append_byte(out, '"');
    while (text.size > 0) {
        uint32_t point = 0;
        size_t size = 1;
        if (!utf8_next(text, &point, &size))
            break;
        if (point == '"' || point == '\\')
            buffer_printf(out, "\\%c", (int)point);
        else if (is_printable(point))
            buffer_append(out, slice_of(text.data, size));
        else
            write_escaped(point, out);
        text = slice_of(text.data + size, text.size - size);
    }
    buffer_append_byte(out, '"');
}

void yaml_write_inline(const char *text, struct buffer *out) {
    if (can_be_plain(text, true))
        buffer_append_text(out, text);
    else
        yaml_write_quoted(text, out);
}

/* "|" keeps one line feed at the end, "|-" none, "|+" all. */
static const char *literal_header(const char *text) {
    size_t size = strlen(text);
    if (text[size - 1] != '\n')
        return "|-";
    return text[size - 2] == '\n' ? "|+" : "|";
}

static void write_literal(const char *text, unsigned indent, struct buffer *out) {
    buffer_append_text(out, literal_header(text));
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        buffer_append_byte(out, '\n');
        if (length > 0)
            buffer_printf(out, "%*s", (int)indent, "");
        buffer_append(out, slice_of(text, length));
        text += length + (text[length] == '\n');
    }
    buffer_append_byte(out, '\n');
}

void yaml_write_block(const char *text, unsigned indent, struct buffer *out) {
    buffer_append_byte(out, ' ');
    if (can_be_literal(text)) {
        write_literal(text, indent, out);
        return;
    }
    if (can_be_plain(text, false))
        buffer_append_text(out, text);
    else
        yaml_write_quoted(text, out);
    buffer_append_byte(out, '\n');
}
