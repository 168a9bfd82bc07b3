/* A tree as JSON (RFC 8259). */
#ifndef CATALOG_CONVERT_TREE_JSON_H
#define CATALOG_CONVERT_TREE_JSON_H

#include "base/buffer.h"
#include "codec/tree.h"

/* Appends ROOT: two spaces of indentation, members in the order of the tree, a line feed at the end. The same tree
 * always gives the same bytes. Control characters and those that hide or turn text around (convert/glyph.h) are written
 * as \u escapes: the file is safe to look at, and reads back as the same text. OUT's has_failed says whether there was
 * room. */
void tree_write_json(const struct tree_node *root, struct buffer *out);

#endif
