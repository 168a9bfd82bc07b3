#include "cli/text_message.h"

#include "cli/words.h"

#define MORE_INDENT 2

static void print_place(struct page *page, const Catalog__V1__FieldViolation *violation) {
    const char *where = violation->file[0] != '\0' ? violation->file : violation->object;
    if (where[0] != '\0')
        page_printf(page, STYLE_STRONG, "%s:", where);
    if (violation->line > 0)
        page_printf(page, STYLE_STRONG, "%u:%u:", violation->line, violation->column);
    if (where[0] != '\0' || violation->line > 0)
        page_blanks(page, 1);
    if (violation->field[0] != '\0')
        page_printf(page, STYLE_PLAIN, "%s: ", violation->field);
}

/* The first line stays whole, so that programs find FILE:LINE:COLUMN; further ones explain. */
static void print_message(struct page *page, const char *text) {
    for (bool is_first = true; *text != '\0'; is_first = false) {
        size_t size = strcspn(text, "\n");
        page_blanks(page, is_first ? 0 : MORE_INDENT);
        page_text(page, STYLE_PLAIN, slice_of(text, size));
        page_newline(page);
        text += size + (text[size] == '\n');
    }
}

void text_status(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__Status *status = (const Catalog__V1__Status *)message;
    for (size_t i = 0; i < status->n_violations; i++) {
        print_place(page, status->violations[i]);
        print_message(page, status->violations[i]->message);
        if (status->violations[i]->remedy[0] != '\0')
            page_line(page, STYLE_FAINT, "  help: %s", status->violations[i]->remedy);
    }
    if (status->violations_total > status->n_violations)
        page_line(page, STYLE_PLAIN, "... and %zu more", (size_t)status->violations_total - status->n_violations);
    if (status->message[0] != '\0')
        page_line(page, STYLE_PLAIN, "%s", status->message);
}

void text_health(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__CheckHealthResponse *health = (const Catalog__V1__CheckHealthResponse *)message;
    bool is_serving = health->state == CATALOG__V1__SERVING_STATE__SERVING_STATE_SERVING;
    page_printf(page, is_serving ? STYLE_GOOD : STYLE_WARN, "%s",
                word_of(&catalog__v1__serving_state__descriptor, (int)health->state).text);
    page_line(page, STYLE_PLAIN, "  catalogd %s, revision %llu", health->server_version,
              (unsigned long long)health->revision);
    if (health->message[0] != '\0')
        page_line(page, STYLE_PLAIN, "%s", health->message);
}
