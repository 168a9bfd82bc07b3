/* Pictures as commands give them out. */
#ifndef CATALOGCTL_PICTURE_H
#define CATALOGCTL_PICTURE_H

#include "cli/session.h"
#include "convert/graph/graph.h"

/* The option that says where a picture goes. */
#define PICTURE_OPTIONS                                                                                                \
    { "file", 'o', OPTION_TEXT, "FILE", "Where the picture goes; default: standard output." }

/* Writes GRAPH in FORMAT, dot, mermaid or svg (NULL: dot), to TEXT. False: said why. */
MUST_CHECK bool picture_draw(struct session *session, const struct graph *graph, const char *format,
                             struct buffer *text);

/* Writes TEXT to the file of the option `file`, or to standard output. */
enum exit_code picture_write(struct session *session, const struct buffer *text);

#endif
