#include "cli/text_model.h"

#include "cli/words.h"

#include <stdarg.h>

#define INDENT     2
#define LINE_BYTES 256

void text_heading(struct page *page, const char *format, ...) {
    char title[LINE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(title, sizeof title, format, arguments);
    va_end(arguments);
    page_newline(page);
    page_paragraph(page, INDENT, STYLE_STRONG, "%s", title);
}

void text_remark(struct page *page, const char *format, ...) {
    char remark[LINE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(remark, sizeof remark, format, arguments);
    va_end(arguments);
    page_blanks(page, INDENT);
    page_paragraph(page, INDENT, STYLE_FAINT, "%s", remark);
}

void text_causes(struct table *table, const char *subject, Catalog__V1__Cause *const *causes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bool is_named = strcmp(causes[i]->subject, subject) == 0 || strstr(causes[i]->text, causes[i]->subject) != NULL;
        table_detail(table, STYLE_PLAIN, "- %s%s%s", is_named ? "" : causes[i]->subject, is_named ? "" : ": ",
                     causes[i]->text);
    }
}

void text_unknown(struct table *table, char *const *names, size_t count) {
    if (count > 0)
        table_detail(table, STYLE_WARN, "needs to be known: %s", words_joined(&table->arena, names, count));
}

static enum style style_of_severity(Catalog__V1__Severity severity) {
    if (severity == CATALOG__V1__SEVERITY__SEVERITY_ERROR)
        return STYLE_BAD;
    return severity == CATALOG__V1__SEVERITY__SEVERITY_WARNING ? STYLE_WARN : STYLE_PLAIN;
}

void text_findings(struct page *page, const Catalog__V1__EffectiveModel *model) {
    if (model->n_findings == 0)
        return;
    text_heading(page, "Findings (%zu)", model->n_findings);
    struct table table;
    static const struct column columns[] = {{"", COLUMN_TEXT}, {"", COLUMN_TEXT}};
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    for (size_t i = 0; i < model->n_findings; i++) {
        const Catalog__V1__Finding *finding = model->findings[i];
        table_cell(&table, style_of_severity(finding->severity), "%s",
                   word_of(&catalog__v1__severity__descriptor, (int)finding->severity).text);
        table_cell(&table, STYLE_PLAIN, "%s: %s", finding->subject, finding->message);
        if (finding->remedy[0] != '\0')
            table_detail(&table, STYLE_FAINT, "help: %s", finding->remedy);
    }
    table_write(&table);
}

static void add_reference(struct table *table, const char *label, const Catalog__V1__ObjectRef *reference) {
    table_cell(table, STYLE_FAINT, "%s", label);
    if (reference == NULL)
        table_cell(table, STYLE_PLAIN, "built in: none is published");
    else
        table_cell(table, STYLE_PLAIN, "%s@%s", reference->name, reference->version);
}

void text_judged_by(struct page *page, const Catalog__V1__EffectiveModel *model) {
    text_heading(page, "Judged by");
    struct table table;
    static const struct column columns[] = {{"", COLUMN_TEXT}, {"", COLUMN_TEXT}};
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    add_reference(&table, "policy", model->policy);
    for (size_t i = 0; i < model->n_baselines; i++)
        add_reference(&table, "baseline", model->baselines[i]);
    size_t met = 0;
    for (size_t i = 0; i < model->n_baseline; i++)
        met += model->baseline[i]->state == CATALOG__V1__ENTRY_STATE__ENTRY_STATE_MET;
    if (model->n_baseline > 0) {
        table_cell(&table, STYLE_FAINT, "baseline entries");
        table_cell(&table, STYLE_PLAIN, "%zu of %zu met", met, model->n_baseline);
    }
    if (model->data_classification[0] != '\0') {
        table_cell(&table, STYLE_FAINT, "highest classification");
        table_cell(&table, STYLE_PLAIN, "%s", model->data_classification);
    }
    if (model->effective_digest[0] != '\0') {
        table_cell(&table, STYLE_FAINT, "effective digest");
        table_cell(&table, STYLE_PLAIN, " ");
        table_detail(&table, STYLE_PLAIN, "%s", model->effective_digest);
    }
    table_write(&table);
}

void text_model(struct page *page, const Catalog__V1__EffectiveModel *model, bool is_as_planned) {
    text_verdict(page, model, is_as_planned);
    text_matrix(page, model);
    text_open_rows(page, model);
    text_inherited(page, model);
    text_duties(page, model);
    text_findings(page, model);
    text_judged_by(page, model);
}
