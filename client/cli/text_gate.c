#include "cli/text_message.h"

#include "cli/table.h"
#include "cli/text_model.h"
#include "cli/words.h"

#define DETAIL_COLUMN 16

static struct word gate_word(Catalog__V1__GateState state) {
    return word_in_capitals(&catalog__v1__gate_state__descriptor, (int)state);
}

static void add_line(struct page *page, const char *title, const char *text) {
    if (text[0] == '\0')
        return;
    page_printf(page, STYLE_FAINT, "  %-*s", DETAIL_COLUMN - 2, title);
    page_paragraph(page, DETAIL_COLUMN, STYLE_PLAIN, "%s", text);
}

static void print_head(struct page *page, const Catalog__V1__GateRecord *record) {
    char revision[24];
    page_printf(page, style_of_gate(record->now), "%s", gate_word(record->now).text);
    page_printf(page, STYLE_PLAIN, "  ");
    page_paragraph(page, DETAIL_COLUMN, STYLE_STRONG, "%s%s%s", record->feature, record->version[0] == '\0' ? "" : "@",
                   record->version);
    snprintf(revision, sizeof revision, "%llu", (unsigned long long)record->at_revision);
    page_printf(page, STYLE_FAINT, "  %-*s", DETAIL_COLUMN - 2, "as planned");
    page_line(page, style_of_gate(record->planned), "%s", gate_word(record->planned).text);
    add_line(page, "record", record->id);
    page_printf(page, STYLE_FAINT, "  %-*s", DETAIL_COLUMN - 2, "recorded");
    page_paragraph(page, DETAIL_COLUMN, STYLE_PLAIN, "by %s on %s", record->author,
                   word_of_time(record->recorded_at).text);
    add_line(page, "as of", word_of_time(record->at).text);
    add_line(page, "at revision", revision);
    page_printf(page, STYLE_FAINT, "  lock  ");
    page_line(page, STYLE_PLAIN, "%s", record->lock_digest[0] == '\0' ? "-" : record->lock_digest);
}

static void print_reasons(struct page *page, const Catalog__V1__GateRecord *record) {
    static const struct column columns[] = {{"", COLUMN_TEXT}, {"", COLUMN_TEXT}, {"", COLUMN_TEXT}};
    struct table table;
    if (record->n_reasons > 0)
        text_heading(page, "%s now", word_of_count(record->n_reasons, "reason").text);
    table_init(&table, page, columns, COUNT_OF(columns), 2);
    for (size_t i = 0; i < record->n_reasons; i++) {
        const Catalog__V1__GateReason *reason = record->reasons[i];
        table_cell(&table, style_of_gate(reason->state), "%s", gate_word(reason->state).text);
        table_cell(&table, STYLE_PLAIN, "%s", word_of_code(reason->code).text);
        table_cell(&table, STYLE_PLAIN, "%s", reason->subject);
    }
    table_write(&table);
}

static void add_standing(struct table *table, Catalog__V1__RowState state, const Catalog__V1__Rating *residual) {
    Catalog__V1__RiskBand band = residual == NULL ? CATALOG__V1__RISK_BAND__RISK_BAND_UNSPECIFIED : residual->band;
    table_cell(table, style_of_state(state), "%s", word_of(&catalog__v1__row_state__descriptor, (int)state).text);
    table_cell(table, style_of_band(band), "%s", word_of(&catalog__v1__risk_band__descriptor, (int)band).text);
}

static void print_rows(struct page *page, const Catalog__V1__GateRecord *record) {
    static const struct column columns[] = {{"ROW", COLUMN_TEXT},
                                            {"NOW", COLUMN_TEXT},
                                            {"RESIDUAL", COLUMN_TEXT},
                                            {"PLANNED", COLUMN_TEXT},
                                            {"RESIDUAL", COLUMN_TEXT}};
    struct table table;
    if (record->n_rows > 0)
        text_heading(page, "%s", word_of_count(record->n_rows, "row").text);
    table_init(&table, page, columns, COUNT_OF(columns), 2);
    for (size_t i = 0; i < record->n_rows; i++) {
        const Catalog__V1__RecordedRow *row = record->rows[i];
        table_cell(&table, STYLE_PLAIN, "%s", row->key);
        add_standing(&table, row->state, row->residual);
        add_standing(&table, row->planned, row->planned_residual);
    }
    table_write(&table);
}

void text_gate_record(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__GateRecord *record = ((const Catalog__V1__GetGateRecordResponse *)message)->record;
    if (record == NULL)
        return;
    print_head(page, record);
    print_reasons(page, record);
    print_rows(page, record);
}

void text_gate_records(struct page *page, const ProtobufCMessage *message) {
    static const struct column columns[] = {
        {"ID", COLUMN_NUMBER},   {"NOW", COLUMN_TEXT},      {"PLANNED", COLUMN_TEXT}, {"VERSION", COLUMN_TEXT},
        {"ROWS", COLUMN_NUMBER}, {"RECORDED", COLUMN_TEXT}, {"BY", COLUMN_TEXT}};
    const Catalog__V1__ListGateRecordsResponse *list = (const Catalog__V1__ListGateRecordsResponse *)message;
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), 0);
    for (size_t i = 0; i < list->n_records; i++) {
        const Catalog__V1__GateRecord *record = list->records[i];
        table_cell(&table, STYLE_STRONG, "%s", record->id);
        table_cell(&table, style_of_gate(record->now), "%s", gate_word(record->now).text);
        table_cell(&table, style_of_gate(record->planned), "%s", gate_word(record->planned).text);
        table_cell(&table, STYLE_PLAIN, "%s", record->version[0] == '\0' ? "-" : record->version);
        table_cell(&table, STYLE_PLAIN, "%u", record->row_count);
        table_cell(&table, STYLE_PLAIN, "%.19s", word_of_time(record->recorded_at).text);
        table_cell(&table, STYLE_PLAIN, "%s", record->author);
    }
    if (list->n_records == 0)
        page_line(page, STYLE_PLAIN, "Nothing was recorded.");
    table_write(&table);
}
