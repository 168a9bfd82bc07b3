/* What the languages of drawing programs have in common. Only graph_dot.c and graph_mermaid.c need it. */
#ifndef CATALOG_CONVERT_GRAPH_GRAPH_LANGUAGE_H
#define CATALOG_CONVERT_GRAPH_GRAPH_LANGUAGE_H

#include "convert/graph/graph.h"

struct graph_language {
    const char *line_break;

    /* Writes one byte of a label so that it means nothing but itself. Bytes from 0x80 on are parts of UTF-8. */
    void (*byte)(struct buffer *out, char byte);

    /* Writes what begins and ends the zone at INDEX, and the node at INDEX. */
    void (*open_zone)(const struct graph *graph, struct buffer *out, size_t index, unsigned depth);
    void (*close_zone)(struct buffer *out, unsigned depth);
    void (*node)(const struct graph *graph, struct buffer *out, size_t index, unsigned depth);
};

/* Two blanks for each of DEPTH. */
void graph_indent(struct buffer *out, unsigned depth);

/* LABEL in '"', in lines of GRAPH_LINE_WIDTH, what cannot be shown safely escaped (convert/glyph.h). One blank where
 * there is nothing to say: an empty label is an error in Mermaid, and the name of the node in DOT. */
void graph_write_label(const struct graph_language *language, struct buffer *out, const struct graph_label *label);

/* All that is in ZONE. */
void graph_write_zone(const struct graph *graph, const struct graph_language *language, struct buffer *out, size_t zone,
                      unsigned depth);

#endif
