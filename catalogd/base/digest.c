#include "base/digest.h"

#include <sodium.h>

#define PREFIX "sha256:"

struct digest digest_of(const slice *parts, size_t count) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < count; i++) {
        if (parts[i].size > 0)
            crypto_hash_sha256_update(&state, parts[i].data, parts[i].size);
    }
    struct digest digest;
    crypto_hash_sha256_final(&state, digest.bytes);
    return digest;
}

void digest_text(const struct digest *digest, char ret_text[DIGEST_TEXT_BYTES]) {
    static const char digits[] = "0123456789abcdef";
    memcpy(ret_text, PREFIX, sizeof PREFIX - 1);
    char *hex = ret_text + sizeof PREFIX - 1;
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        *hex++ = digits[digest->bytes[i] >> 4];
        *hex++ = digits[digest->bytes[i] & 15];
    }
    *hex = '\0';
}

#define NO_DIGIT 0x10

/* The value of a digit plus one, so that what is not listed is none. */
static const uint8_t hex_values[256] = {
    ['0'] = 1, ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9, ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

/* NO_DIGIT has a bit that no value has. */
static unsigned hex_value(char digit) {
    unsigned value = hex_values[(uint8_t)digit];
    return value == 0 ? NO_DIGIT : value - 1;
}

bool digest_parse(const char *text, struct digest *ret_digest) {
    if (strlen(text) != DIGEST_TEXT_BYTES - 1 || strncmp(text, PREFIX, sizeof PREFIX - 1) != 0)
        return false;
    const char *hex = text + sizeof PREFIX - 1;
    struct digest digest;
    unsigned seen = 0;
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        unsigned high = hex_value(hex[2 * i]);
        unsigned low = hex_value(hex[2 * i + 1]);
        seen |= high | low;
        digest.bytes[i] = (uint8_t)(high << 4 | low);
    }
    if ((seen & NO_DIGIT) != 0)
        return false;
    *ret_digest = digest;
    return true;
}
