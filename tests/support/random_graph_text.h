/* The documents of a random graph. Part of random_graph. */
#ifndef CATALOGD_TESTS_RANDOM_GRAPH_TEXT_H
#define CATALOGD_TESTS_RANDOM_GRAPH_TEXT_H

#include "base/buffer.h"
#include "support/random.h"

#include <stdbool.h>

struct random_graph_shape {
    size_t components;
    bool has_policy; /* of its own: the built-in one counts else */
};

/* The Policy, threats, controls, baselines and components. */
struct random_graph_shape random_graph_write_catalog(struct buffer *text, struct random *random);

/* An advisory about a component or control, or nothing and false. */
bool random_graph_write_advisory(struct buffer *text, struct random *random, size_t number);

void random_graph_write_feature(struct buffer *text, struct random *random, const struct random_graph_shape *shape);

#endif
