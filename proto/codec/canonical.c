#include "codec/canonical.h"

#include "base/buffer.h"
#include "codec/field.h"
#include "codec/message.h"

#include <string.h>

struct digest canonical_digest_of_bytes(const ProtobufCMessageDescriptor *descriptor, slice bytes) {
    const slice parts[] = {slice_text(descriptor->name), slice_text("\n"), bytes};
    return digest_of(parts, COUNT_OF(parts));
}

status_code canonical_digest(const ProtobufCMessage *message, struct digest *ret_digest, struct problem *problem) {
    struct buffer packed;
    buffer_init(&packed, 0);
    message_pack(message, &packed);
    bool has_packed = !packed.has_failed;
    if (has_packed)
        *ret_digest = canonical_digest_of_bytes(message->descriptor, buffer_slice(&packed));
    buffer_done(&packed);
    return has_packed ? STATUS_OK : problem_no_memory(problem);
}

static ProtobufCMessage *copy_struct(const ProtobufCMessage *message, struct arena *arena) {
    ProtobufCMessage *copy = arena_alloc(arena, message->descriptor->sizeof_message);
    if (copy != NULL)
        memcpy(copy, message, message->descriptor->sizeof_message);
    return copy;
}

ProtobufCMessage *canonical_without(const ProtobufCMessage *message, const char *const *names, size_t count,
                                    struct arena *arena) {
    ProtobufCMessage *copy = copy_struct(message, arena);
    for (size_t i = 0; copy != NULL && i < count; i++) {
        const ProtobufCFieldDescriptor *field =
            protobuf_c_message_descriptor_get_field_by_name(message->descriptor, names[i]);
        if (field != NULL)
            field_clear(copy, field);
    }
    return copy;
}

struct pruning {
    canonical_keep keep;
    void *context;
    struct arena *arena;
};

static ProtobufCMessage *prune(const struct pruning *pruning, const ProtobufCMessage *message);

/* Puts pruned copies in the place of the messages that COPY still shares. */
static bool prune_children(const struct pruning *pruning, const ProtobufCMessage *message, ProtobufCMessage *copy,
                           const ProtobufCFieldDescriptor *field) {
    size_t count = field_count(message, field);
    ProtobufCMessage **children = field_set(copy, field, count, pruning->arena);
    if (children == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        children[i] = prune(pruning, field_message(field_value(message, field, i)));
        if (children[i] == NULL)
            return false;
    }
    return true;
}

static ProtobufCMessage *prune(const struct pruning *pruning, const ProtobufCMessage *message) {
    const ProtobufCMessageDescriptor *descriptor = message->descriptor;
    ProtobufCMessage *copy = copy_struct(message, pruning->arena);
    if (copy == NULL)
        return NULL;
    copy->n_unknown_fields = 0;
    copy->unknown_fields = NULL;
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
        if (field_count(message, field) == 0)
            continue;
        if (!pruning->keep(pruning->context, descriptor, field))
            field_clear(copy, field);
        else if (field->type == PROTOBUF_C_TYPE_MESSAGE && !prune_children(pruning, message, copy, field))
            return NULL;
    }
    return copy;
}

status_code canonical_prune(const ProtobufCMessage *message, canonical_keep keep, void *context, struct arena *arena,
                            ProtobufCMessage **ret_message, struct problem *problem) {
    struct pruning pruning = {keep, context, arena};
    ProtobufCMessage *copy = prune(&pruning, message);
    if (copy == NULL)
        return problem_no_memory(problem);
    *ret_message = copy;
    return STATUS_OK;
}

status_code canonical_digest_where(const ProtobufCMessage *message, canonical_keep keep, void *context,
                                   struct arena *arena, struct digest *ret_digest, struct problem *problem) {
    struct pruning pruning = {keep, context, arena};
    ProtobufCMessage *copy = prune(&pruning, message);
    return copy == NULL ? problem_no_memory(problem) : canonical_digest(copy, ret_digest, problem);
}
