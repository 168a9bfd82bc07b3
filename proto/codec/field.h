/* Reading and writing the fields of a message through its descriptor. */
#ifndef CATALOGD_CODEC_FIELD_H
#define CATALOGD_CODEC_FIELD_H

#include "base/arena.h"
#include "base/macros.h"

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>

#define FIELDS_MAX 128 /* of one message; the largest of the schema has a third of that */

static inline bool field_is_repeated(const ProtobufCFieldDescriptor *field) {
    return field->label == PROTOBUF_C_LABEL_REPEATED;
}

static inline bool field_is_in_oneof(const ProtobufCFieldDescriptor *field) {
    return (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
}

/* Bytes of one value of TYPE in a message's struct. */
size_t field_value_bytes(ProtobufCType type);

/* How many values FIELD has in MESSAGE: for a singular field 0 or 1. A singular field outside of a `oneof` that holds
 * its type's default value (0, false, "", no bytes) counts as not given, as on the wire. */
size_t field_count(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);

/* Value INDEX (below field_count) of FIELD: points at an int32_t, uint32_t, int64_t, uint64_t, protobuf_c_boolean, int
 * (enum), char * (string), ProtobufCBinaryData or ProtobufCMessage *, as protobuf-c lays them out. */
const void *field_value(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t index);

static inline const char *field_text(const void *value) {
    const char *text = *(const char *const *)value;
    return text == NULL ? "" : text;
}

static inline const ProtobufCMessage *field_message(const void *value) {
    return *(const ProtobufCMessage *const *)value;
}

/* Makes FIELD of MESSAGE hold COUNT values (singular: 1), cleared, and returns where they go; for a `oneof` it becomes
 * the member that is set. NULL: no room in ARENA. */
void *field_set(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t count, struct arena *arena);

/* Makes FIELD of MESSAGE hold nothing. Frees nothing. */
void field_clear(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);

#endif
