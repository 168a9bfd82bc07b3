/* Private to impact*.c: where in a consumer a change bites. */
#ifndef CATALOGD_MODEL_IMPACT_PATH_H
#define CATALOGD_MODEL_IMPACT_PATH_H

#include "base/string_map.h"
#include "model/impact.h"

/* CHANGED has the names of what changes. Fills `paths` of IMPACT from BEFORE, and where nothing is found there from
 * AFTER: the addresses of the instances of changed components, and of those whose rows or provisions name a changed
 * threat or control. */
MUST_CHECK status_code impact_paths(const struct string_map *changed, const Catalog__V1__EffectiveModel *before,
                                    const Catalog__V1__EffectiveModel *after, struct arena *arena,
                                    Catalog__V1__ConsumerImpact *impact, struct problem *problem);

#endif
