/* What a model stands on, compared with what is published. */
#ifndef CATALOGD_MODEL_OUTDATED_H
#define CATALOGD_MODEL_OUTDATED_H

#include "base/string_map.h"
#include "model/requirement.h"
#include "model/resolve.h"

#include "catalog/v1/upgrade_service.pb-c.h"

/* A requirement on a component by the model or by a component that it stands on. */
struct outdated_requirement {
    const char *declared_by;
    const char *declared_version; /* "": the model itself */
    const Catalog__V1__Dependency *dependency;
    struct requirement range;
    struct outdated_requirement *next; /* on the same component */
    struct outdated_requirement *last; /* of the first one only: the last on the same component */
};

/* A model as it stands. Borrows from what it was begun with; everything of its own lives in the arena. */
struct outdated {
    const Catalog__V1__Object *object;
    const struct catalog_view *view;
    struct resolve_options options; /* with a lock */
    struct resolution now;          /* its lock is whole: a pin for everything that the model stands on */
    struct string_map requirements; /* component -> the first struct outdated_requirement */
    struct arena *arena;
};

/* Resolves OBJECT as OPTIONS say; where those have no lock, the versions chosen are taken as one. Ownership:
 * *ret_outdated lives in ARENA and borrows from OBJECT, VIEW and OPTIONS. Threads: those of VIEW. Errors: those of
 * resolve(); STATUS_FAILED_PRECONDITION / VERSION_CONFLICT (no versions can be chosen). */
MUST_CHECK status_code outdated_begin(const Catalog__V1__Object *object, const struct catalog_view *view,
                                      const struct resolve_options *options, struct arena *arena,
                                      struct outdated *ret_outdated, struct problem *problem);

/* The version that PIN stands for, borrowed from VIEW. Errors: STATUS_DATA_LOSS (VERSION_LOST: it is not there), what
 * VIEW fails with. */
MUST_CHECK status_code outdated_find_version(const struct catalog_view *view, const Catalog__V1__Pin *pin,
                                             const struct view_version **ret_version, struct problem *problem);

/* Compares the pin at INDEX of the lock; `conflict` stays empty, for upgrade_steps. Ownership: *ret_pin lives in ARENA
 * and borrows from OUTDATED. Errors: STATUS_RESOURCE_EXHAUSTED, what the view fails with. */
MUST_CHECK status_code outdated_compare(const struct outdated *outdated, size_t index, struct arena *arena,
                                        Catalog__V1__OutdatedPin **ret_pin, struct problem *problem);

/* Whether there is nothing to say about PIN: it is the newest, in good standing. */
bool outdated_is_current(const Catalog__V1__OutdatedPin *pin);

#endif
