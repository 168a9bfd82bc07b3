/* Who owns which layer of a component, and what lets the provider's layers count without being modelled again. */
#ifndef CATALOGD_MODEL_LAYER_H
#define CATALOGD_MODEL_LAYER_H

#include "model/graph.h"

/* Whether MODEL's provider looks after LAYER, by `layer_owners` or else the service class. */
bool layer_is_providers(const Catalog__V1__Model *model, Catalog__V1__Layer layer);

/* Whether MODEL lists an assurance that is valid at the time judged at. Notes its bounds. */
bool layer_has_assurance(struct graph *graph, const Catalog__V1__Model *model);

#endif
