#include "cli/text_model.h"

#include "cli/words.h"

#define LEVELS     5
#define CELL       4
#define LABEL      5
#define GRID       (LEVELS * CELL)
#define GRID_GAP   4
#define GRID_COUNT 3

struct grid {
    const char *title;
    uint32_t rows[LEVELS][LEVELS]; /* likelihood - 1, impact - 1 */
    enum style styles[LEVELS][LEVELS];
};

static void fill(struct grid *grids, const Catalog__V1__EffectiveModel *model) {
    for (size_t i = 0; i < model->n_matrix; i++) {
        const Catalog__V1__MatrixCount *count = model->matrix[i];
        if (count->likelihood - 1 >= LEVELS || count->impact - 1 >= LEVELS)
            continue;
        const uint32_t rows[GRID_COUNT] = {count->inherent, count->residual_now, count->residual_planned};
        for (size_t g = 0; g < GRID_COUNT; g++) {
            grids[g].rows[count->likelihood - 1][count->impact - 1] = rows[g];
            grids[g].styles[count->likelihood - 1][count->impact - 1] = style_of_band(count->band);
        }
    }
}

static void print_cell(struct page *page, uint32_t rows, enum style style) {
    char text[16];
    if (rows == 0)
        snprintf(text, sizeof text, ".");
    else if (rows < 1000)
        snprintf(text, sizeof text, "%u", rows);
    else
        snprintf(text, sizeof text, "%uk", rows / 1000);
    unsigned size = (unsigned)strlen(text);
    page_blanks(page, size < CELL ? CELL - size : 1);
    page_printf(page, rows == 0 ? STYLE_FAINT : style, "%s", text);
}

static void print_titles(struct page *page, const struct grid *grids, size_t count) {
    page_blanks(page, LABEL);
    for (size_t g = 0; g < count; g++) {
        page_blanks(page, g == 0 ? CELL - 1 : GRID_GAP + CELL - 1);
        page_printf(page, STYLE_FAINT, "%s", grids[g].title);
        page_blanks(page, GRID - CELL + 1 - (unsigned)strlen(grids[g].title));
    }
    page_newline(page);
    page_blanks(page, LABEL);
    for (size_t g = 0; g < count; g++) {
        page_blanks(page, g == 0 ? 0 : GRID_GAP);
        for (int impact = 1; impact <= LEVELS; impact++)
            page_printf(page, STYLE_FAINT, "%*d", CELL, impact);
    }
    page_newline(page);
}

static void print_grids(struct page *page, const struct grid *grids, size_t count) {
    print_titles(page, grids, count);
    for (size_t likelihood = LEVELS; likelihood-- > 0;) {
        page_printf(page, STYLE_FAINT, "%*zu", LABEL, likelihood + 1);
        for (size_t g = 0; g < count; g++) {
            page_blanks(page, g == 0 ? 0 : GRID_GAP);
            for (size_t impact = 0; impact < LEVELS; impact++)
                print_cell(page, grids[g].rows[likelihood][impact], grids[g].styles[likelihood][impact]);
        }
        page_newline(page);
    }
}

/* Rows of each grid that stand in BAND. */
static void sum_band(const Catalog__V1__EffectiveModel *model, Catalog__V1__RiskBand band, uint64_t sums[GRID_COUNT]) {
    for (size_t i = 0; i < model->n_matrix; i++) {
        const Catalog__V1__MatrixCount *count = model->matrix[i];
        if (count->band != band)
            continue;
        sums[0] += count->inherent;
        sums[1] += count->residual_now;
        sums[2] += count->residual_planned;
    }
}

static void print_bands(struct page *page, const Catalog__V1__EffectiveModel *model) {
    static const struct column columns[] = {
        {"BAND", COLUMN_TEXT}, {"INHERENT", COLUMN_NUMBER}, {"NOW", COLUMN_NUMBER}, {"PLANNED", COLUMN_NUMBER}};
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), LABEL - 1);
    for (unsigned band = CATALOG__V1__RISK_BAND__RISK_BAND_CRITICAL; band > 0; band--) {
        uint64_t sums[GRID_COUNT] = {0};
        sum_band(model, (Catalog__V1__RiskBand)band, sums);
        table_cell(&table, style_of_band((Catalog__V1__RiskBand)band), "%s",
                   word_of(&catalog__v1__risk_band__descriptor, (int)band).text);
        for (size_t g = 0; g < GRID_COUNT; g++)
            table_cell(&table, STYLE_PLAIN, "%llu", (unsigned long long)sums[g]);
    }
    table_write(&table);
}

static void print_states(struct page *page, const Catalog__V1__EffectiveModel *model) {
    static const struct column columns[] = {{"STATE", COLUMN_TEXT}, {"NOW", COLUMN_NUMBER}, {"PLANNED", COLUMN_NUMBER}};
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), LABEL - 1);
    for (size_t i = 0; i < model->n_states; i++) {
        const Catalog__V1__StateCount *count = model->states[i];
        if (count->now == 0 && count->planned == 0)
            continue;
        table_cell(&table, style_of_state(count->state), "%s",
                   word_of(&catalog__v1__row_state__descriptor, (int)count->state).text);
        table_cell(&table, STYLE_PLAIN, "%u", count->now);
        table_cell(&table, STYLE_PLAIN, "%u", count->planned);
    }
    table_write(&table);
}

void text_matrix(struct page *page, const Catalog__V1__EffectiveModel *model) {
    if (model->n_rows == 0)
        return;
    struct grid grids[GRID_COUNT] = {{.title = "inherent"}, {.title = "residual now"}, {.title = "residual planned"}};
    fill(grids, model);
    text_heading(page, "Risk (%s by likelihood, down, and impact, across)", word_of_count(model->n_rows, "row").text);
    if (page->columns >= LABEL + GRID_COUNT * GRID + (GRID_COUNT - 1) * GRID_GAP) {
        print_grids(page, grids, GRID_COUNT);
    } else {
        for (size_t g = 0; g < GRID_COUNT; g++)
            print_grids(page, &grids[g], 1);
    }
    page_newline(page);
    print_bands(page, model);
    if (model->n_states > 0)
        page_newline(page);
    print_states(page, model);
}
