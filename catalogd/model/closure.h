/* What keeps a resolved model from being published: that it is INVALID, or, of a component, that it is not closed.
 *
 * A component that stands on others is closed when, read strictly at the time it was resolved at and with every fact it
 * does not give unknown, each responsibility and assumption of its instances is met or passed on, and each row at a
 * place of its instances is MITIGATED or passed on by a residual. Whoever uses the component then finds all that it
 * leaves open in its contract. What only a gate asks (appetite, depth, baselines) is no part of it: a component accepts
 * no risk, and no more is asked of it. */
#ifndef CATALOGD_MODEL_CLOSURE_H
#define CATALOGD_MODEL_CLOSURE_H

#include "model/resolve.h"

/* Looks at RESOLUTION, which OBJECT was resolved to, and adds a violation with OBJECT_INDEX to PROBLEM for each reason
 * against publishing it: its path in OBJECT, and what would be right. ARENA is scratch. Threads: any. Errors:
 * STATUS_FAILED_PRECONDITION (MODEL_INVALID, NOT_CLOSED), STATUS_RESOURCE_EXHAUSTED (no memory). */
MUST_CHECK status_code closure_check(const Catalog__V1__Object *object, const struct resolution *resolution,
                                     uint32_t object_index, struct arena *arena, struct problem *problem);

#endif
