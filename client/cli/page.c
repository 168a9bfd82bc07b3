#include "cli/page.h"

#include "base/arena.h"
#include "convert/glyph.h"
#include "convert/wrap.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static unsigned columns_of(FILE *file) {
    struct winsize size;
    if (ioctl(fileno(file), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return PAGE_COLUMNS;
    if (size.ws_col < PAGE_COLUMNS_MIN)
        return PAGE_COLUMNS_MIN;
    return size.ws_col > PAGE_COLUMNS_MAX ? PAGE_COLUMNS_MAX : size.ws_col;
}

static bool is_color_wanted(void) {
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    return (no_color == NULL || *no_color == '\0') && terminal != NULL && strcmp(terminal, "dumb") != 0;
}

void page_init(struct page *page, FILE *file) {
    buffer_init(&page->text, 0);
    page->file = file;
    page->has_failed = false;
    page->is_terminal = isatty(fileno(file)) == 1;
    page->columns = page->is_terminal ? columns_of(file) : PAGE_COLUMNS;
    page->has_color = page->is_terminal && is_color_wanted();
}

void page_done(struct page *page) {
    buffer_done(&page->text);
}

static bool write_out(struct page *page) {
    slice bytes = buffer_slice(&page->text);
    return bytes.size == 0 || fwrite(bytes.data, 1, bytes.size, page->file) == bytes.size;
}

bool page_flush(struct page *page) {
    page->has_failed |= page->text.has_failed || !write_out(page) || fflush(page->file) != 0;
    buffer_reset(&page->text);
    return !page->has_failed;
}

void page_flush_later(struct page *page) {
    bool is_written = page_flush(page);
    (void)is_written;
}

void page_raw(struct page *page, slice bytes) {
    buffer_append(&page->text, bytes);
}

void page_blanks(struct page *page, unsigned count) {
    for (unsigned i = 0; i < count; i++)
        buffer_append_byte(&page->text, ' ');
}

/* ECMA-48 "select graphic rendition". */
static const char *const style_codes[] = {
    [STYLE_PLAIN] = "",        [STYLE_STRONG] = "\033[1m", [STYLE_FAINT] = "\033[2m",
    [STYLE_GOOD] = "\033[32m", [STYLE_WARN] = "\033[33m",  [STYLE_BAD] = "\033[31m",
};

void page_text(struct page *page, enum style style, slice text) {
    bool is_styled = page->has_color && style != STYLE_PLAIN && text.size > 0;
    const char *end = (const char *)text.data + text.size;
    if (is_styled)
        buffer_append_text(&page->text, style_codes[style]);
    for (const char *at = (const char *)text.data; at < end;) {
        struct glyph glyph = glyph_at(at);
        buffer_append_text(&page->text, glyph.shown);
        at += glyph.size;
    }
    if (is_styled)
        buffer_append_text(&page->text, "\033[0m");
}

void page_newline(struct page *page) {
    while (page->text.size > 0 && page->text.data[page->text.size - 1] == ' ')
        page->text.size--;
    buffer_append_byte(&page->text, '\n');
}

static void format_into(struct page *page, enum style style, unsigned indent, const char *format, va_list arguments,
                        void (*print)(struct page *page, enum style style, unsigned indent, const char *text))
    PRINTF_LIKE(4, 0);

/* Prints FORMAT with ARGUMENTS by PRINT, which gets the text whole. */
static void format_into(struct page *page, enum style style, unsigned indent, const char *format, va_list arguments,
                        void (*print)(struct page *page, enum style style, unsigned indent, const char *text)) {
    struct arena arena;
    arena_init(&arena, 0);
    const char *text = arena_vprintf(&arena, format, arguments);
    if (text == NULL)
        page->text.has_failed = true;
    else
        print(page, style, indent, text);
    arena_done(&arena);
}

static void print_text(struct page *page, enum style style, unsigned indent, const char *text) {
    (void)indent;
    page_text(page, style, slice_text(text));
}

static void print_line(struct page *page, enum style style, unsigned indent, const char *text) {
    print_text(page, style, indent, text);
    page_newline(page);
}

static void print_paragraph(struct page *page, enum style style, unsigned indent, const char *text) {
    unsigned room = page->columns > indent + PAGE_COLUMNS_MIN / 2 ? page->columns - indent : PAGE_COLUMNS_MIN / 2;
    slice line;
    for (bool is_first = true; wrap_next(&text, room, &line); is_first = false) {
        if (!is_first) {
            page_newline(page);
            page_blanks(page, indent);
        }
        page_text(page, style, line);
    }
    page_newline(page);
}

#define FORMAT_INTO(page, style, indent, format, print)                                                                \
    do {                                                                                                               \
        va_list arguments;                                                                                             \
        va_start(arguments, format);                                                                                   \
        format_into((page), (style), (indent), (format), arguments, (print));                                          \
        va_end(arguments);                                                                                             \
    } while (0)

void page_printf(struct page *page, enum style style, const char *format, ...) {
    FORMAT_INTO(page, style, 0, format, print_text);
}

void page_line(struct page *page, enum style style, const char *format, ...) {
    FORMAT_INTO(page, style, 0, format, print_line);
}

void page_paragraph(struct page *page, unsigned indent, enum style style, const char *format, ...) {
    FORMAT_INTO(page, style, indent, format, print_paragraph);
}
