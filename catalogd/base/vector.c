#include "base/vector.h"

#include <string.h>

bool vector_reserve(struct arena *arena, void **items, size_t count, size_t *capacity, size_t item_bytes) {
    if (count < *capacity)
        return true;
    size_t grown = *capacity == 0 ? 8 : *capacity * 2;
    void *bigger = arena_calloc(arena, grown, item_bytes);
    if (bigger == NULL)
        return false;
    if (count > 0)
        memcpy(bigger, *items, count * item_bytes);
    *items = bigger;
    *capacity = grown;
    return true;
}
