/* Drawing by the program `dot` of Graphviz. */
#ifndef CATALOGCTL_GRAPH_SVG_H
#define CATALOGCTL_GRAPH_SVG_H

#include "base/buffer.h"

#define GRAPH_SVG_BYTES_MAX   (64u << 20)
#define GRAPH_SVG_SECONDS_MAX 60

enum graph_svg {
    GRAPH_SVG_DRAWN,
    GRAPH_SVG_NO_PROGRAM, /* `dot` is not on the path */
    GRAPH_SVG_TOO_LARGE,  /* more than GRAPH_SVG_BYTES_MAX */
    GRAPH_SVG_TOO_SLOW,   /* more than GRAPH_SVG_SECONDS_MAX */
    GRAPH_SVG_FAILED      /* it ended with an error, or could not be run */
};

/* Runs `dot -Tsvg` without a shell, DOT on its standard input, and appends what it draws to OUT. The program has ended
 * when this returns. */
MUST_CHECK enum graph_svg graph_svg_draw(slice dot, struct buffer *out);

#endif
