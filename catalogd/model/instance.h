/* Instances: one for each declared dependency, whatever the number of paths to it. */
#ifndef CATALOGD_MODEL_INSTANCE_H
#define CATALOGD_MODEL_INSTANCE_H

#include "model/graph.h"

/* Reads COUNT settings into a map from name to text. */
MUST_CHECK bool instance_read_settings(struct graph *graph, Catalog__V1__Setting *const *settings, size_t count,
                                       struct string_map *ret_map);

/* VALUE, or NULL where it says that it is not known: absent, "" or "unknown". */
const char *instance_known(const char *value);

/* Adds the instance of COMPONENT that DECLARER declares by DEPENDENCY, with addresses, configuration, exposures and
 * places; the model itself for DECLARER NULL. All addresses of DECLARER must be known. NULL: cannot go on
 * (LIMIT_INSTANCES). */
struct instance *instance_create(struct graph *graph, struct graph_object *declarer,
                                 const Catalog__V1__Dependency *dependency, struct graph_object *component);

#endif
