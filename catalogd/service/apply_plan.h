/* Planning what stores objects: drafts, or published versions. All of a call or nothing. */
#ifndef CATALOGD_SERVICE_APPLY_PLAN_H
#define CATALOGD_SERVICE_APPLY_PLAN_H

#include "model/remark.h"
#include "service/candidate.h"
#include "service/mutation.h"

struct apply_input {
    Catalog__V1__Object *const *objects; /* borrowed */
    size_t count;
    bool publish;
    Catalog__V1__EditorialMark *const *marks; /* borrowed */
    size_t mark_count;
    struct remark_list *findings; /* gathers what is worth knowing; NULL: nobody asks */
};

/* Checks every object of INPUT by itself, against what is stored and against the others of the call, and adds what is
 * new to MUTATION, what is referred to first. *ret_candidates, one for each object, live in MUTATION's arena. Errors:
 * STATUS_INVALID_ARGUMENT (INVALID_OBJECT, with every violation of every object), STATUS_ALREADY_EXISTS
 * (VERSION_EXISTS, naming the digest that is there), STATUS_FAILED_PRECONDITION (VERSION_TOO_LOW, with the changes that
 * ask for more; MODEL_INVALID; NOT_CLOSED), STATUS_RESOURCE_EXHAUSTED, STATUS_DATA_LOSS. */
MUST_CHECK status_code apply_plan(struct mutation *mutation, struct snapshot *snapshot, const struct apply_input *input,
                                  struct candidate **ret_candidates, struct problem *problem);

#endif
