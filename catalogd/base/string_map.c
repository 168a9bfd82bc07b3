#include "base/string_map.h"

#include "base/vector.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

static unsigned char seed[crypto_shorthash_KEYBYTES];
static pthread_once_t seed_once = PTHREAD_ONCE_INIT;

static void make_seed(void) {
    randombytes_buf(seed, sizeof seed);
}

static uint64_t hash_of(const char *key) {
    unsigned char hash[crypto_shorthash_BYTES];
    crypto_shorthash(hash, (const unsigned char *)key, strlen(key), seed);
    uint64_t value = 0;
    memcpy(&value, hash, sizeof value);
    return value;
}

void string_map_init(struct string_map *map, struct arena *arena) {
    pthread_once(&seed_once, make_seed);
    *map = (struct string_map){.arena = arena};
}

/* The slot of KEY, or the free one where it would go. */
static uint32_t *find_slot(const struct string_map *map, const char *key) {
    size_t mask = map->slot_count - 1;
    for (size_t i = hash_of(key) & mask;; i = (i + 1) & mask) {
        uint32_t number = map->slots[i];
        if (number == 0 || strcmp(map->entries[number - 1].key, key) == 0)
            return &map->slots[i];
    }
}

void *string_map_get(const struct string_map *map, const char *key) {
    if (map->count == 0)
        return NULL;
    uint32_t number = *find_slot(map, key);
    return number == 0 ? NULL : map->entries[number - 1].value;
}

static bool grow_slots(struct string_map *map) {
    size_t slot_count = map->slot_count == 0 ? 16 : map->slot_count * 2;
    uint32_t *slots = ARENA_ARRAY(map->arena, uint32_t, slot_count);
    if (slots == NULL)
        return false;
    map->slots = slots;
    map->slot_count = slot_count;
    for (size_t i = 0; i < map->count; i++)
        *find_slot(map, map->entries[i].key) = (uint32_t)i + 1;
    return true;
}

bool string_map_put(struct string_map *map, const char *key, void *value) {
    if ((map->count + 1) * 2 > map->slot_count && !grow_slots(map))
        return false;
    uint32_t *slot = find_slot(map, key);
    if (*slot != 0) {
        map->entries[*slot - 1].value = value;
        return true;
    }
    struct string_map_entry entry = {.key = key, .value = value};
    if (!vector_reserve(map->arena, (void **)&map->entries, map->count, &map->capacity, sizeof entry))
        return false;
    map->entries[map->count++] = entry;
    *slot = (uint32_t)map->count;
    return true;
}
