/* The documents of a random graph. Part of random_graph. */
#ifndef CATALOGD_TESTS_RANDOM_GRAPH_TEXT_H
#define CATALOGD_TESTS_RANDOM_GRAPH_TEXT_H

#include "base/buffer.h"
#include "support/random.h"

#include <stdbool.h>

/* The Policy, threats, controls, baselines and components; how many of the last. */
size_t random_graph_write_catalog(struct buffer *text, struct random *random);

/* An advisory about a component or control, or nothing and false. */
bool random_graph_write_advisory(struct buffer *text, struct random *random, size_t number);

void random_graph_write_feature(struct buffer *text, struct random *random, size_t components);

#endif
