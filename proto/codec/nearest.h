/* The known word nearest to one that is not known, for "did you mean". */
#ifndef CATALOGD_CODEC_NEAREST_H
#define CATALOGD_CODEC_NEAREST_H

#include <stddef.h>

#define NEAREST_WORD_BYTES 64

/* Start with {.word = WORD}. */
struct nearest {
    const char *word;
    char best[NEAREST_WORD_BYTES]; /* "": nothing near enough */
    size_t distance;
};

/* Considers CANDIDATE: taken if it is nearer than what was seen before and no more than a third of the word away, in
 * insertions, deletions and replacements (Levenshtein 1965). Words of NEAREST_WORD_BYTES or more are passed over. */
void nearest_offer(struct nearest *nearest, const char *candidate);

#endif
