/* Writes what a resolution found as a catalog.v1.EffectiveModel, every list in the order that the schema states. Each
 * function fills its own fields of MODEL, whose strings are borrowed from GRAPH. */
#ifndef CATALOGD_MODEL_EFFECTIVE_H
#define CATALOGD_MODEL_EFFECTIVE_H

#include "model/graph.h"

/* instances, with `platform` where a baseline has platform entries. */
MUST_CHECK bool effective_instances(struct graph *graph, Catalog__V1__EffectiveModel *model);

/* rows, matrix and states. */
MUST_CHECK bool effective_rows(struct graph *graph, Catalog__V1__EffectiveModel *model);

/* provisions, responsibilities and assumptions. */
MUST_CHECK bool effective_duties(struct graph *graph, Catalog__V1__EffectiveModel *model);

/* baseline, baselines and policy; an advisory entry that is not met becomes a finding. */
MUST_CHECK bool effective_baseline(struct graph *graph, Catalog__V1__EffectiveModel *model);

/* decisions, and those requests in the model that no decision is about. */
MUST_CHECK bool effective_decisions(struct graph *graph, Catalog__V1__EffectiveModel *model);

/* advisories; one that is answered becomes a finding. */
MUST_CHECK bool effective_advisories(struct graph *graph, Catalog__V1__EffectiveModel *model);

/* findings. Last but the verdicts. */
MUST_CHECK bool effective_findings(struct graph *graph, Catalog__V1__EffectiveModel *model);

/* A copy of CAUSES without doubles, in order of code, then subject. */
MUST_CHECK bool effective_causes(struct graph *graph, const cause_list *causes, Catalog__V1__Cause ***ret_causes,
                                 size_t *ret_count);

/* The digest as text in the graph's arena; NULL: no memory. */
char *effective_digest_text(struct graph *graph, const struct digest *digest);

#endif
