/* Resolve(model, catalog, time) -> effective model and lock. A pure function: no clock, network, locale, randomness or
 * order of iteration inside; the same inputs give the same bytes in the server and in the client. */
#ifndef CATALOGD_MODEL_RESOLVE_H
#define CATALOGD_MODEL_RESOLVE_H

#include "model/solver.h"
#include "model/view.h"

#include "catalog/v1/decision.pb-c.h"
#include "catalog/v1/effective.pb-c.h"
#include "catalog/v1/lock.pb-c.h"

/* A component that is to be at exactly this version, whatever the requirements on it say. */
struct resolve_force {
    const char *component;
    const char *version;
};

struct resolve_options {
    time_ns at;                    /* the time to judge at */
    uint64_t revision;             /* goes into the lock, nowhere else */
    const Catalog__V1__Lock *lock; /* versions to keep; NULL: none */
    uint64_t step_limit;           /* 0: the built-in limits */

    /* Leave the lock out (NULL), and the model's digests empty: for whoever compares what two catalogs make of a model,
     * which takes a seventh less time so. Everything else has the same bytes. */
    bool leaves_out_lock;

    bool is_published;                     /* the model is a version that was published: see validate_options */
    const struct compiled_model *compiled; /* of the model to resolve; NULL: it is compiled here */
    const struct digest *content;          /* its content digest; NULL: it is computed here */

    /* Versions that are tried out, before those that the model itself forces; none: NULL, 0. They are no finding. */
    const struct resolve_force *forced;
    size_t forced_count;

    /* All decisions about the model as they stood at the revision, whatever became of them, each with its request, in
     * order of id; none: NULL, 0. Which of them are in force is found out here. The requests that stand in the model
     * itself count for nothing. */
    const Catalog__V1__Decision *const *decisions;
    size_t decision_count;

    /* When the model was last looked at: its newest gate record or published version at the revision. A model that
     * never was is not due for a review: it is being looked at now. */
    bool is_reviewed;
    time_ns reviewed_at; /* where is_reviewed */
};

struct resolution {
    Catalog__V1__EffectiveModel *model;
    Catalog__V1__Lock *lock;               /* NULL: left out */
    const struct solver_reason *overruled; /* requirements that do not admit the version that OPTIONS forced */
    size_t overruled_count;
    const char *conflict; /* why no versions could be chosen, several lines; NULL: they were */
};

/* Resolves OBJECT (a feature, or a component taken as if it were one). A model that is wrong still resolves: the
 * verdict is INVALID with every reason, and what could not be computed is left out. Ownership: the result lives in
 * ARENA and borrows from OBJECT and VIEW. Errors: STATUS_INVALID_ARGUMENT (OBJECT is neither feature nor component),
 * STATUS_RESOURCE_EXHAUSTED (a limit of base/limits.h, named in PROBLEM), STATUS_DATA_LOSS from VIEW. */
MUST_CHECK status_code resolve(const Catalog__V1__Object *object, const struct catalog_view *view,
                               const struct resolve_options *options, struct arena *arena,
                               struct resolution *ret_resolution, struct problem *problem);

#endif
