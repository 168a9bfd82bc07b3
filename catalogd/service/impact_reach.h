/* Whom a change reaches: the reverse references, followed through components. */
#ifndef CATALOGD_SERVICE_IMPACT_REACH_H
#define CATALOGD_SERVICE_IMPACT_REACH_H

#include "service/impact_change.h"

/* Names of the features and components that the change of HYPOTHESIS may matter to, in byte order; in ARENA. A feature
 * is reached by what its newest version refers to, a component by any version, for locks may hold it.
 * Errors: STATUS_RESOURCE_EXHAUSTED, STATUS_DATA_LOSS. */
MUST_CHECK status_code impact_reach(struct hypothesis *hypothesis, struct arena *arena, const char ***ret_names,
                                    size_t *ret_count);

#endif
