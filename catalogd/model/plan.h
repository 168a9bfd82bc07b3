/* What would help a model: changes that are tried one by one on a copy of it, one resolution each, and ranked by what
 * comes of them. Pure and deterministic, unless `is_over` ends it early, which the notes of the answer then say. */
#ifndef CATALOGD_MODEL_PLAN_H
#define CATALOGD_MODEL_PLAN_H

#include "model/resolve.h"

#include "catalog/v1/plan_service.pb-c.h"

struct plan_options {
    struct resolve_options resolve;
    bool as_planned;                /* plan for the verdict as planned */
    bool (*is_over)(void *context); /* asked between resolutions: stop where you are; NULL: never */
    void *context;
    size_t resolution_limit; /* 0: LIMIT_ADVICE_RESOLUTIONS */
};

/* Plans for OBJECT, a feature, or a component taken as if it were one; it is not changed. What is tried: own
 * mitigations that are not in place yet, controls of the catalog that answer rows or are asked for by baselines,
 * answers to responsibilities, attestations, and each value of what is not known. The revision of the answer is that
 * of the options. Ownership: *ret_plan lives in ARENA and borrows from OBJECT and VIEW. Errors: those of resolve. */
MUST_CHECK status_code plan_feature(const Catalog__V1__Object *object, const struct catalog_view *view,
                                    const struct plan_options *options, struct arena *arena,
                                    Catalog__V1__PlanFeatureResponse **ret_plan, struct problem *problem);

#endif
