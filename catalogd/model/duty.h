/* Responsibilities and assumptions: what an instance leaves to whoever declares it, and whether that is seen to.
 *
 * A responsibility that applies is met by a statement (where it allows one, not older than its age), by a counting
 * mitigation that the declarer's answer names and that carries a control and evidence it asks for, or by the declarer's
 * own responsibilities that re-export it, when every consumer of the declarer meets those and discharges one of them: a
 * re-export that does not apply answers nothing. An assumption is met when `holds_when` is true, violated when it is
 * false, and else met by an attestation that has not aged. What the model that is resolved re-exports is left to its
 * own consumers and counts as met, provided that the re-export applies whenever what it passes on does. */
#ifndef CATALOGD_MODEL_DUTY_H
#define CATALOGD_MODEL_DUTY_H

#include "model/graph.h"

/* Days for which an attestation counts unless the assumption says otherwise. */
#define ATTESTATION_DAYS 365

/* Makes the duties of all instances, judged, with their answers and re-exports. For when instances, rules and
 * mitigations are there. */
MUST_CHECK bool duty_create(struct graph *graph);

/* Finds the worlds in which DUTY is met and discharged, given those of what it hangs on; true: they changed. Part of
 * the fixed point: never loses a world when those gain one. */
bool duty_settle(struct duty *duty);

/* The duty that the last part of ADDRESS names ("alias.id"), declared by OBJECT. NULL: none. */
struct duty *duty_find(const struct graph_object *object, const char *address);

/* Whether MITIGATION carries what the responsibility asks for, beside counting. */
bool duty_admits(struct graph *graph, const struct duty *duty, const struct mitigation *mitigation);

/* When STATEMENT counts for DUTY: from *RET_FROM on, and before *RET_UNTIL (INT64_MAX: for ever). False: never. */
MUST_CHECK bool duty_statement_period(const struct duty *duty, const Catalog__V1__AnswerStatement *statement,
                                      time_ns *ret_from, time_ns *ret_until);

/* Adds to each duty that is not met now why it is not. After the fixed point. */
MUST_CHECK bool duty_explain(struct graph *graph);

/* Reports answers of the model that answer nothing. */
MUST_CHECK bool duty_report_unused(struct graph *graph);

#endif
