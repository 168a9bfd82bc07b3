/* Gives a composed text the types of a schema: from tree to message. */
#ifndef CATALOGD_CODEC_BIND_H
#define CATALOGD_CODEC_BIND_H

#include "codec/tree.h"

#include <protobuf-c/protobuf-c.h>

/* How a format spells things. */
struct bind_format {
    bool has_camel_names;    /* lowerCamelCase beside snake_case */
    bool has_full_enums;     /* enum values by full name or number; else by their YAML names */
    bool has_typed_scalars;  /* numbers, booleans and null are told from text; else all scalars are text */
    bool has_extension_keys; /* `x-...` is skipped */
    bool has_short_forms;    /* flat unions, mappings of settings, one scalar for a list of one */
};

/* One message to bind. */
struct bind_request {
    const struct bind_format *format;
    const ProtobufCMessageDescriptor *descriptor;
    const struct tree_node *root;
    uint32_t object_index; /* for violations */
};

/* Builds the message that ROOT spells. All that is wrong is added to PROBLEM, not only the first thing.
 * Ownership: the message and its texts live in ARENA; texts are shared with the tree.
 * Errors: STATUS_INVALID_ARGUMENT, STATUS_RESOURCE_EXHAUSTED (no room in ARENA). */
MUST_CHECK status_code bind_message(const struct bind_request *request, struct arena *arena,
                                    ProtobufCMessage **ret_message, struct problem *problem);

#endif
