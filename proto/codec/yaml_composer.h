/* The state of composing a YAML text, and what anchors, aliases and merge keys do to it. Only for yaml_compose.c and
 * yaml_alias.c. */
#ifndef CATALOGD_CODEC_YAML_COMPOSER_H
#define CATALOGD_CODEC_YAML_COMPOSER_H

#include "base/string_map.h"
#include "codec/yaml_compose.h"

#include <yaml.h>

/* What an alias stands for. */
struct anchored {
    const struct tree_node *node;
    size_t weight; /* nodes in it, those behind its own aliases included */
};

struct composer {
    slice text;
    const struct compose_rules *rules;
    yaml_parser_t parser;
    yaml_event_t event; /* the current one; deleted when the next is read */
    bool has_event;
    struct arena *arena;
    struct problem *problem;
    tree_list *roots;
    size_t document_start;     /* in characters from the start of the text */
    size_t nodes;              /* of the current document */
    struct string_map anchors; /* of the current document, to struct anchored */
    status_code status;        /* of the first error */
};

typedef VECTOR(struct tree_entry) entry_list;

/* Ends composing with a violation at MARK. Returns false. */
bool yaml_composer_refuse(struct composer *composer, const yaml_mark_t *mark, const char *remedy, const char *format,
                          ...) PRINTF_LIKE(4, 5);
bool yaml_composer_run_out(struct composer *composer);

/* Counts COUNT nodes; false past what the rules allow. */
bool yaml_composer_spend(struct composer *composer, size_t count);

bool yaml_is_merge_key(const struct tree_node *key);

/* Takes the entry `<<` out of ENTRIES, if there is one, and puts what it merges behind the others: all that is not in
 * SEEN. */
bool yaml_merge(struct composer *composer, struct string_map *seen, entry_list *entries);

/* What the current event, an alias, stands for; NULL: refused. An anchor is known once its node is whole, so that none
 * stands for itself. */
const struct tree_node *yaml_alias(struct composer *composer);

/* Makes NODE, of WEIGHT nodes, known as NAME. */
bool yaml_keep_anchor(struct composer *composer, const char *name, const struct tree_node *node, size_t weight);

#endif
