#include "lib/upload_parts.h"

#include "base/limits.h"
#include "codec/message.h"

#define PART_BYTES (3 * MIB)

struct load load_of(const ProtobufCMessage *message, size_t head_bytes) {
    return (struct load){.bytes = protobuf_c_message_get_packed_size(message) + head_bytes,
                         .items = message_items(message) + 1};
}

struct load load_sum(struct load a, struct load b) {
    return (struct load){a.bytes + b.bytes, a.items + b.items};
}

bool load_is_one_part(struct load load) {
    return load.bytes <= PART_BYTES && load.items <= LIMIT_OBJECT_ITEMS;
}

/* How many messages from FIRST on fit into one: at least the one at FIRST, which was measured. */
static size_t part_count(const struct upload_parts *parts, size_t first) {
    struct load load = load_of(parts->messages[first], parts->head_bytes);
    size_t end = first + 1;
    while (end < parts->count) {
        load = load_sum(load, load_of(parts->messages[end], parts->head_bytes));
        if (!load_is_one_part(load))
            break;
        end++;
    }
    return end - first;
}

enum catalog_code upload_parts_send(const struct upload_parts *parts, struct catalog_error **ret_error) {
    for (size_t first = 0; first < parts->count;) {
        size_t count = part_count(parts, first);
        enum catalog_code code = parts->send(parts->context, first, count, ret_error);
        if (code != CATALOG_OK)
            return code;
        first += count;
        if (parts->progress != NULL)
            parts->progress(parts->progress_context, first, parts->count);
    }
    return CATALOG_OK;
}
