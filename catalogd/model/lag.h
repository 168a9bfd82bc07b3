/* What a version misses: the published versions of the same object above it. */
#ifndef CATALOGD_MODEL_LAG_H
#define CATALOGD_MODEL_LAG_H

#include "model/semver.h"
#include "model/view.h"

struct lag {
    struct semver newest;    /* where newest_text is set */
    const char *newest_text; /* NULL: nothing is missed */
    time_ns since;           /* when the first of them was published; INT64_MAX: nothing is missed */
};

/* Finds the published and deprecated versions of NAME above LOCKED; a pre-release is missed only by what is one itself.
 * Ownership: *ret_lag borrows from VIEW. Errors: what VIEW fails with. */
MUST_CHECK status_code lag_find(const struct catalog_view *view, const char *name, const struct semver *locked,
                                struct lag *ret_lag, struct problem *problem);

#endif
