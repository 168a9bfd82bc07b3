/* The change that a call asks about, laid over the catalog as it is. */
#ifndef CATALOGD_SERVICE_IMPACT_CHANGE_H
#define CATALOGD_SERVICE_IMPACT_CHANGE_H

#include "model/impact.h"
#include "model/memory_view.h"
#include "model/policy.h"
#include "service/mutation.h"
#include "service/store_view.h"

/* Begin with hypothesis_begin, end with hypothesis_end, on failure too. One thread. */
struct hypothesis {
    struct service *service;
    struct call *call;
    struct snapshot *snapshot; /* borrowed */
    uint64_t revision;
    time_ns at;
    struct arena arena;
    struct store_view view;
    struct memory_view overlay;
    struct mutation plan; /* of drafts: nothing of it is ever written */
    struct impact_change change;
    Catalog__V1__ImpactDraft **drafts;
    size_t draft_count;
    const struct policy *policy;           /* before the change; NULL: not needed yet */
    bool reaches_all;                      /* every feature, whatever it refers to */
    const Catalog__V1__Decision *decision; /* the one that is revoked, as it would stand; NULL: none is */
};

/* Checks CHANGE as if it were made at AT, over the catalog of SNAPSHOT, and makes both views. Errors, in the call's
 * problem: STATUS_INVALID_ARGUMENT (NO_CHANGE, NO_OBJECTS, and what the change itself would be refused for),
 * STATUS_NOT_FOUND, STATUS_FAILED_PRECONDITION, STATUS_RESOURCE_EXHAUSTED, STATUS_DATA_LOSS. */
MUST_CHECK status_code hypothesis_begin(struct hypothesis *hypothesis, struct service *service, struct call *call,
                                        struct snapshot *snapshot, time_ns at, const Catalog__V1__ImpactChange *change);
void hypothesis_end(struct hypothesis *hypothesis);

#endif
