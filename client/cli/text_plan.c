#include "cli/text_message.h"

#include "cli/text_model.h"
#include "cli/words.h"

#define INDENT 2

static struct word gate_word(Catalog__V1__GateState gate) {
    return word_in_capitals(&catalog__v1__gate_state__descriptor, (int)gate);
}

static struct word band_word(const Catalog__V1__PlanRisk *risk) {
    return word_of(&catalog__v1__risk_band__descriptor, risk == NULL ? 0 : (int)risk->highest);
}

/* What goes, and what comes where something does: "3" or "3-1". */
static void add_net(struct table *table, uint32_t gone, uint32_t come) {
    if (come == 0)
        table_cell(table, gone == 0 ? STYLE_FAINT : STYLE_PLAIN, "%u", gone);
    else
        table_cell(table, STYLE_WARN, "%u-%u", gone, come);
}

static void add_values(struct table *table, const Catalog__V1__PlanItem *item) {
    for (size_t i = 0; i < item->n_values; i++) {
        const Catalog__V1__PlanValue *value = item->values[i];
        table_detail(table, STYLE_FAINT, "%s: %s, closes %s%s", value->value, gate_word(value->gate).text,
                     word_of_count(value->rows_closed, "row").text, value->rows_opened == 0 ? "" : ", opens others");
    }
}

static void add_rows(struct table *table, const Catalog__V1__PlanEffect *effect) {
    const char *rows = words_joined(&table->arena, effect->closed, effect->n_closed);
    if (effect->n_closed > 0)
        table_detail(table, STYLE_FAINT, "closes %s%s", rows, effect->n_closed < effect->rows_closed ? ", ..." : "");
}

/* Its place in the order, what it does, and what comes of it; below that what to do. */
static void add_item(struct table *table, size_t number, const Catalog__V1__PlanItem *item) {
    static const Catalog__V1__PlanEffect none = CATALOG__V1__PLAN_EFFECT__INIT;
    const Catalog__V1__PlanEffect *effect = item->effect == NULL ? &none : item->effect;
    table_cell(table, STYLE_STRONG, "%zu", number);
    add_net(table, effect->rows_closed, effect->rows_opened);
    add_net(table, effect->reasons_settled, effect->reasons_added);
    add_net(table, effect->bands_lowered, effect->bands_raised);
    table_cell(table, style_of_band(effect->risk_after == NULL ? 0 : effect->risk_after->highest), "%s",
               band_word(effect->risk_after).text);
    table_cell(table, style_of_gate(effect->gate_after), "%s", gate_word(effect->gate_after).text);
    table_cell(table, STYLE_STRONG, "%s", item->subject);
    table_detail(table, STYLE_PLAIN, "%s", item->action);
    add_values(table, item);
    add_rows(table, effect);
}

static void print_items(struct page *page, Catalog__V1__PlanItem *const *items, size_t count) {
    static const struct column columns[] = {
        {"", COLUMN_NUMBER},      {"ROWS", COLUMN_NUMBER},  {"REASONS", COLUMN_NUMBER}, {"BANDS", COLUMN_NUMBER},
        {"HIGHEST", COLUMN_TEXT}, {"VERDICT", COLUMN_TEXT}, {"WHAT", COLUMN_TEXT}};
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    for (size_t i = 0; i < count; i++)
        add_item(&table, i + 1, items[i]);
    table_write(&table);
}

static void print_head(struct page *page, const Catalog__V1__PlanFeatureResponse *plan) {
    page_printf(page, style_of_gate(plan->gate), "%s", gate_word(plan->gate).text);
    page_printf(page, STYLE_PLAIN, plan->as_planned ? " as planned  " : "  ");
    page_paragraph(page, 2 * INDENT, STYLE_STRONG, "%s", plan->model);
    page_line(page, STYLE_PLAIN, "%u of %u rows closed, highest residual risk %s", plan->rows_closed, plan->rows,
              band_word(plan->risk).text);
}

static void print_sequence(struct page *page, const Catalog__V1__PlanFeatureResponse *plan) {
    bool passes = plan->gate_after == CATALOG__V1__GATE_STATE__GATE_STATE_PASS;
    if (plan->n_sequence == 0)
        return;
    if (passes && plan->n_sequence == 1)
        text_heading(page, "Do this and it passes");
    else if (passes)
        text_heading(page, "Do these %zu in this order and it passes", plan->n_sequence);
    else
        text_heading(page, "Do these in this order; it does not pass yet");
    text_remark(page, "Rows closed, reasons settled and bands lowered by each after those before it.");
    print_items(page, plan->sequence, plan->n_sequence);
}

static void print_remaining(struct page *page, const Catalog__V1__PlanFeatureResponse *plan) {
    static const struct column columns[] = {{"", COLUMN_TEXT}, {"", COLUMN_TEXT}, {"", COLUMN_TEXT}};
    struct table table;
    if (plan->n_remaining == 0)
        return;
    text_heading(page, "What is left after that");
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    for (size_t i = 0; i < plan->n_remaining; i++) {
        const Catalog__V1__GateReason *reason = plan->remaining[i];
        table_cell(&table, style_of_gate(reason->state), "%s", gate_word(reason->state).text);
        table_cell(&table, STYLE_PLAIN, "%s", word_of_code(reason->code).text);
        table_cell(&table, STYLE_PLAIN, "%s", reason->subject);
        table_detail(&table, STYLE_FAINT, "%s", reason->cause);
    }
    table_write(&table);
}

static void print_redundant(struct page *page, const Catalog__V1__PlanFeatureResponse *plan) {
    static const struct column columns[] = {
        {"MITIGATION", COLUMN_TEXT}, {"CONTROL", COLUMN_TEXT}, {"ROWS", COLUMN_NUMBER}};
    struct table table;
    if (plan->n_redundant == 0)
        return;
    text_heading(page, "Controls that nothing hangs on (%zu)", plan->n_redundant);
    text_remark(page, "Without each by itself everything stays as it is. It may be there for depth.");
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    for (size_t i = 0; i < plan->n_redundant; i++) {
        table_cell(&table, STYLE_STRONG, "%s", plan->redundant[i]->mitigation);
        table_cell(&table, STYLE_PLAIN, "%s", plan->redundant[i]->control);
        table_cell(&table, STYLE_PLAIN, "%u", plan->redundant[i]->row_count);
        if (plan->redundant[i]->title[0] != '\0')
            table_detail(&table, STYLE_FAINT, "%s", plan->redundant[i]->title);
    }
    table_write(&table);
}

void text_notes(struct page *page, char *const *notes, size_t count) {
    if (count > 0)
        text_heading(page, "Notes");
    for (size_t i = 0; i < count; i++) {
        page_blanks(page, INDENT);
        page_paragraph(page, 2 * INDENT, STYLE_WARN, "%s", notes[i]);
    }
}

void text_plan(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__PlanFeatureResponse *plan = (const Catalog__V1__PlanFeatureResponse *)message;
    print_head(page, plan);
    print_sequence(page, plan);
    print_remaining(page, plan);
    if (plan->n_items > 0) {
        text_heading(page, "What would help, each by itself (%zu)", plan->n_items);
        print_items(page, plan->items, plan->n_items);
    }
    print_redundant(page, plan);
    text_notes(page, plan->notes, plan->n_notes);
}

void text_organisation_plan(struct page *page, const ProtobufCMessage *message) {
    static const struct column columns[] = {{"ROWS", COLUMN_NUMBER},
                                            {"BETTER", COLUMN_NUMBER},
                                            {"PASS", COLUMN_NUMBER},
                                            {"FEATURES", COLUMN_NUMBER},
                                            {"CONTROL", COLUMN_NAME}};
    const Catalog__V1__PlanOrganisationResponse *plan = (const Catalog__V1__PlanOrganisationResponse *)message;
    struct table table;
    page_line(page, STYLE_STRONG, "If the platform had one control more (%u of %u features)", plan->features,
              plan->features_total);
    text_remark(page, "Rows closed, verdicts that are better, features that then pass, features it helps.");
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    for (size_t i = 0; i < plan->n_controls; i++) {
        const Catalog__V1__PlatformControl *control = plan->controls[i];
        table_cell(&table, STYLE_STRONG, "%u", control->rows_closed);
        table_cell(&table, STYLE_PLAIN, "%u", control->verdicts_improved);
        table_cell(&table, STYLE_PLAIN, "%u", control->passes);
        table_cell(&table, STYLE_PLAIN, "%u", control->features);
        table_cell(&table, STYLE_STRONG, "%s", control->control);
        if (control->title[0] != '\0')
            table_detail(&table, STYLE_FAINT, "%s", control->title);
    }
    if (plan->n_controls == 0)
        page_line(page, STYLE_PLAIN, "  None would help.");
    table_write(&table);
    text_notes(page, plan->notes, plan->n_notes);
}
