/* Comma-separated values (RFC 4180) as a tree: a list of rows, each a map from the names of the header to its cells,
 * with the place of each cell in the text. A byte order mark, CRLF and LF, and line ends in quotes are read; empty
 * lines are passed over. */
#ifndef CATALOG_CONVERT_CSV_READ_H
#define CATALOG_CONVERT_CSV_READ_H

#include "base/slice.h"
#include "codec/tree.h"

#define CSV_COLUMNS_MAX 256

/* Reads TEXT, whose first row is the header. A row with more cells than the header has names is no map but a list: it
 * is for the caller to refuse. One with fewer lacks the last ones. All cells are TREE_TEXT.
 * Ownership: *ret_rows lives in ARENA. Errors: STATUS_INVALID_ARGUMENT (NOT_CSV: no UTF-8 or a NUL in it, a quote that
 * does not end, text after one, a header with a name twice or more than CSV_COLUMNS_MAX), the message beginning with
 * LINE:COLUMN; STATUS_RESOURCE_EXHAUSTED (LIMIT_FOREIGN_ITEMS cells). */
MUST_CHECK status_code csv_read(slice text, struct arena *arena, const struct tree_node **ret_rows,
                                struct problem *problem);

/* Whether the header of TEXT begins with the COUNT NAMES, quoted or not. */
bool csv_has_header(slice text, const char *const *names, size_t count);

#endif
