#include "convert/uuid.h"

#include "base/digest.h"

#include <stdio.h>

#define BLOCK_BYTES 64
#define ROUNDS      80

const uint8_t uuid_space_url[UUID_BYTES] = {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1,
                                            0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};

/* The state after a block (FIPS 180-4, 6.1.2). */
struct sha1 {
    uint32_t word[5];
};

static uint32_t rotate(uint32_t word, unsigned bits) {
    return word << bits | word >> (32 - bits);
}

static uint32_t choose(const uint32_t v[5], unsigned round) {
    switch (round / 20) {
    case 0:
        return ((v[1] & v[2]) | (~v[1] & v[3])) + 0x5a827999U;
    case 1:
        return (v[1] ^ v[2] ^ v[3]) + 0x6ed9eba1U;
    case 2:
        return ((v[1] & v[2]) | (v[1] & v[3]) | (v[2] & v[3])) + 0x8f1bbcdcU;
    default:
        return (v[1] ^ v[2] ^ v[3]) + 0xca62c1d6U;
    }
}

static void schedule(const uint8_t block[BLOCK_BYTES], uint32_t ret_words[ROUNDS]) {
    for (size_t i = 0; i < 16; i++)
        ret_words[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
                       (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (unsigned i = 16; i < ROUNDS; i++)
        ret_words[i] = rotate(ret_words[i - 3] ^ ret_words[i - 8] ^ ret_words[i - 14] ^ ret_words[i - 16], 1);
}

static void add_block(struct sha1 *sha1, const uint8_t block[BLOCK_BYTES]) {
    uint32_t words[ROUNDS];
    uint32_t v[5];
    memcpy(v, sha1->word, sizeof v);
    schedule(block, words);
    for (unsigned i = 0; i < ROUNDS; i++) {
        uint32_t next = rotate(v[0], 5) + choose(v, i) + v[4] + words[i];
        v[4] = v[3];
        v[3] = v[2];
        v[2] = rotate(v[1], 30);
        v[1] = v[0];
        v[0] = next;
    }
    for (unsigned i = 0; i < 5; i++)
        sha1->word[i] += v[i];
}

/* The rest of BYTES, a one bit, and the length in bits at the end: one block, or two. */
static void add_end(struct sha1 *sha1, slice bytes) {
    uint8_t end[2 * BLOCK_BYTES] = {0};
    size_t rest = bytes.size % BLOCK_BYTES;
    size_t size = rest + 9 <= BLOCK_BYTES ? BLOCK_BYTES : 2 * BLOCK_BYTES;
    uint64_t bits = (uint64_t)bytes.size * 8;
    if (rest > 0)
        memcpy(end, bytes.data + (bytes.size - rest), rest);
    end[rest] = 0x80;
    for (unsigned i = 0; i < 8; i++)
        end[size - 1 - i] = (uint8_t)(bits >> (8 * i));
    for (size_t at = 0; at < size; at += BLOCK_BYTES)
        add_block(sha1, end + at);
}

void sha1_of(slice bytes, uint8_t ret_digest[SHA1_BYTES]) {
    struct sha1 sha1 = {{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}};
    for (size_t at = 0; bytes.size - at >= BLOCK_BYTES; at += BLOCK_BYTES)
        add_block(&sha1, bytes.data + at);
    add_end(&sha1, bytes);
    for (unsigned i = 0; i < SHA1_BYTES; i++)
        ret_digest[i] = (uint8_t)(sha1.word[i / 4] >> (24 - 8 * (i % 4)));
}

void uuid_of_name(const uint8_t space[UUID_BYTES], const char *name, char ret_text[UUID_TEXT_BYTES]) {
    uint8_t bytes[UUID_BYTES + UUID_NAME_BYTES + 1];
    uint8_t digest[SHA1_BYTES];
    char stand_in[DIGEST_TEXT_BYTES];
    if (strlen(name) > UUID_NAME_BYTES) {
        struct digest whole = digest_of(&(slice){(const uint8_t *)name, strlen(name)}, 1);
        digest_text(&whole, stand_in);
        name = stand_in;
    }
    memcpy(bytes, space, UUID_BYTES);
    size_t size = strlen(name);
    memcpy(bytes + UUID_BYTES, name, size + 1);
    sha1_of(slice_of(bytes, UUID_BYTES + size), digest);
    digest[6] = (uint8_t)((digest[6] & 0x0f) | 0x50);
    digest[8] = (uint8_t)((digest[8] & 0x3f) | 0x80);
    for (size_t i = 0, at = 0; i < UUID_BYTES; i++)
        at += (size_t)snprintf(ret_text + at, UUID_TEXT_BYTES - at, "%s%02x",
                               i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", digest[i]);
}
