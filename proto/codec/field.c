#include "codec/field.h"

#include <stdint.h>
#include <string.h>

size_t field_value_bytes(ProtobufCType type) {
    static const size_t sizes[] = {
        [PROTOBUF_C_TYPE_INT32] = 4,
        [PROTOBUF_C_TYPE_SINT32] = 4,
        [PROTOBUF_C_TYPE_SFIXED32] = 4,
        [PROTOBUF_C_TYPE_INT64] = 8,
        [PROTOBUF_C_TYPE_SINT64] = 8,
        [PROTOBUF_C_TYPE_SFIXED64] = 8,
        [PROTOBUF_C_TYPE_UINT32] = 4,
        [PROTOBUF_C_TYPE_FIXED32] = 4,
        [PROTOBUF_C_TYPE_UINT64] = 8,
        [PROTOBUF_C_TYPE_FIXED64] = 8,
        [PROTOBUF_C_TYPE_FLOAT] = sizeof(float),
        [PROTOBUF_C_TYPE_DOUBLE] = sizeof(double),
        [PROTOBUF_C_TYPE_BOOL] = sizeof(protobuf_c_boolean),
        [PROTOBUF_C_TYPE_ENUM] = sizeof(int),
        [PROTOBUF_C_TYPE_STRING] = sizeof(char *),
        [PROTOBUF_C_TYPE_BYTES] = sizeof(ProtobufCBinaryData),
        [PROTOBUF_C_TYPE_MESSAGE] = sizeof(ProtobufCMessage *),
    };
    return sizes[type];
}

static const void *member(const ProtobufCMessage *message, size_t offset) {
    return (const uint8_t *)message + offset;
}

static void *mutable_member(ProtobufCMessage *message, size_t offset) {
    return (uint8_t *)message + offset;
}

static bool holds_default(const void *value, ProtobufCType type) {
    static const uint8_t zeros[sizeof(uint64_t)];
    if (type == PROTOBUF_C_TYPE_STRING)
        return field_text(value)[0] == '\0';
    if (type == PROTOBUF_C_TYPE_BYTES)
        return ((const ProtobufCBinaryData *)value)->len == 0;
    if (type == PROTOBUF_C_TYPE_MESSAGE)
        return field_message(value) == NULL;
    return memcmp(value, zeros, field_value_bytes(type)) == 0;
}

size_t field_count(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field) {
    const void *quantifier = member(message, field->quantifier_offset);
    if (field_is_repeated(field))
        return *(const size_t *)quantifier;
    const void *value = member(message, field->offset);
    if (!field_is_in_oneof(field))
        return holds_default(value, field->type) ? 0 : 1;
    if (*(const uint32_t *)quantifier != field->id)
        return 0;
    return field->type == PROTOBUF_C_TYPE_MESSAGE && field_message(value) == NULL ? 0 : 1;
}

const void *field_value(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t index) {
    const void *value = member(message, field->offset);
    if (!field_is_repeated(field))
        return value;
    return *(const uint8_t *const *)value + index * field_value_bytes(field->type);
}

void *field_set(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t count, struct arena *arena) {
    void *value = mutable_member(message, field->offset);
    if (!field_is_repeated(field)) {
        if (field_is_in_oneof(field))
            *(uint32_t *)mutable_member(message, field->quantifier_offset) = field->id;
        memset(value, 0, field_value_bytes(field->type));
        return value;
    }
    void *values = arena_calloc(arena, count, field_value_bytes(field->type));
    if (values == NULL)
        return NULL;
    *(void **)value = values;
    *(size_t *)mutable_member(message, field->quantifier_offset) = count;
    return values;
}

void field_clear(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field) {
    void *value = mutable_member(message, field->offset);
    uint32_t *choice = mutable_member(message, field->quantifier_offset);
    if (field_is_in_oneof(field) && *choice != field->id)
        return;
    if (field_is_in_oneof(field))
        *choice = 0;
    if (field_is_repeated(field)) {
        *(size_t *)mutable_member(message, field->quantifier_offset) = 0;
        memset(value, 0, sizeof(void *));
        return;
    }
    memset(value, 0, field_value_bytes(field->type));
}
