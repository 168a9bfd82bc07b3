#include "cli/progress.h"

#define BAR_COLUMNS 20

void progress_show(struct page *page, const char *what, size_t done, size_t total) {
    static const char full[] = "====================";
    _Static_assert(sizeof full == BAR_COLUMNS + 1, "the bar is as wide as it says");
    if (done >= total) {
        progress_clear(page);
        return;
    }
    int filled = (int)(done * BAR_COLUMNS / total);
    page_raw(page, slice_text("\r"));
    page_printf(page, STYLE_FAINT, "[%-*.*s] %zu of %zu %s", BAR_COLUMNS, filled, full, done, total, what);
    page_flush_later(page);
}

void progress_clear(struct page *page) {
    if (!page->is_terminal)
        return;
    page_raw(page, slice_text("\r\033[K"));
    page_flush_later(page);
}
