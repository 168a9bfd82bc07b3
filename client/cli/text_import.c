#include "cli/text_message.h"

#include "base/macros.h"
#include "cli/table.h"
#include "cli/words.h"

static void print_objects(struct page *page, const Catalog__V1__ImportReport *report) {
    static const struct column columns[] = {
        {"OBJECT", COLUMN_NAME}, {"KIND", COLUMN_NAME}, {"OUTCOME", COLUMN_NAME}, {"TITLE", COLUMN_TEXT}};
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), 0);
    for (size_t i = 0; i < report->n_objects; i++) {
        const Catalog__V1__ImportedObject *object = report->objects[i];
        struct word kind = word_of(&catalog__v1__object_kind__descriptor, (int)object->kind);
        struct word outcome = word_of(&catalog__v1__apply_outcome__descriptor, (int)object->outcome);
        table_cell(&table, STYLE_STRONG, "%s", object->name);
        table_cell(&table, STYLE_PLAIN, "%s", kind.text);
        table_cell(&table, STYLE_PLAIN, "%s", object->file[0] == '\0' ? outcome.text : "written");
        table_cell(&table, STYLE_FAINT, "%s", object->title);
    }
    table_write(&table);
}

static void print_notes(struct page *page, const Catalog__V1__ImportReport *report) {
    static const enum style styles[] = {STYLE_PLAIN, STYLE_FAINT, STYLE_WARN, STYLE_BAD};
    if (report->n_notes > 0)
        page_newline(page);
    for (size_t i = 0; i < report->n_notes; i++) {
        const Catalog__V1__ConversionNote *note = report->notes[i];
        struct word kind = word_of(&catalog__v1__conversion_note_kind__descriptor, (int)note->kind);
        page_printf(page, styles[(size_t)note->kind < COUNT_OF(styles) ? note->kind : 0], "%s ", kind.text);
        page_paragraph(page, 2, STYLE_PLAIN, "%s: %s", note->place, note->text);
    }
}

void text_import(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ImportReport *report = (const void *)message;
    print_objects(page, report);
    print_notes(page, report);
    page_newline(page);
    page_line(page, STYLE_PLAIN, "%s; losses: %u, warnings: %u, left out: %u%s",
              word_of_count(report->n_objects, "object").text, report->losses, report->warnings, report->skipped,
              report->stored ? "" : "; nothing was stored");
}
