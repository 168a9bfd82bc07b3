/* Columns of text. Widths follow the content; where the page is too narrow the widest columns are wrapped.
 * Where names alone are wider than the page, lines are longer than it. */
#ifndef CATALOGCTL_TABLE_H
#define CATALOGCTL_TABLE_H

#include "base/vector.h"
#include "cli/page.h"

#define TABLE_COLUMNS_MAX 8

enum column_kind {
    COLUMN_TEXT,
    COLUMN_NUMBER, /* to the right */
    COLUMN_NAME    /* never wrapped, so that it can be searched for and copied */
};

struct column {
    const char *title; /* of all columns "": no line of titles */
    enum column_kind kind;
};

struct table_item {
    enum style style;
    bool is_detail;
    const char *text;
};

/* Initialise with table_init, end with table_write. */
struct table {
    struct page *page;
    const struct column *columns;
    size_t column_count;
    unsigned indent;
    struct arena arena;
    VECTOR(struct table_item) items; /* cells from left to right, row by row; details behind the row they belong to */
};

/* COLUMNS (borrowed, at most TABLE_COLUMNS_MAX) on PAGE, each line after INDENT blanks. */
void table_init(struct table *table, struct page *page, const struct column *columns, size_t column_count,
                unsigned indent);

/* The next cell, as printf. Every row takes as many as there are columns. */
void table_cell(struct table *table, enum style style, const char *format, ...) PRINTF_LIKE(3, 4);

/* A paragraph below the row that ended, indented by two more, its further lines by four, and as wide as the page. */
void table_detail(struct table *table, enum style style, const char *format, ...) PRINTF_LIKE(3, 4);

/* Prints TABLE, nothing where it has no rows, and frees it. */
void table_write(struct table *table);

#endif
