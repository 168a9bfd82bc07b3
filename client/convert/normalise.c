#include "convert/normalise.h"

#include "base/macros.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define FOLDED_BYTES 48

/* Letters only, in lower case. */
static void fold(const char *text, char ret_folded[FOLDED_BYTES]) {
    size_t size = 0;
    for (; *text != '\0' && size + 1 < FOLDED_BYTES; text++) {
        char letter = normalise_lower(*text);
        if (letter >= 'a' && letter <= 'z')
            ret_folded[size++] = letter;
    }
    ret_folded[size] = '\0';
}

static const struct {
    const char *beginning;
    char letter;
    Catalog__V1__Stride stride;
} stride_words[] = {
    {"spoof", 's', CATALOG__V1__STRIDE__STRIDE_SPOOFING},
    {"tamper", 't', CATALOG__V1__STRIDE__STRIDE_TAMPERING},
    {"repud", 'r', CATALOG__V1__STRIDE__STRIDE_REPUDIATION},
    {"info", 'i', CATALOG__V1__STRIDE__STRIDE_INFORMATION_DISCLOSURE},
    {"denial", 'd', CATALOG__V1__STRIDE__STRIDE_DENIAL_OF_SERVICE},
    {"elev", 'e', CATALOG__V1__STRIDE__STRIDE_ELEVATION_OF_PRIVILEGE},
};

Catalog__V1__Stride normalise_stride(const char *text) {
    char folded[FOLDED_BYTES];
    fold(text, folded);
    for (size_t i = 0; i < COUNT_OF(stride_words); i++) {
        const char *beginning = stride_words[i].beginning;
        bool is_letter = folded[0] == stride_words[i].letter && folded[1] == '\0';
        if (is_letter || strncmp(folded, beginning, strlen(beginning)) == 0)
            return stride_words[i].stride;
    }
    return CATALOG__V1__STRIDE__STRIDE_UNSPECIFIED;
}

static const struct {
    const char *word;
    uint32_t rating;
} rating_words[] = {
    {"verylow", 1},       {"rare", 1},   {"negligible", 1}, {"info", 1},         {"none", 1},     {"low", 2},
    {"unlikely", 2},      {"minor", 2},  {"medium", 3},     {"moderate", 3},     {"possible", 3}, {"likely", 3},
    {"high", 4},          {"major", 4},  {"verylikely", 4}, {"veryhigh", 5},     {"critical", 5}, {"certain", 5},
    {"almostcertain", 5}, {"severe", 5}, {"frequent", 5},   {"catastrophic", 5}, {"elevated", 4},
};

uint32_t normalise_rating(const char *text) {
    char folded[FOLDED_BYTES];
    fold(text, folded);
    for (size_t i = 0; i < COUNT_OF(rating_words); i++) {
        if (strcmp(folded, rating_words[i].word) == 0)
            return rating_words[i].rating;
    }
    return 0;
}

uint32_t normalise_percent(const char *text) {
    char *end = NULL;
    double percent = strtod(text, &end);
    if (end == text || *end != '\0' || !(percent >= 0 && percent <= 100))
        return 0;
    return percent <= 20 ? 1 : (uint32_t)((percent - 0.000001) / 20) + 1;
}
