/* Keys of the store. Their byte order is their meaning: texts end in a zero byte, so that a name sorts before the names
 * it is a prefix of, and integers are big-endian, so that revisions sort as numbers.
 *
 * Nothing of free length goes in: a key never reaches LMDB's 511 bytes as long as its texts keep the limits of names
 * and versions, and one that does not is refused. */
#ifndef CATALOGD_STORE_KEY_H
#define CATALOGD_STORE_KEY_H

#include "base/slice.h"

#define KEY_BYTES_MAX 511

/* Zero it to start. One that overflowed has size 0 and is_too_long set; what is appended later is dropped. */
struct key {
    uint8_t bytes[KEY_BYTES_MAX];
    size_t size;
    bool is_too_long;
};

/* Appends TEXT and its zero byte. */
void key_add_text(struct key *key, slice text);

/* Appends the two parts of "namespace/slug", each with its zero byte. A name without '/' is too long: it has no key. */
void key_add_name(struct key *key, const char *name);

/* Appends VALUE big-endian. */
void key_add_u64(struct key *key, uint64_t value);
void key_add_u16(struct key *key, uint16_t value);
void key_add_byte(struct key *key, uint8_t value);
void key_add_bytes(struct key *key, slice bytes);

static inline slice key_slice(const struct key *key) {
    return slice_of(key->bytes, key->size);
}

/* Reads what the functions above wrote from the front of *BYTES and moves past it. False: it is not there. */
bool key_read_text(slice *bytes, slice *ret_text);
bool key_read_u64(slice *bytes, uint64_t *ret_value);
bool key_read_u16(slice *bytes, uint16_t *ret_value);

/* Longest name with its NUL: two identifiers and a '/'. */
#define KEY_NAME_BYTES 128

/* Reads two texts as "namespace/slug". False: they are not there or too long. */
bool key_read_name(slice *bytes, char ret_name[KEY_NAME_BYTES]);

#endif
