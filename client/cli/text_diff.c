#include "cli/text_diff.h"

#include "cli/words.h"

#include <stdio.h>
#include <string.h>

#define LINES_SHOWN 12 /* of one list; the rest is counted */

void text_diff_title(struct page *page, const char *title) {
    page_printf(page, STYLE_FAINT, "  %-*s", TEXT_DIFF_COLUMN - 2, title);
}

static void add_more(struct page *page, size_t count) {
    if (count <= LINES_SHOWN)
        return;
    text_diff_title(page, "");
    page_line(page, STYLE_FAINT, "... and %zu more; --output json has them all", count - LINES_SHOWN);
}

static struct word gate_word(Catalog__V1__GateState state) {
    return word_in_capitals(&catalog__v1__gate_state__descriptor, (int)state);
}

static struct word state_word(Catalog__V1__RowState state) {
    return word_in_capitals(&catalog__v1__row_state__descriptor, (int)state);
}

/* "MITIGATED low" */
static struct word row_word(Catalog__V1__RowState state, const Catalog__V1__Rating *residual) {
    struct word word = {"none"};
    if (state != CATALOG__V1__ROW_STATE__ROW_STATE_UNSPECIFIED)
        snprintf(word.text, sizeof word.text, "%.20s %.20s", state_word(state).text,
                 residual == NULL ? "-" : word_of(&catalog__v1__risk_band__descriptor, (int)residual->band).text);
    return word;
}

static struct word duty_word(Catalog__V1__DutyState state) {
    return word_in_capitals(&catalog__v1__duty_state__descriptor, (int)state);
}

static struct word entry_word(Catalog__V1__EntryState state) {
    return word_in_capitals(&catalog__v1__entry_state__descriptor, (int)state);
}

/* ---- What is different ---- */

static void add_verdict(struct page *page, const char *title, const Catalog__V1__EffectiveDiff *diff) {
    text_diff_title(page, title);
    if (diff->now_before == diff->now_after) {
        page_line(page, style_of_gate(diff->now_after), "stays %s", gate_word(diff->now_after).text);
        return;
    }
    page_printf(page, style_of_gate(diff->now_before), "%s", gate_word(diff->now_before).text);
    page_printf(page, STYLE_PLAIN, " -> ");
    page_line(page, style_of_gate(diff->now_after), "%s", gate_word(diff->now_after).text);
}

/* A design is judged by what is planned, and that can fall where the verdict of now stays. */
static void add_planned(struct page *page, const Catalog__V1__EffectiveDiff *diff) {
    bool is_other = diff->planned_before != diff->now_before || diff->planned_after != diff->now_after;
    if (diff->planned_before == diff->planned_after || !is_other)
        return;
    text_diff_title(page, "  planned");
    page_printf(page, style_of_gate(diff->planned_before), "%s", gate_word(diff->planned_before).text);
    page_printf(page, STYLE_PLAIN, " -> ");
    page_line(page, style_of_gate(diff->planned_after), "%s", gate_word(diff->planned_after).text);
}

static void add_counts(struct page *page, const Catalog__V1__EffectiveDiff *diff) {
    bool has_gained = diff->highest_band_gained != CATALOG__V1__RISK_BAND__RISK_BAND_UNSPECIFIED;
    if (diff->rows_lost == 0 && diff->rows_won == 0 && !has_gained)
        return;
    text_diff_title(page, "  answers");
    page_printf(page, diff->rows_lost > 0 ? STYLE_BAD : STYLE_PLAIN, "%s lost",
                word_of_count(diff->rows_lost, "row").text);
    page_printf(page, STYLE_PLAIN, ", %u won", diff->rows_won);
    if (has_gained)
        page_printf(page, style_of_band(diff->highest_band_gained), ", risk up to %s",
                    word_of(&catalog__v1__risk_band__descriptor, (int)diff->highest_band_gained).text);
    page_newline(page);
}

static void add_instances(struct page *page, const Catalog__V1__EffectiveDiff *diff) {
    for (size_t i = 0; i < diff->n_instances && i < LINES_SHOWN; i++) {
        const Catalog__V1__InstanceDifference *instance = diff->instances[i];
        text_diff_title(page, i == 0 ? "  versions" : "");
        page_paragraph(page, TEXT_DIFF_COLUMN, STYLE_PLAIN, "%s: %s %s -> %s", instance->address, instance->component,
                       instance->before[0] == '\0' ? "-" : instance->before,
                       instance->after[0] == '\0' ? "-" : instance->after);
    }
    add_more(page, diff->n_instances);
}

static void add_credits(struct page *page, const char *title, char *const *sources, size_t count) {
    if (count == 0)
        return;
    struct arena arena;
    arena_init(&arena, 0);
    page_blanks(page, TEXT_DIFF_COLUMN + 2);
    page_paragraph(page, TEXT_DIFF_COLUMN + 4, STYLE_FAINT, "%s %s", title, words_joined(&arena, sources, count));
    arena_done(&arena);
}

static void add_rows(struct page *page, const Catalog__V1__EffectiveDiff *diff) {
    for (size_t i = 0; i < diff->n_rows && i < LINES_SHOWN; i++) {
        const Catalog__V1__RowDifference *row = diff->rows[i];
        text_diff_title(page, i == 0 ? "  rows" : "");
        page_paragraph(page, TEXT_DIFF_COLUMN, STYLE_PLAIN, "%s: %s -> %s", row->key,
                       row_word(row->before, row->residual_before).text,
                       row_word(row->after, row->residual_after).text);
        add_credits(page, "without", row->credits_removed, row->n_credits_removed);
        add_credits(page, "with", row->credits_added, row->n_credits_added);
    }
    add_more(page, diff->n_rows);
}

static void add_duties(struct page *page, const Catalog__V1__EffectiveDiff *diff) {
    for (size_t i = 0; i < diff->n_duties && i < LINES_SHOWN; i++) {
        const Catalog__V1__DutyDifference *duty = diff->duties[i];
        text_diff_title(page, i == 0 ? "  duties" : "");
        page_paragraph(page, TEXT_DIFF_COLUMN, STYLE_PLAIN, "%s (%s): %s -> %s: %s", duty->address,
                       duty->is_assumption ? "assumption" : (duty->mandatory ? "mandatory" : "optional"),
                       duty_word(duty->before).text, duty_word(duty->after).text, duty->statement);
    }
    add_more(page, diff->n_duties);
}

static void add_entries(struct page *page, const Catalog__V1__EffectiveDiff *diff) {
    for (size_t i = 0; i < diff->n_entries && i < LINES_SHOWN; i++) {
        const Catalog__V1__EntryDifference *entry = diff->entries[i];
        text_diff_title(page, i == 0 ? "  baseline" : "");
        page_paragraph(page, TEXT_DIFF_COLUMN, STYLE_PLAIN, "%s%s%s: %s -> %s", entry->control,
                       entry->place[0] == '\0' ? "" : "@", entry->place, entry_word(entry->before).text,
                       entry_word(entry->after).text);
    }
    add_more(page, diff->n_entries);
}

static void add_decisions(struct page *page, const Catalog__V1__EffectiveDiff *diff) {
    for (size_t i = 0; i < diff->n_decisions && i < LINES_SHOWN; i++) {
        const Catalog__V1__DecisionDifference *decision = diff->decisions[i];
        text_diff_title(page, i == 0 ? "  decisions" : "");
        page_paragraph(page, TEXT_DIFF_COLUMN, STYLE_PLAIN, "%s %s%s%s", decision->id,
                       decision->after ? "comes into force" : "lapses", decision->n_causes == 0 ? "" : ": ",
                       decision->n_causes == 0 ? "" : decision->causes[0]->text);
    }
    add_more(page, diff->n_decisions);
}

static void add_findings(struct page *page, const Catalog__V1__EffectiveDiff *diff) {
    for (size_t i = 0; i < diff->n_findings_added && i < LINES_SHOWN; i++) {
        text_diff_title(page, i == 0 ? "  findings" : "");
        page_paragraph(page, TEXT_DIFF_COLUMN, STYLE_PLAIN, "%s: %s", diff->findings_added[i]->subject,
                       diff->findings_added[i]->message);
    }
    add_more(page, diff->n_findings_added);
}

/* Reasons that share a remedy need it once. */
static bool is_repeated(const Catalog__V1__EffectiveDiff *diff, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (strcmp(diff->reasons_added[i]->remedy, diff->reasons_added[index]->remedy) == 0 &&
            strcmp(diff->reasons_added[i]->subject, diff->reasons_added[index]->subject) == 0)
            return true;
    }
    return false;
}

static void add_remedies(struct page *page, const Catalog__V1__EffectiveDiff *diff) {
    for (size_t i = 0; i < diff->n_reasons_added && i < LINES_SHOWN; i++) {
        const Catalog__V1__GateReason *reason = diff->reasons_added[i];
        if (reason->remedy[0] == '\0' || is_repeated(diff, i))
            continue;
        text_diff_title(page, i == 0 ? "  to do" : "");
        page_paragraph(page, TEXT_DIFF_COLUMN, STYLE_PLAIN, "%s: %s (%s)", reason->subject, reason->remedy,
                       reason->actor);
    }
    add_more(page, diff->n_reasons_added);
}

/* A model that cannot be resolved has nothing else to tell: its rows are gone, not answered. */
static void add_wrong(struct page *page, const Catalog__V1__EffectiveDiff *diff) {
    for (size_t i = 0; i < diff->n_reasons_added; i++) {
        if (diff->reasons_added[i]->state != CATALOG__V1__GATE_STATE__GATE_STATE_INVALID)
            break;
        text_diff_title(page, i == 0 ? "  wrong" : "");
        page_paragraph(page, TEXT_DIFF_COLUMN, STYLE_PLAIN, "%s", diff->reasons_added[i]->cause);
    }
}

void text_diff(struct page *page, const char *title, const Catalog__V1__EffectiveDiff *diff) {
    add_verdict(page, title, diff);
    add_planned(page, diff);
    if (diff->now_after == CATALOG__V1__GATE_STATE__GATE_STATE_INVALID) {
        add_wrong(page, diff);
        return;
    }
    add_counts(page, diff);
    add_instances(page, diff);
    add_rows(page, diff);
    add_duties(page, diff);
    add_entries(page, diff);
    add_decisions(page, diff);
    add_findings(page, diff);
    add_remedies(page, diff);
}

void text_diff_requirements(struct page *page, Catalog__V1__RequirementChange *const *changes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const Catalog__V1__RequirementChange *change = changes[i];
        text_diff_title(page, i == 0 ? "  requires" : "");
        page_paragraph(page, TEXT_DIFF_COLUMN, STYLE_PLAIN, "%s of %s%s%s: %s %s -> %s", change->alias,
                       change->declared_by, change->declared_version[0] == '\0' ? "" : "@", change->declared_version,
                       change->component, change->before, change->after);
    }
}
