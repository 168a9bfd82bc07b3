#include "convert/dossier/dossier_table.h"

#include "convert/words.h"

#define MITIGATED CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED

static size_t count_rows(const Catalog__V1__EffectiveModel *effective) {
    return effective->n_rows;
}

static bool is_mitigated(const struct dossier *dossier, size_t index) {
    return dossier_reading_or_none(dossier->effective->rows[index]->now)->state == MITIGATED;
}

static bool is_open(const struct dossier *dossier, size_t index) {
    return !is_mitigated(dossier, index);
}

/* Above the appetite first, then the highest risk. */
static long long weigh_row(const struct dossier *dossier, size_t index) {
    const Catalog__V1__RowReading *now = dossier_reading_or_none(dossier->effective->rows[index]->now);
    const Catalog__V1__Rating *residual = dossier_rating_or_none(now->residual);
    return (now->above_appetite ? 10000LL : 0) + (long long)residual->band * 100 +
           (long long)residual->likelihood * residual->impact;
}

static void write_residual(struct paper *paper, const Catalog__V1__RowReading *reading) {
    const Catalog__V1__Rating *residual = dossier_rating_or_none(reading->residual);
    paper_cell(paper, dossier_tone_of_band(residual->band), "%s%s",
               word_of(&catalog__v1__risk_band__descriptor, (int)residual->band).text,
               reading->above_appetite ? " (above appetite)" : "");
}

/* The sources whose controls count as they stand, or once what is planned is in place. */
static void write_sources(struct paper *paper, const char *label, const Catalog__V1__Row *row, bool counts_now) {
    char **sources = ARENA_ARRAY(paper->arena, char *, row->n_credits + 1);
    size_t count = 0;
    paper->out->has_failed |= sources == NULL;
    for (size_t i = 0; sources != NULL && i < row->n_credits; i++) {
        const Catalog__V1__Credit *credit = row->credits[i];
        if (counts_now ? credit->counts_now : credit->counts_planned && !credit->counts_now)
            sources[count++] = credit->source;
    }
    paper_names(paper, label, sources, count);
}

static void write_row_name(struct paper *paper, const Catalog__V1__Row *row) {
    paper->language->begin_cell(paper, TONE_PLAIN);
    paper->language->code(paper, row->key);
    if (row->title[0] != '\0')
        paper_line(paper, "%s", row->title);
    paper->language->end_cell(paper);
}

static void write_open(struct paper *paper, const struct dossier *dossier, size_t index) {
    const Catalog__V1__Row *row = dossier->effective->rows[index];
    const Catalog__V1__RowReading *now = dossier_reading_or_none(row->now);
    const Catalog__V1__RowReading *planned = dossier_reading_or_none(row->planned);
    dossier_cell_value(paper, dossier_tone_of_row(now->state), &catalog__v1__row_state__descriptor, (int)now->state);
    write_residual(paper, now);
    write_residual(paper, planned);
    write_row_name(paper, row);
    paper->language->begin_cell(paper, TONE_PLAIN);
    paper_say(paper, "%s as planned", word_of(&catalog__v1__row_state__descriptor, (int)planned->state).text);
    dossier_causes(paper, row->key, now->causes, now->n_causes);
    dossier_unknown(paper, now->unknown, now->n_unknown);
    write_sources(paper, "counts", row, true);
    write_sources(paper, "will count", row, false);
    paper->language->end_cell(paper);
}

static void write_mitigated(struct paper *paper, const struct dossier *dossier, size_t index) {
    const Catalog__V1__Row *row = dossier->effective->rows[index];
    const Catalog__V1__RowReading *now = dossier_reading_or_none(row->now);
    write_row_name(paper, row);
    write_residual(paper, now);
    paper->language->begin_cell(paper, TONE_PLAIN);
    paper_say(paper, "%s controls", word_of(&catalog__v1__mitigated_by__descriptor, (int)now->mitigated_by).text);
    write_sources(paper, "counts", row, true);
    paper->language->end_cell(paper);
}

void dossier_write_rows(struct paper *paper, const struct dossier *dossier) {
    static const struct dossier_table tables[] = {
        {.title = "Rows that are not mitigated",
         .none = "None.",
         .columns = {"State", "Risk now", "Risk planned", "Row", "Why"},
         .count = count_rows,
         .is_in = is_open,
         .weight = weigh_row,
         .write = write_open},
        {.title = "Rows that are mitigated",
         .columns = {"Row", "Residual risk", "By"},
         .count = count_rows,
         .is_in = is_mitigated,
         .write = write_mitigated},
    };
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        dossier_table_write(paper, dossier, &tables[i]);
}
