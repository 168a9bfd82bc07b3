/* Borrowed bytes. A slice never owns what it points at. */
#ifndef CATALOGD_BASE_SLICE_H
#define CATALOGD_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct slice {
    const uint8_t *data;
    size_t size;
} slice;

/* The bytes of a C string without its NUL. TEXT may not be NULL. */
static inline slice slice_text(const char *text) {
    return (slice){(const uint8_t *)text, strlen(text)};
}

static inline slice slice_of(const void *data, size_t size) {
    return (slice){(const uint8_t *)data, size};
}

static inline bool slice_equal(slice a, slice b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Byte order, a prefix first: negative, zero or positive as memcmp. */
static inline int slice_compare(slice a, slice b) {
    size_t shorter = a.size < b.size ? a.size : b.size;
    int order = shorter == 0 ? 0 : memcmp(a.data, b.data, shorter);
    if (order != 0)
        return order;
    return (a.size > b.size) - (a.size < b.size);
}

#endif
