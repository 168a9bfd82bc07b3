#include "convert/dossier/dossier_table.h"

#include "convert/words.h"

#include <stdlib.h>

struct item {
    long long weight;
    size_t index;
};

static int compare_items(const void *left, const void *right) {
    const struct item *a = left;
    const struct item *b = right;
    if (a->weight != b->weight)
        return a->weight < b->weight ? 1 : -1;
    return (a->index > b->index) - (a->index < b->index);
}

/* ITEMS has room for all. */
static size_t collect(const struct dossier *dossier, const struct dossier_table *table, struct item *items) {
    size_t all = table->count(dossier->effective);
    size_t count = 0;
    for (size_t i = 0; i < all; i++) {
        if (table->is_in == NULL || table->is_in(dossier, i))
            items[count++] = (struct item){table->weight == NULL ? 0 : table->weight(dossier, i), i};
    }
    if (table->weight != NULL)
        qsort(items, count, sizeof *items, compare_items);
    return count;
}

static size_t column_count(const struct dossier_table *table) {
    size_t count = 0;
    while (count < DOSSIER_COLUMNS_MAX && table->columns[count] != NULL)
        count++;
    return count;
}

static void write_items(struct paper *paper, const struct dossier *dossier, const struct dossier_table *table,
                        const struct item *items, size_t count) {
    const struct paper_language *language = paper->language;
    language->begin_table(paper, table->columns, column_count(table));
    for (size_t i = 0; i < count; i++) {
        language->begin_row(paper);
        table->write(paper, dossier, items[i].index);
        language->end_row(paper);
    }
    language->end_table(paper);
}

void dossier_table_write(struct paper *paper, const struct dossier *dossier, const struct dossier_table *table) {
    size_t all = table->count(dossier->effective);
    struct item *items = ARENA_ARRAY(paper->arena, struct item, all + 1);
    if (items == NULL) {
        paper->out->has_failed = true;
        return;
    }
    size_t count = collect(dossier, table, items);
    if (count == 0 && table->none == NULL)
        return;
    const char *of_all = count == all ? "" : arena_printf(paper->arena, " of %zu", all);
    const char *title = of_all == NULL ? NULL : arena_printf(paper->arena, "%s (%zu%s)", table->title, count, of_all);
    paper->out->has_failed |= title == NULL;
    paper->language->heading(paper, title == NULL ? table->title : title);
    if (count == 0)
        paper_paragraph(paper, "%s", table->none);
    else
        write_items(paper, dossier, table, items, count);
}

void dossier_causes(struct paper *paper, const char *subject, Catalog__V1__Cause *const *causes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bool is_named = strcmp(causes[i]->subject, subject) == 0 || strstr(causes[i]->text, causes[i]->subject) != NULL;
        paper_line(paper, "%s%s%s", is_named ? "" : causes[i]->subject, is_named ? "" : ": ", causes[i]->text);
    }
}

void dossier_unknown(struct paper *paper, char *const *names, size_t count) {
    paper_names(paper, "needs to be known", names, count);
}

void dossier_cell_value(struct paper *paper, enum tone tone, const ProtobufCEnumDescriptor *descriptor, int value) {
    paper_cell(paper, tone, "%s", word_in_capitals(descriptor, value).text);
}

static enum tone tone_of(const enum tone *tones, size_t count, unsigned value) {
    return value < count ? tones[value] : TONE_PLAIN;
}

enum tone dossier_tone_of_gate(Catalog__V1__GateState state) {
    static const enum tone tones[] = {
        [CATALOG__V1__GATE_STATE__GATE_STATE_INVALID] = TONE_WORST,
        [CATALOG__V1__GATE_STATE__GATE_STATE_INCOMPLETE] = TONE_BAD,
        [CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED] = TONE_BAD,
        [CATALOG__V1__GATE_STATE__GATE_STATE_STALE] = TONE_WARN,
        [CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL] = TONE_WARN,
        [CATALOG__V1__GATE_STATE__GATE_STATE_PASS] = TONE_GOOD,
    };
    return tone_of(tones, COUNT_OF(tones), state);
}

enum tone dossier_tone_of_row(Catalog__V1__RowState state) {
    static const enum tone tones[] = {
        [CATALOG__V1__ROW_STATE__ROW_STATE_OPEN] = TONE_BAD,
        [CATALOG__V1__ROW_STATE__ROW_STATE_PARTIAL] = TONE_WARN,
        [CATALOG__V1__ROW_STATE__ROW_STATE_CONDITIONAL] = TONE_WARN,
        [CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED] = TONE_GOOD,
        [CATALOG__V1__ROW_STATE__ROW_STATE_ACCEPTED] = TONE_PLAIN,
        [CATALOG__V1__ROW_STATE__ROW_STATE_NOT_APPLICABLE] = TONE_FAINT,
    };
    return tone_of(tones, COUNT_OF(tones), state);
}

enum tone dossier_tone_of_band(Catalog__V1__RiskBand band) {
    static const enum tone tones[] = {
        [CATALOG__V1__RISK_BAND__RISK_BAND_LOW] = TONE_GOOD,
        [CATALOG__V1__RISK_BAND__RISK_BAND_MEDIUM] = TONE_WARN,
        [CATALOG__V1__RISK_BAND__RISK_BAND_HIGH] = TONE_BAD,
        [CATALOG__V1__RISK_BAND__RISK_BAND_CRITICAL] = TONE_WORST,
    };
    return tone_of(tones, COUNT_OF(tones), band);
}
