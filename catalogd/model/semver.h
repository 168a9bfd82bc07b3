/* Versions after Semantic Versioning 2.0.0 (https://semver.org). */
#ifndef CATALOGD_MODEL_SEMVER_H
#define CATALOGD_MODEL_SEMVER_H

#include "base/limits.h"
#include "base/slice.h"
#include "base/status.h"

#include <stdbool.h>

#define SEMVER_TEXT_BYTES (LIMIT_VERSION_BYTES + 1)

/* A version. The slices are borrowed from the text it was read from. */
struct semver {
    uint64_t major;
    uint64_t minor;
    uint64_t patch;
    slice pre_release; /* without '-'; empty: a release */
    slice build;       /* without '+'; empty: none */
};

/* Reads a whole version: three numbers up to 2^64 - 1 without leading zeros, then `-pre.release` and `+build`.
 * Ownership: *ret_version borrows from TEXT. Threads: any.
 * Errors: STATUS_INVALID_ARGUMENT / INVALID_VERSION (see text_problem), also past LIMIT_VERSION_BYTES. */
MUST_CHECK status_code semver_parse(slice text, struct semver *ret_version, struct problem *problem);

/* Precedence (rule 11): negative, zero or positive. Build metadata does not count, so that two texts may be equal. */
int semver_compare(const struct semver *a, const struct semver *b);

/* Whether both have the same major, minor and patch. */
bool semver_same_release(const struct semver *a, const struct semver *b);

/* Writes VERSION, NUL-terminated. A version from semver_parse comes out as it went in; one built by hand must fit. */
void semver_format(const struct semver *version, char ret_text[SEMVER_TEXT_BYTES]);

#endif
