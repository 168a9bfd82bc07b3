/* Names as UUIDs: the same name is the same UUID, wherever and whenever it is made. */
#ifndef CATALOG_CONVERT_UUID_H
#define CATALOG_CONVERT_UUID_H

#include "base/slice.h"

#define UUID_BYTES      16
#define UUID_TEXT_BYTES 37 /* 32 digits, 4 hyphens, NUL */
#define SHA1_BYTES      20

/* SHA-1 of BYTES (FIPS 180-4): what version 5 asks for. It protects nothing. Any thread. */
void sha1_of(slice bytes, uint8_t ret_digest[SHA1_BYTES]);

/* The UUID of NAME in the name space SPACE, version 5 (RFC 9562, 5.5), in lower case. NAME has at most
 * UUID_NAME_BYTES; of a longer one the digest stands for it. Any thread. */
#define UUID_NAME_BYTES 1000
void uuid_of_name(const uint8_t space[UUID_BYTES], const char *name, char ret_text[UUID_TEXT_BYTES]);

/* The name space of URLs (RFC 9562, 6.6). */
extern const uint8_t uuid_space_url[UUID_BYTES];

#endif
