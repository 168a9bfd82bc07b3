/* The versions that one resolution stands on. */
#ifndef CATALOGD_MODEL_VERSIONS_H
#define CATALOGD_MODEL_VERSIONS_H

#include "model/graph.h"

/* Chooses one version of every component that MODEL stands on. *ret_chosen: component name to its view_version. Where
 * there is no choice it is empty, and the reason stands in graph->invalid with the whole chain: VERSION_CONFLICT,
 * DEPENDENCY_CYCLE, COMPONENT_NOT_FOUND. Overrides are findings. Errors: STATUS_RESOURCE_EXHAUSTED, what the view fails
 * with. */
MUST_CHECK bool versions_choose(struct graph *graph, const Catalog__V1__Model *model, struct string_map *ret_chosen);

#endif
