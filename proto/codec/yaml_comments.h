/* The comments of a YAML text, which libyaml leaves out, found in what lies between its tokens. */
#ifndef CATALOGD_CODEC_YAML_COMMENTS_H
#define CATALOGD_CODEC_YAML_COMMENTS_H

#include "base/slice.h"
#include "base/vector.h"

/* A comment on a line of its own. Lines count from 1. */
struct yaml_comment {
    slice text; /* from '#' to the end of the line; borrowed from the text */
    uint32_t line;
    uint32_t before; /* the line of the key or list item that it stands before; 0: it ends its document */
};

typedef VECTOR(struct yaml_comment) yaml_comment_list;

enum yaml_comments {
    YAML_COMMENTS_READ,
    YAML_COMMENTS_MISPLACED, /* one stands behind something, or inside of a value */
    YAML_COMMENTS_NO_MEMORY,
    YAML_COMMENTS_NO_YAML
};

/* Reads the comments of TEXT (UTF-8) in order into ARENA. YAML_COMMENTS_MISPLACED: *ret_line says where. */
MUST_CHECK enum yaml_comments yaml_comments_read(slice text, struct arena *arena, yaml_comment_list *ret_comments,
                                                 uint32_t *ret_line);

#endif
