/* What a YAML or JSON text says, before any schema: scalars, lists and maps, each with its place in the text. The
 * common ground between the two composers and the binder. */
#ifndef CATALOGD_CODEC_TREE_H
#define CATALOGD_CODEC_TREE_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tree_kind {
    TREE_TEXT,   /* a JSON string, or any YAML scalar */
    TREE_NUMBER, /* JSON only; `text` is the number as written */
    TREE_BOOL,   /* JSON only; `text` is "true" or "false" */
    TREE_NULL,   /* JSON only */
    TREE_LIST,
    TREE_MAP
};

struct tree_node;

struct tree_entry {
    const struct tree_node *key; /* TREE_TEXT; NULL in a list */
    const struct tree_node *value;
};

/* Lines and columns count from 1. Everything lives in the composer's arena. */
struct tree_node {
    enum tree_kind kind;
    bool is_plain;    /* a YAML scalar without quotes */
    const char *text; /* UTF-8 without NUL; "" for lists and maps */
    struct tree_entry *entries;
    size_t count;
    uint32_t line;
    uint32_t column;
};

/* The value of KEY in MAP, or NULL. */
const struct tree_node *tree_get(const struct tree_node *map, const char *key);

/* A node without a value: the YAML `key:` and nothing more. */
bool tree_is_blank(const struct tree_node *node);

/* Adds a violation at LINE and COLUMN of document OBJECT_INDEX; bytes of MESSAGE that are no printable UTF-8 become
 * '?', since it quotes what a stranger wrote. */
status_code tree_violation(struct problem *problem, const struct violation *place, char *message);

#endif
