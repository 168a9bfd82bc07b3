/* What must become of requirements so that they admit the versions that were forced on them. */
#ifndef CATALOGD_MODEL_REQUIREMENT_CHANGE_H
#define CATALOGD_MODEL_REQUIREMENT_CHANGE_H

#include "model/resolve.h"

#include "catalog/v1/impact_service.pb-c.h"

/* A change for each requirement that RESOLUTION overruled; the COUNT versions of FORCED led to it. Ownership: they live
 * in ARENA and borrow from RESOLUTION. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code requirement_changes(const struct resolution *resolution, const struct resolve_force *forced,
                                           size_t count, struct arena *arena,
                                           Catalog__V1__RequirementChange ***ret_changes, size_t *ret_count,
                                           struct problem *problem);

#endif
