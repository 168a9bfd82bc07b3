/* What the controls of a catalog would do for features if the platform had them: as a platform-level entry of a
 * baseline that holds for every feature, at every place. Counted over as many features as one likes. */
#ifndef CATALOGD_MODEL_PLAN_PLATFORM_H
#define CATALOGD_MODEL_PLAN_PLATFORM_H

#include "model/memory_view.h"
#include "model/plan.h"
#include "model/plan_catalog.h"

/* Initialise with plan_platform_begin. One thread. */
struct plan_platform {
    struct arena *arena;
    const struct policy *policy;
    struct plan_catalog catalog;
    struct string_map controls; /* by name: what each has done so far */
    size_t resolutions;
    size_t crowded_features; /* those for which more controls come into question than are tried */
};

/* Reads the controls of VIEW. ARENA and VIEW must outlive PLATFORM. Errors: STATUS_RESOURCE_EXHAUSTED, what VIEW fails
 * with. */
MUST_CHECK status_code plan_platform_begin(struct plan_platform *platform, const struct catalog_view *view,
                                           struct arena *arena, struct problem *problem);

/* Counts FEATURE in, over VIEW, which shows the same catalog as the one that PLATFORM was begun with: one resolution
 * for each control that would answer one of its rows or meet one of its baseline entries, also where it has that
 * control in mind itself. *ret_is_whole is false where OPTIONS ended it early, whose limit is for all features
 * together: nothing of FEATURE is counted then. Errors: those of resolve. */
MUST_CHECK status_code plan_platform_count(struct plan_platform *platform, const Catalog__V1__Object *feature,
                                           const struct catalog_view *view, const struct plan_options *options,
                                           bool *ret_is_whole, struct problem *problem);

/* The controls that help, ranked. Ownership: in the arena of PLATFORM. NULL: no room. */
Catalog__V1__PlatformControl **plan_platform_list(const struct plan_platform *platform, size_t *ret_count);

/* Ranks: rows closed, verdicts improved, features, then control. */
void plan_platform_rank(Catalog__V1__PlatformControl **controls, size_t count);

/* Adds what FROM says of the same control, for features behind those of TO, to TO. Ownership: in ARENA; borrows from
 * FROM. False: no room. */
MUST_CHECK bool plan_platform_add(Catalog__V1__PlatformControl *to, const Catalog__V1__PlatformControl *from,
                                  struct arena *arena);

#endif
