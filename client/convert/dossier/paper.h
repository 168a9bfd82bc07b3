/* A document of headings, paragraphs, tables and pictures, written in one go in a language that people read. All texts
 * but those of headings and columns may be a stranger's: they stay text. Failures are the buffer's (has_failed). */
#ifndef CATALOG_CONVERT_DOSSIER_PAPER_H
#define CATALOG_CONVERT_DOSSIER_PAPER_H

#include "base/arena.h"
#include "base/buffer.h"

enum tone { TONE_PLAIN, TONE_FAINT, TONE_GOOD, TONE_WARN, TONE_BAD, TONE_WORST };

struct paper {
    const struct paper_language *language;
    struct buffer *out;
    struct arena *arena;
};

struct paper_language {
    void (*begin)(struct paper *paper, const char *title);
    void (*end)(struct paper *paper);
    void (*heading)(struct paper *paper, const char *title);
    void (*begin_paragraph)(struct paper *paper);
    void (*end_paragraph)(struct paper *paper);

    /* Tables that stand beside each other where there is room. */
    void (*begin_group)(struct paper *paper);
    void (*end_group)(struct paper *paper);
    void (*begin_table)(struct paper *paper, const char *const *columns, size_t count);
    void (*end_table)(struct paper *paper);
    void (*begin_row)(struct paper *paper);
    void (*end_row)(struct paper *paper);
    void (*begin_cell)(struct paper *paper, enum tone tone);
    void (*end_cell)(struct paper *paper);

    /* In a cell or a paragraph. */
    void (*text)(struct paper *paper, const char *text);
    void (*code)(struct paper *paper, const char *text); /* a name or an address */
    void (*strong)(struct paper *paper, enum tone tone, const char *text);
    void (*line_break)(struct paper *paper);

    /* SVG as the program dot writes it, its ids made unique by PREFIX. NULL: the language holds no pictures. */
    void (*picture)(struct paper *paper, const char *prefix, const char *caption, slice svg);
};

extern const struct paper_language paper_markdown; /* GitHub Flavored Markdown 0.29 */
extern const struct paper_language paper_html;     /* HTML 5 without script and without anything from elsewhere */

/* Text as printf. A paragraph begins with words of the program: the first ones of a line may mean something in
 * Markdown. */
void paper_say(struct paper *paper, const char *format, ...) PRINTF_LIKE(2, 3);
void paper_paragraph(struct paper *paper, const char *format, ...) PRINTF_LIKE(2, 3);

/* A cell of one text, as printf; of one name; of one number, faint where it is 0. */
void paper_cell(struct paper *paper, enum tone tone, const char *format, ...) PRINTF_LIKE(3, 4);
void paper_cell_code(struct paper *paper, const char *text);
void paper_cell_count(struct paper *paper, enum tone tone, uint64_t count);

/* The line "LABEL: a, b, c" in a cell; nothing where there are none. */
void paper_names(struct paper *paper, const char *label, char *const *names, size_t count);

/* A line break in a cell, and text as printf. */
void paper_line(struct paper *paper, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
