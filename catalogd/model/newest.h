/* The newest version of an object that can be chosen. */
#ifndef CATALOGD_MODEL_NEWEST_H
#define CATALOGD_MODEL_NEWEST_H

#include "model/requirement.h"
#include "model/view.h"

/* The newest published or deprecated version of NAME that REQUIREMENT admits; with REQUIREMENT NULL the newest release,
 * a pre-release only where there is no release. Of versions that differ in build metadata only, the greater text.
 * *ret_version is NULL when there is none. Borrowed from VIEW.
 * Errors: what VIEW fails with. */
MUST_CHECK status_code newest_version(const struct catalog_view *view, const char *name,
                                      const struct requirement *requirement, const struct view_version **ret_version,
                                      struct problem *problem);

/* newest_version and its object; *ret_object is NULL when there is none. */
MUST_CHECK status_code newest_object(const struct catalog_view *view, const char *name,
                                     const struct requirement *requirement, const Catalog__V1__Object **ret_object,
                                     struct problem *problem);

#endif
