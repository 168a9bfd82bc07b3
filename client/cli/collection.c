#include "cli/collection.h"

#include <stdint.h>
#include <stdlib.h>

static ProtobufCMessage *copy_of(const ProtobufCMessage *message) {
    size_t size = protobuf_c_message_get_packed_size(message);
    uint8_t *bytes = malloc(size + 1);
    if (bytes == NULL)
        return NULL;
    protobuf_c_message_pack(message, bytes);
    ProtobufCMessage *copy = protobuf_c_message_unpack(message->descriptor, NULL, size, bytes);
    free(bytes);
    return copy;
}

static bool make_room(struct collection *collection) {
    if (collection->count < collection->capacity)
        return true;
    size_t capacity = collection->capacity == 0 ? 64 : 2 * collection->capacity;
    ProtobufCMessage **items = realloc(collection->items, capacity * sizeof *items);
    if (items == NULL)
        return false;
    collection->items = items;
    collection->capacity = capacity;
    return true;
}

bool collection_add(struct collection *collection, const ProtobufCMessage *message) {
    ProtobufCMessage *copy = make_room(collection) ? copy_of(message) : NULL;
    if (copy == NULL)
        return false;
    collection->items[collection->count++] = copy;
    return true;
}

void collection_done(struct collection *collection) {
    for (size_t i = 0; i < collection->count; i++)
        protobuf_c_message_free_unpacked(collection->items[i], NULL);
    free(collection->items);
}
