#include "convert/dossier/paper.h"

static void PRINTF_LIKE(2, 0) say(struct paper *paper, const char *format, va_list arguments) {
    const char *text = arena_vprintf(paper->arena, format, arguments);
    paper->out->has_failed |= text == NULL;
    if (text != NULL)
        paper->language->text(paper, text);
}

void paper_say(struct paper *paper, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    say(paper, format, arguments);
    va_end(arguments);
}

void paper_paragraph(struct paper *paper, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    paper->language->begin_paragraph(paper);
    say(paper, format, arguments);
    paper->language->end_paragraph(paper);
    va_end(arguments);
}

void paper_cell(struct paper *paper, enum tone tone, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    paper->language->begin_cell(paper, tone);
    say(paper, format, arguments);
    paper->language->end_cell(paper);
    va_end(arguments);
}

void paper_cell_code(struct paper *paper, const char *text) {
    paper->language->begin_cell(paper, TONE_PLAIN);
    paper->language->code(paper, text);
    paper->language->end_cell(paper);
}

void paper_cell_count(struct paper *paper, enum tone tone, uint64_t count) {
    paper_cell(paper, count == 0 ? TONE_FAINT : tone, "%llu", (unsigned long long)count);
}

void paper_names(struct paper *paper, const char *label, char *const *names, size_t count) {
    if (count == 0)
        return;
    paper->language->line_break(paper);
    paper_say(paper, "%s: ", label);
    for (size_t i = 0; i < count; i++) {
        paper->language->text(paper, i == 0 ? "" : ", ");
        paper->language->code(paper, names[i]);
    }
}

void paper_line(struct paper *paper, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    paper->language->line_break(paper);
    say(paper, format, arguments);
    va_end(arguments);
}
