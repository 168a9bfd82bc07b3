/* SHA-256 digests (FIPS 180-4) and their text form `sha256:<64 hex digits>`. Uses libsodium. */
#ifndef CATALOGD_BASE_DIGEST_H
#define CATALOGD_BASE_DIGEST_H

#include "base/macros.h"
#include "base/slice.h"

#define DIGEST_BYTES      32
#define DIGEST_TEXT_BYTES 72 /* "sha256:" + 64 + NUL */

struct digest {
    uint8_t bytes[DIGEST_BYTES];
};

/* SHA-256 over all PARTS, one after the other. Cannot fail. Any thread. */
struct digest digest_of(const slice *parts, size_t count);

/* Writes the text form, NUL-terminated. */
void digest_text(const struct digest *digest, char ret_text[DIGEST_TEXT_BYTES]);

/* Reads the text form; false if TEXT is anything else (upper case is refused: one digest has one spelling). */
MUST_CHECK bool digest_parse(const char *text, struct digest *ret_digest);

static inline bool digest_equal(const struct digest *a, const struct digest *b) {
    return memcmp(a->bytes, b->bytes, DIGEST_BYTES) == 0;
}

#endif
