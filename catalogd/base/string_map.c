#include "base/string_map.h"

#include "base/vector.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

/* So few entries are found sooner by looking at each; most maps stay so small. */
#define SCANNED_MAX 4

static uint64_t seed[2];
static pthread_once_t seed_once = PTHREAD_ONCE_INIT;

static void make_seed(void) {
    randombytes_buf(seed, sizeof seed);
}

static inline uint64_t rotate(uint64_t value, unsigned bits) {
    return value << bits | value >> (64 - bits);
}

struct sip {
    uint64_t v0, v1, v2, v3;
};

static inline struct sip sip_mix(struct sip s) {
    s.v0 += s.v1;
    s.v1 = rotate(s.v1, 13) ^ s.v0;
    s.v0 = rotate(s.v0, 32);
    s.v2 += s.v3;
    s.v3 = rotate(s.v3, 16) ^ s.v2;
    s.v0 += s.v3;
    s.v3 = rotate(s.v3, 21) ^ s.v0;
    s.v2 += s.v1;
    s.v1 = rotate(s.v1, 17) ^ s.v2;
    s.v2 = rotate(s.v2, 32);
    return s;
}

static inline struct sip sip_add(struct sip s, uint64_t word) {
    s.v3 ^= word;
    s = sip_mix(s);
    s.v0 ^= word;
    return s;
}

/* The first SIZE bytes, fewer than eight, with the first one lowest. */
static inline uint64_t read_tail(const char *key, size_t size) {
    uint64_t word = 0;
    for (size_t i = size; i > 0; i--)
        word = word << 8 | (unsigned char)key[i - 1];
    return word;
}

/* SipHash-1-3 (Aumasson and Bernstein 2012, with the rounds that hash tables take). */
static uint64_t hash_of(const char *key) {
    size_t size = strlen(key);
    uint64_t length = (uint64_t)size << 56;
    struct sip s = {seed[0] ^ 0x736f6d6570736575U, seed[1] ^ 0x646f72616e646f6dU, seed[0] ^ 0x6c7967656e657261U,
                    seed[1] ^ 0x7465646279746573U};
    for (; size >= sizeof(uint64_t); size -= sizeof(uint64_t), key += sizeof(uint64_t)) {
        uint64_t word = 0;
        memcpy(&word, key, sizeof word);
        s = sip_add(s, word);
    }
    s = sip_add(s, length | read_tail(key, size));
    s.v2 ^= 0xff;
    s = sip_mix(sip_mix(sip_mix(s)));
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

void string_map_init(struct string_map *map, struct arena *arena) {
    pthread_once(&seed_once, make_seed);
    *map = (struct string_map){.arena = arena};
}

/* The slot of KEY with HASH, or the free one where it would go. */
static uint32_t *find_slot(const struct string_map *map, const char *key, uint64_t hash) {
    size_t mask = map->slot_count - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        uint32_t number = map->slots[i];
        if (number == 0)
            return &map->slots[i];
        const struct string_map_entry *entry = &map->entries[number - 1];
        if (entry->hash == hash && strcmp(entry->key, key) == 0)
            return &map->slots[i];
    }
}

/* The number of KEY's entry + 1 in a map without slots; 0: it has none. */
static size_t scan(const struct string_map *map, const char *key) {
    for (size_t i = 0; i < map->count; i++)
        if (strcmp(map->entries[i].key, key) == 0)
            return i + 1;
    return 0;
}

void *string_map_get(const struct string_map *map, const char *key) {
    size_t number = map->slots == NULL ? scan(map, key) : *find_slot(map, key, hash_of(key));
    return number == 0 ? NULL : map->entries[number - 1].value;
}

static bool grow_slots(struct string_map *map) {
    bool is_first = map->slots == NULL;
    size_t slot_count = is_first ? 16 : map->slot_count * 2;
    uint32_t *slots = ARENA_ARRAY(map->arena, uint32_t, slot_count);
    if (slots == NULL)
        return false;
    map->slots = slots;
    map->slot_count = slot_count;
    for (size_t i = 0; i < map->count; i++) {
        struct string_map_entry *entry = &map->entries[i];
        if (is_first)
            entry->hash = hash_of(entry->key);
        size_t slot = entry->hash & (slot_count - 1);
        while (slots[slot] != 0)
            slot = (slot + 1) & (slot_count - 1);
        slots[slot] = (uint32_t)i + 1;
    }
    return true;
}

static bool append(struct string_map *map, const struct string_map_entry *entry) {
    if (!vector_reserve(map->arena, (void **)&map->entries, map->count, &map->capacity, sizeof *entry))
        return false;
    map->entries[map->count++] = *entry;
    return true;
}

static bool put_small(struct string_map *map, const char *key, void *value) {
    size_t number = scan(map, key);
    if (number == 0)
        return append(map, &(struct string_map_entry){.key = key, .value = value});
    map->entries[number - 1].value = value;
    return true;
}

bool string_map_put(struct string_map *map, const char *key, void *value) {
    if (map->slots == NULL && map->count < SCANNED_MAX)
        return put_small(map, key, value);
    bool is_full = map->slots == NULL || (map->count + 1) * 2 > map->slot_count;
    if (is_full && !grow_slots(map))
        return false;
    struct string_map_entry entry = {.key = key, .value = value, .hash = hash_of(key)};
    uint32_t *slot = find_slot(map, key, entry.hash);
    if (*slot != 0) {
        map->entries[*slot - 1].value = value;
        return true;
    }
    if (!append(map, &entry))
        return false;
    *slot = (uint32_t)map->count;
    return true;
}

uint64_t string_hash(const char *key) {
    pthread_once(&seed_once, make_seed);
    return hash_of(key);
}
