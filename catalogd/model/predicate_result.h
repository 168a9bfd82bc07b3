/* Values on the way of an evaluation: what is unknown, why, and how values compare. Part of predicate_evaluate. */
#ifndef CATALOGD_MODEL_PREDICATE_RESULT_H
#define CATALOGD_MODEL_PREDICATE_RESULT_H

#include "model/predicate.h"

#include "base/string_map.h"

/* A step for every so many bytes looked at keeps long texts inside the budget. */
#define BYTES_PER_STEP 64

/* The unknown variables behind an unknown value: a reading, or those of two values together. */
struct cause {
    struct predicate_reading *reading;
    struct cause *left;
    struct cause *right;
    bool is_marked;
};

struct result {
    struct predicate_value value;
    struct cause *cause;              /* UNKNOWN: why; LIST: why any of its items is */
    struct cause *const *item_causes; /* of a list written out: each item's own */
};

/* An item of a list, inside exists or all. */
struct binding {
    const char *name;
    struct result item;
    const struct binding *outer;
};

struct evaluator {
    const struct predicate_source *source;
    struct arena *arena;
    struct problem *problem;
    size_t steps;
    size_t step_limit;
    struct string_map by_path; /* to struct predicate_reading */
    const struct binding *bindings;
    status_code code; /* once set, every result is unknown and the evaluation ends */
};

/* Kleene's three values, one part after the other: `decisive` ends an OR when true, an AND when false. */
struct chain {
    bool decisive;
    bool has_unknown;
    struct cause *cause;
};

/* Ends the evaluation and returns an unknown. */
struct result result_no_memory(struct evaluator *evaluator);
struct result result_type_error(struct evaluator *evaluator, const char *wanted);

/* Counts COUNT steps; false when there are none left or the evaluation is over. */
bool evaluator_step(struct evaluator *evaluator, size_t count);

struct result result_bool(bool boolean);
struct result result_unknown(struct cause *cause);
bool result_is_unknown(const struct result *result);

/* What LEFT and RIGHT rest on together; either may be NULL. */
struct cause *cause_join(struct evaluator *evaluator, struct cause *left, struct cause *right);

/* Adds PART; true when the chain is decided or the evaluation is over. */
bool chain_add(struct evaluator *evaluator, struct chain *chain, struct result part);

/* What the chain says; IS_DECIDED as chain_add returned last. */
struct result chain_end(const struct chain *chain, bool is_decided);

/* Item I of a list, with why it is unknown if it is. */
struct result result_item(const struct result *list, size_t i);

/* Whether A and B are the same: true, false or unknown. */
struct result result_equal(struct evaluator *evaluator, const struct result *a, const struct result *b);

/* The order of two known scalars, negative, zero or positive; false: an error was recorded. */
bool value_compare(struct evaluator *evaluator, const struct predicate_value *a, const struct predicate_value *b,
                   int *ret_order);

#endif
