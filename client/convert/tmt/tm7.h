/* Reading a model of the Microsoft Threat Modeling Tool, as .NET's DataContractSerializer writes it: drawings, and the
 * threats that a knowledge base found on them. The file is read twice: first for what is drawn, then for the threats at
 * it. */
#ifndef CATALOG_CONVERT_TMT_TM7_H
#define CATALOG_CONVERT_TMT_TM7_H

#include "convert/tmt/tmt.h"

/* Bounds on one model: what is drawn at all, and what the place of everything else is compared with. */
#define TM7_SHAPES_MAX 10000
#define TM7_BOXES_MAX  1000
#define TM7_LINES_MAX  100

struct tm7_point {
    double x, y;
};

/* A line that bends through its middle. */
struct tm7_curve {
    struct tm7_point from, middle, to;
};

struct tm7_box {
    double left, top, width, height;
};

enum tm7_role { TM7_ZONE, TM7_LINE, TM7_ELEMENT, TM7_FLOW, TM7_NOTE, TM7_UNKNOWN };

/* One thing on a drawing. */
struct tm7_shape {
    enum tm7_role role;
    size_t drawing; /* which one, from 1 */
    const char *guid;
    const char *type;    /* id of its stencil */
    const char *generic; /* id of the stencil that this one is a kind of */
    const char *drawn_as;
    const char *stencil; /* name of its stencil */
    const char *title;
    const char *properties; /* what is set, a line each; "": nothing */
    const char *source;     /* guids of the ends of a flow */
    const char *target;
    const char *id; /* in the model; NULL: not there */
    struct tm7_box box;
    struct tm7_curve curve;
    struct tree_node place;
};

typedef VECTOR(struct tm7_shape *) tm7_shapes;

struct tm7 {
    struct import *import;
    const char *file;
    Catalog__V1__Model *feature;
    struct draft_ids ids;
    size_t drawings;        /* so far */
    const char *drawing_id; /* of the first */
    const char *title;      /* these are what the file says of the model as a whole */
    const char *description;
    const char *owner;
    tm7_shapes shapes;
    tm7_shapes zones; /* of them, those with an inside */
    tm7_shapes lines; /* of them, boundaries without one */
    size_t changes;   /* threats that somebody changed */
};

/* Taker of the first pass: ENTRY of the borders or lines of a drawing. */
MUST_CHECK status_code tm7_take_shape(void *context, const struct xml_node *entry);

/* Adds zones, elements and flows to the model. */
MUST_CHECK status_code tm7_read_drawing(struct tm7 *model);

/* Taker of the second pass. */
MUST_CHECK status_code tm7_take_threat(void *context, const struct xml_node *entry);

/* Whether all of INNER is in OUTER. */
bool tm7_holds_box(const struct tm7_box *outer, const struct tm7_box *inner);

/* Whether the middle of INNER is in OUTER: a stencil may stand over the edge. */
bool tm7_holds_middle(const struct tm7_box *outer, const struct tm7_box *inner);

/* Whether the curves A and B cross; seen through straight pieces. */
bool tm7_crosses(const struct tm7_curve *a, const struct tm7_curve *b);

#endif
