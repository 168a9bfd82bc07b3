#include "cli/table.h"

#include "convert/glyph.h"
#include "convert/wrap.h"

#include <assert.h>

#define GAP        2
#define NARROWEST  10
#define DETAIL_GAP 2
#define HANGING    2

void table_init(struct table *table, struct page *page, const struct column *columns, size_t column_count,
                unsigned indent) {
    assert(column_count > 0 && column_count <= TABLE_COLUMNS_MAX);
    *table = (struct table){.page = page, .columns = columns, .column_count = column_count, .indent = indent};
    arena_init(&table->arena, 0);
}

static void add(struct table *table, enum style style, bool is_detail, const char *format, va_list arguments)
    PRINTF_LIKE(4, 0);

static void add(struct table *table, enum style style, bool is_detail, const char *format, va_list arguments) {
    struct table_item item = {style, is_detail, arena_vprintf(&table->arena, format, arguments)};
    if (item.text == NULL || !vector_push(&table->arena, &table->items, item))
        table->page->text.has_failed = true;
}

void table_cell(struct table *table, enum style style, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add(table, style, false, format, arguments);
    va_end(arguments);
}

void table_detail(struct table *table, enum style style, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add(table, style, true, format, arguments);
    va_end(arguments);
}

static unsigned sum_of(const unsigned *widths, size_t count) {
    unsigned sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += widths[i] + (i > 0 ? GAP : 0);
    return sum;
}

/* The widest of the columns that may be wrapped; NULL: none may. */
static unsigned *widest_of(const struct table *table, unsigned *widths) {
    unsigned *widest = NULL;
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].kind != COLUMN_NAME && (widest == NULL || widths[i] > *widest))
            widest = &widths[i];
    }
    return widest;
}

static void measure(const struct table *table, unsigned *ret_widths) {
    for (size_t i = 0; i < table->column_count; i++)
        ret_widths[i] = glyph_columns(table->columns[i].title);
    size_t cell = 0;
    for (size_t i = 0; i < table->items.count; i++) {
        if (table->items.items[i].is_detail)
            continue;
        unsigned *width = &ret_widths[cell];
        cell = cell + 1 < table->column_count ? cell + 1 : 0;
        unsigned columns = glyph_columns(table->items.items[i].text);
        if (columns > *width)
            *width = columns;
    }
    while (table->indent + sum_of(ret_widths, table->column_count) > table->page->columns) {
        unsigned *widest = widest_of(table, ret_widths);
        if (widest == NULL || *widest <= NARROWEST)
            return;
        --*widest;
    }
}

/* One line of one row: what is left of each cell moves on by a line. False: nothing was left. */
static bool write_line(struct table *table, const unsigned *widths, const enum style *styles, const char **texts) {
    slice lines[TABLE_COLUMNS_MAX] = {0};
    bool has_text = false;
    for (size_t i = 0; i < table->column_count; i++)
        has_text |= wrap_next(&texts[i], widths[i], &lines[i]);
    if (!has_text)
        return false;
    unsigned owed = table->indent; /* blanks are written once something follows them */
    for (size_t i = 0; i < table->column_count; i++) {
        unsigned columns = 0;
        for (size_t at = 0; at < lines[i].size;) {
            struct glyph glyph = glyph_at((const char *)lines[i].data + at);
            columns += glyph.columns;
            at += glyph.size;
        }
        bool is_right = table->columns[i].kind == COLUMN_NUMBER;
        unsigned padding = widths[i] - (columns < widths[i] ? columns : widths[i]);
        if (lines[i].size > 0) {
            page_blanks(table->page, owed + (is_right ? padding : 0));
            page_text(table->page, styles[i], lines[i]);
            owed = is_right ? 0 : padding;
        } else {
            owed += padding;
        }
        owed += GAP;
    }
    page_newline(table->page);
    return true;
}

static void write_row(struct table *table, const unsigned *widths, const enum style *styles, const char **texts) {
    if (!write_line(table, widths, styles, texts))
        page_newline(table->page);
    while (write_line(table, widths, styles, texts)) {
    }
}

static void write_titles(struct table *table, const unsigned *widths) {
    const char *texts[TABLE_COLUMNS_MAX];
    enum style styles[TABLE_COLUMNS_MAX];
    for (size_t i = 0; i < table->column_count; i++) {
        texts[i] = table->columns[i].title;
        styles[i] = STYLE_FAINT;
    }
    (void)write_line(table, widths, styles, texts);
}

static void write_detail(struct table *table, const struct table_item *item) {
    page_blanks(table->page, table->indent + DETAIL_GAP);
    page_paragraph(table->page, table->indent + DETAIL_GAP + HANGING, item->style, "%s", item->text);
}

void table_write(struct table *table) {
    unsigned widths[TABLE_COLUMNS_MAX] = {0};
    const char *texts[TABLE_COLUMNS_MAX];
    enum style styles[TABLE_COLUMNS_MAX];
    size_t filled = 0;
    measure(table, widths);
    if (table->items.count > 0)
        write_titles(table, widths);
    for (size_t i = 0; i < table->items.count; i++) {
        const struct table_item *item = &table->items.items[i];
        if (item->is_detail) {
            write_detail(table, item);
            continue;
        }
        texts[filled] = item->text;
        styles[filled++] = item->style;
        if (filled == table->column_count) {
            write_row(table, widths, styles, texts);
            filled = 0;
        }
    }
    arena_done(&table->arena);
}
