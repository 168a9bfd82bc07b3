/* How much risk controls leave. Integer arithmetic only: the same on every machine. */
#ifndef CATALOGD_MODEL_RISK_H
#define CATALOGD_MODEL_RISK_H

#include "catalog/v1/control.pb-c.h"

#include <stddef.h>
#include <stdint.h>

#define RISK_RATING_MAX           5
#define RISK_WHOLE_BP             10000 /* all of it, in basis points */
#define RISK_PARTIAL_REDUCTION_BP 5000  /* unless the control says otherwise */
#define RISK_FULL_REDUCTION_BP    9000

/* Likelihood and impact, each 1 to RISK_RATING_MAX. */
struct risk_rating {
    uint32_t likelihood;
    uint32_t impact;
};

/* RATING, brought into the scale. */
static inline uint32_t risk_in_scale(uint32_t rating) {
    return rating < 1 ? 1 : rating > RISK_RATING_MAX ? RISK_RATING_MAX : rating;
}

/* How much one control lowers a rating, in basis points; 0: not at all. */
struct risk_reduction {
    uint32_t likelihood_bp;
    uint32_t impact_bp;
};

/* One control that counts. Controls of one (layer, provider) fall together, so they count as one. */
struct risk_credit {
    Catalog__V1__Layer layer;
    const char *provider; /* borrowed */
    struct risk_reduction reduction;
};

struct risk_outcome {
    struct risk_rating residual;
    uint32_t depth;             /* (layer, provider) groups; they stand at the front of the scratch, folded */
    uint64_t likelihood_scaled; /* what was left times 10^12, before the last division */
    uint64_t impact_scaled;
};

/* What CONTROL does at STRENGTH (unspecified: PARTIAL). Its type says which dimension, unless `reduces` does:
 * preventive, deterrent and directive controls lower likelihood, all others impact. */
struct risk_reduction risk_reduction_of(const Catalog__V1__Control *control, Catalog__V1__Strength strength);

/* What the COUNT controls in CREDITS leave of INHERENT. In each (layer, provider) only the largest reduction of each
 * dimension counts. From rating x 10^12, factors in falling order of reduction, each product rounded up; the end is
 * divided by 10^12, rounded up, and never under 1. CREDITS is used as scratch: its order and content change. The result
 * does not hang on the order given. Reductions above RISK_WHOLE_BP count as that. Cannot fail; allocates nothing. */
struct risk_outcome risk_apply(struct risk_rating inherent, struct risk_credit *credits, size_t count);

#endif
