#include "cli/text_message.h"

#include "cli/text_model.h"
#include "cli/words.h"

#define INDENT       2
#define DEEPEST      12 /* deeper steps are not indented further: the text needs room */
#define STEP_COLUMNS 2

static void add_reading(struct table *table, const char *row, const char *when,
                        const Catalog__V1__RowReading *reading) {
    if (reading == NULL)
        return;
    table_cell(table, STYLE_FAINT, "%s", when);
    table_cell(table, style_of_state(reading->state), "%s",
               word_in_capitals(&catalog__v1__row_state__descriptor, (int)reading->state).text);
    if (reading->residual == NULL)
        table_cell(table, STYLE_PLAIN, "-");
    else
        table_cell(table, style_of_band(reading->residual->band), "%s, likelihood %u, impact %u%s",
                   word_of(&catalog__v1__risk_band__descriptor, (int)reading->residual->band).text,
                   reading->residual->likelihood, reading->residual->impact,
                   reading->above_appetite ? ", above the appetite" : "");
    text_causes(table, row, reading->causes, reading->n_causes);
    text_unknown(table, reading->unknown, reading->n_unknown);
}

static void print_standing(struct page *page, const Catalog__V1__Row *row) {
    static const struct column columns[] = {{"", COLUMN_TEXT}, {"", COLUMN_TEXT}, {"", COLUMN_TEXT}};
    struct table table;
    page_line(page, STYLE_STRONG, "%s", row->key);
    if (row->title[0] != '\0')
        page_line(page, STYLE_FAINT, "%s", row->title);
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    if (row->inherent != NULL) {
        table_cell(&table, STYLE_FAINT, "inherent");
        table_cell(&table, STYLE_PLAIN, " ");
        table_cell(&table, style_of_band(row->inherent->band), "%s, likelihood %u, impact %u",
                   word_of(&catalog__v1__risk_band__descriptor, (int)row->inherent->band).text,
                   row->inherent->likelihood, row->inherent->impact);
    }
    add_reading(&table, row->key, "now", row->now);
    add_reading(&table, row->key, "as planned", row->planned);
    table_write(&table);
    if (row->classification[0] != '\0')
        page_line(page, STYLE_PLAIN, "  The appetite for %s data is %s.", row->classification,
                  word_of(&catalog__v1__risk_band__descriptor, (int)row->appetite).text);
}

static const char *counts_when(const Catalog__V1__Credit *credit) {
    if (credit->counts_now)
        return "now";
    return credit->counts_planned ? "as planned" : "no";
}

static void print_credits(struct page *page, const Catalog__V1__Row *row) {
    static const struct column columns[] = {{"COUNTS", COLUMN_TEXT},
                                            {"FROM", COLUMN_TEXT},
                                            {"CONTROL", COLUMN_TEXT},
                                            {"STRENGTH", COLUMN_TEXT},
                                            {"LAYER", COLUMN_TEXT}};
    if (row->n_credits == 0)
        return;
    struct table table;
    text_heading(page, "Controls (%zu)", row->n_credits);
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    for (size_t i = 0; i < row->n_credits; i++) {
        const Catalog__V1__Credit *credit = row->credits[i];
        table_cell(&table, credit->counts_now ? STYLE_GOOD : STYLE_WARN, "%s", counts_when(credit));
        table_cell(&table, STYLE_STRONG, "%s", credit->source);
        table_cell(&table, STYLE_PLAIN, "%s", credit->control);
        table_cell(&table, STYLE_PLAIN, "%s", word_of(&catalog__v1__strength__descriptor, (int)credit->strength).text);
        table_cell(&table, STYLE_PLAIN, "%s", word_of(&catalog__v1__layer__descriptor, (int)credit->layer).text);
        text_causes(&table, credit->source, credit->causes, credit->n_causes);
        text_unknown(&table, credit->unknown, credit->n_unknown);
    }
    table_write(&table);
}

static void print_predicate(struct page *page, unsigned indent, const Catalog__V1__DerivationStep *step) {
    if (step->predicate[0] == '\0')
        return;
    page_blanks(page, indent);
    page_paragraph(page, indent, STYLE_FAINT, "when %s", step->predicate);
    for (size_t i = 0; i < step->n_values; i++) {
        page_blanks(page, indent + STEP_COLUMNS);
        page_paragraph(page, indent + STEP_COLUMNS, STYLE_FAINT, "%s = %s", step->values[i]->name,
                       step->values[i]->value);
    }
}

/* Short ones share a line. */
static void print_details(struct page *page, unsigned indent, const Catalog__V1__DerivationStep *step) {
    struct buffer text;
    if (step->n_details == 0)
        return;
    buffer_init(&text, 0);
    for (size_t i = 0; i < step->n_details; i++)
        buffer_printf(&text, "%s%s %s", i == 0 ? "" : ", ", step->details[i]->name, step->details[i]->value);
    buffer_append_byte(&text, '\0');
    page_blanks(page, indent);
    page_paragraph(page, indent, STYLE_FAINT, "%s", text.has_failed ? "" : (const char *)text.data);
    buffer_done(&text);
}

/* Names the object where it is not the one of the step above. */
static void print_origin(struct page *page, unsigned indent, const Catalog__V1__DerivationStep *step,
                         const Catalog__V1__DerivationStep *above) {
    bool is_said = step->record[0] == '\0' && (above == NULL || strcmp(step->object, above->object) == 0);
    if (is_said || (step->object[0] == '\0' && step->record[0] == '\0'))
        return;
    page_blanks(page, indent);
    page_paragraph(page, indent, STYLE_FAINT, step->object[0] == '\0' ? "%s%s" : "%s %s", step->object, step->record);
}

static enum style style_of(const Catalog__V1__DerivationStep *step) {
    static const struct {
        const char *outcome;
        enum style style;
    } styles[] = {{"true", STYLE_GOOD},    {"credited", STYLE_GOOD},    {"met", STYLE_GOOD},
                  {"unknown", STYLE_WARN}, {"pending", STYLE_WARN},     {"false", STYLE_WARN},
                  {"unmet", STYLE_WARN},   {"not credited", STYLE_WARN}};
    for (size_t i = 0; i < COUNT_OF(styles); i++) {
        if (strcmp(styles[i].outcome, step->outcome) == 0)
            return styles[i].style;
    }
    return STYLE_PLAIN;
}

static void print_step(struct page *page, const Catalog__V1__DerivationStep *step,
                       const Catalog__V1__DerivationStep *above) {
    unsigned indent = INDENT + STEP_COLUMNS * (step->depth < DEEPEST ? step->depth : DEEPEST);
    unsigned below = indent + STEP_COLUMNS;
    page_blanks(page, indent);
    page_paragraph(page, below, style_of(step), "%s%s%s%s%s", step->rule, step->subject[0] == '\0' ? "" : " ",
                   step->subject, step->outcome[0] == '\0' ? "" : ": ", step->outcome);
    if (step->text[0] != '\0') {
        page_blanks(page, below);
        page_paragraph(page, below, STYLE_PLAIN, "%s", step->text);
    }
    print_origin(page, below, step, above);
    print_predicate(page, below, step);
    print_details(page, below, step);
}

void text_explanation(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ExplainRowResponse *explanation = (const Catalog__V1__ExplainRowResponse *)message;
    if (explanation->row != NULL) {
        print_standing(page, explanation->row);
        print_credits(page, explanation->row);
    }
    text_heading(page, "Derivation");
    for (size_t i = 0; i < explanation->n_steps; i++)
        print_step(page, explanation->steps[i], i == 0 ? NULL : explanation->steps[i - 1]);
}

void text_explanations(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ExplainRowsResponse *list = (const Catalog__V1__ExplainRowsResponse *)message;
    for (size_t i = 0; i < list->n_explanations; i++) {
        if (i > 0)
            page_newline(page);
        text_explanation(page, &list->explanations[i]->base);
    }
}
