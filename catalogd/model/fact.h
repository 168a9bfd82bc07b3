/* The values that predicates read: settings and facts as text, made into what the vocabulary says. */
#ifndef CATALOGD_MODEL_FACT_H
#define CATALOGD_MODEL_FACT_H

#include "model/graph.h"

struct fact_source {
    struct graph *graph;
    struct scope scope;
    bool has_failed; /* no memory */
};

/* Builds the vocabularies of GRAPH and of all its objects. For when the objects are there. */
MUST_CHECK bool fact_prepare(struct graph *graph);

/* Looks PATH up for a predicate; CONTEXT is a struct fact_source. What is not there, not known or ill-typed stays
 * unknown. */
void fact_lookup(void *context, const char *path, struct predicate_value *ret_value);

#endif
