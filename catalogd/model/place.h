/* Places and their addresses. A place is an element, entry point or flow of one instance; an address is aliases and an
 * id ("login.keys.key"), relative to an instance; an alias alone means every place of that instance. */
#ifndef CATALOGD_MODEL_PLACE_H
#define CATALOGD_MODEL_PLACE_H

#include "model/graph.h"

/* Makes the places of INSTANCE: those of its object and the entry points that its declarer adds. */
MUST_CHECK bool place_create(struct graph *graph, struct instance *instance);

/* Finds where flows start and end, and which assets lie on or go through each place. For when all places are there. */
void place_link(struct graph *graph);

/* The places that ADDRESS means, seen from SELF. Count 0: there is none. */
struct place_range place_find(const struct graph *graph, const struct instance *self, const char *address);

/* The instance that ADDRESS ("alias.alias.id") names before its last dot, seen from SELF, and the last part. NULL:
 * none, or no version was chosen for it. An address without a dot means SELF. */
struct instance *place_owner(const struct instance *self, const char *address, const char **ret_last);

/* "element", "entry_point" or "flow"; of an element its own kind: "actor", "process", "store", "external". */
const char *place_kind_text(const struct place *place);

static inline bool place_range_has(struct place_range range, uint32_t place) {
    return place >= range.first && place - range.first < range.count;
}

#endif
