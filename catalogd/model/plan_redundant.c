/* Own mitigations without which everything stays as it is. Each is looked at by itself: of two that stand in for each
 * other both are shown, and one of them is needed. */
#include "model/plan_bench.h"

#include "base/limits.h"
#include "model/plan_change.h"

#include <stdlib.h>
#include <string.h>

static bool has_same_duties(const Catalog__V1__EffectiveModel *left, const Catalog__V1__EffectiveModel *right) {
    if (left->n_responsibilities != right->n_responsibilities || left->n_baseline != right->n_baseline)
        return false;
    for (size_t i = 0; i < left->n_responsibilities; i++) {
        if (left->responsibilities[i]->state != right->responsibilities[i]->state ||
            left->responsibilities[i]->planned != right->responsibilities[i]->planned)
            return false;
    }
    for (size_t i = 0; i < left->n_baseline; i++) {
        if (left->baseline[i]->state != right->baseline[i]->state ||
            left->baseline[i]->planned != right->baseline[i]->planned)
            return false;
    }
    return true;
}

static bool counts_by(const struct plan_bench *bench, const Catalog__V1__Row *row, const char *source) {
    for (size_t i = 0; i < row->n_credits; i++) {
        const Catalog__V1__Credit *credit = row->credits[i];
        bool counts = bench->options->as_planned ? credit->counts_planned : credit->counts_now;
        if (counts && strcmp(credit->source, source) == 0)
            return true;
    }
    return false;
}

static int compare_texts(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static bool list_rows(struct plan_bench *bench, Catalog__V1__RedundantControl *control) {
    char **rows = ARENA_ARRAY(bench->arena, char *, bench->base->n_rows + 1);
    if (rows == NULL)
        return plan_no_memory(bench);
    for (size_t i = 0; i < bench->base->n_rows; i++) {
        if (!counts_by(bench, bench->base->rows[i], control->mitigation))
            continue;
        rows[control->row_count] = plan_text(bench, "%s", bench->base->rows[i]->key);
        if (rows[control->row_count++] == NULL)
            return false;
    }
    qsort(rows, control->row_count, sizeof *rows, compare_texts);
    control->rows = rows;
    control->n_rows = control->row_count < LIMIT_ADVICE_EXAMPLES ? control->row_count : LIMIT_ADVICE_EXAMPLES;
    return true;
}

static bool add(struct plan_bench *bench, const Catalog__V1__Mitigation *mitigation,
                Catalog__V1__PlanFeatureResponse *answer) {
    Catalog__V1__RedundantControl *control = ARENA_NEW(bench->arena, Catalog__V1__RedundantControl);
    if (control == NULL)
        return plan_no_memory(bench);
    catalog__v1__redundant_control__init(control);
    control->mitigation = mitigation->id;
    control->control = mitigation->uses[0] != '\0' ? mitigation->uses : mitigation->control;
    control->title = mitigation->title;
    answer->redundant[answer->n_redundant++] = control;
    return list_rows(bench, control);
}

static bool is_missed(struct plan_bench *bench, const Catalog__V1__Mitigation *mitigation, bool *ret_is_missed) {
    const Catalog__V1__EffectiveModel *model;
    struct plan_measure after;
    const Catalog__V1__Object *without = plan_change_without(bench->object, mitigation->id, bench->arena);
    if (without == NULL)
        return plan_no_memory(bench);
    if (!plan_resolve(bench, without, &model))
        return false;
    if (!plan_measure_model(model, bench->options->as_planned, &bench->scratch, &after))
        return plan_no_memory(bench);
    *ret_is_missed = !plan_measure_equal(&bench->measure, &after) || !has_same_duties(bench->base, model);
    return true;
}

static int compare_controls(const void *left, const void *right) {
    return strcmp((*(Catalog__V1__RedundantControl *const *)left)->mitigation,
                  (*(Catalog__V1__RedundantControl *const *)right)->mitigation);
}

bool plan_find_redundant(struct plan_bench *bench, Catalog__V1__PlanFeatureResponse *answer) {
    answer->redundant = ARENA_ARRAY(bench->arena, Catalog__V1__RedundantControl *, bench->model->n_mitigations + 1);
    if (answer->redundant == NULL)
        return plan_no_memory(bench);
    for (size_t i = 0; i < bench->model->n_mitigations; i++) {
        const Catalog__V1__Mitigation *mitigation = bench->model->mitigations[i];
        bool is_needed = true;
        if (mitigation->status < plan_status(bench))
            continue;
        if (!plan_may_go_on(bench))
            break;
        if (!is_missed(bench, mitigation, &is_needed) || (!is_needed && !add(bench, mitigation, answer)))
            return false;
    }
    qsort(answer->redundant, answer->n_redundant, sizeof *answer->redundant, compare_controls);
    return bench->status == STATUS_OK;
}
