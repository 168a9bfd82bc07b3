#include "cli/text_message.h"

#include "cli/words.h"

#define MORE_INDENT 2

/* Where something stands: FILE, or else the object, LINE and COLUMN where they are known, and the field. */
struct spot {
    const char *file;
    const char *object;
    uint32_t line;
    uint32_t column;
    const char *field;
};

static void print_place(struct page *page, const struct spot *spot) {
    const char *where = spot->file[0] != '\0' ? spot->file : spot->object;
    if (where[0] != '\0')
        page_printf(page, STYLE_STRONG, "%s:", where);
    if (spot->line > 0)
        page_printf(page, STYLE_STRONG, "%u:%u:", spot->line, spot->column);
    if (where[0] != '\0' || spot->line > 0)
        page_blanks(page, 1);
    if (spot->field[0] != '\0')
        page_printf(page, STYLE_PLAIN, "%s: ", spot->field);
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

static void print_help(struct page *page, const char *remedy) {
    if (remedy[0] != '\0')
        page_line(page, STYLE_FAINT, "  help: %s", remedy);
}

void text_object_findings(struct page *page, Catalog__V1__ObjectFinding *const *findings, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const Catalog__V1__ObjectFinding *finding = findings[i];
        bool is_warning = finding->severity == CATALOG__V1__SEVERITY__SEVERITY_WARNING;
        print_place(page,
                    &(struct spot){finding->file, finding->object, finding->line, finding->column, finding->field});
        page_printf(page, is_warning ? STYLE_WARN : STYLE_FAINT,
                    "%s: ", word_of(&catalog__v1__severity__descriptor, (int)finding->severity).text);
        print_message(page, finding->message);
        print_help(page, finding->remedy);
    }
}

void text_report(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__DocumentsReport *report = (const Catalog__V1__DocumentsReport *)message;
    text_object_findings(page, report->findings, report->n_findings);
    if (report->status != NULL) {
        text_status(page, &report->status->base);
        return;
    }
    page_printf(page, STYLE_PLAIN, "%s, no mistakes", word_of_count(report->objects, "object").text);
    if (report->n_findings > 0)
        page_printf(page, STYLE_PLAIN, ", %s", word_of_count(report->n_findings, "finding").text);
    page_newline(page);
}

void text_status(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__Status *status = (const Catalog__V1__Status *)message;
    for (size_t i = 0; i < status->n_violations; i++) {
        const Catalog__V1__FieldViolation *violation = status->violations[i];
        print_place(page, &(struct spot){violation->file, violation->object, violation->line, violation->column,
                                         violation->field});
        print_message(page, violation->message);
        print_help(page, violation->remedy);
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
