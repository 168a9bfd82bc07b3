/* Everything that can be wrong in one object by itself and against what it names. */
#ifndef CATALOGD_MODEL_VALIDATE_H
#define CATALOGD_MODEL_VALIDATE_H

#include "base/arena.h"
#include "base/status.h"
#include "model/view.h"

#include "catalog/v1/object.pb-c.h"

struct validate_options {
    uint32_t object_index; /* goes into the violations */
    bool is_draft;         /* what is not there yet is fine: required texts, names of unknown objects, cycles */

    /* OBJECT is a version that was published, so that every name in it was looked up then; and because a name never
     * changes its kind and is never forgotten, that need not be done again. What hangs on the newest version of
     * something else or on the Policy (addresses, settings, strengths, predicates) still is: it may have become wrong.
     */
    bool is_published;

    const struct compiled_model *compiled; /* of OBJECT, a feature or component; NULL: not compiled yet */
};

/* Adds to PROBLEM a violation for every finding in OBJECT: field path without the kind ("provides[2].when"), what is
 * wrong, and what would be right, with the nearest known name where one is unknown. VIEW is where references, the
 * Policy's vocabulary and dependencies are looked up; OBJECT need not be in it. Closure of a component is not looked
 * at: that takes a resolution. Threads: any; VIEW's rule holds. Errors: STATUS_INVALID_ARGUMENT (INVALID_OBJECT, with
 * violations), STATUS_RESOURCE_EXHAUSTED, and what VIEW fails with. */
MUST_CHECK status_code validate_object(const Catalog__V1__Object *object, const struct catalog_view *view,
                                       const struct validate_options *options, struct problem *problem);

#endif
