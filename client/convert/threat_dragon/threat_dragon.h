/* Reading Threat Dragon models, versions 1 and 2: https://github.com/OWASP/threat-dragon */
#ifndef CATALOG_CONVERT_THREAT_DRAGON_THREAT_DRAGON_H
#define CATALOG_CONVERT_THREAT_DRAGON_THREAT_DRAGON_H

#include "convert/tool.h"

/* Boxes of one diagram that are looked at for what is in them. */
#define DRAGON_BOXES_MAX 1000

struct dragon_box {
    double left, top, width, height;
    const char *zone; /* NULL: of no zone */
};

struct dragon {
    struct import *import;
    const char *file;
    const struct tree_node *root;
    Catalog__V1__Model *feature;
    struct draft_ids ids;
    struct string_map owners;        /* id of a cell to the first diagram that has it */
    struct string_map titles;        /* "cell title" to how many threats of that title the cell has so far */
    const struct tree_node *diagram; /* the one that is read */
    const struct tree_node *cells;   /* of the diagram */
    VECTOR(struct dragon_box) boxes; /* of the diagram */
};

/* What a cell says of itself: the cell in version 1, its `data` in version 2. */
const struct tree_node *dragon_data(const struct tree_node *cell);

/* The name of a cell on its drawing; "": none. */
const char *dragon_name(const struct tree_node *cell);

/* Whether KEY of MAP is true, as a boolean or as a text. */
bool dragon_is_true(const struct tree_node *map, const char *key);

/* The key under which the ids of DRAGON know the cell CELL_ID of the diagram: CELL_ID, and where an earlier diagram has
 * such a cell too, with the diagram before it. NULL: no room. */
const char *dragon_key(struct dragon *dragon, const char *cell_id);

/* One loss each for the keys of a map that have no place in a model: of the whole, of a diagram, a cell, a threat. */
void dragon_note_head(const struct dragon *dragon, const struct tree_node *summary, const struct tree_node *detail);
void dragon_note_diagram(const struct dragon *dragon, const struct tree_node *diagram);
void dragon_note_cell(const struct dragon *dragon, const struct tree_node *cell);
void dragon_note_threat(const struct dragon *dragon, const struct tree_node *threat);

/* Adds the elements, zones and flows of the diagram. */
MUST_CHECK status_code dragon_read_cells(struct dragon *dragon);

/* Adds the threats of CELL at PLACE. */
MUST_CHECK status_code dragon_read_threats(struct dragon *dragon, const struct tree_node *cell, const char *place);

#endif
