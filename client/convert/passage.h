/* Texts that are put together piece by piece, in time of what they hold: a source may have a million pieces. */
#ifndef CATALOG_CONVERT_PASSAGE_H
#define CATALOG_CONVERT_PASSAGE_H

#include "base/vector.h"
#include "codec/tree.h"

/* Zero it. Pieces are borrowed until passage_text. */
struct passage {
    VECTOR(const char *) parts;
    bool has_failed; /* there was no room for a piece */
};

/* Appends TEXT (NULL: no room), after BETWEEN where something stands before it. "" adds nothing. */
void passage_add(struct passage *passage, struct arena *arena, const char *between, const char *text);

/* The whole, in ARENA; "" for nothing. NULL: no room, now or for a piece. */
const char *passage_text(const struct passage *passage, struct arena *arena);

/* The texts of LIST, or where KEY is given what stands under it in the items, with BETWEEN between them. NULL: no room.
 */
const char *passage_of(const struct tree_node *list, const char *key, const char *between, struct arena *arena);

#endif
