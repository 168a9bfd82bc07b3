/* From YAML text to trees, by libyaml's events: what is refused here is refused whatever the schema. */
#ifndef CATALOGD_CODEC_YAML_COMPOSE_H
#define CATALOGD_CODEC_YAML_COMPOSE_H

#include "base/slice.h"
#include "base/vector.h"
#include "codec/compose_rules.h"
#include "codec/tree.h"

typedef VECTOR(const struct tree_node *) tree_list;

/* Composes every document of TEXT that holds anything. The first thing that is wrong ends it. Nodes that aliases repeat
 * are shared. Ownership: the trees live in ARENA and borrow nothing from TEXT. Errors: STATUS_INVALID_ARGUMENT,
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code yaml_compose(slice text, const struct compose_rules *rules, struct arena *arena,
                                    tree_list *ret_roots, struct problem *problem);

#endif
