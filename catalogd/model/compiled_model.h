/* What of a feature or component depends on its bytes alone, compiled once and shared by every resolution that meets
 * it: records by id, predicates read, the variables of its own configuration.
 *
 * The rule: nothing here may depend on anything but the bytes of the model. What hangs on the Policy (the types of
 * facts, classifications, risk), on other objects (which node a threat or control is, which version was chosen), on
 * lifecycle, time, revision, lock or decisions is made for each resolution, in struct graph. So the content digest is
 * the whole key, a compiled model is never out of date, and a result has the same bytes whether the model was compiled
 * for it or for another one before.
 *
 * Immutable once built; any number of threads may read it. */
#ifndef CATALOGD_MODEL_COMPILED_MODEL_H
#define CATALOGD_MODEL_COMPILED_MODEL_H

#include "model/condition.h"
#include "model/model_index.h"
#include "model/view.h"
#include "model/vocabulary.h"

struct compiled_model {
    const Catalog__V1__Model *model; /* borrowed */
    struct model_index index;
    struct string_map parameters; /* name to number + 1 */
    struct string_map facts;      /* name to the value as text */
    struct vocabulary variables;  /* config.* */
    struct condition *threats;    /* by number in its list, as the others */
    struct condition *provisions;
    struct condition *responsibilities;
    struct condition *assumptions; /* `holds_when` */
    struct condition *residuals;
    struct condition *excluded_uses;
};

/* Compiles MODEL. A predicate that does not read is kept as one that is always unknown. Ownership: *ret_compiled lives
 * in ARENA and borrows from MODEL. Errors: STATUS_RESOURCE_EXHAUSTED (ARENA is full). */
MUST_CHECK status_code compiled_model_build(const Catalog__V1__Model *model, struct arena *arena,
                                            const struct compiled_model **ret_compiled, struct problem *problem);

/* What VIEW keeps compiled of VERSION, a feature or component that came from it; where it keeps nothing, compiled into
 * ARENA. Ownership: borrowed from VIEW, or in ARENA. Errors: those of view->object, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code compiled_model_of(const struct catalog_view *view, const struct view_version *version,
                                         struct arena *arena, const struct compiled_model **ret_compiled,
                                         struct problem *problem);

/* The record ID of COMPILED, if it is of KIND: its number in the list. SIZE_MAX: there is none. */
size_t compiled_model_find(const struct compiled_model *compiled, enum record_kind kind, const char *id);

#endif
