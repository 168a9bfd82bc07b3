/* The path of a field inside a message: "component.provides[2].when". Names are the schema's own snake_case names,
 * whatever the format the message was read from. */
#ifndef CATALOGD_CODEC_PATH_H
#define CATALOGD_CODEC_PATH_H

#include "base/limits.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PATH_STEPS_MAX  (LIMIT_NESTING + LIMIT_DOCUMENT_DEPTH)
#define PATH_TEXT_BYTES 512
#define PATH_NO_INDEX   SIZE_MAX

struct path_step {
    const char *name; /* borrowed, usually from a descriptor */
    size_t index;     /* PATH_NO_INDEX: not an element of a list */
};

/* Zero it to start at the top. Steps past PATH_STEPS_MAX are counted and not printed. */
struct path {
    struct path_step steps[PATH_STEPS_MAX];
    size_t depth;
};

/* Goes down into NAME, or into element INDEX of NAME. */
void path_push(struct path *path, const char *name, size_t index);
void path_pop(struct path *path);

/* Writes the text form; one that is too long ends in "...". The top is "". */
void path_text(const struct path *path, char ret_text[PATH_TEXT_BYTES]);

/* Reads one step of a path's text form at *TEXT and moves *TEXT past it and its dot. False at the end of the text or at
 * what is no path. */
bool path_next(const char **text, slice *ret_name, size_t *ret_index);

#endif
