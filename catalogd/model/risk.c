#include "model/risk.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define RISK_SCALE UINT64_C(1000000000000) /* 10^12 */

static uint64_t divide_up(uint64_t value, uint64_t divisor) {
    return value / divisor + (value % divisor != 0);
}

static bool lowers_likelihood(Catalog__V1__ControlType type) {
    return type == CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_PREVENTIVE ||
           type == CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_DETERRENT ||
           type == CATALOG__V1__CONTROL_TYPE__CONTROL_TYPE_DIRECTIVE;
}

static Catalog__V1__RiskDimension dimension_of(const Catalog__V1__Control *control) {
    if (control->reduces != CATALOG__V1__RISK_DIMENSION__RISK_DIMENSION_UNSPECIFIED)
        return control->reduces;
    return lowers_likelihood(control->type) ? CATALOG__V1__RISK_DIMENSION__RISK_DIMENSION_LIKELIHOOD
                                            : CATALOG__V1__RISK_DIMENSION__RISK_DIMENSION_IMPACT;
}

static uint32_t reduction_bp(const Catalog__V1__Control *control, Catalog__V1__Strength strength) {
    bool is_full = strength == CATALOG__V1__STRENGTH__STRENGTH_FULL;
    uint32_t own = is_full ? control->full_reduction_bp : control->partial_reduction_bp;
    if (own != 0)
        return own;
    return is_full ? RISK_FULL_REDUCTION_BP : RISK_PARTIAL_REDUCTION_BP;
}

struct risk_reduction risk_reduction_of(const Catalog__V1__Control *control, Catalog__V1__Strength strength) {
    Catalog__V1__RiskDimension dimension = dimension_of(control);
    uint32_t amount_bp = reduction_bp(control, strength);
    return (struct risk_reduction){
        .likelihood_bp = dimension == CATALOG__V1__RISK_DIMENSION__RISK_DIMENSION_IMPACT ? 0 : amount_bp,
        .impact_bp = dimension == CATALOG__V1__RISK_DIMENSION__RISK_DIMENSION_LIKELIHOOD ? 0 : amount_bp,
    };
}

static int compare_groups(const void *left, const void *right) {
    const struct risk_credit *a = left;
    const struct risk_credit *b = right;
    if (a->layer != b->layer)
        return a->layer < b->layer ? -1 : 1;
    return strcmp(a->provider, b->provider);
}

static int compare_falling(uint32_t a, uint32_t b) {
    return (a < b) - (a > b);
}

static int compare_likelihood(const void *left, const void *right) {
    return compare_falling(((const struct risk_credit *)left)->reduction.likelihood_bp,
                           ((const struct risk_credit *)right)->reduction.likelihood_bp);
}

static int compare_impact(const void *left, const void *right) {
    return compare_falling(((const struct risk_credit *)left)->reduction.impact_bp,
                           ((const struct risk_credit *)right)->reduction.impact_bp);
}

/* Most rows have one credit or none, and there are thousands of rows. */
static void sort(struct risk_credit *credits, size_t count, int (*compare)(const void *, const void *)) {
    if (count > 1)
        qsort(credits, count, sizeof *credits, compare);
}

static uint32_t larger(uint32_t a, uint32_t b) {
    return a > b ? a : b;
}

/* Folds each group into its largest reductions, at the front of CREDITS; how many groups there are. */
static size_t fold_groups(struct risk_credit *credits, size_t count) {
    size_t groups = 0;
    sort(credits, count, compare_groups);
    for (size_t i = 0; i < count; i++) {
        if (groups == 0 || compare_groups(&credits[groups - 1], &credits[i]) != 0) {
            credits[groups++] = credits[i];
            continue;
        }
        struct risk_reduction *kept = &credits[groups - 1].reduction;
        kept->likelihood_bp = larger(kept->likelihood_bp, credits[i].reduction.likelihood_bp);
        kept->impact_bp = larger(kept->impact_bp, credits[i].reduction.impact_bp);
    }
    return groups;
}

static uint64_t reduce(uint64_t scaled, uint32_t amount_bp) {
    uint32_t capped = amount_bp > RISK_WHOLE_BP ? RISK_WHOLE_BP : amount_bp;
    return divide_up(scaled * (RISK_WHOLE_BP - capped), RISK_WHOLE_BP);
}

static uint32_t rating_of(uint64_t scaled) {
    uint32_t rating = (uint32_t)divide_up(scaled, RISK_SCALE);
    return rating == 0 ? 1 : rating;
}

static uint64_t scaled_of(uint32_t rating) {
    return RISK_SCALE * (rating > RISK_RATING_MAX ? RISK_RATING_MAX : rating);
}

struct risk_outcome risk_apply(struct risk_rating inherent, struct risk_credit *credits, size_t count) {
    size_t groups = fold_groups(credits, count);
    uint64_t likelihood = scaled_of(inherent.likelihood);
    uint64_t impact = scaled_of(inherent.impact);

    sort(credits, groups, compare_likelihood);
    for (size_t i = 0; i < groups; i++)
        likelihood = reduce(likelihood, credits[i].reduction.likelihood_bp);
    sort(credits, groups, compare_impact);
    for (size_t i = 0; i < groups; i++)
        impact = reduce(impact, credits[i].reduction.impact_bp);
    return (struct risk_outcome){.residual = {rating_of(likelihood), rating_of(impact)},
                                 .depth = (uint32_t)groups,
                                 .likelihood_scaled = likelihood,
                                 .impact_scaled = impact};
}
