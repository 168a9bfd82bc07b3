/* The definition of a solution in model/solver.h, by trying every set of components and versions. Shares no code with
 * the solver but the reading of requirements. */
#ifndef CATALOGD_TESTS_SOLVER_ORACLE_H
#define CATALOGD_TESTS_SOLVER_ORACLE_H

#include "support/solver_fixture.h"

#define ORACLE_COMPONENTS 6

/* One version, or none, of each of the fixture's components. */
struct assignment {
    const char *component[ORACLE_COMPONENTS];
    const struct fixture_version *version[ORACLE_COMPONENTS]; /* NULL: not in the set */
    size_t count;
};

/* The best solution of FIXTURE's request among NAMES. False: there is none. */
bool oracle_solve(const struct fixture *fixture, const char *const *names, size_t count, struct assignment *ret_best);

/* Whether the choices of ASSIGNMENT depend on each other in a circle. */
bool oracle_has_cycle(const struct assignment *assignment);

/* Whether FAILURE is a proof: no choice of its subjects' candidates meets all of its reasons, and every reason and
 * candidate is in FIXTURE as told. */
bool oracle_is_proof(const struct fixture *fixture, const struct solver_failure *failure);

#endif
