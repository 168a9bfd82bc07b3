/* Threats made ready for suggesting: their predicates read, taken apart and indexed. Immutable once built. */
#ifndef CATALOGD_MODEL_SUGGEST_SET_H
#define CATALOGD_MODEL_SUGGEST_SET_H

#include "model/suggest_index.h"
#include "model/view.h"

/* One threat. Its predicate is the conjunction of its clauses. */
struct suggest_threat {
    const char *name;
    const char *version;
    const char *title;
    const char *applies_when;
    const struct predicate_node *const *clauses;
    size_t clause_count; /* 0: the predicate does not read, and is unknown everywhere */
};

/* Lives in one arena and borrows nothing. Any thread. */
struct suggest_set {
    const struct suggest_threat *threats; /* in byte order of name */
    size_t count;
    struct suggest_index index; /* by number in `threats` */
};

/* What a set is made of: a version of a threat, and the threat. */
struct suggest_member {
    const struct view_version *version;
    const Catalog__V1__Threat *message;
};

/* Makes a set of MEMBERS, which stand in byte order of name; those without `applies_when` are left out.
 * Ownership: *ret_set lives in ARENA. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code suggest_set_build(const struct suggest_member *members, size_t count, struct arena *arena,
                                         const struct suggest_set **ret_set, struct problem *problem);

/* The newest version of each threat of VIEW in NAMESPACES (none: in all), as a set. One whose newest version is
 * deprecated is left out. Where VIEW keeps sets it is VIEW's, else it is made in ARENA.
 * Errors: STATUS_RESOURCE_EXHAUSTED, what VIEW fails with. */
MUST_CHECK status_code suggest_set_load(const struct catalog_view *view, char *const *namespaces,
                                        size_t namespace_count, struct arena *arena, const struct suggest_set **ret_set,
                                        struct problem *problem);

/* What a threat's predicate came to. */
struct suggest_answer {
    enum predicate_verdict verdict;
    const struct predicate_node *clause;       /* the first that is false; NULL: none is */
    VECTOR(struct predicate_reading) readings; /* each path once; of a false one, what CLAUSE read */
};

/* Judges THREAT over SOURCE, clause by clause: false if one is, else unknown if one is, else true. A clause that meets
 * a value of another type, or takes too many steps, is unknown.
 * Ownership: *ret_answer lives in ARENA and borrows from THREAT and SOURCE. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code suggest_judge(const struct suggest_threat *threat, const struct predicate_source *source,
                                     struct arena *arena, struct suggest_answer *ret_answer, struct problem *problem);

#endif
