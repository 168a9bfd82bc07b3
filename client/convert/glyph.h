/* What one character of a text looks like on a terminal or in a report: how wide it is, and what stands for it where it
 * is not safe to show. Independent of the locale: text is always UTF-8. */
#ifndef CATALOG_CONVERT_GLYPH_H
#define CATALOG_CONVERT_GLYPH_H

#include <stddef.h>

#define GLYPH_SHOWN_BYTES 12

struct glyph {
    char shown[GLYPH_SHOWN_BYTES]; /* NUL-terminated */
    size_t size;                   /* bytes of the text that it stands for */
    unsigned columns;              /* 0 for combining marks, 2 for East Asian wide characters, else 1 a character */
};

/* Reads the character at the front of TEXT, which is NUL-terminated and not empty. Line feeds and tabs are shown as a
 * blank; other control characters, marks of text direction (Unicode Bidirectional Algorithm, UAX #9), characters
 * without width and bytes that are not UTF-8 as `\x1b`, `\u202e`, `\U000e0001`. */
struct glyph glyph_at(const char *text);

/* Columns that TEXT takes. */
unsigned glyph_columns(const char *text);

#endif
