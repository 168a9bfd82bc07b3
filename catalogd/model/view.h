/* What the engine sees of a catalog: a table of functions, so that the same resolver runs over a store snapshot in the
 * server, over a cache in the client, and over a folder of files in lint.
 *
 * A view stands for one revision: asking twice gives the same answer. Everything it returns is borrowed and stays valid
 * as long as the view. Threads: one at a time for each view. */
#ifndef CATALOGD_MODEL_VIEW_H
#define CATALOGD_MODEL_VIEW_H

#include "base/clock.h"
#include "base/digest.h"
#include "base/status.h"

#include "catalog/v1/advisory.pb-c.h"
#include "catalog/v1/object.pb-c.h"
#include "catalog/v1/taxonomy_service.pb-c.h"

/* One version of an object, without the object. */
struct view_version {
    const char *name;
    const char *version; /* "": a draft without a number */
    Catalog__V1__ObjectKind kind;
    Catalog__V1__LifecycleState state;
    struct digest content;
    struct digest contract;
    time_ns stored_at;       /* publication time */
    const char *replaced_by; /* DEPRECATED; "": none */
    time_ns sunset;          /* DEPRECATED; INT64_MAX: none */
    const char *reason;      /* YANKED; "": none */
};

/* Whether VERSION may be chosen anew: it is published or deprecated. */
static inline bool view_version_is_choosable(const struct view_version *version) {
    return version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED ||
           version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED;
}

/* Makes a set of threats (model/suggest_set.h) in ARENA. */
struct suggest_set;
typedef status_code suggest_set_builder(void *job, struct arena *arena, const struct suggest_set **ret_set,
                                        struct problem *problem);

struct compiled_model;

/* What REFERENCE stands for in its release, without one in the greatest of its scheme. Errors: STATUS_DATA_LOSS,
 * STATUS_RESOURCE_EXHAUSTED. */
typedef status_code view_reference_finder(void *context, const Catalog__V1__Reference *reference,
                                          const Catalog__V1__KnownReference **ret_known, struct problem *problem);

struct catalog_view {
    void *context;

    /* All versions of NAME in no particular order, drafts included where the view shows them. None: zero count and
     * STATUS_OK. */
    status_code (*versions)(void *context, const char *name, const struct view_version **ret_versions,
                            size_t *ret_count, struct problem *problem);

    /* The object of VERSION, which came from this view; digest checked when it was loaded.
     * Errors: STATUS_DATA_LOSS. */
    status_code (*object)(void *context, const struct view_version *version, const Catalog__V1__Object **ret_object,
                          struct problem *problem);

    /* The model of VERSION, a feature or component from this view, compiled (model/compiled_model.h). NULL: this view
     * keeps none, and whoever needs one compiles it; see compiled_model_of. Errors: those of `object`,
     * STATUS_RESOURCE_EXHAUSTED. */
    status_code (*compiled)(void *context, const struct view_version *version,
                            const struct compiled_model **ret_compiled, struct problem *problem);

    /* Names of all objects of KIND with a published or deprecated version, in byte order. Used for baselines. */
    status_code (*names)(void *context, Catalog__V1__ObjectKind kind, const char *const **ret_names, size_t *ret_count,
                         struct problem *problem);

    /* The advisories about NAME that are not withdrawn, in order of id. None: zero count and STATUS_OK. */
    status_code (*advisories)(void *context, const char *name, const Catalog__V1__Advisory *const **ret_advisories,
                              size_t *ret_count, struct problem *problem);

    /* The set with KEY, which BUILD makes of JOB where it is not kept from an earlier call: equal keys are equal sets.
     * NULL: this view keeps none. Errors: those of BUILD, STATUS_RESOURCE_EXHAUSTED. */
    status_code (*threat_set)(void *context, const struct digest *key, suggest_set_builder *build, void *job,
                              const struct suggest_set **ret_set, struct problem *problem);

    /* NULL: this view knows no taxonomies. */
    view_reference_finder *reference;
};

#endif
