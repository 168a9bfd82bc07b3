/* Makes the objects and instances of a resolution out of the versions chosen. */
#ifndef CATALOGD_MODEL_GRAPH_BUILD_H
#define CATALOGD_MODEL_GRAPH_BUILD_H

#include "model/graph.h"

/* Adds object 0, MODEL itself, and every object version that it stands on. CHOSEN: component name to the view_version
 * chosen; a component that it lacks is left out, with all that stands on it alone. Each is read once. */
MUST_CHECK bool graph_build_objects(struct graph *graph, const struct compiled_model *model, bool is_component,
                                    const struct string_map *chosen);

/* Adds one instance for every declared dependency, the model itself first, with its addresses, configuration and
 * places. Linear in the declared dependencies. Errors: STATUS_RESOURCE_EXHAUSTED (LIMIT_INSTANCES,
 * LIMIT_DEPENDENCY_DEPTH). */
MUST_CHECK bool graph_build_instances(struct graph *graph);

#endif
