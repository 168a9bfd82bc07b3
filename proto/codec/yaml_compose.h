/* From YAML text to trees, by libyaml's events: what is refused here is refused whatever the schema. */
#ifndef CATALOGD_CODEC_YAML_COMPOSE_H
#define CATALOGD_CODEC_YAML_COMPOSE_H

#include "base/slice.h"
#include "base/vector.h"
#include "codec/tree.h"

typedef VECTOR(const struct tree_node *) tree_list;

/* Composes every document of TEXT that holds anything; a list at the top counts as its elements. The first thing that
 * is wrong ends it. Ownership: the trees live in ARENA and borrow nothing from TEXT. Errors: STATUS_INVALID_ARGUMENT,
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code yaml_compose(slice text, struct arena *arena, tree_list *ret_roots, struct problem *problem);

#endif
