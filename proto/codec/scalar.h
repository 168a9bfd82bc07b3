/* The text forms of numbers, byte strings and times that YAML and JSON share. */
#ifndef CATALOGD_CODEC_SCALAR_H
#define CATALOGD_CODEC_SCALAR_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"

#include <protobuf-c/protobuf-c.h>

/* TYPE is one of the integer types. */
bool scalar_is_integer(ProtobufCType type);

/* TYPE is an integer of 64 bits: a string in JSON, whose numbers are doubles to most readers. */
bool scalar_is_wide(ProtobufCType type);

/* Reads a decimal integer ("-7", no sign '+', no leading zeros) into the field value at RET_VALUE. False: anything
 * else, or out of TYPE's range, which RET_RANGE (static text) then names. */
bool scalar_read_integer(ProtobufCType type, const char *text, void *ret_value, const char **ret_range);

/* Appends the decimal form of the integer at VALUE. */
void scalar_write_integer(ProtobufCType type, const void *value, struct buffer *out);

/* Base64 of RFC 4648 section 4, with padding. The bytes live in ARENA. False: not base64, or no room (RET_VALUE->data
 * is then NULL and its len not 0). */
bool scalar_read_base64(const char *text, struct arena *arena, ProtobufCBinaryData *ret_value);
void scalar_write_base64(const ProtobufCBinaryData *value, struct buffer *out);

/* The time in a message with the shape of a Timestamp. */
bool scalar_write_time(const ProtobufCMessage *timestamp, char ret_text[TIME_TEXT_BYTES]);
bool scalar_read_time(const char *text, ProtobufCMessage *timestamp);

#endif
