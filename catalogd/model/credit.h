/* Provisions and mitigations: what counts, in which worlds, and why not.
 *
 * A provision counts when its `when` holds, nothing of it has expired, and everything it requires is met: own
 * responsibilities, and provisions of own dependencies that count themselves. It counts for a threat that it names
 * unless an unmet responsibility or an assumption of the same instance that is not met covers that threat, or an
 * advisory voids it there. One that counts for no threat counts for nobody.
 *
 * A mitigation counts by its status: IMPLEMENTED and VERIFIED now, PLANNED as planned; never with evidence all of which
 * has expired. One that uses a provision counts only while that does, with its strength, layer and provider. */
#ifndef CATALOGD_MODEL_CREDIT_H
#define CATALOGD_MODEL_CREDIT_H

#include "model/graph.h"

/* Makes the mitigations of all objects. For when provisions are there. */
MUST_CHECK bool credit_create_mitigations(struct graph *graph);

/* Lists each mitigation at the places it covers. */
MUST_CHECK bool credit_place_mitigations(struct graph *graph);

/* Makes the provisions of all instances, judged. */
MUST_CHECK bool credit_create_provisions(struct graph *graph);

/* Links provisions with what they require. For when duties and provisions are there. */
MUST_CHECK bool credit_link(struct graph *graph);

/* Finds the least fixed point of duties and provisions: nothing counts only because of itself. What would count if it
 * did is the finding CIRCULAR_CREDIT. */
MUST_CHECK bool credit_settle(struct graph *graph);

/* Finds that fixed point once more, for when it was changed which advisories are active. */
MUST_CHECK bool credit_settle_again(struct graph *graph);

/* After credit_settle: adds to each provision that does not count now why it does not. */
MUST_CHECK bool credit_explain(struct graph *graph);

/* The worlds in which PROVISION counts for THREAT; for any threat it names. */
worlds provision_counts_for(const struct provision *provision, const struct threat_node *threat);
worlds provision_counts(const struct provision *provision);

/* The worlds in which the provisions of INSTANCE are not taken from THREAT by a duty that is not met. */
worlds provision_kept_for(const struct instance *instance, const struct threat_node *threat);

/* The worlds in which MITIGATION counts for THREAT, which it must name; for anything at all. */
worlds mitigation_counts_for(const struct mitigation *mitigation, const struct threat_node *threat);
worlds mitigation_counts(const struct mitigation *mitigation);

/* How strongly it counts for THREAT: its own strength, else the control's, else PARTIAL; never above the control's
 * entry, and PARTIAL at most where the control is inline or has no entry for THREAT. */
Catalog__V1__Strength provision_strength(const struct provision *provision, const struct threat_node *threat);
Catalog__V1__Strength mitigation_strength(const struct mitigation *mitigation, const struct threat_node *threat);

/* Whether PROVISION covers PLACE: one of its instance, or a flow that ends in it, within its `on`. */
bool provision_covers(const struct graph *graph, const struct provision *provision, uint32_t place);

#endif
