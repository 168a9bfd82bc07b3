/* A region of memory that is freed at once. Blocks are chained; the sum of all blocks has a limit. */
#ifndef CATALOGD_BASE_ARENA_H
#define CATALOGD_BASE_ARENA_H

#include "base/macros.h"

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

/* Initialise with arena_init. One thread at a time. */
struct arena {
    struct arena_block *head;
    size_t used_bytes;  /* handed out, with padding */
    size_t limit_bytes; /* 0: none */
    size_t first_bytes; /* of the first block; 0: the usual */
};

/* LIMIT_BYTES bounds what arena_alloc hands out in all; 0 means no bound. Allocates nothing yet. */
void arena_init(struct arena *arena, size_t limit_bytes);

/* The same with a first block of FIRST_BYTES, for what is small and kept for long. */
void arena_init_sized(struct arena *arena, size_t limit_bytes, size_t first_bytes);

/* Frees everything. ARENA may be used again as after arena_init. */
void arena_done(struct arena *arena);

/* Forgets everything, keeps one block for the next round. */
void arena_reset(struct arena *arena);

/* What ARENA takes of the heap: its blocks, full or not. */
size_t arena_held_bytes(const struct arena *arena);

/* SIZE bytes aligned for any type, not cleared. Returns NULL past the limit or when memory runs out. */
void *arena_alloc(struct arena *arena, size_t size);

/* COUNT x SIZE bytes, cleared. NULL on overflow, limit or no memory. */
void *arena_calloc(struct arena *arena, size_t count, size_t size);

/* A copy of TEXT (its first SIZE bytes), NUL-terminated. */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t size);

/* As sprintf into the arena. */
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments) PRINTF_LIKE(2, 0);

/* The COUNT texts of PARTS one after the other: what is made by the thousand without the cost of a format. */
char *arena_join(struct arena *arena, const char *const *parts, size_t count);

/* arena_join of texts: ARENA_JOIN(arena, name, "@", version). */
#define ARENA_JOIN(arena, ...)                                                                                         \
    arena_join((arena), (const char *const[]){__VA_ARGS__},                                                            \
               sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* arena_calloc of a type. */
#define ARENA_NEW(arena, type)          ((type *)arena_calloc((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_calloc((arena), (count), sizeof(type)))

#endif
