/* Where the comments of an old text stand in the new one. */
#ifndef CATALOGCTL_FMT_PLACE_H
#define CATALOGCTL_FMT_PLACE_H

#include "base/buffer.h"
#include "codec/yaml_comments.h"
#include "codec/yaml_compose.h"

/* Two texts with the same objects, all borrowed. */
struct fmt_texts {
    const tree_list *old_roots;
    const yaml_comment_list *comments; /* of the old text, in order */
    const tree_list *new_roots;        /* as many */
    const uint32_t *ends;              /* of each document of the new text, the line behind it */
};

/* A comment that is to stand before a line of the new text. Lines count from 1; one past the last is its end. */
struct fmt_insertion {
    uint32_t before;
    uint32_t index; /* in the old text */
    slice text;
};

typedef VECTOR(struct fmt_insertion) fmt_insertion_list;

enum fmt_place {
    FMT_PLACE_FOUND,
    FMT_PLACE_NONE, /* a comment stands before nothing that the new text has on a line of its own */
    FMT_PLACE_NO_MEMORY
};

/* Finds a place for every comment: before the same document, top-level key or list item, or at the same document's end.
 * *ret_insertions (in ARENA) is in order of lines. FMT_PLACE_NONE: *ret_line is the comment's line. */
MUST_CHECK enum fmt_place fmt_place(const struct fmt_texts *texts, struct arena *arena,
                                    fmt_insertion_list *ret_insertions, uint32_t *ret_line);

/* Appends TEXT with INSERTIONS to OUT, each indented as the line it stands before. */
void fmt_place_write(slice text, const fmt_insertion_list *insertions, struct buffer *out);

#endif
