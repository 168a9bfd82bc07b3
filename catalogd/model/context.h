/* The minimum context: what a feature must say before its risk can be judged. */
#ifndef CATALOGD_MODEL_CONTEXT_H
#define CATALOGD_MODEL_CONTEXT_H

#include "base/arena.h"
#include "base/status.h"
#include "model/gate.h"

#include "catalog/v1/model.pb-c.h"

/* Lists what FEATURE lacks: at least one asset, one entry point, two components (dependencies, processes, stores,
 * external systems; a person is none) and one flow between two of them; every entry point reaches a component; every
 * asset is placed; the exposure of every native entry point is chosen, and on an extensible component own entry points
 * are given or stated to be none. COMPONENTS holds for each of FEATURE's dependencies the model of the version chosen;
 * NULL where none is known, which is not looked at.
 * Ownership: *ret_items lives in ARENA and borrows from FEATURE and COMPONENTS. In order of rule, then of FEATURE's
 * lists. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code context_missing(const Catalog__V1__Model *feature, const Catalog__V1__Model *const *components,
                                       struct arena *arena, struct gate_items *ret_items, struct problem *problem);

#endif
