/* Requirements on a version, in the range grammar of npm (node-semver 7):
 *
 *   set || set ...                any of the sets
 *   1.2.3 - 2.3, or terms         a set: all of its terms
 *   ^1.2  ~1.2.3  >=1.0  <2  =1.2.3  1.x  *      terms; a missing number, `x`, `X` and `*` stand for any
 *
 * A leading `v` and blanks after an operator are read over, build metadata is dropped, an empty set is `*`.
 *
 * A pre-release is admitted only by a set in which some comparator names a pre-release of the same major.minor.patch:
 * `^1.2.3` never admits 2.0.0-beta, nor 1.3.0-beta; `>=1.3.0-alpha` admits 1.3.0-beta. */
#ifndef CATALOGD_MODEL_REQUIREMENT_H
#define CATALOGD_MODEL_REQUIREMENT_H

#include "model/semver.h"

enum comparator_operator {
    COMPARATOR_LESS,
    COMPARATOR_LESS_EQUAL,
    COMPARATOR_EQUAL,
    COMPARATOR_GREATER_EQUAL,
    COMPARATOR_GREATER,
};

/* One comparison with a whole version. */
struct comparator {
    enum comparator_operator comparison;
    struct semver version; /* without build metadata */
};

/* All must hold. None: any release. */
struct comparator_set {
    struct comparator *comparators;
    size_t count;
};

/* One of the sets must hold. There is at least one. `^1.2` reads as {>=1.2.0, <2.0.0-0}. */
struct requirement {
    struct comparator_set *sets;
    size_t set_count;
};

/* Reads a requirement. Ownership: all of *ret_requirement lives in ARENA, nothing is borrowed from TEXT. Threads: any.
 * Errors: STATUS_INVALID_ARGUMENT / INVALID_REQUIREMENT (see text_problem), also past LIMIT_REQUIREMENT_BYTES;
 * STATUS_RESOURCE_EXHAUSTED (ARENA is full). */
MUST_CHECK status_code requirement_parse(slice text, struct arena *arena, struct requirement *ret_requirement,
                                         struct problem *problem);

/* Whether REQUIREMENT admits VERSION. */
bool requirement_admits(const struct requirement *requirement, const struct semver *version);

/* The normal form: `>=1.2.0 <2.0.0-0 || 3.0.0`, `*` for any release. It reads back as the same requirement.
 * NULL: ARENA is full. */
const char *requirement_print(const struct requirement *requirement, struct arena *arena);

#endif
