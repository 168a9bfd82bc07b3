#include "cli/text_model.h"

#include "base/string_map.h"
#include "cli/words.h"

#define INDENT  2
#define BLOCKED CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED

static const Catalog__V1__Verdict no_verdict = CATALOG__V1__VERDICT__INIT;

static void print_gate(struct page *page, const Catalog__V1__Verdict *verdict) {
    page_printf(page, style_of_gate(verdict->state), "%s",
                word_in_capitals(&catalog__v1__gate_state__descriptor, (int)verdict->state).text);
}

/* The verdict that counts with the model's name, and the other one below. */
static void print_gates(struct page *page, const Catalog__V1__EffectiveModel *model, const Catalog__V1__Verdict *now,
                        const Catalog__V1__Verdict *planned, bool is_as_planned) {
    print_gate(page, is_as_planned ? planned : now);
    page_printf(page, STYLE_PLAIN, is_as_planned ? " as planned  " : "  ");
    page_paragraph(page, 2 * INDENT, STYLE_STRONG, "%s", model->model);
    page_printf(page, STYLE_PLAIN, is_as_planned ? "now: " : "as planned: ");
    print_gate(page, is_as_planned ? now : planned);
    if (model->stage != CATALOG__V1__STAGE__STAGE_UNSPECIFIED)
        page_printf(page, STYLE_PLAIN, "  stage: %s", word_of(&catalog__v1__stage__descriptor, (int)model->stage).text);
    page_newline(page);
    page_newline(page);
}

static const char *reason_key(struct arena *arena, const Catalog__V1__GateReason *reason) {
    const char *key = arena_printf(arena, "%s %s", reason->code, reason->subject);
    return key == NULL ? "" : key;
}

static bool collect(struct arena *arena, struct string_map *reasons, const Catalog__V1__Verdict *verdict) {
    bool has_room = true;
    string_map_init(reasons, arena);
    for (size_t i = 0; i < verdict->n_reasons; i++)
        has_room &= string_map_put(reasons, reason_key(arena, verdict->reasons[i]), verdict->reasons[i]);
    return has_room;
}

static void add_reason(struct table *table, const Catalog__V1__GateReason *reason) {
    table_cell(table, style_of_gate(reason->state), "%s",
               word_in_capitals(&catalog__v1__gate_state__descriptor, (int)reason->state).text);
    table_cell(table, STYLE_PLAIN, "%s", word_of_code(reason->code).text);
    table_cell(table, STYLE_PLAIN, "%s", reason->subject);
    if (reason->cause[0] != '\0')
        table_detail(table, STYLE_PLAIN, "%s", reason->cause);
    text_unknown(table, reason->facts, reason->n_facts);
    if (reason->remedy[0] != '\0')
        table_detail(table, STYLE_FAINT, "help%s%s%s: %s", reason->actor[0] == '\0' ? "" : " (", reason->actor,
                     reason->actor[0] == '\0' ? "" : ")", reason->remedy);
}

static void print_reasons(struct page *page, const Catalog__V1__Verdict *verdict, const Catalog__V1__Verdict *planned) {
    static const struct column columns[] = {{"", COLUMN_TEXT}, {"", COLUMN_TEXT}, {"", COLUMN_TEXT}};
    struct table table;
    struct string_map stays;
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    if (!collect(&table.arena, &stays, planned))
        page->text.has_failed = true;
    for (size_t i = 0; i < verdict->n_reasons; i++) {
        add_reason(&table, verdict->reasons[i]);
        if (string_map_get(&stays, reason_key(&table.arena, verdict->reasons[i])) == NULL)
            table_detail(&table, STYLE_GOOD, "settled once what is planned is in place");
    }
    table_write(&table);
}

/* Both verdicts rest on the same times, unless one of them comes from elsewhere. */
static void print_boundary(struct page *page, const Catalog__V1__Timestamp *now,
                           const Catalog__V1__Timestamp *planned) {
    struct word until = word_of_time(now);
    struct word planned_until = word_of_time(planned);
    if (now != NULL && planned != NULL && strcmp(until.text, planned_until.text) == 0) {
        text_remark(page, "Unless something changes, both hold until %s.", until.text);
        return;
    }
    if (now != NULL)
        text_remark(page, "Unless something changes, this holds now until %s.", until.text);
    if (planned != NULL)
        text_remark(page, "Unless something changes, this holds as planned until %s.", planned_until.text);
}

void text_verdict(struct page *page, const Catalog__V1__EffectiveModel *model, bool is_as_planned) {
    const Catalog__V1__Verdict *now = model->now == NULL ? &no_verdict : model->now;
    const Catalog__V1__Verdict *planned = model->planned == NULL ? &no_verdict : model->planned;
    const Catalog__V1__Verdict *verdict = is_as_planned ? planned : now;
    print_gates(page, model, now, planned, is_as_planned);
    if (verdict->n_reasons == 0)
        text_remark(page, "Nothing stands against it.");
    print_reasons(page, verdict, planned);
    print_boundary(page, now->next_boundary, planned->next_boundary);
    if (model->stage == CATALOG__V1__STAGE__STAGE_LEGACY && verdict->state == BLOCKED)
        text_remark(page,
                    "A legacy feature may stay as it is and not get worse: `resolve --record` it once, then let CI "
                    "run `resolve --ratchet`.");
}
