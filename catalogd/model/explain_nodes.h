/* Records that lean on each other: provisions, duties and mitigations, each taken apart once in a derivation. */
#ifndef CATALOGD_MODEL_EXPLAIN_NODES_H
#define CATALOGD_MODEL_EXPLAIN_NODES_H

#include "model/explain_steps.h"

/* Steps for the part that a record plays by RULE, with all that it hangs on below. HOLDS: the worlds in which it plays
 * that part. Those of a duty are the ones in which it is met. */
void explain_provision(struct explanation *explanation, const char *rule, struct provision *provision, worlds holds,
                       uint32_t depth);
void explain_duty(struct explanation *explanation, const char *rule, struct duty *duty, uint32_t depth);

/* The steps below a mitigation: its status, the advisories about its control, its evidence, and the provision that it
 * uses, under RULE in the worlds USED. */
void explain_mitigation(struct explanation *explanation, const struct mitigation *mitigation, const char *rule,
                        worlds used, uint32_t depth);

/* What bounds the validity of a record: its own end (NULL: none) and the pieces of evidence, one of which must last. */
void explain_validity(struct explanation *explanation, const struct graph_object *object,
                      const Catalog__V1__Timestamp *valid_until, Catalog__V1__Evidence *const *evidence, size_t count,
                      uint32_t depth);

/* The advisories of LIST, which void what the step above is about. */
void explain_advisories(struct explanation *explanation, const advisory_list *list, uint32_t depth);

/* Whether a record at DEPTH is to be taken apart now: not where it was before, and not too deep, where LEMMA is left
 * for later. SEEN is its mark. */
bool explain_enter(struct explanation *explanation, uint32_t *seen, struct lemma lemma, uint32_t depth);

/* Takes apart what was left for later, at depth 1. */
void explain_lemmas(struct explanation *explanation);

/* "credited", "unknown" or "not credited", now. */
const char *explain_counts(worlds counts);

#endif
