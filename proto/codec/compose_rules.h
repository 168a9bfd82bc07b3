/* What a composer takes. The native formats are strict; what others wrote is taken as people write it, within bounds.
 */
#ifndef CATALOGD_CODEC_COMPOSE_RULES_H
#define CATALOGD_CODEC_COMPOSE_RULES_H

#include "base/limits.h"

#include <stdbool.h>
#include <stddef.h>

struct compose_rules {
    size_t bytes;          /* of the whole text */
    size_t document_bytes; /* of one YAML document */
    size_t nodes;          /* of one document, those that aliases repeat counted each time */
    size_t depth;
    bool has_aliases; /* YAML anchors, aliases and merge keys; explicit keys win over merged ones */
    bool has_lists;   /* a YAML list at the top counts as its elements */
};

static const struct compose_rules compose_native_yaml = {
    .bytes = LIMIT_UPLOAD_BYTES,
    .document_bytes = LIMIT_OBJECT_BYTES,
    .nodes = LIMIT_OBJECT_ITEMS,
    .depth = LIMIT_DOCUMENT_DEPTH,
    .has_lists = true,
};

static const struct compose_rules compose_native_json = {
    .bytes = LIMIT_MESSAGE_BYTES,
    .nodes = LIMIT_OBJECT_ITEMS,
    .depth = LIMIT_DOCUMENT_DEPTH,
};

static const struct compose_rules compose_foreign = {
    .bytes = LIMIT_FOREIGN_BYTES,
    .document_bytes = LIMIT_FOREIGN_BYTES,
    .nodes = LIMIT_FOREIGN_ITEMS,
    .depth = LIMIT_FOREIGN_DEPTH,
    .has_aliases = true,
};

#endif
