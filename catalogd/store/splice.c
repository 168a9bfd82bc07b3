#include "store/splice.h"

#include "codec/message.h"
#include "codec/wire.h"
#include "store/record.h"

#include <inttypes.h>
#include <stdio.h>

#define TAG_OBJECT 15

static size_t varint_size(uint64_t value) {
    size_t size = 1;
    for (; value >= 0x80; value >>= 7)
        size++;
    return size;
}

static size_t write_varint(uint64_t value, uint8_t *target) {
    size_t size = 0;
    for (; value >= 0x80; value >>= 7)
        target[size++] = (uint8_t)(value | 0x80);
    target[size++] = (uint8_t)value;
    return size;
}

static void append_block_head(struct buffer *bytes, uint32_t number, size_t size) {
    uint8_t *target = buffer_reserve(bytes, 2 * (size_t)WIRE_VARINT_BYTES_MAX);
    if (target == NULL)
        return;
    size_t written = write_varint((uint64_t)number << 3 | WIRE_LENGTH, target);
    buffer_grow(bytes, written + write_varint(size, target + written));
}

static size_t block_size(uint32_t number, size_t size) {
    return varint_size((uint64_t)number << 3) + varint_size(size) + size;
}

void splice_block(struct buffer *bytes, uint32_t number, slice block) {
    append_block_head(bytes, number, block.size);
    buffer_append(bytes, block);
}

void splice_message(struct buffer *bytes, uint32_t number, const ProtobufCMessage *message) {
    append_block_head(bytes, number, protobuf_c_message_get_packed_size(message));
    message_pack(message, bytes);
}

void splice_version(struct buffer *bytes, uint32_t number, const struct stored_version *version, slice object) {
    bool has_object = object.data != NULL;
    size_t size = version->header.size + version->state.size;
    append_block_head(bytes, number, size + (has_object ? block_size(TAG_OBJECT, object.size) : 0));
    buffer_append(bytes, version->header);
    buffer_append(bytes, version->state);
    if (has_object)
        splice_block(bytes, TAG_OBJECT, object);
}

bool stored_version_number(const struct stored_version *version, slice *ret_text) {
    return header_read_version(version->header, ret_text);
}

Catalog__V1__LifecycleState stored_version_state(const struct stored_version *version) {
    Catalog__V1__LifecycleState state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_UNSPECIFIED;
    bool is_read = header_read_state(version->state.size > 0 ? version->state : version->header, &state);
    return is_read ? state : CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_UNSPECIFIED;
}

void etag_format(uint64_t revision, char ret_etag[ETAG_BYTES]) {
    snprintf(ret_etag, ETAG_BYTES, "r%" PRIu64, revision);
}

status_code splice_unpack(const struct stored_version *version, struct arena *arena,
                          Catalog__V1__ObjectVersion **ret_version, struct problem *problem) {
    struct buffer joined;
    buffer_init(&joined, 0);
    buffer_append(&joined, version->header);
    buffer_append(&joined, version->state);
    ProtobufCMessage *message = NULL;
    status_code status = joined.has_failed ? problem_no_memory(problem)
                                           : message_unpack(&catalog__v1__object_version__descriptor,
                                                            buffer_slice(&joined), arena, &message, problem);
    buffer_done(&joined);
    *ret_version = (Catalog__V1__ObjectVersion *)message;
    return status;
}
