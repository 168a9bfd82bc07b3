#include "model/diff_text.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "codec/field.h"
#include "codec/scalar.h"
#include "codec/shape.h"

static void write_value(const ProtobufCFieldDescriptor *field, const void *value, struct buffer *out);

static void write_enum(const ProtobufCFieldDescriptor *field, const void *value, struct buffer *out) {
    const ProtobufCEnumDescriptor *type = field->descriptor;
    const ProtobufCEnumValue *named = protobuf_c_enum_descriptor_get_value(type, *(const int *)value);
    char name[SHAPE_NAME_BYTES];
    if (named == NULL) {
        buffer_printf(out, "%d", *(const int *)value);
        return;
    }
    shape_enum_name(type, named, name);
    buffer_append_text(out, name);
}

static void write_list(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t count,
                       struct buffer *out) {
    buffer_append_text(out, "[");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_append_text(out, ", ");
        write_value(field, field_value(message, field, i), out);
    }
    buffer_append_text(out, "]");
}

static void write_message(const ProtobufCMessage *message, struct buffer *out) {
    const char *separator = "{";
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        size_t count = field_count(message, field);
        if (count == 0)
            continue;
        buffer_printf(out, "%s%s: ", separator, field->name);
        separator = ", ";
        if (field_is_repeated(field))
            write_list(message, field, count, out);
        else
            write_value(field, field_value(message, field, 0), out);
    }
    buffer_append_text(out, *separator == '{' ? "{}" : "}");
}

static void write_record(const void *value, struct buffer *out) {
    const ProtobufCMessage *message = field_message(value);
    char time[TIME_TEXT_BYTES];
    if (shape_is_timestamp(message->descriptor) && scalar_write_time(message, time))
        buffer_append_text(out, time);
    else
        write_message(message, out);
}

static void write_value(const ProtobufCFieldDescriptor *field, const void *value, struct buffer *out) {
    if (field->type == PROTOBUF_C_TYPE_STRING)
        buffer_append_text(out, field_text(value));
    else if (field->type == PROTOBUF_C_TYPE_MESSAGE)
        write_record(value, out);
    else if (field->type == PROTOBUF_C_TYPE_ENUM)
        write_enum(field, value, out);
    else if (field->type == PROTOBUF_C_TYPE_BOOL)
        buffer_append_text(out, *(const protobuf_c_boolean *)value ? "true" : "false");
    else if (field->type == PROTOBUF_C_TYPE_BYTES)
        scalar_write_base64(value, out);
    else
        scalar_write_integer(field->type, value, out);
}

char *diff_text(const ProtobufCFieldDescriptor *field, const void *value, struct arena *arena) {
    struct buffer out;
    buffer_init(&out, LIMIT_UNPACKED_CEILING_BYTES);
    write_value(field, value, &out);
    char *text = out.has_failed ? NULL : arena_strndup(arena, (const char *)out.data, out.size);
    buffer_done(&out);
    return text;
}
