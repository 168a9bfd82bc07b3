#include "convert/dossier/dossier_table.h"

#include "convert/words.h"

static enum tone tone_of(Catalog__V1__DutyState state) {
    static const enum tone tones[] = {
        [CATALOG__V1__DUTY_STATE__DUTY_STATE_MET] = TONE_GOOD,
        [CATALOG__V1__DUTY_STATE__DUTY_STATE_PENDING] = TONE_WARN,
        [CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET] = TONE_BAD,
        [CATALOG__V1__DUTY_STATE__DUTY_STATE_REEXPORTED] = TONE_PLAIN,
        [CATALOG__V1__DUTY_STATE__DUTY_STATE_NOT_APPLICABLE] = TONE_FAINT,
    };
    return (unsigned)state < COUNT_OF(tones) ? tones[state] : TONE_PLAIN;
}

static void write_state(struct paper *paper, Catalog__V1__DutyState state) {
    dossier_cell_value(paper, tone_of(state), &catalog__v1__duty_state__descriptor, (int)state);
}

/* Those that are not met first. */
static long long weigh(Catalog__V1__DutyState state) {
    return state == CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET     ? 2
           : state == CATALOG__V1__DUTY_STATE__DUTY_STATE_PENDING ? 1
                                                                  : 0;
}

static size_t count_responsibilities(const Catalog__V1__EffectiveModel *effective) {
    return effective->n_responsibilities;
}

static long long weigh_responsibility(const struct dossier *dossier, size_t index) {
    return weigh(dossier->effective->responsibilities[index]->state);
}

static void write_responsibility(struct paper *paper, const struct dossier *dossier, size_t index) {
    const Catalog__V1__EffectiveResponsibility *duty = dossier->effective->responsibilities[index];
    write_state(paper, duty->state);
    write_state(paper, duty->planned);
    paper_cell_code(paper, duty->address);
    paper_cell(paper, TONE_PLAIN, "%s", duty->mandatory ? "mandatory" : "optional");
    paper->language->begin_cell(paper, TONE_PLAIN);
    paper->language->text(paper, duty->statement);
    dossier_causes(paper, duty->address, duty->causes, duty->n_causes);
    dossier_unknown(paper, duty->unknown, duty->n_unknown);
    paper_names(paper, "discharged by", duty->discharged_by, duty->n_discharged_by);
    paper_names(paper, "any of these would", duty->controls, duty->n_controls);
    paper_names(paper, "covers", duty->covers, duty->n_covers);
    paper->language->end_cell(paper);
    paper_cell_code(paper, duty->answerable);
}

static size_t count_assumptions(const Catalog__V1__EffectiveModel *effective) {
    return effective->n_assumptions;
}

static long long weigh_assumption(const struct dossier *dossier, size_t index) {
    return weigh(dossier->effective->assumptions[index]->state);
}

static void write_assumption(struct paper *paper, const struct dossier *dossier, size_t index) {
    const Catalog__V1__EffectiveAssumption *assumption = dossier->effective->assumptions[index];
    write_state(paper, assumption->state);
    paper_cell_code(paper, assumption->address);
    paper->language->begin_cell(paper, TONE_PLAIN);
    paper->language->text(paper, assumption->statement);
    dossier_causes(paper, assumption->address, assumption->causes, assumption->n_causes);
    dossier_unknown(paper, assumption->unknown, assumption->n_unknown);
    paper_names(paper, "covers", assumption->covers, assumption->n_covers);
    paper->language->end_cell(paper);
    paper_cell_code(paper, assumption->answerable);
}

void dossier_write_duties(struct paper *paper, const struct dossier *dossier) {
    static const struct dossier_table tables[] = {
        {.title = "Responsibilities",
         .columns = {"Now", "Planned", "Address", "Kind", "What must be seen to", "Who answers"},
         .count = count_responsibilities,
         .weight = weigh_responsibility,
         .write = write_responsibility},
        {.title = "Assumptions",
         .columns = {"Now", "Address", "What must be so", "Who answers"},
         .count = count_assumptions,
         .weight = weigh_assumption,
         .write = write_assumption},
    };
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        dossier_table_write(paper, dossier, &tables[i]);
}
