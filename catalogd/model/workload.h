/* Features rolled up as threats by component. It reports and never blocks. */
#ifndef CATALOGD_MODEL_WORKLOAD_H
#define CATALOGD_MODEL_WORKLOAD_H

#include "base/arena.h"
#include "base/macros.h"

#include "catalog/v1/object.pb-c.h"
#include "catalog/v1/workload_service.pb-c.h"

#include <stdbool.h>

struct workload;

/* A roll-up of no features, called NAME. Ownership: in ARENA. NULL: no room. */
struct workload *workload_new(const char *name, struct arena *arena);

/* Counts FEATURE in, in VERSION, which resolves to MODEL. Features come in order of name. Ownership: everything is
 * copied. False: no room. */
MUST_CHECK bool workload_add(struct workload *workload, const Catalog__V1__Model *feature, const char *version,
                             const Catalog__V1__EffectiveModel *model);

/* Says in the notes what was left out. False: no room. */
MUST_CHECK bool workload_note(struct workload *workload, const char *format, ...) PRINTF_LIKE(2, 3);

/* The roll-up; nothing is added after it. Ownership: in the arena of WORKLOAD. NULL: no room. */
Catalog__V1__Workload *workload_message(struct workload *workload);

#endif
