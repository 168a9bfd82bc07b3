/* What to test of a model: what can be reached, what is said to be done and was never seen, and what rests on
 * somebody's word. */
#ifndef CATALOGD_MODEL_TEST_SCOPE_H
#define CATALOGD_MODEL_TEST_SCOPE_H

#include "model/view.h"

#include "catalog/v1/workload_service.pb-c.h"

/* The scope of OBJECT, a feature or component, which resolved to MODEL over VIEW, judged at AT. Without revision and
 * time. Ownership: *ret_scope lives in ARENA and borrows from OBJECT, MODEL and VIEW. Errors:
 * STATUS_RESOURCE_EXHAUSTED, what VIEW fails with. */
MUST_CHECK status_code test_scope_of(const Catalog__V1__Object *object, const Catalog__V1__EffectiveModel *model,
                                     const struct catalog_view *view, time_ns at, struct arena *arena,
                                     Catalog__V1__GetTestScopeResponse **ret_scope, struct problem *problem);

#endif
