/* A list of one type that grows in an arena.
 *
 *   VECTOR(struct row *) rows = {0};
 *   if (!vector_push(arena, &rows, row)) return problem_no_memory(problem);
 *   for (size_t i = 0; i < rows.count; i++) use(rows.items[i]);
 *
 * Old memory stays in the arena when a vector grows: at most as much again. */
#ifndef CATALOGD_BASE_VECTOR_H
#define CATALOGD_BASE_VECTOR_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

#define VECTOR(type)                                                                                                   \
    struct {                                                                                                           \
        type *items;                                                                                                   \
        size_t count;                                                                                                  \
        size_t capacity;                                                                                               \
    }

/* Appends ITEM; false when the arena has no more room. */
#define vector_push(arena, vector, item)                                                                               \
    (vector_reserve((arena), (void **)&(vector)->items, (vector)->count, &(vector)->capacity,                          \
                    sizeof *(vector)->items) &&                                                                        \
     ((vector)->items[(vector)->count++] = (item), true))

/* Makes room for one more item of ITEM_BYTES. */
bool vector_reserve(struct arena *arena, void **items, size_t count, size_t *capacity, size_t item_bytes);

#endif
