#include "codec/shape.h"

#include "codec/field.h"

#include <string.h>

static bool is_field(const ProtobufCFieldDescriptor *field, const char *name, ProtobufCType type) {
    return strcmp(field->name, name) == 0 && field->type == type && !field_is_repeated(field);
}

bool shape_is_timestamp(const ProtobufCMessageDescriptor *descriptor) {
    return strcmp(descriptor->short_name, "Timestamp") == 0 && descriptor->n_fields == 2 &&
           is_field(&descriptor->fields[0], "seconds", PROTOBUF_C_TYPE_INT64) &&
           is_field(&descriptor->fields[1], "nanos", PROTOBUF_C_TYPE_INT32);
}

bool shape_is_setting(const ProtobufCMessageDescriptor *descriptor) {
    return descriptor->n_fields == 2 && is_field(&descriptor->fields[0], "name", PROTOBUF_C_TYPE_STRING) &&
           is_field(&descriptor->fields[1], "value", PROTOBUF_C_TYPE_STRING);
}

static bool is_one_choice(const ProtobufCMessageDescriptor *descriptor) {
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
        if (!field_is_in_oneof(field) || field->quantifier_offset != descriptor->fields[0].quantifier_offset)
            return false;
    }
    return descriptor->n_fields > 0;
}

static bool can_lie_flat(const ProtobufCFieldDescriptor *member) {
    if (member->type != PROTOBUF_C_TYPE_MESSAGE)
        return false;
    const ProtobufCMessageDescriptor *descriptor = member->descriptor;
    return !is_one_choice(descriptor) && !shape_is_timestamp(descriptor) &&
           protobuf_c_message_descriptor_get_field_by_name(descriptor, SHAPE_UNION_KEY) == NULL;
}

bool shape_is_union(const ProtobufCMessageDescriptor *descriptor) {
    bool is_flat = is_one_choice(descriptor);
    for (unsigned i = 0; is_flat && i < descriptor->n_fields; i++)
        is_flat = can_lie_flat(&descriptor->fields[i]);
    return is_flat;
}

const ProtobufCFieldDescriptor *shape_union_member(const ProtobufCMessage *message) {
    for (unsigned i = 0; i < message->descriptor->n_fields; i++)
        if (field_count(message, &message->descriptor->fields[i]) > 0)
            return &message->descriptor->fields[i];
    return NULL;
}

void shape_camel_name(const char *name, char ret_name[SHAPE_NAME_BYTES]) {
    size_t length = 0;
    for (const char *at = name; *at != '\0' && length < SHAPE_NAME_BYTES - 1; at++) {
        bool is_raised = at > name && at[-1] == '_' && *at >= 'a' && *at <= 'z';
        if (*at != '_')
            ret_name[length++] = (char)(is_raised ? *at - 'a' + 'A' : *at);
    }
    ret_name[length] = '\0';
}

/* Length of the longest common prefix of all names that ends in '_'. */
static size_t prefix_length(const ProtobufCEnumDescriptor *type) {
    const char *first = type->values[0].name;
    size_t shared = strlen(first);
    for (unsigned i = 1; i < type->n_values; i++) {
        size_t same = 0;
        while (same < shared && type->values[i].name[same] == first[same])
            same++;
        shared = same;
    }
    while (shared > 0 && first[shared - 1] != '_')
        shared--;
    return shared;
}

void shape_enum_name(const ProtobufCEnumDescriptor *type, const ProtobufCEnumValue *value,
                     char ret_name[SHAPE_NAME_BYTES]) {
    size_t length = 0;
    for (const char *at = value->name + prefix_length(type); *at != '\0' && length < SHAPE_NAME_BYTES - 1; at++)
        ret_name[length++] = (char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
    ret_name[length] = '\0';
}

const ProtobufCEnumValue *shape_enum_find(const ProtobufCEnumDescriptor *type, const char *name) {
    for (unsigned i = 0; i < type->n_values; i++) {
        char candidate[SHAPE_NAME_BYTES];
        shape_enum_name(type, &type->values[i], candidate);
        if (strcmp(candidate, name) == 0)
            return &type->values[i];
    }
    return NULL;
}
