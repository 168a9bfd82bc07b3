/* Text on its way to standard output or standard error: columns, colour, lines.
 *
 * Everything that is printed through a page is made safe to show first (convert/glyph.h), but for page_raw. A page
 * remembers its first failure; page_flush reports it. One thread. */
#ifndef CATALOGCTL_PAGE_H
#define CATALOGCTL_PAGE_H

#include "base/buffer.h"

#include <stdio.h>

#define PAGE_COLUMNS     80 /* where the file is no terminal */
#define PAGE_COLUMNS_MIN 40
#define PAGE_COLUMNS_MAX 160

enum style { STYLE_PLAIN, STYLE_STRONG, STYLE_FAINT, STYLE_GOOD, STYLE_WARN, STYLE_BAD };

/* Initialise with page_init. */
struct page {
    struct buffer text;
    FILE *file;
    unsigned columns;
    bool is_terminal;
    bool has_color;
    bool has_failed; /* something was not written */
};

/* A page on FILE (borrowed). A terminal gives its own width, and colour unless the environment has a NO_COLOR that is
 * not empty (no-color.org) or TERM=dumb; anything else has PAGE_COLUMNS and no colour. */
void page_init(struct page *page, FILE *file);
void page_done(struct page *page);

/* Writes out what was printed so far. False: something could not be written, now or before, or there was no memory for
 * it. */
MUST_CHECK bool page_flush(struct page *page);

/* The same where the next page_flush, or nobody, is told of a failure. */
void page_flush_later(struct page *page);

/* Bytes as they are: output that other programs read. */
void page_raw(struct page *page, slice bytes);

/* TEXT, or as printf. Line feeds are shown as blanks: only the functions below end a line. */
void page_text(struct page *page, enum style style, slice text);
void page_printf(struct page *page, enum style style, const char *format, ...) PRINTF_LIKE(3, 4);

/* COUNT blanks. */
void page_blanks(struct page *page, unsigned count);

/* Ends the line, without the blanks it ends with. */
void page_newline(struct page *page);

/* As printf, and ends the line. */
void page_line(struct page *page, enum style style, const char *format, ...) PRINTF_LIKE(3, 4);

/* As printf, in lines that fit the page: the first goes on where the line stands, at column INDENT or before it, the
 * others begin at INDENT. Ends the line. */
void page_paragraph(struct page *page, unsigned indent, enum style style, const char *format, ...) PRINTF_LIKE(4, 5);

#endif
