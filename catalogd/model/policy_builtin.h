/* The Policy that is used where none is published. */
#ifndef CATALOGD_MODEL_POLICY_BUILTIN_H
#define CATALOGD_MODEL_POLICY_BUILTIN_H

#include "base/arena.h"

#include "catalog/v1/policy.pb-c.h"

/* The built-in Policy, in ARENA. NULL: no room. */
Catalog__V1__Policy *policy_builtin(struct arena *arena);

/* The built-in band of a rating, each 1 to 5. */
Catalog__V1__RiskBand policy_builtin_band(uint32_t likelihood, uint32_t impact);

#endif
