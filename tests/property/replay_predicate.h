/* Predicates, read and judged at once, over the values that a proof says were read. Written from the grammar and the
 * rules of the Common Expression Language alone: it shares nothing with the predicates of the engine. */
#ifndef CATALOGD_TESTS_REPLAY_PREDICATE_H
#define CATALOGD_TESTS_REPLAY_PREDICATE_H

#include "base/arena.h"

#include "catalog/v1/resolution_service.pb-c.h"

enum replay_truth { REPLAY_FALSE, REPLAY_UNKNOWN, REPLAY_TRUE };

/* What TEXT comes to over VALUES; a variable that is not among them is unknown, and so is a predicate that does not
 * read or compares what cannot be compared. "" is true. */
enum replay_truth replay_judge(const char *text, Catalog__V1__PredicateReading *const *values, size_t count,
                               struct arena *arena);

#endif
