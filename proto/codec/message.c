#include "codec/message.h"

#include "base/limits.h"
#include "codec/field.h"

/* What one unpacking may take from its arena. */
struct allowance {
    struct arena *arena;
    size_t left_bytes;
};

static void *take(void *context, size_t size) {
    struct allowance *allowance = context;
    if (size > allowance->left_bytes)
        return NULL;
    void *memory = arena_alloc(allowance->arena, size);
    if (memory != NULL)
        allowance->left_bytes -= size;
    return memory;
}

static void give_nothing_back(void *context, void *memory) {
    (void)context;
    (void)memory;
}

static size_t allowed_bytes(size_t wire_bytes) {
    size_t bytes = LIMIT_UNPACKED_CEILING_BYTES;
    if (wire_bytes < (LIMIT_UNPACKED_CEILING_BYTES - LIMIT_UNPACKED_BASE_BYTES) / LIMIT_UNPACKED_FACTOR)
        bytes = LIMIT_UNPACKED_BASE_BYTES + LIMIT_UNPACKED_FACTOR * wire_bytes;
    return bytes;
}

/* After the guard, the only thing left that protobuf-c can refuse is the memory. */
static status_code unpack_guarded(const ProtobufCMessageDescriptor *descriptor, slice bytes, struct arena *arena,
                                  ProtobufCMessage **ret_message, struct problem *problem) {
    struct allowance allowance = {arena, allowed_bytes(bytes.size)};
    ProtobufCAllocator allocator = {take, give_nothing_back, &allowance};
    static const uint8_t nothing[1];
    const uint8_t *data = bytes.size == 0 ? nothing : bytes.data;
    ProtobufCMessage *message = protobuf_c_message_unpack(descriptor, &allocator, bytes.size, data);
    if (message == NULL)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE",
                           "a message of %zu bytes takes more memory than is set aside for it", bytes.size);
    *ret_message = message;
    return STATUS_OK;
}

status_code message_unpack_with(const ProtobufCMessageDescriptor *descriptor, slice bytes,
                                const struct guard_options *options, struct arena *arena,
                                ProtobufCMessage **ret_message, struct problem *problem) {
    static const struct guard_options defaults = {0};
    status_code status = guard_check(descriptor, bytes, options == NULL ? &defaults : options, problem);
    if (status != STATUS_OK)
        return status;
    return unpack_guarded(descriptor, bytes, arena, ret_message, problem);
}

status_code message_unpack(const ProtobufCMessageDescriptor *descriptor, slice bytes, struct arena *arena,
                           ProtobufCMessage **ret_message, struct problem *problem) {
    return message_unpack_with(descriptor, bytes, NULL, arena, ret_message, problem);
}

void message_pack(const ProtobufCMessage *message, struct buffer *buffer) {
    size_t size = protobuf_c_message_get_packed_size(message);
    uint8_t *room = buffer_reserve(buffer, size);
    if (room == NULL)
        return;
    protobuf_c_message_pack(message, room);
    buffer_grow(buffer, size);
}

static size_t field_items(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field) {
    const size_t count = field_count(message, field);
    size_t items = field_is_repeated(field) ? count : 0;
    if (field->type != PROTOBUF_C_TYPE_MESSAGE)
        return items + (items > 0 && field->type != PROTOBUF_C_TYPE_STRING && field->type != PROTOBUF_C_TYPE_BYTES);
    for (size_t i = 0; i < count; i++)
        items += message_items(field_message(field_value(message, field, i)));
    return items;
}

size_t message_items(const ProtobufCMessage *message) {
    size_t items = message->n_unknown_fields;
    for (unsigned i = 0; i < message->descriptor->n_fields; i++)
        items += field_items(message, &message->descriptor->fields[i]);
    return items;
}

status_code message_copy(const ProtobufCMessage *message, struct arena *arena, ProtobufCMessage **ret_message,
                         struct problem *problem) {
    struct buffer packed;
    buffer_init(&packed, 0);
    message_pack(message, &packed);
    status_code status = packed.has_failed
                             ? problem_no_memory(problem)
                             : unpack_guarded(message->descriptor, buffer_slice(&packed), arena, ret_message, problem);
    buffer_done(&packed);
    return status;
}

ProtobufCMessage *message_new(const ProtobufCMessageDescriptor *descriptor, struct arena *arena) {
    ProtobufCMessage *message = arena_alloc(arena, descriptor->sizeof_message);
    if (message != NULL)
        protobuf_c_message_init(descriptor, message);
    return message;
}
