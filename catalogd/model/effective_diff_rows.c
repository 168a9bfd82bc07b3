#include "model/effective_differ.h"

#include <assert.h>
#include <string.h>

static int compare_rows(const void *left, const void *right) {
    const Catalog__V1__Row *a = left;
    const Catalog__V1__Row *b = right;
    int order = strcmp(a->place, b->place);
    return order != 0 ? order : strcmp(a->threat, b->threat);
}

/* Credits that count now stand first, by source and control. */
static size_t count_now(const Catalog__V1__Row *row) {
    size_t count = 0;
    while (row != NULL && count < row->n_credits && row->credits[count]->counts_now)
        count++;
    return count;
}

static int compare_credits(const void *left, const void *right) {
    const Catalog__V1__Credit *a = left;
    const Catalog__V1__Credit *b = right;
    int order = strcmp(a->source, b->source);
    return order != 0 ? order : strcmp(a->control, b->control);
}

static bool visit_credit(struct differ *differ, void *target, const void *before, const void *after) {
    Catalog__V1__RowDifference *difference = target;
    (void)differ;
    if (before == NULL)
        difference->credits_added[difference->n_credits_added++] = ((const Catalog__V1__Credit *)after)->source;
    else if (after == NULL)
        difference->credits_removed[difference->n_credits_removed++] = ((const Catalog__V1__Credit *)before)->source;
    return true;
}

static bool compare_row_credits(struct differ *differ, const Catalog__V1__Row *before, const Catalog__V1__Row *after,
                                Catalog__V1__RowDifference *difference) {
    const struct differ_walk walk = {
        .before = {before != NULL ? before->credits : NULL, count_now(before)},
        .after = {after != NULL ? after->credits : NULL, count_now(after)},
        .compare = compare_credits,
        .visit = visit_credit,
        .target = difference,
    };
    difference->credits_added = differ_room(differ, 0, walk.after.count);
    difference->credits_removed = differ_room(differ, walk.before.count, 0);
    return difference->credits_added != NULL && difference->credits_removed != NULL && differ_walk(differ, &walk);
}

static bool is_same_rating(const Catalog__V1__Rating *a, const Catalog__V1__Rating *b) {
    return a->likelihood == b->likelihood && a->impact == b->impact && a->band == b->band;
}

static bool is_same_reading(const Catalog__V1__RowReading *a, const Catalog__V1__RowReading *b) {
    return a->state == b->state && is_same_rating(a->residual, b->residual);
}

static bool is_same_row(const Catalog__V1__Row *before, const Catalog__V1__Row *after) {
    size_t count = count_now(before);
    bool is_same = is_same_reading(before->now, after->now) && is_same_reading(before->planned, after->planned) &&
                   count == count_now(after);
    for (size_t i = 0; is_same && i < count; i++)
        is_same = compare_credits(before->credits[i], after->credits[i]) == 0;
    return is_same;
}

static bool is_unanswered(const Catalog__V1__Row *row) {
    return row != NULL && row->now->state < CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED;
}

static void count_row(Catalog__V1__EffectiveDiff *diff, const Catalog__V1__Row *before, const Catalog__V1__Row *after) {
    bool was_unanswered = is_unanswered(before);
    bool now_unanswered = is_unanswered(after);
    diff->rows_lost += now_unanswered && !was_unanswered;
    diff->rows_won += was_unanswered && !now_unanswered;
    if (after == NULL)
        return;
    Catalog__V1__RiskBand band = after->now->residual->band;
    bool has_gained = before != NULL ? band > before->now->residual->band : now_unanswered;
    if (has_gained && band > diff->highest_band_gained)
        diff->highest_band_gained = band;
}

static void fill_before(const Catalog__V1__Row *row, Catalog__V1__RowDifference *difference) {
    difference->before = row->now->state;
    difference->residual_before = row->now->residual;
    difference->planned_before = row->planned->state;
    difference->planned_residual_before = row->planned->residual;
}

static void fill_after(const Catalog__V1__Row *row, Catalog__V1__RowDifference *difference) {
    difference->after = row->now->state;
    difference->residual_after = row->now->residual;
    difference->planned_after = row->planned->state;
    difference->planned_residual_after = row->planned->residual;
}

static bool visit_row(struct differ *differ, void *target, const void *left, const void *right) {
    const Catalog__V1__Row *before = left;
    const Catalog__V1__Row *after = right;
    (void)target;
    assert(before != NULL || after != NULL);
    if (before != NULL && after != NULL && is_same_row(before, after))
        return true;
    Catalog__V1__RowDifference *difference = ARENA_NEW(differ->arena, Catalog__V1__RowDifference);
    if (difference == NULL)
        return false;
    catalog__v1__row_difference__init(difference);
    difference->key = after != NULL ? after->key : before->key;
    difference->title = after != NULL ? after->title : before->title;
    if (before != NULL)
        fill_before(before, difference);
    if (after != NULL)
        fill_after(after, difference);
    count_row(differ->diff, before, after);
    differ->diff->rows[differ->diff->n_rows++] = difference;
    return compare_row_credits(differ, before, after, difference);
}

bool differ_rows(struct differ *differ) {
    const struct differ_walk walk = {
        .before = {differ->before->rows, differ->before->n_rows},
        .after = {differ->after->rows, differ->after->n_rows},
        .compare = compare_rows,
        .visit = visit_row,
    };
    differ->diff->rows = differ_room(differ, walk.before.count, walk.after.count);
    return differ->diff->rows != NULL && differ_walk(differ, &walk);
}
