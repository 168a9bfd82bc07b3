/* What the parts of a plan share. Only for plan*.c. Functions that return bool return false when the plan cannot go on;
 * why stands in bench->status and the problem. */
#ifndef CATALOGD_MODEL_PLAN_BENCH_H
#define CATALOGD_MODEL_PLAN_BENCH_H

#include "model/plan.h"
#include "model/plan_catalog.h"
#include "model/plan_measure.h"
#include "model/policy.h"

/* A value that may be written into the model, and what comes of it. */
struct plan_alternative {
    const char *value; /* "": there is only one */
    Catalog__V1__PlanChange *change;
    Catalog__V1__PlanEffect *effect; /* NULL: not tried */
};

/* Something that might help. */
struct plan_candidate {
    Catalog__V1__PlanKind kind;
    const char *subject;
    const char *action;
    char **places;
    size_t place_count;
    VECTOR(struct plan_alternative) alternatives; /* at least one; the best first once tried */
};

typedef VECTOR(struct plan_candidate) plan_candidate_list;

struct plan_bench {
    const struct catalog_view *view;
    const struct plan_options *options;
    const Catalog__V1__Object *asked; /* the model as it came, which the options know compiled */
    const struct plan_catalog *catalog;
    const struct policy *policy;
    struct arena *arena;  /* of the answer */
    struct arena round;   /* the model as it stands, resolved */
    struct arena scratch; /* the one that is tried */
    struct problem *problem;
    status_code status;
    size_t resolutions;
    bool is_cut;          /* it ended early */
    bool is_for_platform; /* only controls are looked for, also those that the model has in mind itself */
    VECTOR(char *) notes;

    /* As it stands in this round. */
    const Catalog__V1__Object *object;
    const Catalog__V1__Model *model;
    const Catalog__V1__EffectiveModel *base;
    struct plan_measure measure;
    plan_candidate_list candidates;
    struct string_map ids; /* of the model, and of the records proposed in this round */
};

bool plan_no_memory(struct plan_bench *bench);

/* Text in the answer's arena; NULL: no room, and bench->status says so. */
char *plan_text(struct plan_bench *bench, const char *format, ...) PRINTF_LIKE(2, 3);

/* A sentence for those who read the plan, once. */
MUST_CHECK bool plan_note(struct plan_bench *bench, char *note);

/* The status that a mitigation needs to count in the verdict that is planned for. */
static inline Catalog__V1__MitigationStatus plan_status(const struct plan_bench *bench) {
    return bench->options->as_planned ? CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_PLANNED
                                      : CATALOG__V1__MITIGATION_STATUS__MITIGATION_STATUS_IMPLEMENTED;
}

static inline const Catalog__V1__RowReading *plan_reading(const struct plan_bench *bench, const Catalog__V1__Row *row) {
    return bench->options->as_planned ? row->planned : row->now;
}

/* The component that stands at ALIAS of the model, in the version that was chosen; *ret_component is NULL: none. */
MUST_CHECK bool plan_component(struct plan_bench *bench, const char *alias, const Catalog__V1__Model **ret_component);

/* An empty change, and a candidate with it added to the round; NULL: no room. */
Catalog__V1__PlanChange *plan_change_new(struct plan_bench *bench);
struct plan_candidate *plan_candidate_add(struct plan_bench *bench, Catalog__V1__PlanKind kind, const char *subject,
                                          const char *action);
MUST_CHECK bool plan_alternative_add(struct plan_bench *bench, struct plan_candidate *candidate, const char *value,
                                     Catalog__V1__PlanChange *change);

/* The one record of a change. */
MUST_CHECK bool plan_change_mitigation(struct plan_bench *bench, Catalog__V1__PlanChange *change,
                                       Catalog__V1__Mitigation *mitigation);
MUST_CHECK bool plan_change_answer(struct plan_bench *bench, Catalog__V1__PlanChange *change,
                                   Catalog__V1__Answer *answer);

/* A new mitigation with CONTROL (a name), of an id that nothing else in the model has, in place; without threats and
 * places. NULL: no room. */
Catalog__V1__Mitigation *plan_mitigation_new(struct plan_bench *bench, const char *control);

/* A copy of MITIGATION that is in place, with evidence of KIND where it has none (NULL: none is asked for). NULL: no
 * room. */
Catalog__V1__Mitigation *plan_mitigation_done(struct plan_bench *bench, const Catalog__V1__Mitigation *mitigation,
                                              const char *kind);

/* The sources of candidates: each adds its own to bench->candidates. */
MUST_CHECK bool plan_find_mitigations(struct plan_bench *bench);
MUST_CHECK bool plan_find_controls(struct plan_bench *bench);
MUST_CHECK bool plan_find_answers(struct plan_bench *bench);
MUST_CHECK bool plan_find_attestations(struct plan_bench *bench);
MUST_CHECK bool plan_find_unknowns(struct plan_bench *bench);

/* Begins a round on OBJECT: resolves it and finds the candidates. */
MUST_CHECK bool plan_round_begin(struct plan_bench *bench, const Catalog__V1__Object *object);

/* Tries every candidate of the round. */
MUST_CHECK bool plan_round_try(struct plan_bench *bench);

/* Resolves OBJECT in the scratch arena, where the result stays until the next one. */
MUST_CHECK bool plan_resolve(struct plan_bench *bench, const Catalog__V1__Object *object,
                             const Catalog__V1__EffectiveModel **ret_model);

/* Whether the bounds allow another resolution; notes down that they do not. False with a status where that fails. */
MUST_CHECK bool plan_may_go_on(struct plan_bench *bench);

/* Own mitigations that nothing hangs on. */
MUST_CHECK bool plan_find_redundant(struct plan_bench *bench, Catalog__V1__PlanFeatureResponse *answer);

#endif
