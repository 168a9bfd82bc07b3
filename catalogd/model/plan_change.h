/* Changes of a model on a copy of it. */
#ifndef CATALOGD_MODEL_PLAN_CHANGE_H
#define CATALOGD_MODEL_PLAN_CHANGE_H

#include "base/arena.h"

#include "catalog/v1/object.pb-c.h"
#include "catalog/v1/plan_service.pb-c.h"

/* A copy of OBJECT, a feature or component, with CHANGE written into it; an alias that it lacks is passed over.
 * Ownership: in ARENA; shares what is the same with OBJECT, which is not changed, and borrows from CHANGE. NULL: no
 * room. */
Catalog__V1__Object *plan_change_apply(const Catalog__V1__Object *object, const Catalog__V1__PlanChange *change,
                                       struct arena *arena);

/* A copy of OBJECT without its mitigation ID; answers that name nothing else go with it. Ownership: as above. NULL: no
 * room. */
Catalog__V1__Object *plan_change_without(const Catalog__V1__Object *object, const char *id, struct arena *arena);

#endif
