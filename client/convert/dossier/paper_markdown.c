#include "convert/dossier/paper.h"

#include "convert/glyph.h"

/* A comment parts the text, so that neither a link nor a mention is made of it. */
#define BREAK "<!-- -->"

static const struct {
    char byte;
    const char *written;
} escapes[] = {
    {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'|', "&#124;"}, {'`', "&#96;"}, {'\\', "&#92;"}, {'*', "\\*"},
    {'_', "\\_"},   {'[', "\\["},  {']', "\\]"},  {'#', "\\#"},    {'~', "\\~"},   {'$', "\\$"},    {'@', "@" BREAK},
};

static void write_byte(struct buffer *out, char byte) {
    for (size_t i = 0; i < COUNT_OF(escapes); i++) {
        if (escapes[i].byte == byte) {
            buffer_append_text(out, escapes[i].written);
            return;
        }
    }
    buffer_append_byte(out, (uint8_t)byte);
}

/* "https://", "ftp://" and "www." become links by themselves. */
static bool begins_link(const char *text, const char *at) {
    bool is_scheme = at[0] == ':' && at[1] == '/';
    bool is_host = at[0] == '.' && at - text >= 3 && strncasecmp(at - 3, "www", 3) == 0;
    return is_scheme || is_host;
}

static void write_text(struct paper *paper, const char *text) {
    for (const char *at = text; *at != '\0';) {
        struct glyph glyph = glyph_at(at);
        for (const char *byte = glyph.shown; *byte != '\0'; byte++)
            write_byte(paper->out, *byte);
        if (begins_link(text, at))
            buffer_append_text(paper->out, BREAK);
        at += glyph.size;
    }
}

/* Inside of a code span nothing can be escaped: what needs it is shown as text. */
static bool fits_code(const char *text) {
    bool has_blanks = *text == ' ';
    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        bool is_plain = (unsigned char)*text > ' ' && (unsigned char)*text < 0x7f && strchr("`|\\", *text) == NULL;
        if (!is_plain && *text != ' ')
            return false;
        has_blanks |= *text == ' ' && text[1] == '\0';
    }
    return !has_blanks;
}

static void write_code(struct paper *paper, const char *text) {
    if (fits_code(text))
        buffer_printf(paper->out, "`%s`", text);
    else
        write_text(paper, text);
}

static void write_strong(struct paper *paper, enum tone tone, const char *text) {
    (void)tone;
    buffer_append_text(paper->out, "**");
    write_text(paper, text);
    buffer_append_text(paper->out, "**");
}

static void begin(struct paper *paper, const char *title) {
    buffer_append_text(paper->out, "# ");
    write_text(paper, title);
    buffer_append_text(paper->out, "\n");
}

static void heading(struct paper *paper, const char *title) {
    buffer_append_text(paper->out, "\n## ");
    write_text(paper, title);
    buffer_append_text(paper->out, "\n");
}

static void end_line(struct paper *paper) {
    buffer_append_byte(paper->out, '\n');
}

static void begin_table(struct paper *paper, const char *const *columns, size_t count) {
    buffer_append_text(paper->out, "\n|");
    for (size_t i = 0; i < count; i++) {
        buffer_append_byte(paper->out, ' ');
        write_text(paper, columns[i]);
        buffer_append_text(paper->out, " |");
    }
    buffer_append_text(paper->out, "\n|");
    for (size_t i = 0; i < count; i++)
        buffer_append_text(paper->out, " --- |");
    end_line(paper);
}

static void begin_row(struct paper *paper) {
    buffer_append_byte(paper->out, '|');
}

static void begin_cell(struct paper *paper, enum tone tone) {
    (void)tone;
    buffer_append_byte(paper->out, ' ');
}

static void end_cell(struct paper *paper) {
    buffer_append_text(paper->out, " |");
}

static void line_break(struct paper *paper) {
    buffer_append_text(paper->out, "<br>");
}

static void nothing(struct paper *paper) {
    (void)paper;
}

const struct paper_language paper_markdown = {
    .begin = begin,
    .end = nothing,
    .heading = heading,
    .begin_paragraph = end_line,
    .end_paragraph = end_line,
    .begin_group = nothing,
    .end_group = nothing,
    .begin_table = begin_table,
    .end_table = nothing,
    .begin_row = begin_row,
    .end_row = end_line,
    .begin_cell = begin_cell,
    .end_cell = end_cell,
    .text = write_text,
    .code = write_code,
    .strong = write_strong,
    .line_break = line_break,
};
