#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void buffer_init(struct buffer *buffer, size_t limit_bytes) {
    *buffer = (struct buffer){.limit_bytes = limit_bytes};
}

void buffer_done(struct buffer *buffer) {
    free(buffer->data);
    buffer_init(buffer, buffer->limit_bytes);
}

void buffer_reset(struct buffer *buffer) {
    buffer->size = 0;
    buffer->has_failed = false;
}

static bool grow_capacity(struct buffer *buffer, size_t needed) {
    size_t capacity = buffer->capacity < 128 ? 256 : buffer->capacity * 2;
    if (capacity < needed)
        capacity = needed;
    uint8_t *grown = realloc(buffer->data, capacity);
    if (grown == NULL)
        return false;
    buffer->data = grown;
    buffer->capacity = capacity;
    return true;
}

uint8_t *buffer_reserve(struct buffer *buffer, size_t size) {
    size_t needed = 0;
    bool is_over = __builtin_add_overflow(buffer->size, size, &needed) ||
                   (buffer->limit_bytes != 0 && needed > buffer->limit_bytes);
    bool is_short = buffer->data == NULL || needed > buffer->capacity;
    if (buffer->has_failed || is_over || (is_short && !grow_capacity(buffer, needed))) {
        buffer->has_failed = true;
        return NULL;
    }
    return buffer->data + buffer->size;
}

void buffer_grow(struct buffer *buffer, size_t size) {
    buffer->size += size;
}

void buffer_append(struct buffer *buffer, slice bytes) {
    if (bytes.size == 0)
        return;
    uint8_t *target = buffer_reserve(buffer, bytes.size);
    if (target == NULL)
        return;
    memcpy(target, bytes.data, bytes.size);
    buffer_grow(buffer, bytes.size);
}

void buffer_append_text(struct buffer *buffer, const char *text) {
    buffer_append(buffer, slice_text(text));
}

void buffer_append_byte(struct buffer *buffer, uint8_t byte) {
    buffer_append(buffer, slice_of(&byte, 1));
}

void buffer_printf(struct buffer *buffer, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    uint8_t *target = length < 0 ? NULL : buffer_reserve(buffer, (size_t)length + 1);
    if (target != NULL) {
        vsnprintf((char *)target, (size_t)length + 1, format, again);
        buffer_grow(buffer, (size_t)length);
    }
    va_end(again);
    va_end(arguments);
}

uint8_t *buffer_detach(struct buffer *buffer, size_t *ret_size) {
    uint8_t *data = buffer->data;
    *ret_size = buffer->size;
    buffer_init(buffer, buffer->limit_bytes);
    return data;
}
