/* Texts that are put together piece by piece, in time of what they hold: a source may have a million pieces. */
#ifndef CATALOG_CONVERT_OSCAL_OSCAL_WORDS_H
#define CATALOG_CONVERT_OSCAL_OSCAL_WORDS_H

#include "base/vector.h"
#include "codec/tree.h"

/* Zero it. Pieces are borrowed until oscal_words_text. */
struct oscal_words {
    VECTOR(const char *) parts;
    bool has_failed; /* there was no room for a piece */
};

/* Appends TEXT, after BETWEEN where something stands before it. "" adds nothing. */
void oscal_words_add(struct oscal_words *words, struct arena *arena, const char *between, const char *text);

/* The whole, in ARENA; "" for nothing. NULL: no room. */
const char *oscal_words_text(const struct oscal_words *words, struct arena *arena);

/* The texts of LIST, or where KEY is given what stands under it in the items, with BETWEEN between them. NULL: no room.
 */
const char *oscal_words_of(const struct tree_node *list, const char *key, const char *between, struct arena *arena);

#endif
