#include "convert/dossier/dossier_table.h"

#include "convert/words.h"

#define LEVELS 5

/* What is counted at a place of the matrix. */
struct grid {
    const char *title;
    uint32_t (*count)(const Catalog__V1__MatrixCount *place);
};

static uint32_t count_inherent(const Catalog__V1__MatrixCount *place) {
    return place->inherent;
}

static uint32_t count_now(const Catalog__V1__MatrixCount *place) {
    return place->residual_now;
}

static uint32_t count_planned(const Catalog__V1__MatrixCount *place) {
    return place->residual_planned;
}

static const struct grid grids[] = {
    {"Inherent", count_inherent}, {"Residual now", count_now}, {"Residual planned", count_planned}};

static const Catalog__V1__MatrixCount *place_at(const Catalog__V1__EffectiveModel *effective, uint32_t likelihood,
                                                uint32_t impact) {
    for (size_t i = 0; i < effective->n_matrix; i++) {
        if (effective->matrix[i]->likelihood == likelihood && effective->matrix[i]->impact == impact)
            return effective->matrix[i];
    }
    return NULL;
}

static void write_grid_row(struct paper *paper, const Catalog__V1__EffectiveModel *effective, const struct grid *grid,
                           uint32_t likelihood) {
    paper->language->begin_row(paper);
    paper_cell(paper, TONE_FAINT, "%u", likelihood);
    for (uint32_t impact = 1; impact <= LEVELS; impact++) {
        const Catalog__V1__MatrixCount *place = place_at(effective, likelihood, impact);
        uint32_t count = place == NULL ? 0 : grid->count(place);
        const char *text = count == 0 ? "" : arena_printf(paper->arena, "%u", count);
        paper->out->has_failed |= text == NULL;
        paper_cell(paper, place == NULL ? TONE_PLAIN : dossier_tone_of_band(place->band), "%s",
                   text == NULL ? "" : text);
    }
    paper->language->end_row(paper);
}

static void write_grid(struct paper *paper, const Catalog__V1__EffectiveModel *effective, const struct grid *grid) {
    const char *columns[LEVELS + 1] = {grid->title, "1", "2", "3", "4", "5"};
    paper->language->begin_table(paper, columns, COUNT_OF(columns));
    for (uint32_t likelihood = LEVELS; likelihood > 0; likelihood--)
        write_grid_row(paper, effective, grid, likelihood);
    paper->language->end_table(paper);
}

static void write_band(struct paper *paper, const Catalog__V1__EffectiveModel *effective, Catalog__V1__RiskBand band) {
    paper->language->begin_row(paper);
    paper_cell(paper, dossier_tone_of_band(band), "%s", word_of(&catalog__v1__risk_band__descriptor, (int)band).text);
    for (size_t g = 0; g < COUNT_OF(grids); g++) {
        uint64_t sum = 0;
        for (size_t i = 0; i < effective->n_matrix; i++)
            sum += effective->matrix[i]->band == band ? grids[g].count(effective->matrix[i]) : 0;
        paper_cell_count(paper, TONE_PLAIN, sum);
    }
    paper->language->end_row(paper);
}

static void write_bands(struct paper *paper, const Catalog__V1__EffectiveModel *effective) {
    static const char *const columns[] = {"Band", "Inherent", "Now", "Planned"};
    paper->language->begin_table(paper, columns, COUNT_OF(columns));
    for (int band = CATALOG__V1__RISK_BAND__RISK_BAND_CRITICAL; band > 0; band--)
        write_band(paper, effective, (Catalog__V1__RiskBand)band);
    paper->language->end_table(paper);
}

static void write_states(struct paper *paper, const Catalog__V1__EffectiveModel *effective) {
    static const char *const columns[] = {"State", "Now", "Planned"};
    paper->language->begin_table(paper, columns, COUNT_OF(columns));
    for (size_t i = 0; i < effective->n_states; i++) {
        const Catalog__V1__StateCount *state = effective->states[i];
        paper->language->begin_row(paper);
        dossier_cell_value(paper, dossier_tone_of_row(state->state), &catalog__v1__row_state__descriptor,
                           (int)state->state);
        paper_cell_count(paper, TONE_PLAIN, state->now);
        paper_cell_count(paper, TONE_PLAIN, state->planned);
        paper->language->end_row(paper);
    }
    paper->language->end_table(paper);
}

void dossier_write_matrix(struct paper *paper, const struct dossier *dossier) {
    const Catalog__V1__EffectiveModel *effective = dossier->effective;
    if (effective->n_rows == 0)
        return;
    paper->language->heading(paper, "Risk");
    paper_paragraph(paper, "Rows by likelihood, down, and impact, across: %zu in all.", effective->n_rows);
    paper->language->begin_group(paper);
    for (size_t g = 0; g < COUNT_OF(grids); g++)
        write_grid(paper, effective, &grids[g]);
    write_bands(paper, effective);
    write_states(paper, effective);
    paper->language->end_group(paper);
}
