/* From JSON text to a tree: jansson decides what is JSON, a scanner beside it finds the places it does not keep. */
#ifndef CATALOGD_CODEC_JSON_COMPOSE_H
#define CATALOGD_CODEC_JSON_COMPOSE_H

#include "base/slice.h"
#include "codec/compose_rules.h"
#include "codec/tree.h"

/* Ownership: the tree lives in ARENA and borrows nothing from TEXT.
 * Errors: STATUS_INVALID_ARGUMENT, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code json_compose(slice text, const struct compose_rules *rules, struct arena *arena,
                                    const struct tree_node **ret_root, struct problem *problem);

/* One value in a longer text: its bytes, and the place of the first. */
struct json_part {
    slice text;
    uint32_t line;
    uint32_t column;
};

/* The same of PART, which may be a value of any kind; places are those in the longer text. */
MUST_CHECK status_code json_compose_part(const struct json_part *part, const struct compose_rules *rules,
                                         struct arena *arena, const struct tree_node **ret_root,
                                         struct problem *problem);

#endif
