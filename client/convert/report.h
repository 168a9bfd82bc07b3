/* What a conversion has to say: what could not be held, and what looks wrong in the source. */
#ifndef CATALOG_CONVERT_REPORT_H
#define CATALOG_CONVERT_REPORT_H

#include "base/vector.h"
#include "codec/tree.h"

#define REPORT_NOTES_MAX 1000

enum note_kind {
    NOTE_LOSS,    /* the other side has no place for it */
    NOTE_WARNING, /* it was taken, and is probably not what was meant */
    NOTE_SKIPPED  /* it is wrong and was left out, because the caller wants to go on */
};
#define NOTE_KINDS 3

struct note {
    enum note_kind kind;
    const char *place; /* "file:LINE:COLUMN" */
    const char *text;  /* one sentence */
};

/* Initialise with report_init. The first REPORT_NOTES_MAX notes are kept, all are counted. One thread. */
struct report {
    struct arena *arena;
    VECTOR(struct note) notes;
    size_t totals[NOTE_KINDS];
    bool has_failed; /* there was no room for a note */
};

void report_init(struct report *report, struct arena *arena);

/* Adds a note about NODE of FILE (NULL: about the file as a whole). Texts are copied; a character
 * that a precision of FORMAT cuts is left out whole. */
void report_add(struct report *report, enum note_kind kind, const char *file, const struct tree_node *node,
                const char *format, ...) PRINTF_LIKE(5, 6);

#endif
