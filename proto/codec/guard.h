/* The wire guard: looks at the bytes of a message before protobuf-c unpacks them, because protobuf-c has no depth
 * limit, takes text that is not UTF-8, cuts text at a NUL, and lets the last of two values win. */
#ifndef CATALOGD_CODEC_GUARD_H
#define CATALOGD_CODEC_GUARD_H

#include "base/slice.h"
#include "base/status.h"

#include <protobuf-c/protobuf-c.h>

struct guard_options {
    size_t limit_bytes;  /* 0: LIMIT_MESSAGE_BYTES */
    bool refuse_unknown; /* for writes: unknown fields and enum numbers are errors; else they pass */
};

/* Checks that BYTES are a message of DESCRIPTOR that is safe to unpack: size, nesting (LIMIT_NESTING), repeated values
 * (LIMIT_OBJECT_ITEMS), UTF-8 without NUL in every string, well-formed tags, varints and lengths, no groups, no
 * singular field or `oneof` given twice. Unknown fields are walked as the wire says, not entered. Threads: any.
 * Allocates nothing but the violation, which names the field's path. Errors: STATUS_INVALID_ARGUMENT
 * (MALFORMED_MESSAGE, UNKNOWN_FIELD, UNKNOWN_ENUM_VALUE, INVALID_TEXT), STATUS_RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE,
 * MESSAGE_TOO_DEEP, TOO_MANY_ITEMS). */
MUST_CHECK status_code guard_check(const ProtobufCMessageDescriptor *descriptor, slice bytes,
                                   const struct guard_options *options, struct problem *problem);

#endif
