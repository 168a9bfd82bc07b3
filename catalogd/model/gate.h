/* The gate: one verdict for one feature, from its effective model.
 *
 * The first that holds: INVALID > INCOMPLETE > BLOCKED > STALE > CONDITIONAL > PASS. Every reason is listed. */
#ifndef CATALOGD_MODEL_GATE_H
#define CATALOGD_MODEL_GATE_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/status.h"
#include "model/policy.h"

#include "catalog/v1/effective.pb-c.h"

/* Something that is known to be wrong, missing or too old, before rows are looked at. Strings are borrowed; NULL reads
 * as "". */
struct gate_item {
    const char *code;    /* UPPER_SNAKE: "SUNSET_PASSED" */
    const char *subject; /* what it is about: a path, an address, a name */
    const char *cause;   /* one sentence */
    const char *actor;   /* who must act; NULL: GATE_ACTOR_TEAM */
    const char *remedy;  /* what would help */
};

struct gate_items {
    const struct gate_item *items;
    size_t count;
};

#define GATE_ACTOR_TEAM "feature team"

struct gate_input {
    const Catalog__V1__EffectiveModel *model; /* filled but for its verdicts */
    const struct policy *policy;
    struct gate_items invalid;     /* -> INVALID */
    struct gate_items missing;     /* -> INCOMPLETE, usually of context_missing */
    struct gate_items stale;       /* -> STALE: sunset passed, lock too far behind */
    struct gate_items conditional; /* -> CONDITIONAL: wrong if an unknown falls the wrong way */
    const char *const *sign_offs;  /* perspectives demanded by the Policy, predicate true or unknown */
    size_t sign_off_count;         /* none can be recorded, so each is SIGN_OFF_MISSING */
    time_ns next_boundary;         /* goes into the verdict; INT64_MAX: never */
};

enum gate_reading { GATE_NOW, GATE_PLANNED };

/* Whether somebody answers for a row that stands like READING, or the provider's assurance does: the gate does not ask
 * for more. */
bool gate_is_settled(const Catalog__V1__RowReading *reading);

/* The verdict of INPUT, on what is implemented or also on what is planned.
 *
 * BLOCKED (fails in the lenient reading too): residual above appetite on a row neither ACCEPTED, NOT_APPLICABLE nor
 * mitigated by class; fewer groups than the depth the Policy demands for the inherent band; a mandatory or negotiable
 * baseline entry UNMET; a mandatory responsibility UNMET; an assumption violated. STALE: an advisory not answered in
 * the lenient reading either. CONDITIONAL: these in the strict reading only, or a sign-off missing. Reasons come by
 * state, code, subject. Ownership: the verdict lives in ARENA and borrows strings from INPUT. Errors:
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code gate_judge(const struct gate_input *input, enum gate_reading reading, struct arena *arena,
                                  Catalog__V1__Verdict **ret_verdict, struct problem *problem);

#endif
