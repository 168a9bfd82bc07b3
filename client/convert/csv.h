/* Comma-separated values (RFC 4180): lines end with CR LF, cells with '"', ',' or a line break stand between quotes. */
#ifndef CATALOG_CONVERT_CSV_H
#define CATALOG_CONVERT_CSV_H

#include "base/buffer.h"

/* Appends one line of COUNT cells.
 *
 * A cell that begins with '=', '+', '-', '@', one of these in full width, a tab or a line break would be run as a
 * formula by a spreadsheet; it gets an apostrophe before it (OWASP, CSV Injection), also where it is a number. What
 * cannot be shown safely is escaped (convert/glyph.h), but for tabs and line breaks inside of a cell. */
void csv_write_row(struct buffer *out, const char *const *cells, size_t count);

#endif
