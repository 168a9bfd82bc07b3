/* The controls of a catalog by the threats that they answer. */
#ifndef CATALOGD_MODEL_PLAN_CATALOG_H
#define CATALOGD_MODEL_PLAN_CATALOG_H

#include "base/string_map.h"
#include "base/vector.h"
#include "model/view.h"

struct plan_controls {
    VECTOR(const Catalog__V1__Control *) list;
};

/* Immutable once built. */
struct plan_catalog {
    struct string_map controls; /* by name: the newest published version of each */
    struct string_map answers;  /* by threat: struct plan_controls in order of name */
};

/* Reads every control of VIEW. Ownership: *ret_catalog lives in ARENA and borrows from VIEW. Errors:
 * STATUS_RESOURCE_EXHAUSTED, what VIEW fails with. */
MUST_CHECK status_code plan_catalog_build(const struct catalog_view *view, struct arena *arena,
                                          struct plan_catalog *ret_catalog, struct problem *problem);

/* The control called NAME; NULL: there is none. */
static inline const Catalog__V1__Control *plan_catalog_control(const struct plan_catalog *catalog, const char *name) {
    return string_map_get(&catalog->controls, name);
}

/* The controls that name THREAT; NULL: none does. */
static inline const struct plan_controls *plan_catalog_answers(const struct plan_catalog *catalog, const char *threat) {
    return string_map_get(&catalog->answers, threat);
}

#endif
