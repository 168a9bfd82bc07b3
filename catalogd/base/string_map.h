/* A hash table from text to a pointer, in an arena. Keys are hashed with SipHash-1-3, seeded per process, so that a
 * stranger cannot choose names that collide. Iteration order is insertion order: nothing depends on the seed. */
#ifndef CATALOGD_BASE_STRING_MAP_H
#define CATALOGD_BASE_STRING_MAP_H

#include "base/arena.h"
#include "base/macros.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct string_map_entry {
    const char *key; /* borrowed: must outlive the map */
    void *value;
    uint64_t hash; /* private */
};

struct string_map {
    struct arena *arena;
    struct string_map_entry *entries; /* in order of insertion */
    size_t count;
    size_t capacity;
    uint32_t *slots; /* entry number + 1; 0 is free. NULL: the map is small */
    size_t slot_count;
};

/* Ownership: ARENA is borrowed and must outlive MAP. */
void string_map_init(struct string_map *map, struct arena *arena);

/* The value of KEY, or NULL. */
void *string_map_get(const struct string_map *map, const char *key);

/* Sets KEY to VALUE (not NULL), replacing what was there. KEY is borrowed. False: no memory. */
MUST_CHECK bool string_map_put(struct string_map *map, const char *key, void *value);

/* The seeded hash of KEY, for tables of other kinds. Any thread. */
uint64_t string_hash(const char *key);

#endif
