/* A picture as data: nodes, the zones around them, edges between them. It is built from messages of the schema and
 * written in the language of a drawing program. Labels are texts of strangers; writers escape them, and the names that
 * their languages need are numbers. */
#ifndef CATALOG_CONVERT_GRAPH_GRAPH_H
#define CATALOG_CONVERT_GRAPH_GRAPH_H

#include "base/buffer.h"
#include "base/vector.h"

#include "catalog/v1/effective.pb-c.h"
#include "catalog/v1/model.pb-c.h"
#include "catalog/v1/resolution_service.pb-c.h"

#define GRAPH_LINES_MAX  6
#define GRAPH_NONE       ((size_t)-1)
#define GRAPH_ROOT       ((size_t)0)
#define GRAPH_DEPTH_MAX  16 /* zones in zones */
#define GRAPH_LINE_WIDTH 28 /* columns */

/* The shapes of data flow diagrams (DeMarco; Shostack, Threat Modeling, 2014), and what this catalog adds to them. */
enum graph_shape {
    GRAPH_EXTERNAL,  /* actors and foreign systems */
    GRAPH_PROCESS,   /* what runs */
    GRAPH_STORE,     /* what keeps data */
    GRAPH_ENTRY,     /* where one gets in */
    GRAPH_COMPONENT, /* a dependency with all that is in it */
    GRAPH_MODEL,     /* the model itself */
    GRAPH_UNKNOWN,   /* something is named that is not there */
    GRAPH_HOLDS,     /* a step of a derivation that holds */
    GRAPH_HANGS,     /* that hangs on something unknown, or counts as planned only */
    GRAPH_FAILS,     /* that does not hold */
    GRAPH_STEP       /* that only says what is so */
};

/* Lines of text, borrowed. Start with {0}. */
struct graph_label {
    const char *lines[GRAPH_LINES_MAX];
    size_t count;
};

struct graph_node {
    enum graph_shape shape;
    struct graph_label label;
};

struct graph_edge {
    size_t from;
    size_t to;
    bool is_dashed;
    struct graph_label label;
};

struct graph_zone {
    const char *label;
    VECTOR(size_t) zones;
    VECTOR(size_t) nodes;
};

/* Initialise with graph_init. Remembers its first failure. */
struct graph {
    struct arena *arena;
    VECTOR(struct graph_zone) zones; /* the first is the whole picture; the others stand below it, without cycles */
    VECTOR(struct graph_node) nodes;
    VECTOR(struct graph_edge) edges;
    bool has_failed; /* out of memory */
};

/* An empty picture called TITLE. Ownership: ARENA and TITLE are borrowed and outlive GRAPH. */
void graph_init(struct graph *graph, struct arena *arena, const char *title);

/* Adds a line as printf; an empty one is left out, as is what is past GRAPH_LINES_MAX. */
void graph_say(struct graph *graph, struct graph_label *label, const char *format, ...) PRINTF_LIKE(3, 4);

/* Adds a zone that is in no other one yet, puts CHILD into PARENT, adds a node to ZONE, adds an edge. What is added is
 * named by the index returned; GRAPH_ROOT and an index that is none after a failure are fine to go on with. */
size_t graph_add_zone(struct graph *graph, const char *label);
void graph_nest(struct graph *graph, size_t parent, size_t child);
size_t graph_add_node(struct graph *graph, size_t zone, enum graph_shape shape, const struct graph_label *label);
void graph_add_edge(struct graph *graph, const struct graph_edge *edge);

/* graph_flows.c: adds the data flow diagram of MODEL. EFFECTIVE (NULL: not resolved) adds the versions chosen and how
 * many threats stand where. MODEL may be wrong in any way. */
void graph_of_flows(struct graph *graph, const Catalog__V1__Model *model, const Catalog__V1__EffectiveModel *effective);

/* graph_dependencies.c: adds the instances that a model stands on, each below who declares it. */
void graph_of_dependencies(struct graph *graph, const Catalog__V1__EffectiveModel *effective);

/* graph_derivation.c: adds the tree of a proof, in a zone of its own. */
void graph_of_derivation(struct graph *graph, const Catalog__V1__ExplainRowResponse *explanation);

/* graph_dot.c: the DOT language of Graphviz. */
void graph_write_dot(const struct graph *graph, struct buffer *out);

/* graph_mermaid.c: a flowchart of Mermaid. */
void graph_write_mermaid(const struct graph *graph, struct buffer *out);

#endif
