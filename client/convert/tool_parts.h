/* What readers of models and libraries have in common beside tool.h: plain texts, references, links, inline controls,
 * and a word about every key that is not taken. */
#ifndef CATALOG_CONVERT_TOOL_PARTS_H
#define CATALOG_CONVERT_TOOL_PARTS_H

#include "convert/tool.h"

/* The text of KEY in MAP without HTML; "" where there is none. NULL: no room, and the import's problem says so. */
const char *tool_plain(struct import *import, const struct tree_node *map, const char *key);

/* The same as one line, for a title; FALLBACK where nothing is left. */
const char *tool_plain_title(struct import *import, const char *text, const char *fallback);

/* Adds a reference to the entry ID of SCHEME, in its one spelling, unless it is "" or there. False: no room. */
bool tool_refer(struct import *import, size_t *count, Catalog__V1__Reference ***references, const char *scheme,
                const char *id);

/* Adds a link to URL (http or https; any other is left out) unless it is there. False: no room. */
bool tool_link(struct import *import, size_t *count, Catalog__V1__Link ***links, const char *title, const char *url);

/* Adds a mitigation of MODEL that is called ID (NULL: no room) and holds a new inline control with TITLE, PROPOSED so
 * far. NULL: no room. */
Catalog__V1__Mitigation *tool_mitigation(struct import *import, Catalog__V1__Model *model, const char *id,
                                         const char *title);

/* Adds the element ID of KIND (NULL: no room) to MODEL. NULL: no room. */
Catalog__V1__Element *tool_element(struct import *import, Catalog__V1__Model *model, const char *id,
                                   Catalog__V1__ElementKind kind);

/* Adds the trust zone ID (NULL: no room) to MODEL. NULL: no room. */
Catalog__V1__TrustZone *tool_zone(struct import *import, Catalog__V1__Model *model, const char *id, const char *title);

/* Breaks circles among the parents of the trust zones of MODEL: the zone that closes one stands alone, with a warning
 * at PLACE. False: no room. */
bool tool_break_circles(const struct tool_place *place, Catalog__V1__Model *model);

/* One loss at PLACE that lists the keys of its map that say something and are none of the COUNT in KNOWN: for maps of
 * many keys, where a line for each (tool_note_rest) would be too many. */
void tool_note_keys(const struct tool_place *place, const char *const *known, size_t count);

#endif
