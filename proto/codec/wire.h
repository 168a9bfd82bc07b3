/* Reading the protocol buffer wire format, one token at a time.
 * Source: "Encoding", protobuf.dev/programming-guides/encoding. */
#ifndef CATALOGD_CODEC_WIRE_H
#define CATALOGD_CODEC_WIRE_H

#include "base/slice.h"

#define WIRE_TAG_BYTES_MAX    5
#define WIRE_LENGTH_BYTES_MAX 5
#define WIRE_VARINT_BYTES_MAX 10

/* Numbers of the wire format. Groups (3 and 4) are never accepted. */
enum wire_type { WIRE_VARINT = 0, WIRE_FIXED64 = 1, WIRE_LENGTH = 2, WIRE_FIXED32 = 5 };

/* Reads a varint of at most MAX_BYTES from the front of *BYTES and moves past it. False: truncated, longer, or more
 * than 64 bits. */
bool wire_read_varint(slice *bytes, size_t max_bytes, uint64_t *ret_value);

/* Reads a tag. False: truncated, field number 0 or past 2^29 - 1, a group or an unknown wire type. */
bool wire_read_tag(slice *bytes, uint32_t *ret_number, enum wire_type *ret_type);

/* Reads a length and as many bytes. False: truncated. */
bool wire_read_block(slice *bytes, slice *ret_block);

/* Moves past SIZE bytes. False: truncated. */
bool wire_skip(slice *bytes, size_t size);

#endif
