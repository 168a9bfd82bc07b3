#include "base/vector.h"

#include <string.h>

#define FIRST_BYTES ((size_t)64)

/* A cache line, but no less than two items: most lists of large items have one or two. */
static size_t first_capacity(size_t item_bytes) {
    return item_bytes >= FIRST_BYTES / 2 ? 2 : FIRST_BYTES / item_bytes;
}

bool vector_reserve(struct arena *arena, void **items, size_t count, size_t *capacity, size_t item_bytes) {
    if (count < *capacity)
        return true;
    size_t grown = *capacity == 0 ? first_capacity(item_bytes) : *capacity * 2;
    size_t bytes = 0;
    void *bigger = __builtin_mul_overflow(grown, item_bytes, &bytes) ? NULL : arena_alloc(arena, bytes);
    if (bigger == NULL)
        return false;
    if (count > 0)
        memcpy(bigger, *items, count * item_bytes);
    *items = bigger;
    *capacity = grown;
    return true;
}
