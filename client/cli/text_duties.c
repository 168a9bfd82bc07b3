#include "cli/text_model.h"

#include "cli/words.h"

#define INDENT 2

static const struct column columns[] = {{"STATE", COLUMN_TEXT}, {"ADDRESS", COLUMN_TEXT}, {"KIND", COLUMN_TEXT}};

static bool is_due(Catalog__V1__DutyState state) {
    return state == CATALOG__V1__DUTY_STATE__DUTY_STATE_PENDING || state == CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET;
}

static void add_state(struct table *table, Catalog__V1__DutyState state) {
    table_cell(table, state == CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET ? STYLE_BAD : STYLE_WARN, "%s",
               word_in_capitals(&catalog__v1__duty_state__descriptor, (int)state).text);
}

static void add_names(struct table *table, const char *label, char *const *names, size_t count) {
    if (count > 0)
        table_detail(table, STYLE_FAINT, "%s: %s", label, words_joined(&table->arena, names, count));
}

static void add_responsibility(struct table *table, const Catalog__V1__EffectiveResponsibility *duty) {
    add_state(table, duty->state);
    table_cell(table, STYLE_STRONG, "%s", duty->address);
    table_cell(table, STYLE_PLAIN, "%s", duty->mandatory ? "mandatory" : "optional");
    table_detail(table, STYLE_PLAIN, "%s", duty->statement);
    text_causes(table, duty->address, duty->causes, duty->n_causes);
    text_unknown(table, duty->unknown, duty->n_unknown);
    add_names(table, "leaves open", duty->covers, duty->n_covers);
    add_names(table, "discharged by any of", duty->controls, duty->n_controls);
    table_detail(table, STYLE_FAINT, "to be answered by %s%s", duty->answerable,
                 is_due(duty->planned) ? "" : "; met as planned");
}

static void add_assumption(struct table *table, const Catalog__V1__EffectiveAssumption *assumption) {
    add_state(table, assumption->state);
    table_cell(table, STYLE_STRONG, "%s", assumption->address);
    table_cell(table, STYLE_PLAIN, "assumption");
    table_detail(table, STYLE_PLAIN, "%s", assumption->statement);
    text_causes(table, assumption->address, assumption->causes, assumption->n_causes);
    text_unknown(table, assumption->unknown, assumption->n_unknown);
    add_names(table, "leaves open", assumption->covers, assumption->n_covers);
}

void text_duties(struct page *page, const Catalog__V1__EffectiveModel *model) {
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    size_t count = 0;
    for (size_t i = 0; i < model->n_responsibilities; i++) {
        if (!is_due(model->responsibilities[i]->state))
            continue;
        count++;
        add_responsibility(&table, model->responsibilities[i]);
    }
    for (size_t i = 0; i < model->n_assumptions; i++) {
        if (!is_due(model->assumptions[i]->state))
            continue;
        count++;
        add_assumption(&table, model->assumptions[i]);
    }
    size_t all = model->n_responsibilities + model->n_assumptions;
    if (all > 0)
        text_heading(page, "Undischarged responsibilities and assumptions (%zu of %zu)", count, all);
    if (all > 0 && count == 0)
        text_remark(page, "None.");
    table_write(&table);
}
