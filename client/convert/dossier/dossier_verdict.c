#include "convert/dossier/dossier_table.h"

#include "convert/words.h"

static void write_gate(struct paper *paper, const Catalog__V1__Verdict *verdict) {
    Catalog__V1__GateState state = verdict == NULL ? CATALOG__V1__GATE_STATE__GATE_STATE_UNSPECIFIED : verdict->state;
    paper->language->strong(paper, dossier_tone_of_gate(state),
                            word_in_capitals(&catalog__v1__gate_state__descriptor, (int)state).text);
}

static void write_gates(struct paper *paper, const struct dossier *dossier) {
    const Catalog__V1__EffectiveModel *effective = dossier->effective;
    paper->language->begin_paragraph(paper);
    paper_say(paper, "%s: ", dossier->is_as_planned ? "Verdict as planned" : "Verdict");
    write_gate(paper, dossier->is_as_planned ? effective->planned : effective->now);
    paper_say(paper, "; %s: ", dossier->is_as_planned ? "now" : "as planned");
    write_gate(paper, dossier->is_as_planned ? effective->now : effective->planned);
    paper->language->end_paragraph(paper);
}

static void write_boundary(struct paper *paper, const char *when, const Catalog__V1__Verdict *verdict) {
    if (verdict != NULL && verdict->next_boundary != NULL)
        paper_paragraph(paper, "Unless something changes, this holds %s until %s.", when,
                        word_of_time(verdict->next_boundary).text);
}

/* Both verdicts rest on the same times, unless one of them comes from elsewhere. */
static void write_boundaries(struct paper *paper, const Catalog__V1__Verdict *now,
                             const Catalog__V1__Verdict *planned) {
    const struct word until = word_of_time(now == NULL ? NULL : now->next_boundary);
    const struct word planned_until = word_of_time(planned == NULL ? NULL : planned->next_boundary);
    if (now != NULL && now->next_boundary != NULL && strcmp(until.text, planned_until.text) == 0) {
        paper_paragraph(paper, "Unless something changes, both hold until %s.", until.text);
        return;
    }
    write_boundary(paper, "now", now);
    write_boundary(paper, "as planned", planned);
}

static size_t count_reasons_now(const Catalog__V1__EffectiveModel *effective) {
    return effective->now == NULL ? 0 : effective->now->n_reasons;
}

static size_t count_reasons_planned(const Catalog__V1__EffectiveModel *effective) {
    return effective->planned == NULL ? 0 : effective->planned->n_reasons;
}

/* Whether a reason of the same code and subject stands in the verdict as planned. */
static bool stays_as_planned(const struct dossier *dossier, const Catalog__V1__GateReason *reason) {
    const Catalog__V1__Verdict *planned = dossier->effective->planned;
    for (size_t i = 0; planned != NULL && i < planned->n_reasons; i++) {
        if (strcmp(planned->reasons[i]->code, reason->code) == 0 &&
            strcmp(planned->reasons[i]->subject, reason->subject) == 0)
            return true;
    }
    return false;
}

static void write_reason(struct paper *paper, const struct dossier *dossier, size_t index) {
    const Catalog__V1__GateReason *reason = dossier_verdict(dossier)->reasons[index];
    const struct paper_language *language = paper->language;
    dossier_cell_value(paper, dossier_tone_of_gate(reason->state), &catalog__v1__gate_state__descriptor,
                       (int)reason->state);
    paper_cell(paper, TONE_PLAIN, "%s", word_of_code(reason->code).text);
    paper_cell_code(paper, reason->subject);
    language->begin_cell(paper, TONE_PLAIN);
    language->text(paper, reason->cause);
    dossier_unknown(paper, reason->facts, reason->n_facts);
    language->end_cell(paper);
    paper_cell(paper, TONE_PLAIN, "%s", reason->actor);
    language->begin_cell(paper, TONE_PLAIN);
    language->text(paper, reason->remedy);
    if (!dossier->is_as_planned && !stays_as_planned(dossier, reason))
        paper_line(paper, "settled once what is planned is in place");
    language->end_cell(paper);
}

void dossier_write_verdict(struct paper *paper, const struct dossier *dossier) {
    const struct dossier_table table = {
        .title = "Reasons",
        .none = "Nothing stands against it.",
        .columns = {"State", "Code", "Subject", "Why", "Who", "What would help"},
        .count = dossier->is_as_planned ? count_reasons_planned : count_reasons_now,
        .write = write_reason,
    };
    write_gates(paper, dossier);
    write_boundaries(paper, dossier->effective->now, dossier->effective->planned);
    dossier_table_write(paper, dossier, &table);
}
