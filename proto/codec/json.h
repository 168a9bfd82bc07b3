/* The proto3 JSON mapping, in both directions (protobuf.dev/programming-guides/json): lowerCamelCase names, 64-bit
 * integers and base64 bytes as strings, enums by name, Timestamp as RFC 3339, default values left out. */
#ifndef CATALOGD_CODEC_JSON_H
#define CATALOGD_CODEC_JSON_H

#include "base/buffer.h"
#include "base/slice.h"
#include "base/status.h"
#include "codec/document.h"

/* Reads one message. Names may also be given in snake_case, enums by number, integers as strings; null leaves a field
 * out. Refused, each with field path, line, column and remedy: duplicate and unknown names, wrong types, numbers out of
 * range or with a fraction, depth past LIMIT_DOCUMENT_DEPTH, text past LIMIT_MESSAGE_BYTES, more than
 * LIMIT_OBJECT_ITEMS values. Ownership: message and source map live in ARENA and borrow nothing from TEXT. Errors:
 * STATUS_INVALID_ARGUMENT (INVALID_OBJECT), STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code json_read(const ProtobufCMessageDescriptor *descriptor, slice text, struct arena *arena,
                                 struct document *ret_document, struct problem *problem);

/* Appends MESSAGE: two spaces of indentation, fields in order of their numbers, a line feed at the end. The same
 * message always gives the same bytes. OUT's has_failed says whether there was room. Errors: STATUS_INVALID_ARGUMENT (a
 * Timestamp outside of the years 1 to 9999). */
MUST_CHECK status_code json_write(const ProtobufCMessage *message, struct buffer *out, struct problem *problem);

#endif
