/* A catalog written down in lines, for the tests of the solver:
 *
 *   "a@1.0.0: b ^1, c ~2.0"     a published version and its dependencies
 *   "a@1.1.0 yanked:"           likewise: deprecated, draft */
#ifndef CATALOGD_TESTS_SOLVER_FIXTURE_H
#define CATALOGD_TESTS_SOLVER_FIXTURE_H

#include "model/solver.h"

#include "base/arena.h"

#define FIXTURE_VERSIONS 4096

struct fixture_version {
    const char *component;
    struct solver_version version;
    struct solver_dependency *dependencies;
    size_t dependency_count;
};

struct fixture {
    struct arena arena;
    struct fixture_version versions[FIXTURE_VERSIONS];
    size_t count;
    bool is_reversed; /* versions come the other way round */
    size_t version_calls;
    size_t dependency_calls;
    struct solver_request request;
    struct solver_outcome outcome;
    struct problem problem;
};

/* LINES ends with NULL. Ownership: free with fixture_free. */
struct fixture *fixture_new(const char *const *lines);
void fixture_free(struct fixture *fixture);

void fixture_add(struct fixture *fixture, const char *line);

/* "b ^1, c ~2.0" as the root's dependencies; an alias is the component's name. */
void fixture_require(struct fixture *fixture, const char *dependencies);

/* "b@1.0.0, c@2.0.0" */
void fixture_pin(struct fixture *fixture, const char *pins);
void fixture_override(struct fixture *fixture, const char *overrides);

/* The fixture as the solver sees it. */
struct solver_source fixture_source(struct fixture *fixture);

/* Solves; the outcome and the problem are in FIXTURE. */
status_code fixture_solve(struct fixture *fixture);

/* The outcome as "b@1.0.0 c@2.0.0", in the order it came. */
const char *fixture_choices(struct fixture *fixture);

#endif
