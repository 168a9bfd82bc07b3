/* Bytes that grow on the heap, up to a limit. A buffer remembers its first failure, so that writes can be chained and
 * checked once at the end. */
#ifndef CATALOGD_BASE_BUFFER_H
#define CATALOGD_BASE_BUFFER_H

#include "base/macros.h"
#include "base/slice.h"

#include <stdbool.h>

/* Initialise with buffer_init; free with buffer_done. One thread at a time. */
struct buffer {
    uint8_t *data;
    size_t size;
    size_t capacity;
    size_t limit_bytes; /* 0: none */
    bool has_failed;    /* out of memory or past the limit: nothing was appended since */
};

void buffer_init(struct buffer *buffer, size_t limit_bytes);
void buffer_done(struct buffer *buffer);

/* Empties BUFFER, keeps its memory and clears has_failed. */
void buffer_reset(struct buffer *buffer);

/* Room for SIZE more bytes; returns where to write them, or NULL. They count once buffer_grow is called. */
uint8_t *buffer_reserve(struct buffer *buffer, size_t size);
void buffer_grow(struct buffer *buffer, size_t size);

void buffer_append(struct buffer *buffer, slice bytes);
void buffer_append_text(struct buffer *buffer, const char *text);
void buffer_append_byte(struct buffer *buffer, uint8_t byte);
void buffer_printf(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);

/* Takes the bytes out: the caller frees *ret with free(). */
uint8_t *buffer_detach(struct buffer *buffer, size_t *ret_size);

static inline slice buffer_slice(const struct buffer *buffer) {
    return slice_of(buffer->data, buffer->size);
}

#endif
