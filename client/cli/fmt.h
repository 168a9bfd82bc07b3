/* The one canonical form of native YAML files.
 *
 * Fields stand in the order of the schema, one document for each object, in the order of the file. Comments on lines of
 * their own are carried along where they stand before a document, a top-level key or a list item, or at the end of a
 * document. Whatever else cannot be kept refuses the whole text: nothing that somebody wrote is lost. */
#ifndef CATALOGCTL_FMT_H
#define CATALOGCTL_FMT_H

#include "base/buffer.h"

#define FMT_TEXT_BYTES 512

/* Why a text is left as it is. */
struct fmt_refusal {
    uint32_t line; /* from 1; 0: the text as a whole */
    char message[FMT_TEXT_BYTES];
    const char *remedy; /* NULL: none */
};

/* Appends TEXT (native YAML) in canonical form to OUT; a text without objects as it is. Formatting the result again
 * gives the same bytes, and reading it the same objects. False: refused, *ret_refusal says why. */
MUST_CHECK bool fmt_format(slice text, struct buffer *out, struct fmt_refusal *ret_refusal);

#endif
