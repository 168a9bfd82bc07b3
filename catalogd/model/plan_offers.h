/* Controls of the catalog that would help a model, and where. Only for plan*.c. */
#ifndef CATALOGD_MODEL_PLAN_OFFERS_H
#define CATALOGD_MODEL_PLAN_OFFERS_H

#include "model/plan_bench.h"

/* What would be added. */
struct plan_offer {
    char **controls; /* names */
    size_t control_count;
    VECTOR(char *) threats;
    VECTOR(char *) places;
    bool is_asked_for;      /* by a baseline */
    bool needs_other_layer; /* where it would go, an own control counts on the application layer already */
};

struct plan_offers {
    struct plan_bench *bench;
    struct string_map by_subject; /* in order of insertion, which follows rows and entries */
    struct string_map reasons;    /* keys of rows that the gate has something against */
};

/* Finds all of them for the round of BENCH. */
MUST_CHECK bool plan_offers_find(struct plan_bench *bench, struct plan_offers *ret_offers);

/* Adds THREAT, copied, to what OFFER is against, unless it is there. */
MUST_CHECK bool plan_offer_add_threat(struct plan_bench *bench, struct plan_offer *offer, const char *threat);

#endif
