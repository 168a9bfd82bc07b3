/* A tree as YAML that any reader takes the same way. */
#ifndef CATALOG_CONVERT_TREE_YAML_H
#define CATALOG_CONVERT_TREE_YAML_H

#include "base/buffer.h"
#include "codec/tree.h"

/* Appends ROOT, a map, in the style of the native format (codec/yaml.h): two spaces of indentation, multi-line text as
 * literal blocks, lists of scalars in one line. Unlike there, a text that YAML 1.1 or 1.2 would take for a number, a
 * boolean, null or a date is quoted. The same tree always gives the same bytes. OUT's has_failed says whether there was
 * room. */
void tree_write_yaml(const struct tree_node *root, struct buffer *out);

#endif
