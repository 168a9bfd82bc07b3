#include "convert/dossier/dossier_table.h"

#include "convert/words.h"

static enum tone tone_of_entry(Catalog__V1__EntryState state) {
    static const enum tone tones[] = {
        [CATALOG__V1__ENTRY_STATE__ENTRY_STATE_MET] = TONE_GOOD,
        [CATALOG__V1__ENTRY_STATE__ENTRY_STATE_UNKNOWN] = TONE_WARN,
        [CATALOG__V1__ENTRY_STATE__ENTRY_STATE_UNMET] = TONE_BAD,
        [CATALOG__V1__ENTRY_STATE__ENTRY_STATE_LIFTED] = TONE_FAINT,
    };
    return (unsigned)state < COUNT_OF(tones) ? tones[state] : TONE_PLAIN;
}

static size_t count_entries(const Catalog__V1__EffectiveModel *effective) {
    return effective->n_baseline;
}

static const char *how_met(const Catalog__V1__EffectiveEntry *entry) {
    if (entry->state == CATALOG__V1__ENTRY_STATE__ENTRY_STATE_MET)
        return "is met";
    if (entry->planned == CATALOG__V1__ENTRY_STATE__ENTRY_STATE_MET)
        return "will be met";
    return entry->n_met_by > 0 ? "may be met" : "nothing meets it";
}

static void write_entry(struct paper *paper, const struct dossier *dossier, size_t index) {
    const Catalog__V1__EffectiveEntry *entry = dossier->effective->baseline[index];
    const ProtobufCEnumDescriptor *states = &catalog__v1__entry_state__descriptor;
    dossier_cell_value(paper, tone_of_entry(entry->state), states, (int)entry->state);
    dossier_cell_value(paper, tone_of_entry(entry->planned), states, (int)entry->planned);
    paper_cell(paper, TONE_PLAIN, "%s", word_of(&catalog__v1__baseline_level__descriptor, (int)entry->level).text);
    paper->language->begin_cell(paper, TONE_PLAIN);
    paper->language->code(paper, entry->control);
    paper_line(paper, "%s", entry->title);
    paper->language->end_cell(paper);
    paper_cell_code(paper, entry->place);
    paper->language->begin_cell(paper, TONE_PLAIN);
    paper_say(paper, "%s", how_met(entry));
    paper_names(paper, "by", entry->met_by, entry->n_met_by);
    dossier_causes(paper, entry->place, entry->causes, entry->n_causes);
    dossier_unknown(paper, entry->unknown, entry->n_unknown);
    paper_names(paper, "asked for by", entry->asked_by, entry->n_asked_by);
    paper->language->end_cell(paper);
}

static size_t count_decisions(const Catalog__V1__EffectiveModel *effective) {
    return effective->n_decisions;
}

static void write_decision(struct paper *paper, const struct dossier *dossier, size_t index) {
    const Catalog__V1__EffectiveDecision *decision = dossier->effective->decisions[index];
    paper_cell(paper, decision->in_force ? TONE_GOOD : TONE_WARN, "%s",
               decision->in_force ? "in force" : "not in force");
    paper_cell_code(paper, decision->id);
    paper->language->begin_cell(paper, TONE_PLAIN);
    paper_say(paper, "%s", word_of(&catalog__v1__decision_kind__descriptor, (int)decision->kind).text);
    paper_names(paper, "about", decision->subjects, decision->n_subjects);
    dossier_causes(paper, decision->id, decision->causes, decision->n_causes);
    paper->language->end_cell(paper);
    paper_cell(paper, TONE_PLAIN, "%s", decision->requester);
    paper_cell(paper, TONE_PLAIN, "%s", decision->approver);
    paper_cell(paper, TONE_PLAIN, "%s", word_of_time(decision->expires_at).text);
}

static size_t count_advisories(const Catalog__V1__EffectiveModel *effective) {
    return effective->n_advisories;
}

static void write_advisory(struct paper *paper, const struct dossier *dossier, size_t index) {
    const Catalog__V1__EffectiveAdvisory *advisory = dossier->effective->advisories[index];
    bool is_answered = advisory->state == CATALOG__V1__ADVISORY_STATE__ADVISORY_STATE_ANSWERED;
    dossier_cell_value(paper, is_answered ? TONE_GOOD : TONE_BAD, &catalog__v1__advisory_state__descriptor,
                       (int)advisory->state);
    paper_cell_code(paper, advisory->id);
    paper->language->begin_cell(paper, TONE_PLAIN);
    paper->language->code(paper, advisory->object);
    paper->language->text(paper, " ");
    paper->language->code(paper, advisory->version);
    if (advisory->fixed_in[0] != '\0')
        paper_line(paper, "fixed in %s", advisory->fixed_in);
    paper->language->end_cell(paper);
    paper->language->begin_cell(paper, TONE_PLAIN);
    paper->language->text(paper, advisory->statement);
    paper_names(paper, "touches", advisory->rows, advisory->n_rows);
    dossier_unknown(paper, advisory->unknown, advisory->n_unknown);
    paper->language->end_cell(paper);
}

static size_t count_findings(const Catalog__V1__EffectiveModel *effective) {
    return effective->n_findings;
}

static void write_finding(struct paper *paper, const struct dossier *dossier, size_t index) {
    const Catalog__V1__Finding *finding = dossier->effective->findings[index];
    bool is_error = finding->severity == CATALOG__V1__SEVERITY__SEVERITY_ERROR;
    bool is_warning = finding->severity == CATALOG__V1__SEVERITY__SEVERITY_WARNING;
    paper_cell(paper,
               is_error     ? TONE_BAD
               : is_warning ? TONE_WARN
                            : TONE_PLAIN,
               "%s", word_of(&catalog__v1__severity__descriptor, (int)finding->severity).text);
    paper_cell(paper, TONE_PLAIN, "%s", word_of_code(finding->code).text);
    paper_cell_code(paper, finding->subject);
    paper->language->begin_cell(paper, TONE_PLAIN);
    paper->language->text(paper, finding->message);
    if (finding->remedy[0] != '\0')
        paper_line(paper, "help: %s", finding->remedy);
    paper->language->end_cell(paper);
}

void dossier_write_remarks(struct paper *paper, const struct dossier *dossier) {
    static const struct dossier_table tables[] = {
        {.title = "Baseline entries",
         .columns = {"Now", "Planned", "Level", "Control", "Place", "How"},
         .count = count_entries,
         .write = write_entry},
        {.title = "Decisions",
         .columns = {"State", "Id", "What", "Asked by", "Approved by", "Until"},
         .count = count_decisions,
         .write = write_decision},
        {.title = "Advisories",
         .columns = {"State", "Id", "About", "What is wrong"},
         .count = count_advisories,
         .write = write_advisory},
        {.title = "Findings",
         .columns = {"Severity", "Code", "Subject", "What"},
         .count = count_findings,
         .write = write_finding},
    };
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        dossier_table_write(paper, dossier, &tables[i]);
}
