#include "convert/escape.h"

#include "convert/glyph.h"

#include <ctype.h>

static void write_shown(struct buffer *out, const char *text, void (*write)(struct buffer *out, char byte)) {
    while (*text != '\0') {
        struct glyph glyph = glyph_at(text);
        for (const char *at = glyph.shown; *at != '\0'; at++)
            write(out, *at);
        text += glyph.size;
    }
}

static void write_markup_byte(struct buffer *out, char byte) {
    static const struct {
        char byte;
        const char *written;
    } references[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    for (size_t i = 0; i < COUNT_OF(references); i++) {
        if (references[i].byte == byte) {
            buffer_append_text(out, references[i].written);
            return;
        }
    }
    buffer_append_byte(out, (uint8_t)byte);
}

void escape_markup(struct buffer *out, const char *text) {
    write_shown(out, text, write_markup_byte);
}

/* Nothing else needs it: control characters are spelled out before. */
static void write_json_byte(struct buffer *out, char byte) {
    if (byte == '"' || byte == '\\')
        buffer_append_byte(out, '\\');
    buffer_append_byte(out, (uint8_t)byte);
}

void escape_json(struct buffer *out, const char *text) {
    buffer_append_byte(out, '"');
    write_shown(out, text, write_json_byte);
    buffer_append_byte(out, '"');
}

void escape_uri(struct buffer *out, const char *path) {
    if (*path == '/')
        buffer_append_text(out, "file://");
    for (; *path != '\0'; path++) {
        unsigned char byte = (unsigned char)*path;
        bool is_plain = byte < 0x80 && (isalnum(byte) || strchr("-._~/", byte) != NULL);
        buffer_printf(out, is_plain ? "%c" : "%%%02X", byte);
    }
}
