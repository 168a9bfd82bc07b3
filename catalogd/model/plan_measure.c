#include "model/plan_measure.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

static int compare_rows(const void *left, const void *right) {
    return strcmp(((const struct plan_row *)left)->key, ((const struct plan_row *)right)->key);
}

static int compare_texts(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static bool measure_rows(const Catalog__V1__EffectiveModel *model, bool as_planned, struct arena *arena,
                         struct plan_measure *measure) {
    measure->rows = ARENA_ARRAY(arena, struct plan_row, model->n_rows + 1);
    if (measure->rows == NULL)
        return false;
    for (size_t i = 0; i < model->n_rows; i++) {
        const Catalog__V1__Row *row = model->rows[i];
        const Catalog__V1__RowReading *reading = as_planned ? row->planned : row->now;
        measure->rows[i] = (struct plan_row){.key = row->key,
                                             .state = reading->state,
                                             .band = reading->residual->band,
                                             .likelihood = (uint8_t)reading->residual->likelihood,
                                             .impact = (uint8_t)reading->residual->impact};
        measure->closed_count += plan_is_closed(reading->state);
    }
    measure->row_count = model->n_rows;
    qsort(measure->rows, measure->row_count, sizeof *measure->rows, compare_rows);
    return true;
}

/* A path in the model ("mitigations[2].evidence") without its numbers, which change when a record comes or goes. */
static void drop_numbers(char *text) {
    char *end = text;
    for (const char *at = text; *at != '\0'; at++) {
        bool is_number = end > text && end[-1] == '[' && *at >= '0' && *at <= '9';
        if (!is_number)
            *end++ = *at;
    }
    *end = '\0';
}

bool plan_measure_model(const Catalog__V1__EffectiveModel *model, bool as_planned, struct arena *arena,
                        struct plan_measure *ret_measure) {
    const Catalog__V1__Verdict *verdict = as_planned ? model->planned : model->now;
    struct plan_measure measure = {.gate = verdict->state, .reason_count = verdict->n_reasons};
    measure.reasons = ARENA_ARRAY(arena, const char *, verdict->n_reasons + 1);
    if (measure.reasons == NULL || !measure_rows(model, as_planned, arena, &measure))
        return false;
    for (size_t i = 0; i < verdict->n_reasons; i++) {
        char *reason = arena_printf(arena, "%s %s", verdict->reasons[i]->code, verdict->reasons[i]->subject);
        if (reason == NULL)
            return false;
        drop_numbers(reason);
        measure.reasons[i] = reason;
    }
    qsort(measure.reasons, measure.reason_count, sizeof *measure.reasons, compare_texts);
    *ret_measure = measure;
    return true;
}

/* Notes down a key of LIST, of which the first LIMIT_ADVICE_EXAMPLES are listed. */
static bool note_key(struct arena *arena, const char *key, uint32_t *number, char **list, size_t *listed) {
    (*number)++;
    if (*listed == LIMIT_ADVICE_EXAMPLES)
        return true;
    list[*listed] = arena_strdup(arena, key);
    return list[(*listed)++] != NULL;
}

/* BEFORE and AFTER are one row; either is NULL where there is none. */
static bool compare_row(const struct plan_row *before, const struct plan_row *after, struct arena *arena,
                        Catalog__V1__PlanEffect *effect) {
    bool was_open = before != NULL && !plan_is_closed(before->state);
    bool is_open = after != NULL && !plan_is_closed(after->state);
    int was = before == NULL ? 0 : (int)before->band;
    int is = after == NULL ? 0 : (int)after->band;
    effect->bands_lowered += is < was;
    effect->bands_raised += is > was;
    if (was_open && !is_open)
        return note_key(arena, before->key, &effect->rows_closed, effect->closed, &effect->n_closed);
    if (is_open && !was_open)
        return note_key(arena, after->key, &effect->rows_opened, effect->opened, &effect->n_opened);
    return true;
}

/* Walks two sorted lists at once: negative where the left item stands alone, positive where the right one does. */
static int step(size_t left, size_t left_count, size_t right, size_t right_count, const char *left_key,
                const char *right_key) {
    if (left == left_count)
        return 1;
    return right == right_count ? -1 : strcmp(left_key, right_key);
}

static bool compare_all_rows(const struct plan_measure *before, const struct plan_measure *after, struct arena *arena,
                             Catalog__V1__PlanEffect *effect) {
    size_t left = 0;
    size_t right = 0;
    while (left < before->row_count || right < after->row_count) {
        int order =
            step(left, before->row_count, right, after->row_count, before->rows[left].key, after->rows[right].key);
        const struct plan_row *was = order <= 0 ? &before->rows[left++] : NULL;
        const struct plan_row *is = order >= 0 ? &after->rows[right++] : NULL;
        if (!compare_row(was, is, arena, effect))
            return false;
    }
    return true;
}

static void compare_reasons(const struct plan_measure *before, const struct plan_measure *after,
                            Catalog__V1__PlanEffect *effect) {
    size_t left = 0;
    size_t right = 0;
    while (left < before->reason_count || right < after->reason_count) {
        int order =
            step(left, before->reason_count, right, after->reason_count, before->reasons[left], after->reasons[right]);
        effect->reasons_settled += order < 0;
        effect->reasons_added += order > 0;
        left += order <= 0;
        right += order >= 0;
    }
}

static Catalog__V1__PlanMatrixCount *matrix_count(unsigned likelihood, unsigned impact, struct arena *arena) {
    Catalog__V1__PlanMatrixCount *count = ARENA_NEW(arena, Catalog__V1__PlanMatrixCount);
    if (count == NULL)
        return NULL;
    catalog__v1__plan_matrix_count__init(count);
    count->likelihood = likelihood;
    count->impact = impact;
    return count;
}

Catalog__V1__PlanRisk *plan_risk(const struct plan_measure *measure, struct arena *arena) {
    struct {
        uint32_t rows;
        Catalog__V1__RiskBand band;
    } cells[PLAN_SCALE][PLAN_SCALE] = {0};
    Catalog__V1__PlanRisk *risk = ARENA_NEW(arena, Catalog__V1__PlanRisk);
    if (risk == NULL)
        return NULL;
    catalog__v1__plan_risk__init(risk);
    risk->matrix = ARENA_ARRAY(arena, Catalog__V1__PlanMatrixCount *, PLAN_CELLS);
    if (risk->matrix == NULL)
        return NULL;
    for (size_t i = 0; i < measure->row_count; i++) {
        const struct plan_row *row = &measure->rows[i];
        cells[row->likelihood % PLAN_SCALE][row->impact % PLAN_SCALE].rows++;
        cells[row->likelihood % PLAN_SCALE][row->impact % PLAN_SCALE].band = row->band;
        if (row->band > risk->highest)
            risk->highest = row->band;
    }
    for (size_t i = 0; i < PLAN_CELLS; i++) {
        if (cells[i / PLAN_SCALE][i % PLAN_SCALE].rows == 0)
            continue;
        Catalog__V1__PlanMatrixCount *count =
            matrix_count((unsigned)(i / PLAN_SCALE), (unsigned)(i % PLAN_SCALE), arena);
        if (count == NULL)
            return NULL;
        count->rows = cells[i / PLAN_SCALE][i % PLAN_SCALE].rows;
        count->band = cells[i / PLAN_SCALE][i % PLAN_SCALE].band;
        risk->matrix[risk->n_matrix++] = count;
    }
    return risk;
}

Catalog__V1__PlanEffect *plan_effect(const struct plan_measure *before, const struct plan_measure *after,
                                     struct arena *arena) {
    Catalog__V1__PlanEffect *effect = ARENA_NEW(arena, Catalog__V1__PlanEffect);
    if (effect == NULL)
        return NULL;
    catalog__v1__plan_effect__init(effect);
    effect->gate_before = before->gate;
    effect->gate_after = after->gate;
    effect->closed = ARENA_ARRAY(arena, char *, LIMIT_ADVICE_EXAMPLES);
    effect->opened = ARENA_ARRAY(arena, char *, LIMIT_ADVICE_EXAMPLES);
    if (effect->closed == NULL || effect->opened == NULL || !compare_all_rows(before, after, arena, effect))
        return NULL;
    compare_reasons(before, after, effect);
    effect->risk_before = plan_risk(before, arena);
    effect->risk_after = plan_risk(after, arena);
    return effect->risk_before != NULL && effect->risk_after != NULL ? effect : NULL;
}

bool plan_measure_equal(const struct plan_measure *left, const struct plan_measure *right) {
    bool has_same_counts =
        left->gate == right->gate && left->row_count == right->row_count && left->reason_count == right->reason_count;
    for (size_t i = 0; has_same_counts && i < left->row_count; i++) {
        const struct plan_row *a = &left->rows[i];
        const struct plan_row *b = &right->rows[i];
        if (strcmp(a->key, b->key) != 0 || a->state != b->state || a->likelihood != b->likelihood ||
            a->impact != b->impact)
            return false;
    }
    for (size_t i = 0; has_same_counts && i < left->reason_count; i++) {
        if (strcmp(left->reasons[i], right->reasons[i]) != 0)
            return false;
    }
    return has_same_counts;
}

/* What an effect is ranked by, the first first. */
#define GAINS 4

static void gains_of(const Catalog__V1__PlanEffect *effect, int64_t gains[GAINS]) {
    memset(gains, 0, GAINS * sizeof *gains);
    if (effect == NULL)
        return;
    gains[0] = (int64_t)effect->gate_after - (int64_t)effect->gate_before;
    gains[1] = (int64_t)effect->rows_closed - effect->rows_opened;
    gains[2] = (int64_t)effect->reasons_settled - effect->reasons_added;
    gains[3] = (int64_t)effect->bands_lowered - effect->bands_raised;
}

static int rank(const Catalog__V1__PlanEffect *left, const Catalog__V1__PlanEffect *right,
                const unsigned order[GAINS]) {
    int64_t a[GAINS];
    int64_t b[GAINS];
    gains_of(left, a);
    gains_of(right, b);
    for (unsigned i = 0; i < GAINS; i++) {
        if (a[order[i]] != b[order[i]])
            return a[order[i]] > b[order[i]] ? -1 : 1;
    }
    return 0;
}

int plan_effect_rank(const Catalog__V1__PlanEffect *left, const Catalog__V1__PlanEffect *right) {
    static const unsigned order[GAINS] = {0, 1, 2, 3};
    return rank(left, right, order);
}

int plan_effect_rank_to_pass(const Catalog__V1__PlanEffect *left, const Catalog__V1__PlanEffect *right) {
    static const unsigned order[GAINS] = {0, 2, 1, 3};
    return rank(left, right, order);
}
