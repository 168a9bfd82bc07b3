#include "codec/wire.h"

#define FIELD_NUMBER_MAX ((1U << 29) - 1)

bool wire_read_varint(slice *bytes, size_t max_bytes, uint64_t *ret_value) {
    uint64_t value = 0;
    for (size_t i = 0; i < max_bytes && i < bytes->size; i++) {
        uint8_t byte = bytes->data[i];
        if (i == WIRE_VARINT_BYTES_MAX - 1 && byte > 1)
            return false;
        value |= (uint64_t)(byte & 0x7F) << (7 * i);
        if (byte < 0x80) {
            *ret_value = value;
            return wire_skip(bytes, i + 1);
        }
    }
    return false;
}

bool wire_read_tag(slice *bytes, uint32_t *ret_number, enum wire_type *ret_type) {
    uint64_t tag = 0;
    if (!wire_read_varint(bytes, WIRE_TAG_BYTES_MAX, &tag) || tag >> 3 == 0 || tag >> 3 > FIELD_NUMBER_MAX)
        return false;
    *ret_number = (uint32_t)(tag >> 3);
    *ret_type = (enum wire_type)(tag & 7);
    return (tag & 7) <= WIRE_LENGTH || (tag & 7) == WIRE_FIXED32;
}

bool wire_read_block(slice *bytes, slice *ret_block) {
    uint64_t size = 0;
    if (!wire_read_varint(bytes, WIRE_LENGTH_BYTES_MAX, &size) || size > bytes->size)
        return false;
    *ret_block = slice_of(bytes->data, (size_t)size);
    return wire_skip(bytes, (size_t)size);
}

bool wire_skip(slice *bytes, size_t size) {
    if (size > bytes->size)
        return false;
    bytes->data += size;
    bytes->size -= size;
    return true;
}
