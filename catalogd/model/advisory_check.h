/* Whether an advisory may be published. */
#ifndef CATALOGD_MODEL_ADVISORY_CHECK_H
#define CATALOGD_MODEL_ADVISORY_CHECK_H

#include "model/view.h"

/* Published versions of one object, the oldest first by precedence. */
struct advisory_versions {
    const char **items;
    size_t count;
};

/* Checks ADVISORY against VIEW: its object is a component or control that was published; its range reads and covers a
 * published version, yanked ones included; the provisions are a component's and stand in a version covered; the threats
 * are published, or written inline in a version covered ("namespace/slug#id"); each is named once; it says something.
 * Only object, range, provisions, threats and statement are looked at. Ownership: *ret_covered lives in ARENA and
 * borrows from VIEW. Errors: STATUS_INVALID_ARGUMENT (INVALID_OBJECT) with a violation for each mistake, its field
 * below "advisory"; STATUS_RESOURCE_EXHAUSTED; what VIEW fails with. */
MUST_CHECK status_code advisory_check(const Catalog__V1__Advisory *advisory, const struct catalog_view *view,
                                      struct arena *arena, struct advisory_versions *ret_covered,
                                      struct problem *problem);

#endif
