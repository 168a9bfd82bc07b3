#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)8 * 1024)
#define BLOCK_MAX   ((size_t)1024 * 1024)
#define ALIGNMENT   (_Alignof(max_align_t))

struct arena_block {
    struct arena_block *next;
    size_t size;
    size_t used;
    _Alignas(max_align_t) unsigned char bytes[];
};

void arena_init(struct arena *arena, size_t limit_bytes) {
    arena_init_sized(arena, limit_bytes, 0);
}

static size_t aligned(size_t size) {
    return (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
}

/* Blocks are whole multiples of the alignment, so that what fits into the rest of one fits when it is aligned too. */
void arena_init_sized(struct arena *arena, size_t limit_bytes, size_t first_bytes) {
    size_t first = first_bytes < BLOCK_MAX ? first_bytes : BLOCK_MAX;
    *arena = (struct arena){.limit_bytes = limit_bytes, .first_bytes = aligned(first)};
}

static void free_chain(struct arena_block *block) {
    while (block != NULL) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_done(struct arena *arena) {
    free_chain(arena->head);
    arena->head = NULL;
    arena->used_bytes = 0;
}

void arena_reset(struct arena *arena) {
    arena->used_bytes = 0;
    if (arena->head == NULL)
        return;
    free_chain(arena->head->next);
    arena->head->next = NULL;
    arena->head->used = 0;
}

size_t arena_held_bytes(const struct arena *arena) {
    size_t bytes = 0;
    for (const struct arena_block *block = arena->head; block != NULL; block = block->next)
        bytes += sizeof *block + block->size;
    return bytes;
}

/* Blocks double so that a large result costs few of them and a small one stays small. */
static struct arena_block *add_block(struct arena *arena, size_t size) {
    size_t first = arena->first_bytes == 0 ? BLOCK_BYTES : arena->first_bytes;
    size_t wanted = arena->head == NULL ? first : arena->head->size * 2;
    if (wanted > BLOCK_MAX)
        wanted = BLOCK_MAX;
    if (wanted < size)
        wanted = size;
    struct arena_block *block = malloc(sizeof *block + wanted);
    if (block == NULL)
        return NULL;
    block->next = arena->head;
    block->size = wanted;
    block->used = 0;
    arena->head = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size) {
    if (size > SIZE_MAX / 2)
        return NULL;
    size = aligned(size);
    if (arena->limit_bytes != 0 && size > arena->limit_bytes - arena->used_bytes)
        return NULL;
    struct arena_block *block = arena->head;
    if (block == NULL || block->size - block->used < size)
        block = add_block(arena, size);
    if (block == NULL)
        return NULL;
    void *result = block->bytes + block->used;
    block->used += size;
    arena->used_bytes += size;
    return result;
}

void *arena_calloc(struct arena *arena, size_t count, size_t size) {
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    void *result = arena_alloc(arena, bytes);
    if (result != NULL)
        memset(result, 0, bytes);
    return result;
}

char *arena_strndup(struct arena *arena, const char *text, size_t size) {
    char *copy = arena_alloc(arena, size + 1);
    if (copy == NULL)
        return NULL;
    memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text) {
    return arena_strndup(arena, text, strlen(text));
}

/* Written where it will stand when it fits there, as nearly every text does: formatting twice costs twice. */
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments) {
    struct arena_block *block = arena->head;
    size_t room = block == NULL ? 0 : block->size - block->used;
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(room == 0 ? NULL : (char *)block->bytes + block->used, room, format, arguments);
    char *text = length < 0 ? NULL : arena_alloc(arena, (size_t)length + 1);
    if (text != NULL && (size_t)length >= room)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return text;
}

char *arena_join(struct arena *arena, const char *const *parts, size_t count) {
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += strlen(parts[i]);
    char *text = arena_alloc(arena, size + 1);
    char *end = text;
    for (size_t i = 0; text != NULL && i < count; i++)
        end = stpcpy(end, parts[i]);
    if (text != NULL)
        *end = '\0';
    return text;
}
