#include "lib/request_id.h"

#include <sodium.h>
#include <string.h>

void request_id_make(char ret_id[REQUEST_ID_BYTES]) {
    static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
    unsigned char bytes[REQUEST_ID_BYTES - 1];
    randombytes_buf(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        ret_id[i] = alphabet[bytes[i] & 31];
    ret_id[sizeof bytes] = '\0';
}

static char **id_of(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field) {
    return (char **)(void *)((uintptr_t)message + field->offset);
}

const ProtobufCMessage *request_id_fill(const ProtobufCMessage *request, struct arena *arena) {
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(request->descriptor, "request_id");
    if (field == NULL || field->type != PROTOBUF_C_TYPE_STRING || field->label == PROTOBUF_C_LABEL_REPEATED)
        return request;
    const char *given = *id_of(request, field);
    if (given != NULL && given[0] != '\0')
        return request;
    size_t size = request->descriptor->sizeof_message;
    ProtobufCMessage *copy = arena_alloc(arena, size);
    char *id = arena_alloc(arena, REQUEST_ID_BYTES);
    if (copy == NULL || id == NULL)
        return NULL;
    memcpy(copy, request, size);
    request_id_make(id);
    *id_of(copy, field) = id;
    return copy;
}
