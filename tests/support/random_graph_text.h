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

/* What is in a catalog, in this order. */
enum random_graph_document {
    RANDOM_GRAPH_POLICY,
    RANDOM_GRAPH_THREAT,
    RANDOM_GRAPH_CONTROL,
    RANDOM_GRAPH_BASELINE,
    RANDOM_GRAPH_COMPONENT,
    RANDOM_GRAPH_KINDS
};

#define RANDOM_GRAPH_NUMBERS_MAX 5 /* documents of one kind in a catalog */

struct random_graph_shape random_graph_draw_shape(struct random *random);
size_t random_graph_document_count(const struct random_graph_shape *shape, enum random_graph_document kind);

/* Document NUMBER of KIND; a component stands on the one before it. */
void random_graph_write_document(struct buffer *text, struct random *random, enum random_graph_document kind,
                                 size_t number);

/* An advisory about a component or control, or nothing and false. */
bool random_graph_write_advisory(struct buffer *text, struct random *random, size_t number);

void random_graph_write_feature(struct buffer *text, struct random *random, const struct random_graph_shape *shape);

#endif
