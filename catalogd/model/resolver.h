/* The engine behind resolve and explain: everything that is found out about one model, before it is written down. */
#ifndef CATALOGD_MODEL_RESOLVER_H
#define CATALOGD_MODEL_RESOLVER_H

#include "model/graph.h"

/* Makes GRAPH for OBJECT and finds out everything. Ownership: GRAPH lives in ARENA and borrows from OBJECT, VIEW and
 * OPTIONS. Errors: those of resolve(). */
MUST_CHECK status_code resolver_run(const Catalog__V1__Object *object, const struct catalog_view *view,
                                    const struct resolve_options *options, struct arena *arena, struct graph *ret_graph,
                                    struct problem *problem);

/* Adds to graph->stale what is too old: sunsets that passed, and locks further behind than the Policy allows. */
MUST_CHECK bool stale_check(struct graph *graph);

#endif
