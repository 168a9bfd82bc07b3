/* Which dismissal of a model speaks about a threat at a place, and whether it stands. */
#ifndef CATALOGD_MODEL_SUGGEST_DISMISSAL_H
#define CATALOGD_MODEL_SUGGEST_DISMISSAL_H

#include "model/suggest_search.h"

/* The dismissals of one model by threat. In the graph's arena. */
struct suggest_dismissals {
    struct string_map by_threat;
};

MUST_CHECK bool suggest_dismissals_index(struct graph *graph, struct suggest_dismissals *ret_dismissals);

/* Fills HIT with the first dismissal that covers it and stands while its predicate comes to VERDICT, else with the
 * first that covers it: the suggestion has returned. */
void suggest_dismiss(const struct graph *graph, const struct suggest_dismissals *dismissals,
                     enum predicate_verdict verdict, struct suggest_hit *hit);

#endif
