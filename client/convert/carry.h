/* What a format has no field for, carried along in its free keys and read back by its importer: fields of a message in
 * the native spelling. What a field of the format itself says is left out of it, so that an edit there counts. */
#ifndef CATALOG_CONVERT_CARRY_H
#define CATALOG_CONVERT_CARRY_H

#include "convert/import.h"
#include "convert/tree_make.h"

/* The fields of MESSAGE but those named in SKIPPED (up to NULL) as a map of texts; an empty one where nothing is left.
 * Lives in the maker's arena. */
const struct tree_node *carry_map(struct tree_maker *maker, const ProtobufCMessage *message,
                                  const char *const *skipped);

/* The same as a list of lines of native YAML, for formats whose free keys hold no maps. */
const struct tree_node *carry_lines(struct tree_maker *maker, const ProtobufCMessage *message,
                                    const char *const *skipped);

/* CARRY_MAP(maker, element, "id", "title"): all fields but these. */
#define CARRY_MAP(maker, message, ...) carry_map((maker), &(message)->base, (const char *const[]){__VA_ARGS__, NULL})
#define CARRY_LINES(maker, message, ...)                                                                               \
    carry_lines((maker), &(message)->base, (const char *const[]){__VA_ARGS__, NULL})

/* What NODE (NULL: nothing) says, as a few digits: the same for the same texts in the same order, whatever the syntax.
 * It stands beside what is carried for a field that says something about it in other words, so that an edit of that
 * field is seen. Lives in ARENA. NULL: no room. */
const char *carry_mark(struct arena *arena, const struct tree_node *node);

/* What carry_read reads. */
struct carried {
    const char *file;
    const struct tree_node *node; /* that carry_map or carry_lines wrote; NULL: nothing is carried */
    const ProtobufCMessageDescriptor *descriptor;
    const char *const *skipped; /* as they were written: not taken from what is carried */
};

/* Reads CARRIED into *RET_MESSAGE: NULL where nothing is carried or, with a warning, no such message. Its lists have
 * the room that draft_add counts on. False: no room. */
MUST_CHECK bool carry_read(struct import *import, const struct carried *carried, ProtobufCMessage **ret_message);

#endif
