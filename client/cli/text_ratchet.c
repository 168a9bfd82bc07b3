#include "cli/text_message.h"

#include "cli/table.h"
#include "cli/text_model.h"
#include "cli/words.h"

typedef Catalog__V1__RatchetDifference difference_message;

static const char *const rule_words[] = {
    [CATALOG__V1__RATCHET_RULE__RATCHET_RULE_UNSPECIFIED] = "",
    [CATALOG__V1__RATCHET_RULE__RATCHET_RULE_VERDICT] = "verdict",
    [CATALOG__V1__RATCHET_RULE__RATCHET_RULE_REASON] = "reason",
    [CATALOG__V1__RATCHET_RULE__RATCHET_RULE_RESIDUAL] = "residual",
    [CATALOG__V1__RATCHET_RULE__RATCHET_RULE_UNANSWERED] = "state",
    [CATALOG__V1__RATCHET_RULE__RATCHET_RULE_NEW_ROW] = "row",
};

/* One side of a difference: "open, high 4x4", "BLOCKED", "-". */
struct side {
    char text[3 * WORD_BYTES];
};

static struct side side_of_gate(Catalog__V1__GateState state) {
    struct side side;
    snprintf(side.text, sizeof side.text, "%s",
             word_in_capitals(&catalog__v1__gate_state__descriptor, (int)state).text);
    return side;
}

static struct side side_of_row(Catalog__V1__RowState state, const Catalog__V1__Rating *residual) {
    struct side side;
    struct word word = word_of(&catalog__v1__row_state__descriptor, (int)state);
    if (residual == NULL)
        snprintf(side.text, sizeof side.text, "%s", word.text);
    else
        snprintf(side.text, sizeof side.text, "%s, %s %ux%u", word.text,
                 word_of(&catalog__v1__risk_band__descriptor, (int)residual->band).text, residual->likelihood,
                 residual->impact);
    return side;
}

static void add_difference(struct table *table, const difference_message *difference) {
    bool is_known = (unsigned)difference->rule < COUNT_OF(rule_words);
    bool is_row = difference->rule >= CATALOG__V1__RATCHET_RULE__RATCHET_RULE_RESIDUAL;
    struct side then = is_row ? side_of_row(difference->row_before, difference->residual_before)
                              : side_of_gate(difference->gate_before);
    struct side now =
        is_row ? side_of_row(difference->row_after, difference->residual_after) : side_of_gate(difference->gate_after);
    table_cell(table, STYLE_PLAIN, "%s", is_known ? rule_words[difference->rule] : "");
    table_cell(table, STYLE_STRONG, "%s", difference->subject);
    table_detail(table, STYLE_PLAIN, "%s%s%s -> %s", word_of_code(difference->code).text,
                 difference->code[0] == '\0' ? "" : ": ", then.text, now.text);
}

static void print_list(struct page *page, const char *title, difference_message *const *differences, size_t shown,
                       size_t count) {
    static const struct column columns[] = {{"", COLUMN_TEXT}, {"", COLUMN_NAME}};
    struct table table;
    if (count > 0)
        text_heading(page, "%s (%zu)", title, count);
    table_init(&table, page, columns, COUNT_OF(columns), 2);
    for (size_t i = 0; i < shown; i++)
        add_difference(&table, differences[i]);
    table_write(&table);
    if (count > shown)
        text_remark(page, "These are the first %zu.", shown);
}

void text_ratchet(struct page *page, const ProtobufCMessage *message) {
    static const Catalog__V1__GateRecord none = CATALOG__V1__GATE_RECORD__INIT;
    const Catalog__V1__CheckRatchetResponse *answer = (const Catalog__V1__CheckRatchetResponse *)message;
    const Catalog__V1__GateRecord *record = answer->record == NULL ? &none : answer->record;
    bool is_worse = answer->worse_count > 0;
    page_printf(page, is_worse ? STYLE_BAD : STYLE_GOOD, "%s", is_worse ? "WORSE" : "NOT WORSE");
    page_printf(page, STYLE_PLAIN, "  ");
    page_paragraph(page, 4, STYLE_STRONG, "than gate record %s of %s, recorded by %s on %s", record->id,
                   record->feature, record->author, word_of_time(record->recorded_at).text);
    print_list(page, "Worse", answer->worse, answer->n_worse, answer->worse_count);
    print_list(page, "Better", answer->better, answer->n_better, answer->better_count);
}
