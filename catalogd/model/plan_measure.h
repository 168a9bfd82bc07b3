/* What a plan looks at in an effective model, and what is different between two. */
#ifndef CATALOGD_MODEL_PLAN_MEASURE_H
#define CATALOGD_MODEL_PLAN_MEASURE_H

#include "base/arena.h"

#include "catalog/v1/plan_service.pb-c.h"

#include <stdbool.h>

#define PLAN_SCALE ((size_t)6) /* likelihood and impact count from 1 */
#define PLAN_CELLS (PLAN_SCALE * PLAN_SCALE)

struct plan_row {
    const char *key;
    Catalog__V1__RowState state;
    Catalog__V1__RiskBand band;
    uint8_t likelihood;
    uint8_t impact;
};

/* One reading of an effective model. Borrows from it. */
struct plan_measure {
    Catalog__V1__GateState gate;
    struct plan_row *rows; /* in byte order of key */
    size_t row_count;
    size_t closed_count;
    const char **reasons; /* of the gate, "CODE subject" in byte order */
    size_t reason_count;
};

/* MITIGATED, ACCEPTED or NOT_APPLICABLE. */
static inline bool plan_is_closed(Catalog__V1__RowState state) {
    return state >= CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED;
}

/* Takes the measure of MODEL, now or as planned. In ARENA. False: no room. */
MUST_CHECK bool plan_measure_model(const Catalog__V1__EffectiveModel *model, bool as_planned, struct arena *arena,
                                   struct plan_measure *ret_measure);

/* What is different. Ownership: in ARENA, borrows nothing. NULL: no room. */
Catalog__V1__PlanEffect *plan_effect(const struct plan_measure *before, const struct plan_measure *after,
                                     struct arena *arena);

/* The residual risk. Ownership: in ARENA. NULL: no room. */
Catalog__V1__PlanRisk *plan_risk(const struct plan_measure *measure, struct arena *arena);

/* Whether rows, their states and ratings, reasons and gate are the same. */
bool plan_measure_equal(const struct plan_measure *left, const struct plan_measure *right);

/* Orders effects by verdict gained, rows closed, reasons settled, and rows whose band falls, each less what goes the
 * other way; the greatest first. NULL: no effect. */
int plan_effect_rank(const Catalog__V1__PlanEffect *left, const Catalog__V1__PlanEffect *right);

/* The same with reasons before rows: what makes a model pass soonest. */
int plan_effect_rank_to_pass(const Catalog__V1__PlanEffect *left, const Catalog__V1__PlanEffect *right);

#endif
