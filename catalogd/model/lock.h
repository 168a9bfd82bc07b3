/* The lock: which versions a resolution chose, and the digest of all that a sign-off covers. */
#ifndef CATALOGD_MODEL_LOCK_H
#define CATALOGD_MODEL_LOCK_H

#include "model/graph.h"

/* Pins every component, threat and control of GRAPH, in order of kind and name. *ret_lock lives in the graph's arena.
 */
MUST_CHECK bool lock_make(struct graph *graph, Catalog__V1__Lock **ret_lock);

/* SHA-256 over the line "catalog.v1.EffectiveModel" and one line for each of: content CONTENT of the model itself, the
 * pins of LOCK, the baselines that apply, the Policy, with kind, name, version and content digest; ids of
 * approved decisions.
 * Revision and time are not in it. NULL: no memory. */
char *lock_effective_digest(struct graph *graph, const char *content, const Catalog__V1__Lock *lock);

#endif
