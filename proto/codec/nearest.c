#include "codec/nearest.h"

#include <string.h>

static size_t smallest(size_t a, size_t b, size_t c) {
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Wagner and Fischer 1974, one row at a time. B is shorter than NEAREST_WORD_BYTES. */
static size_t edit_distance(const char *a, const char *b) {
    size_t row[NEAREST_WORD_BYTES];
    size_t width = strlen(b);
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t above = row[j];
            row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[width];
}

void nearest_offer(struct nearest *nearest, const char *candidate) {
    size_t length = strlen(nearest->word);
    if (length >= NEAREST_WORD_BYTES || strlen(candidate) >= NEAREST_WORD_BYTES)
        return;
    size_t distance = edit_distance(nearest->word, candidate);
    if (distance > (length + 2) / 3 || (nearest->best[0] != '\0' && distance >= nearest->distance))
        return;
    memcpy(nearest->best, candidate, strlen(candidate) + 1);
    nearest->distance = distance;
}
