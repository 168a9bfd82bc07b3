/* What decisions in force do to rows and baseline entries. Whether one is in force is not asked here. */
#ifndef CATALOGD_MODEL_DECISION_H
#define CATALOGD_MODEL_DECISION_H

#include "model/baseline.h"
#include "model/rows.h"

/* The state that a decision sets for ROW: ACCEPTED or NOT_APPLICABLE; UNSPECIFIED: none does. */
Catalog__V1__RowState decision_state_of(const struct graph *graph, const struct row *row);

/* Lowers the ratings of ROW's threats to those of a RERATED decision about it. Never raises one, and leaves residuals.
 */
void decision_rerate(const struct graph *graph, struct row *row);

/* Whether a decision lifts DEMAND. Nothing lifts a mandatory one. */
bool decision_lifts(const struct graph *graph, const struct baseline_demand *demand);

#endif
