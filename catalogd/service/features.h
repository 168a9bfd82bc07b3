/* Walking over the newest published version of every feature, as a call asks for it: its revision and time fixed. */
#ifndef CATALOGD_SERVICE_FEATURES_H
#define CATALOGD_SERVICE_FEATURES_H

#include "service/resolution.h"

/* Begin with features_begin, end with features_end, on failure too. One thread. */
struct features {
    struct service *service;
    struct call *call;
    struct snapshot *snapshot;
    struct store_view view;
    struct store_view newest; /* holds the feature that was read last, and no other */
    struct arena arena;       /* of the views and the names */
    uint64_t revision;
    time_ns at;
    const char **names; /* of every feature, in order of namespace and slug */
    size_t count;
    Catalog__V1__ResolutionTarget asked; /* the one of features_resolve */
    Catalog__V1__ObjectSelector selector;
    Catalog__V1__Timestamp asked_at;
};

/* Errors, in the call's problem: STATUS_OUT_OF_RANGE, STATUS_RESOURCE_EXHAUSTED, STATUS_DATA_LOSS. AT absent: the
 * commit time of AT_REVISION, or now when that is 0. */
MUST_CHECK status_code features_begin(struct features *features, struct service *service, struct call *call,
                                      uint64_t at_revision, const Catalog__V1__Timestamp *at);
void features_end(struct features *features);

/* The newest published or deprecated version of the feature NAME; *ret_feature is NULL: none is left. Borrowed until
 * the next one is read: all at once may be more than there is memory for. Errors: STATUS_DATA_LOSS,
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code features_get(struct features *features, const char *name,
                                    const Catalog__V1__Model **ret_feature);

/* Begins TARGET on the newest version of the feature NAME. End it with target_end, on failure too, before the next one
 * begins. Errors: those of target_begin. */
MUST_CHECK status_code features_target(struct features *features, const char *name, struct target *target);

#endif
