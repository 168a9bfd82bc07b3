#include "convert/report.h"

#include "codec/utf8.h"

void report_init(struct report *report, struct arena *arena) {
    *report = (struct report){.arena = arena};
}

static char *place_of(struct arena *arena, const char *file, const struct tree_node *node) {
    return node == NULL ? arena_strdup(arena, file) : arena_printf(arena, "%s:%u:%u", file, node->line, node->column);
}

void report_add(struct report *report, enum note_kind kind, const char *file, const struct tree_node *node,
                const char *format, ...) {
    report->totals[kind]++;
    if (report->notes.count == REPORT_NOTES_MAX)
        return;
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vprintf(report->arena, format, arguments);
    va_end(arguments);
    if (text != NULL)
        utf8_drop_broken(text);
    const struct note note = {.kind = kind, .place = place_of(report->arena, file, node), .text = text};
    if (note.place == NULL || note.text == NULL || !vector_push(report->arena, &report->notes, note))
        report->has_failed = true;
}
