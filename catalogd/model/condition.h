/* Predicates of the catalog in use: over which values one is judged, and what came out. */
#ifndef CATALOGD_MODEL_CONDITION_H
#define CATALOGD_MODEL_CONDITION_H

#include "model/predicate.h"

struct graph;
struct instance;
struct place;

/* A predicate of an object. Zeroed: always true. */
struct condition {
    const char *text;                       /* "": always true */
    const struct predicate_node *predicate; /* NULL: always true, or it does not read */
    bool is_broken;                         /* does not read: always unknown */
};

enum condition_truth { CONDITION_FALSE, CONDITION_UNKNOWN, CONDITION_TRUE };

/* What a condition came to. */
struct judgement {
    enum condition_truth truth;
    const char **unknown; /* facts and parameters that decide and are not known: "facts.x", "alias.config.y" */
    size_t unknown_count;
};

/* What a condition sees: `config` of INSTANCE, `facts` of whoever declares INSTANCE (absent ones are the model's own),
 * `feature`, and `place`. */
struct scope {
    const struct instance *instance;
    const struct place *place; /* NULL: none */
};

/* Reads TEXT. One that does not read is judged unknown: publishing refuses it. Ownership: lives in ARENA, borrows TEXT.
 * False: ARENA is full. */
MUST_CHECK bool condition_read(const char *text, struct arena *arena, struct condition *ret_condition);

/* The same into the graph's arena. */
MUST_CHECK bool condition_compile(struct graph *graph, const char *text, struct condition *ret_condition);

/* Judges CONDITION. A value of the wrong type is unknown. Ownership: *ret_judgement lives in the graph's arena. */
MUST_CHECK bool condition_judge(struct graph *graph, const struct condition *condition, struct scope scope,
                                struct judgement *ret_judgement);

/* The same with everything that was read, for proofs. *ret_outcome has no readings where there is no predicate. */
MUST_CHECK bool condition_trace(struct graph *graph, const struct condition *condition, struct scope scope,
                                struct predicate_outcome *ret_outcome);

#endif
