/* Chooses one version of every component that a model stands on, directly or through others.
 *
 * What a solution is. A set of components with one version each, such that every requirement of the root is on a
 * component of the set, every dependency of a chosen version is on a component of the set, every requirement admits the
 * version chosen for its component, and no component is in the set without being required.
 *
 * Which solution. Components are met breadth first: the root's dependencies as declared, then those of the first
 * component met at its chosen version as declared, and so on; each once. The candidates of a component are, in this
 * order: its pin, then its published and deprecated versions, the greatest first (Semantic Versioning precedence; two
 * that differ in build metadata only: the greater text first). An overridden component has one candidate, the forced
 * version, and requirements on it do not count. Of two solutions, the one whose first differing component has the
 * earlier candidate is better; the best one is the answer. It is independent of the order in which versions come.
 *
 * Yanked versions are candidates only by a pin; drafts and versions in review never are, not even pinned or forced.
 *
 * The best solution is then looked at: a cycle among chosen versions is refused with its path, and so is a chain of
 * more than LIMIT_DEPENDENCY_DEPTH dependencies.
 *
 * How. Depth first with conflict-directed backjumping (Prosser 1993) and recorded nogoods, each a set of choices that
 * no solution holds together. Both only skip what holds no solution, so that the first solution found is the best. */
#ifndef CATALOGD_MODEL_SOLVER_H
#define CATALOGD_MODEL_SOLVER_H

#include "base/limits.h"
#include "base/status.h"

#include "catalog/v1/object.pb-c.h"

#include <stdbool.h>

/* ---- What the solver asks for ---- */

struct solver_version {
    const char *version; /* Semantic Versioning 2.0.0; anything for drafts */
    Catalog__V1__LifecycleState state;
    const void *handle; /* the source's own */
};

/* A dependency as declared. */
struct solver_dependency {
    const char *component;
    const char *requirement;
    const char *alias;
};

/* What may be chosen. Asked lazily: versions once for each component met, dependencies once for each version that the
 * requirements met so far admit. What is returned must outlive the outcome. */
struct solver_source {
    void *context;

    /* All versions of COMPONENT in any order; none: zero count and STATUS_OK. */
    status_code (*versions)(void *context, const char *component, const struct solver_version **ret_versions,
                            size_t *ret_count, struct problem *problem);

    /* What VERSION of COMPONENT depends on, as declared. */
    status_code (*dependencies)(void *context, const char *component, const struct solver_version *version,
                                const struct solver_dependency **ret_dependencies, size_t *ret_count,
                                struct problem *problem);
};

/* A component with an exact version, from a lock or an override. */
struct solver_pin {
    const char *component;
    const char *version;
};

struct solver_request {
    const char *name; /* of the root; a component that leads back to it is a cycle. NULL: it has none */
    const struct solver_dependency *dependencies;
    size_t dependency_count;
    const struct solver_pin *pins;
    size_t pin_count;
    const struct solver_pin *overrides;
    size_t override_count;
    size_t step_limit; /* comparisons of a version with a requirement, and nogoods looked at. 0: LIMIT_SOLVER_STEPS */
};

/* ---- What it answers ---- */

/* One requirement and who declared it. */
struct solver_reason {
    const char *declared_by;      /* component; "": the root */
    const char *declared_version; /* "": the root */
    const char *alias;
    const char *component;
    const char *requirement;
};

struct solver_choice {
    const char *component;
    const struct solver_version *version; /* YANKED: kept by its pin only */
    bool is_pinned;                       /* the pin of that component */
    bool is_overridden;
    const struct solver_dependency *dependencies; /* of that version */
    size_t dependency_count;
};

/* Why a component has no version. */
enum solver_cause {
    SOLVER_RULED_OUT,         /* versions fit, and each depends on something that does not */
    SOLVER_NO_SUCH_COMPONENT, /* it has no version at all */
    SOLVER_ONLY_DRAFTS,       /* nothing of it was published */
    SOLVER_ALL_YANKED,        /* what was published is yanked, and no pin keeps one */
    SOLVER_NO_OVERRIDE,       /* the forced version cannot be chosen */
    SOLVER_UNMATCHED,         /* one requirement alone admits no version */
    SOLVER_CONFLICTING,       /* each requirement admits some version, all together none */
};

/* A component that a reason is about. */
struct solver_subject {
    const char *component;
    enum solver_cause cause;
    const char *const *candidates; /* versions that could be chosen, best first */
    size_t candidate_count;
};

/* The reasons are a proof: no choice of the subjects' candidates meets all of them. The root's come first, then those
 * of each component in the order in which they were met, by version as preferred, as declared. */
struct solver_failure {
    const struct solver_reason *reasons;
    size_t reason_count;
    const struct solver_subject *subjects;
    size_t subject_count;
    const char *text; /* all of it, for people: several lines without a final newline */
};

struct solver_outcome {
    const struct solver_choice *choices; /* in the order they were met */
    size_t choice_count;
    const struct solver_reason *overruled; /* requirements that do not admit the version an override forced */
    size_t overruled_count;
    const char *const *cycle; /* DEPENDENCY_CYCLE: "name@version" ... back to the first; the root's is its name */
    size_t cycle_count;
    const struct solver_failure *failure; /* no solution; NULL: there is one */
    size_t steps;
};

/* Solves REQUEST over SOURCE. *ret_outcome is always written: empty but for what the error says.
 * Ownership: the outcome lives in ARENA and borrows from REQUEST and SOURCE. Threads: any, one for each ARENA.
 * Errors: STATUS_FAILED_PRECONDITION with reason VERSION_CONFLICT, NO_SUCH_COMPONENT, ONLY_DRAFTS, ALL_YANKED or
 * NO_OVERRIDE (then ret_outcome->failure tells more), or DEPENDENCY_CYCLE (then ->cycle does);
 * STATUS_RESOURCE_EXHAUSTED / SOLVER_STEPS, DEPENDENCY_DEPTH or OUT_OF_MEMORY;
 * STATUS_INVALID_ARGUMENT / INVALID_REQUIREMENT or INVALID_VERSION (of the root or the source; the message says whose);
 * whatever SOURCE returns. */
MUST_CHECK status_code solver_solve(const struct solver_request *request, const struct solver_source *source,
                                    struct arena *arena, struct solver_outcome *ret_outcome, struct problem *problem);

#endif
