#include "codec/scalar.h"

#include "codec/field.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct integer_type {
    unsigned bits; /* 0: no integer */
    bool is_signed;
    const char *range;
};

#define RANGE_INT32  "-2147483648 to 2147483647"
#define RANGE_UINT32 "0 to 4294967295"
#define RANGE_INT64  "-9223372036854775808 to 9223372036854775807"
#define RANGE_UINT64 "0 to 18446744073709551615"

static struct integer_type integer_type_of(ProtobufCType type) {
    static const struct integer_type types[] = {
        [PROTOBUF_C_TYPE_INT32] = {32, true, RANGE_INT32},    [PROTOBUF_C_TYPE_SINT32] = {32, true, RANGE_INT32},
        [PROTOBUF_C_TYPE_SFIXED32] = {32, true, RANGE_INT32}, [PROTOBUF_C_TYPE_INT64] = {64, true, RANGE_INT64},
        [PROTOBUF_C_TYPE_SINT64] = {64, true, RANGE_INT64},   [PROTOBUF_C_TYPE_SFIXED64] = {64, true, RANGE_INT64},
        [PROTOBUF_C_TYPE_UINT32] = {32, false, RANGE_UINT32}, [PROTOBUF_C_TYPE_FIXED32] = {32, false, RANGE_UINT32},
        [PROTOBUF_C_TYPE_UINT64] = {64, false, RANGE_UINT64}, [PROTOBUF_C_TYPE_FIXED64] = {64, false, RANGE_UINT64},
    };
    return (size_t)type < COUNT_OF(types) ? types[type] : (struct integer_type){0};
}

bool scalar_is_integer(ProtobufCType type) {
    return integer_type_of(type).bits != 0;
}

bool scalar_is_wide(ProtobufCType type) {
    return integer_type_of(type).bits == 64;
}

static bool is_decimal(const char *text) {
    const char *digits = text + (text[0] == '-');
    size_t count = strspn(digits, "0123456789");
    bool has_leading_zero = digits[0] == '0' && (count > 1 || digits > text);
    return count > 0 && digits[count] == '\0' && !has_leading_zero;
}

static bool read_signed(const char *text, unsigned bits, void *ret_value) {
    errno = 0;
    long long value = strtoll(text, NULL, 10);
    if (errno != 0 || (bits == 32 && (value < INT32_MIN || value > INT32_MAX)))
        return false;
    if (bits == 32)
        *(int32_t *)ret_value = (int32_t)value;
    else
        *(int64_t *)ret_value = value;
    return true;
}

static bool read_unsigned(const char *text, unsigned bits, void *ret_value) {
    errno = 0;
    unsigned long long value = strtoull(text, NULL, 10);
    if (text[0] == '-' || errno != 0 || (bits == 32 && value > UINT32_MAX))
        return false;
    if (bits == 32)
        *(uint32_t *)ret_value = (uint32_t)value;
    else
        *(uint64_t *)ret_value = value;
    return true;
}

bool scalar_read_integer(ProtobufCType type, const char *text, void *ret_value, const char **ret_range) {
    struct integer_type integer = integer_type_of(type);
    *ret_range = integer.range;
    if (!is_decimal(text))
        return false;
    return integer.is_signed ? read_signed(text, integer.bits, ret_value)
                             : read_unsigned(text, integer.bits, ret_value);
}

void scalar_write_integer(ProtobufCType type, const void *value, struct buffer *out) {
    struct integer_type integer = integer_type_of(type);
    if (integer.is_signed)
        buffer_printf(out, "%" PRId64, integer.bits == 32 ? *(const int32_t *)value : *(const int64_t *)value);
    else
        buffer_printf(out, "%" PRIu64, integer.bits == 32 ? *(const uint32_t *)value : *(const uint64_t *)value);
}

bool scalar_read_base64(const char *text, struct arena *arena, ProtobufCBinaryData *ret_value) {
    size_t length = strlen(text);
    size_t room = length / 4 * 3 + 3;
    ret_value->data = arena_alloc(arena, room);
    ret_value->len = room;
    if (ret_value->data == NULL)
        return false;
    return sodium_base642bin(ret_value->data, room, text, length, NULL, &ret_value->len, NULL,
                             sodium_base64_VARIANT_ORIGINAL) == 0;
}

void scalar_write_base64(const ProtobufCBinaryData *value, struct buffer *out) {
    size_t room = sodium_base64_ENCODED_LEN(value->len, sodium_base64_VARIANT_ORIGINAL);
    uint8_t *text = buffer_reserve(out, room);
    if (text == NULL)
        return;
    sodium_bin2base64((char *)text, room, value->data, value->len, sodium_base64_VARIANT_ORIGINAL);
    buffer_grow(out, room - 1);
}

bool scalar_write_time(const ProtobufCMessage *timestamp, char ret_text[TIME_TEXT_BYTES]) {
    const ProtobufCFieldDescriptor *fields = timestamp->descriptor->fields;
    return time_format(*(const int64_t *)field_value(timestamp, &fields[0], 0),
                       *(const int32_t *)field_value(timestamp, &fields[1], 0), ret_text);
}

bool scalar_read_time(const char *text, ProtobufCMessage *timestamp) {
    const ProtobufCFieldDescriptor *fields = timestamp->descriptor->fields;
    return time_parse(text, field_set(timestamp, &fields[0], 1, NULL), field_set(timestamp, &fields[1], 1, NULL));
}
