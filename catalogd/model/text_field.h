/* Text for a field of a generated message. */
#ifndef CATALOGD_MODEL_TEXT_FIELD_H
#define CATALOGD_MODEL_TEXT_FIELD_H

/* Generated structs hold text as char *, though nothing writes through it. TEXT is borrowed. */
static inline char *text_field(const char *text) {
    union {
        const char *in;
        char *out;
    } cast = {.in = text};
    return cast.out;
}

#endif
