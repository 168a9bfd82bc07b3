/* The state and the residual risk of a row, in one world and in the two readings of it.
 *
 * State. A threat with mitigation groups is MITIGATED when all controls of one group count (at any strength), without
 * groups when one control counts FULL or PARTIAL ones count in two (layer, provider) groups; PARTIAL when anything
 * counts; else OPEN. A residual has its component's own controls behind it already: a row that has one is MITIGATED
 * only when others' controls answer it. A row all of whose sources lie on layers that the provider owns under a valid
 * assurance is MITIGATED by class.
 *
 * Risk. Controls lower the highest rating of the threats; others' controls lower the residuals; the higher of the two
 * is left, in each dimension. By class counts as one FULL control of the provider on likelihood.
 *
 * Of several decisions in force that rerate a row the lowest rating counts, in each dimension, so that one which lapses
 * never lowers what another leaves.
 *
 * A decision in force that accepts a row or says that it does not apply sets its state; the risk stays visible.
 *
 * A row that nothing brings in a world is NOT_APPLICABLE there and leaves the least risk. CONDITIONAL: strict is
 * neither MITIGATED, ACCEPTED nor NOT_APPLICABLE, and lenient is. */
#ifndef CATALOGD_MODEL_READINGS_H
#define CATALOGD_MODEL_READINGS_H

#include "model/rows.h"

/* One world. */
struct world_reading {
    bool exists;
    Catalog__V1__RowState state;
    Catalog__V1__RowState undecided; /* without decisions */
    Catalog__V1__MitigatedBy mitigated_by;
    struct risk_rating residual;
    uint32_t depth;
};

/* Both readings, now or as planned. */
struct row_reading {
    Catalog__V1__RowState state;
    Catalog__V1__MitigatedBy mitigated_by;
    struct world_reading strict;
    struct world_reading lenient;
};

/* Reads ROW in the worlds STRICT and LENIENT. */
MUST_CHECK bool readings_of(struct graph *graph, const struct row *row, worlds strict, worlds lenient,
                            struct row_reading *ret_reading);

/* One calculation of what is left. */
struct risk_sum {
    struct risk_rating start;
    const struct row_source *residual; /* whose own controls are left out; NULL: the threats, nobody's are */
    const struct risk_credit *groups;  /* one for each (layer, provider), with its largest reductions */
    struct risk_outcome outcome;
};

/* How one world came to its reading. Start with {.arena = ...}. */
struct reading_trace {
    struct arena *arena;
    VECTOR(struct risk_sum) sums; /* that of the threats first */
    bool has_failed;              /* no memory */
};

/* Reads ROW in WORLD alone and adds to TRACE how. */
MUST_CHECK bool readings_trace(struct graph *graph, const struct row *row, worlds world,
                               struct world_reading *ret_reading, struct reading_trace *trace);

/* RATING as RERATING lowers it. */
struct risk_rating readings_lowered(struct risk_rating rating, const struct rerating *rerating);

/* The risk before any control: the highest of the threats and duties that may bring the row, else of its residuals. */
struct risk_rating readings_inherent(const struct row *row, worlds world);

#endif
