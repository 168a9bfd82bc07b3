/* A proof as the parts of the checker see it: a tree of steps, with what each says. */
#ifndef CATALOGD_TESTS_REPLAY_PROOF_H
#define CATALOGD_TESTS_REPLAY_PROOF_H

#include "replay.h"
#include "replay_predicate.h"

#include "base/arena.h"
#include "base/clock.h"

typedef Catalog__V1__DerivationStep step_message;

/* The readings in which something holds: bit 0 now strictly, 1 now leniently, 2 as planned strictly, 3 leniently. */
typedef unsigned readings;
enum { READINGS = 4, NONE = 0, STRICT = 5, LENIENT = 10, PLANNED = 12, ALL = 15 };

#define NO_STEP SIZE_MAX

/* A provision or duty that the proof takes apart. */
struct node {
    size_t step;
    readings holds;      /* a provision: without the duties that cover its threats */
    readings discharged; /* a duty: answered or passed on, not only without a reason to be asked */
};

struct replay {
    const Catalog__V1__ExplainRowResponse *proof;
    const struct replay_library *library;
    struct arena arena;
    size_t *end; /* by step: the first one that is not below it */
    struct node *nodes;
    size_t node_count;
    time_ns at;
    const char *threat; /* of the row */
    char *reason;
    bool is_refused;
};

/* Remembers the first thing that is wrong, at STEP (NO_STEP: anywhere). */
void refuse(struct replay *replay, size_t step, const char *format, ...) PRINTF_LIKE(3, 4);

/* refuse() unless IS_SO. */
#define REQUIRE(replay, step, is_so, ...)                                                                              \
    do {                                                                                                               \
        if (!(is_so))                                                                                                  \
            refuse((replay), (step), __VA_ARGS__);                                                                     \
    } while (0)

const step_message *step_at(const struct replay *replay, size_t step);

/* The first step right below PARENT, or right below and after STEP; NO_STEP: none. */
size_t first_below(const struct replay *replay, size_t parent);
size_t next_below(const struct replay *replay, size_t parent, size_t step);

/* The first step right below PARENT with RULE; NO_STEP: none. */
size_t find_below(const struct replay *replay, size_t parent, const char *rule);
/* The next of RULE after STEP. */
size_t find_next(const struct replay *replay, size_t parent, size_t step, const char *rule);

/* The number of steps right below PARENT with RULE. */
size_t count_below(const struct replay *replay, size_t parent, const char *rule);

bool has_rule(const struct replay *replay, size_t step, const char *rule);

/* Details of STEP; NULL, ABSENT or UINT64_MAX where there is none of that name. */
const char *detail(const struct replay *replay, size_t step, const char *name);
bool detail_is(const struct replay *replay, size_t step, const char *name, const char *value);
uint64_t number(const struct replay *replay, size_t step, const char *name);
time_ns time_detail(struct replay *replay, size_t step, const char *name, time_ns absent);

readings holds_in(const struct replay *replay, size_t step);

/* Judges the predicate of STEP and refuses where it does not come to what the step says. */
enum replay_truth judge(struct replay *replay, size_t step);

/* Where an unknown does not help, and where it does not spare. */
readings favourable(enum replay_truth truth);
readings burden(enum replay_truth truth);

/* "true" or "false" as STEP must say. */
void require_truth(struct replay *replay, size_t step, bool is_true);

/* The word for something that counts, or is met, in HELD. */
const char *counting_word(readings held);
const char *meeting_word(readings held);

/* Whether an advisory right below STEP voids it against THREAT. */
bool is_voided(const struct replay *replay, size_t step, const char *threat);

/* replay_nodes.c: finds what is taken apart and the least fixed point of it, and checks every step about it. */
void replay_nodes(struct replay *replay);

/* The readings in which the provision, duty or mitigation at STEP holds: a provision for THREAT (NULL: for any). */
readings provision_holds(const struct replay *replay, size_t step, const char *threat);
readings duty_holds(const struct replay *replay, size_t step);
readings mitigation_holds(const struct replay *replay, size_t step, const char *rule, const char *threat);

/* replay_credit.c: the credits, against their own steps and those of the row. */
void replay_credits(struct replay *replay);

/* replay_decision.c: the decisions about the row. */
void replay_decisions(struct replay *replay);

/* The first decision of KIND in force in all of WANTED; NO_STEP: none. */
size_t decision_of(const struct replay *replay, const char *kind, readings wanted);

/* replay_source.c: what brings the row. */
void replay_sources(struct replay *replay);

/* Whether the layer of the step LAYER is the provider's by the class of service that it names. */
bool layer_is_of_class(const struct replay *replay, size_t layer);

/* replay_state.c: states, risk and appetite. */
void replay_state(struct replay *replay);

/* replay_library.c: records against the objects that they are in. */
void replay_records(struct replay *replay);

/* replay_policy.c: what the Policy says; POLICY NULL: the built-in one. */
Catalog__V1__RiskBand band_of(const Catalog__V1__Policy *policy, uint64_t likelihood, uint64_t impact);
Catalog__V1__RiskBand appetite_of(const Catalog__V1__Policy *policy, const char *classification);
int classification_rank(const Catalog__V1__Policy *policy, const char *classification);
const char *band_word(Catalog__V1__RiskBand band);

#endif
