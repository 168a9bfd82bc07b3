#include "cli/text_model.h"

#include "cli/words.h"

#include <stdlib.h>

#define INDENT 2

static const Catalog__V1__RowReading no_reading = CATALOG__V1__ROW_READING__INIT;
static const Catalog__V1__Rating no_rating = CATALOG__V1__RATING__INIT;

static const Catalog__V1__RowReading *reading_or_none(const Catalog__V1__RowReading *reading) {
    return reading == NULL ? &no_reading : reading;
}

static const Catalog__V1__Rating *residual_of(const Catalog__V1__RowReading *reading) {
    return reading->residual == NULL ? &no_rating : reading->residual;
}

static bool is_open(const Catalog__V1__Row *row) {
    return reading_or_none(row->now)->state != CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED;
}

/* Above the appetite first, then the highest risk; the model's order (by address) where these are equal. */
struct open_row {
    const Catalog__V1__Row *row;
    size_t index;
};

static long long weight_of(const Catalog__V1__Row *row) {
    const Catalog__V1__RowReading *now = reading_or_none(row->now);
    const Catalog__V1__Rating *residual = residual_of(now);
    return (now->above_appetite ? 10000LL : 0) + (long long)residual->band * 100 +
           (long long)residual->likelihood * residual->impact;
}

static int compare_rows(const void *left, const void *right) {
    const struct open_row *a = left;
    const struct open_row *b = right;
    long long difference = weight_of(b->row) - weight_of(a->row);
    if (difference != 0)
        return difference > 0 ? 1 : -1;
    return (a->index > b->index) - (a->index < b->index);
}

/* ROWS has room for all. Returns how many are open. */
static size_t collect(const Catalog__V1__EffectiveModel *model, struct open_row *rows) {
    size_t count = 0;
    for (size_t i = 0; i < model->n_rows; i++) {
        if (is_open(model->rows[i]))
            rows[count++] = (struct open_row){model->rows[i], i};
    }
    qsort(rows, count, sizeof *rows, compare_rows);
    return count;
}

static void add_band(struct table *table, const Catalog__V1__RowReading *reading) {
    const Catalog__V1__Rating *residual = residual_of(reading);
    table_cell(table, style_of_band(residual->band), "%s%s",
               word_of(&catalog__v1__risk_band__descriptor, (int)residual->band).text,
               reading->above_appetite ? "!" : "");
}

/* What will answer the row once it is in place. */
static void add_planned(struct table *table, const Catalog__V1__Row *row) {
    const Catalog__V1__RowReading *planned = reading_or_none(row->planned);
    VECTOR(char *) sources = {0};
    for (size_t i = 0; i < row->n_credits; i++) {
        const Catalog__V1__Credit *credit = row->credits[i];
        if (credit->counts_planned && !credit->counts_now &&
            !vector_push(&table->arena, &sources, row->credits[i]->source))
            table->page->text.has_failed = true;
    }
    if (sources.count > 0)
        table_detail(table, STYLE_PLAIN, "as planned %s by %s",
                     word_of(&catalog__v1__row_state__descriptor, (int)planned->state).text,
                     words_joined(&table->arena, sources.items, sources.count));
    else if (planned->state != reading_or_none(row->now)->state)
        table_detail(table, STYLE_PLAIN, "as planned %s",
                     word_of(&catalog__v1__row_state__descriptor, (int)planned->state).text);
}

static void add_row(struct table *table, const Catalog__V1__Row *row) {
    const Catalog__V1__RowReading *now = reading_or_none(row->now);
    table_cell(table, style_of_state(now->state), "%s",
               word_in_capitals(&catalog__v1__row_state__descriptor, (int)now->state).text);
    add_band(table, now);
    add_band(table, reading_or_none(row->planned));
    table_cell(table, STYLE_STRONG, "%s", row->key);
    if (row->title[0] != '\0')
        table_detail(table, STYLE_FAINT, "%s", row->title);
    text_causes(table, row->key, now->causes, now->n_causes);
    text_unknown(table, now->unknown, now->n_unknown);
    add_planned(table, row);
}

static void print_rows(struct page *page, const struct open_row *rows, size_t count) {
    static const struct column columns[] = {
        {"STATE", COLUMN_TEXT}, {"NOW", COLUMN_TEXT}, {"PLANNED", COLUMN_TEXT}, {"ROW", COLUMN_TEXT}};
    struct table table;
    text_remark(page, count == 0 ? "None." : "Residual risk now and as planned; ! is above the appetite.");
    table_init(&table, page, columns, COUNT_OF(columns), INDENT);
    for (size_t i = 0; i < count; i++)
        add_row(&table, rows[i].row);
    table_write(&table);
}

void text_open_rows(struct page *page, const Catalog__V1__EffectiveModel *model) {
    if (model->n_rows == 0)
        return;
    struct open_row *rows = calloc(model->n_rows, sizeof *rows);
    if (rows == NULL) {
        page->text.has_failed = true;
        return;
    }
    size_t count = collect(model, rows);
    text_heading(page, "Rows that are not mitigated (%zu of %zu)", count, model->n_rows);
    print_rows(page, rows, count);
    free(rows);
}
