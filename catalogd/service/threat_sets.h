/* Sets of threats made ready for suggesting, by what they are a function of, so that the predicates of a catalog are
 * read and indexed once and not for every call. Bounded; any thread. */
#ifndef CATALOGD_SERVICE_THREAT_SETS_H
#define CATALOGD_SERVICE_THREAT_SETS_H

#include "model/view.h"

struct threat_sets;
struct kept_set;

/* LIMIT_BYTES bounds the memory of sets that nobody uses. NULL: no memory. */
struct threat_sets *threat_sets_new(size_t limit_bytes);

/* No set may be held any more. SETS may be NULL. */
void threat_sets_free(struct threat_sets *sets);

/* The set with KEY, which BUILD makes of JOB where it is not kept. Two threads may make the same one at once; one of
 * them is kept. Ownership: give it back with threat_sets_give. Errors: those of BUILD, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code threat_sets_take(struct threat_sets *sets, const struct digest *key, suggest_set_builder *build,
                                        void *job, struct kept_set **ret_set, struct problem *problem);

/* The set itself: immutable, borrowed from KEPT. */
const struct suggest_set *kept_set_get(const struct kept_set *kept);

void threat_sets_give(struct threat_sets *sets, struct kept_set *kept);

#endif
