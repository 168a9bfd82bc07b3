/* What the solver knows of a component: its candidates, and what is demanded of it. Part of solver. */
#ifndef CATALOGD_MODEL_SOLVER_PACKAGE_H
#define CATALOGD_MODEL_SOLVER_PACKAGE_H

#include "model/requirement.h"
#include "model/solver.h"

#include "base/string_map.h"
#include "base/vector.h"

struct package;
struct candidate;
struct nogood;

/* One declared dependency of one version, or of the root. */
struct demand {
    struct package *by; /* NULL: the root */
    struct candidate *by_version;
    struct package *target;
    const struct requirement *requirement;
    const struct solver_dependency *declared;
    bool is_reason; /* of the failure */
};

typedef VECTOR(struct demand *) demand_list;

/* A version that may be chosen. */
struct candidate {
    const struct solver_version *entry;
    struct semver version;
    bool is_pin;
    bool is_loaded;                               /* its demands are */
    const struct solver_dependency *dependencies; /* as the source gave them */
    struct demand *demands;
    size_t demand_count;
    VECTOR(struct nogood *) nogoods; /* that this choice is part of */
};

struct package {
    const char *name;
    size_t number;      /* in the order they were met */
    bool is_root;       /* the model itself: always there, nothing to choose */
    const char *pin;    /* NULL: none */
    const char *forced; /* by an override; NULL: none */
    bool is_loaded;     /* its candidates are */
    size_t version_count;
    size_t yanked_count;
    struct candidate *candidates; /* best first */
    size_t candidate_count;

    demand_list demands; /* of the choices made so far, in order */
    struct candidate *chosen;
    size_t level; /* of `chosen` */
    bool is_queued;
    demand_list reasons; /* of the failure, on this component */
};

struct package_table {
    const struct solver_request *request;
    const struct solver_source *source;
    struct arena *arena;
    struct problem *problem;
    struct string_map by_name;      /* to struct package, in the order they were met */
    struct string_map requirements; /* text to struct requirement */
    struct string_map pins;         /* name to struct solver_pin */
    struct string_map overrides;
};

/* Ownership: everything lives in ARENA. */
MUST_CHECK status_code package_table_init(struct package_table *table, const struct solver_request *request,
                                          const struct solver_source *source, struct arena *arena,
                                          struct problem *problem);

/* Reads the versions of PACKAGE once. */
MUST_CHECK status_code package_load(struct package_table *table, struct package *package);

/* Reads the demands of CANDIDATE once. */
MUST_CHECK status_code candidate_load(struct package_table *table, struct package *package,
                                      struct candidate *candidate);

/* The demands for COUNT declared dependencies; BY and BY_VERSION are NULL for the root's. */
MUST_CHECK status_code demands_make(struct package_table *table, const struct solver_dependency *declared, size_t count,
                                    struct demand *demands);

/* DEMAND as the outcome tells it. */
struct solver_reason demand_reason(const struct demand *demand);

/* Whether DEMAND lets its target be at CANDIDATE: always, where an override or the root leaves nothing to choose. */
static inline bool demand_admits(const struct demand *demand, const struct candidate *candidate) {
    return demand->target->is_root || demand->target->forced != NULL ||
           requirement_admits(demand->requirement, &candidate->version);
}

#endif
