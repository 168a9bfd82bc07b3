#include "store/splice.h"

#include "codec/message.h"
#include "codec/wire.h"

#define TAG_OBJECT 15

static size_t varint_size(uint64_t value) {
    size_t size = 1;
    for (; value >= 0x80; value >>= 7)
        size++;
    return size;
}

static void append_varint(struct buffer *bytes, uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        buffer_append_byte(bytes, (uint8_t)(value | 0x80));
    buffer_append_byte(bytes, (uint8_t)value);
}

static void append_block_head(struct buffer *bytes, uint32_t number, size_t size) {
    append_varint(bytes, (uint64_t)number << 3 | WIRE_LENGTH);
    append_varint(bytes, size);
}

static size_t block_size(uint32_t number, size_t size) {
    return varint_size((uint64_t)number << 3) + varint_size(size) + size;
}

void splice_block(struct buffer *bytes, uint32_t number, slice block) {
    append_block_head(bytes, number, block.size);
    buffer_append(bytes, block);
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
