/* What is worth knowing about an object and keeps nobody from publishing it: lint shows it, and publishing answers with
 * it.
 *
 * Of a component: a layer that it takes from the provider's side of its class, which a curator reviews
 * (LAYER_TAKEN_OVER). Of a baseline: an entry that changes nothing. No kind of place can be picked by its `each`
 * (ENTRY_PICKS_NO_PLACE); its control is not in the catalog (ENTRY_WITHOUT_CONTROL, of drafts: publishing refuses it);
 * another entry, of a baseline whose scope is the same or wider, asks for the same at all its places and at least as
 * strictly (ENTRY_IMPLIED), or the platform does it there (ENTRY_MET_BY_PLATFORM). Of two that are the same the one in
 * the baseline with the wider scope stays, then the one by byte order of name, then the first.
 *
 * Of a feature: an entry point whose exposure no baseline names, where it is a slip of the pen away from one that they
 * do (EXPOSURE_MISSPELT): what they ask for there would not be asked for.
 *
 * Of a reference, where the view knows a taxonomy of its scheme: an entry that is not there (DANGLING_REFERENCE), or
 * one that is deprecated or revoked (DEPRECATED_REFERENCE). */
#ifndef CATALOGD_MODEL_REMARK_H
#define CATALOGD_MODEL_REMARK_H

#include "base/vector.h"
#include "model/validate.h"

#include "catalog/v1/catalog_service.pb-c.h"

/* Zero it with its arena, which holds all of it. */
struct remark_list {
    struct arena *arena;
    VECTOR(Catalog__V1__ObjectFinding *) items; /* at most LIMIT_VIOLATIONS: further ones are left out */
};

/* Adds what there is to say about OBJECT beside what validate_object says of it with the same OPTIONS. VIEW shows the
 * published objects; OBJECT stands for all of its name there. Threads: any; the view's rule holds. Errors:
 * STATUS_RESOURCE_EXHAUSTED, and what VIEW fails with. */
MUST_CHECK status_code remark_object(const Catalog__V1__Object *object, const struct catalog_view *view,
                                     const struct validate_options *options, struct remark_list *remarks,
                                     struct problem *problem);

#endif
