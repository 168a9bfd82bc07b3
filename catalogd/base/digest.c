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
    memcpy(ret_text, PREFIX, sizeof PREFIX - 1);
    sodium_bin2hex(ret_text + sizeof PREFIX - 1, DIGEST_TEXT_BYTES - (sizeof PREFIX - 1), digest->bytes, DIGEST_BYTES);
}

static int hex_value(char digit) {
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

bool digest_parse(const char *text, struct digest *ret_digest) {
    if (strlen(text) != DIGEST_TEXT_BYTES - 1 || strncmp(text, PREFIX, sizeof PREFIX - 1) != 0)
        return false;
    const char *hex = text + sizeof PREFIX - 1;
    struct digest digest;
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        int high = hex_value(hex[2 * i]);
        int low = hex_value(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        digest.bytes[i] = (uint8_t)(high * 16 + low);
    }
    *ret_digest = digest;
    return true;
}
