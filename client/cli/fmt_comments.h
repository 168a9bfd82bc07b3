/* The comments of a YAML text, which libyaml leaves out, found in what lies between its tokens. */
#ifndef CATALOGCTL_FMT_COMMENTS_H
#define CATALOGCTL_FMT_COMMENTS_H

#include "base/slice.h"
#include "base/vector.h"

/* A comment on a line of its own. Lines count from 1. */
struct fmt_comment {
    slice text; /* from '#' to the end of the line; borrowed from the text */
    uint32_t line;
    uint32_t before; /* the line of the key or list item that it stands before; 0: it ends its document */
};

typedef VECTOR(struct fmt_comment) fmt_comment_list;

enum fmt_comments {
    FMT_COMMENTS_READ,
    FMT_COMMENTS_MISPLACED, /* one stands behind something, or inside of a value */
    FMT_COMMENTS_NO_MEMORY,
    FMT_COMMENTS_NO_YAML
};

/* Reads the comments of TEXT (UTF-8) in order into ARENA. FMT_COMMENTS_MISPLACED: *ret_line says where. */
MUST_CHECK enum fmt_comments fmt_comments_read(slice text, struct arena *arena, fmt_comment_list *ret_comments,
                                               uint32_t *ret_line);

#endif
