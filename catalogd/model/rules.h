/* The records of one object version in a resolution: their compiled predicates, bound to the threats and controls that
 * they name. */
#ifndef CATALOGD_MODEL_RULES_H
#define CATALOGD_MODEL_RULES_H

#include "model/graph.h"

/* Compiles all objects of GRAPH: inline threats and controls first, because others may name them. */
MUST_CHECK bool rules_compile(struct graph *graph);

/* The number of the record ID in a list of OBJECT, by name of the list. SIZE_MAX: there is none. */
size_t rules_find_provision(const struct graph_object *object, const char *id);
size_t rules_find_responsibility(const struct graph_object *object, const char *id);
size_t rules_find_assumption(const struct graph_object *object, const char *id);
size_t rules_find_mitigation(const struct graph_object *object, const char *id);

/* Where THREAT stands in LIST. SIZE_MAX: nowhere. */
size_t threat_list_find(const threat_list *list, const struct threat_node *threat);

/* Whether LIST holds THREAT. */
bool threat_list_has(const threat_list *list, const struct threat_node *threat);

#endif
