/* Who owns which layer of a component, and what lets the provider's layers count without being modelled again. */
#ifndef CATALOGD_MODEL_LAYER_H
#define CATALOGD_MODEL_LAYER_H

#include "model/graph.h"

/* Whether MODEL's provider looks after LAYER, by `layer_owners` or else the service class. */
bool layer_is_providers(const Catalog__V1__Model *model, Catalog__V1__Layer layer);

/* Whether MODEL lists an assurance that is valid at the time judged at: [valid_from, valid_until). Notes its bounds. */
bool layer_has_assurance(struct graph *graph, const Catalog__V1__Model *model);

/* Adds to CAUSES why no assurance of MODEL, which INSTANCE_ADDRESS runs, is valid at the time judged at, with the
 * report that ended last, or else begins first. */
MUST_CHECK bool layer_explain_gap(struct graph *graph, const Catalog__V1__Model *model, const char *instance_address,
                                  cause_list *causes);

#endif
