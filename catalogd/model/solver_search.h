/* The search of the solver. Part of solver. */
#ifndef CATALOGD_MODEL_SOLVER_SEARCH_H
#define CATALOGD_MODEL_SOLVER_SEARCH_H

#include "model/solver_package.h"

/* Why something is impossible: these demands, and what these nogoods rest on. */
struct proof {
    demand_list demands;
    VECTOR(struct nogood *) nogoods;
};

struct choice {
    struct package *package;
    struct candidate *candidate;
};

/* Choices that no solution holds together. */
struct nogood {
    struct choice *choices;
    size_t count;
    struct proof proof;
    bool is_visited;
};

/* One component whose version is chosen, or tried. */
struct level {
    struct package *package;
    size_t next;              /* candidate to try */
    size_t queue_count;       /* before its choice was made */
    bool has_demander;        /* the proof says why the component is needed at all */
    VECTOR(size_t) conflicts; /* earlier levels that its excluded candidates clash with */
    struct proof proof;       /* of what was excluded */
};

struct search {
    struct package_table packages;
    struct demand *root_demands;
    VECTOR(struct package *) queue; /* components in the order they were met; level i decides the i-th */
    VECTOR(struct level) levels;
    size_t depth; /* levels decided */
    size_t steps;
    size_t step_limit;
    bool is_impossible;
    struct proof proof; /* of that */
};

/* Ownership: everything lives in ARENA. On STATUS_OK every component of the queue has its choice, or
 * is_impossible says that there is none. */
MUST_CHECK status_code search_run(struct search *search, const struct solver_request *request,
                                  const struct solver_source *source, struct arena *arena, struct problem *problem);

/* Refuses a cycle among the choices, and chains that are too long. */
MUST_CHECK status_code search_check_graph(const struct search *search, struct arena *arena,
                                          struct solver_outcome *outcome);

/* Writes down why the search found nothing. Always an error: why not. */
MUST_CHECK status_code search_explain(struct search *search, struct arena *arena, struct solver_outcome *outcome);

/* "VERSION_CONFLICT" and the like. */
const char *failure_reason(const struct solver_failure *failure);

/* The lines for people. NULL: ARENA is full. */
const char *failure_text(const struct solver_failure *failure, struct arena *arena);

#endif
