#include "convert/csv.h"

#include "convert/glyph.h"

static void write_character(struct buffer *out, const char **text) {
    if (strchr("\t\r\n", **text) != NULL) {
        buffer_append_byte(out, (uint8_t) * (*text)++);
        return;
    }
    struct glyph glyph = glyph_at(*text);
    buffer_append_text(out, *glyph.shown == '"' ? "\"\"" : glyph.shown);
    *text += glyph.size;
}

static bool begins_formula(const char *text) {
    static const char *const starts[] = {"=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        if (strncmp(text, starts[i], strlen(starts[i])) == 0)
            return true;
    }
    return false;
}

static void write_cell(struct buffer *out, const char *text) {
    bool is_formula = begins_formula(text);
    bool is_quoted = strpbrk(text, "\",\r\n") != NULL;
    buffer_append_text(out, is_quoted ? "\"" : "");
    buffer_append_text(out, is_formula ? "'" : "");
    while (*text != '\0')
        write_character(out, &text);
    buffer_append_text(out, is_quoted ? "\"" : "");
}

void csv_write_row(struct buffer *out, const char *const *cells, size_t count) {
    for (size_t i = 0; i < count; i++) {
        buffer_append_text(out, i == 0 ? "" : ",");
        write_cell(out, cells[i]);
    }
    buffer_append_text(out, "\r\n");
}
