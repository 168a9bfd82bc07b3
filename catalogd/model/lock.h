/* The lock: which versions a resolution chose, and the digest of all that a sign-off covers. */
#ifndef CATALOGD_MODEL_LOCK_H
#define CATALOGD_MODEL_LOCK_H

#include "model/graph.h"

/* Pins every component, threat and control of GRAPH, in order of kind and name. *ret_lock lives in the graph's arena.
 */
MUST_CHECK bool lock_make(struct graph *graph, Catalog__V1__Lock **ret_lock);

/* SHA-256 over the text "catalog.v1.EffectiveModel", the digest CONTENT of the model itself, then kind (one byte),
 * name, version and content digest of each pin, baseline that applies and the Policy; "decision" and the id of each
 * that is approved; "advisory" and what each that applies is about. Texts end with a zero byte, digests are their 32
 * bytes. Revision and time are not in it. For after lock_make. NULL: no memory. */
char *lock_effective_digest(struct graph *graph, const struct digest *content);

#endif
