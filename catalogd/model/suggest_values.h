/* The values that `applies_when` reads at one place of a model, each looked up once: facts for all places, the rest for
 * each. */
#ifndef CATALOGD_MODEL_SUGGEST_VALUES_H
#define CATALOGD_MODEL_SUGGEST_VALUES_H

#include "model/fact.h"

/* Initialise with suggest_values_init, free with suggest_values_done. One thread. */
struct suggest_values {
    struct fact_source facts;
    struct string_map of_model; /* path of a fact to its struct predicate_value */
    struct string_map of_place;
    struct arena place_arena; /* holds of_place */
    bool has_failed;          /* no memory */
};

void suggest_values_init(struct suggest_values *values, struct graph *graph);
void suggest_values_done(struct suggest_values *values);

/* From here on VALUES are those at PLACE. What was looked up at the place before ends here. */
void suggest_values_at(struct suggest_values *values, const struct place *place);

/* For predicates. Borrows VALUES. */
struct predicate_source suggest_values_source(struct suggest_values *values);

/* False: something could not be looked up, and the graph's status says why. */
MUST_CHECK bool suggest_values_are_whole(const struct suggest_values *values);

#endif
