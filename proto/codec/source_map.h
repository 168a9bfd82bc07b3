/* Where in a text a field of the message came from, so that what is found wrong later can be shown with line and
 * column. It is a view of the composed text: building it costs nothing, finding walks the path. */
#ifndef CATALOGD_CODEC_SOURCE_MAP_H
#define CATALOGD_CODEC_SOURCE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tree_node;

/* Borrows from the arena the text was read into. */
struct source_map {
    const struct tree_node *root;
};

/* Line and column, from 1, of the field at PATH ("provides[2].when"), relative to the message, or to the member when
 * the message is a union ("provides[2]" and "component.provides[2]" are the same place). Where the text does not hold
 * the field, the nearest thing around it. False: MAP is empty. Threads: any. */
bool source_map_find(const struct source_map *map, const char *path, uint32_t *ret_line, uint32_t *ret_column);

#endif
