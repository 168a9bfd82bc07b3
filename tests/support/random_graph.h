/* Random catalogs for the properties of the engine: the same seed always gives the same one. A graph has everything
 * that a row can rest on: four components on each other with parameters, exposures, predicates whose values may be
 * unknown, requirements across components, responsibilities and assumptions passed on or answered, residuals, layers of
 * providers with assurance, and things that expire; threats with and without mitigation groups; baselines with platform
 * entries; a Policy or none; a feature with mitigations of its own, inline ones and ones that use a provision; and
 * decisions. */
#ifndef CATALOGD_TESTS_RANDOM_GRAPH_H
#define CATALOGD_TESTS_RANDOM_GRAPH_H

#include "support/catalog.h"
#include "support/random.h"

#define RANDOM_GRAPH_DECISIONS 3

struct random_graph {
    struct test_catalog catalog;
    Catalog__V1__Object *feature;
    const Catalog__V1__Decision *decisions[RANDOM_GRAPH_DECISIONS];
    size_t decision_count;
    struct random random; /* for what a test makes up on top */
};

/* Free with random_graph_done. The feature is not among the catalog's published objects: a test may change it. */
void random_graph_init(struct random_graph *graph, uint64_t seed);
void random_graph_done(struct random_graph *graph);

/* Makes up decisions about rows of the feature: approved, most as they rest on the model, some on something else. */
void random_graph_decide(struct random_graph *graph);

/* Resolves the feature with its decisions at AT. */
struct resolution random_graph_resolve(struct random_graph *graph, time_ns at);
struct resolve_options random_graph_options(const struct random_graph *graph, time_ns at);

#endif
