#include "codec/yaml.h"

#include "codec/field.h"
#include "codec/scalar.h"
#include "codec/shape.h"
#include "codec/yaml_text.h"

#define SETTING_NAME_BYTES_MAX 256 /* libyaml takes keys below 1024 characters */
#define MAPPING_SETTINGS_MAX   256 /* past it the search for equal names costs too much */

struct writer {
    struct buffer *out;
    struct problem *problem;
    status_code status;
    unsigned indent;
    bool is_after_dash; /* the next key stands on the line of its list's dash */
};

static void refuse(struct writer *writer, const char *reason, const char *what, const ProtobufCMessage *message) {
    writer->status =
        problem_set(writer->problem, STATUS_INVALID_ARGUMENT, reason, "%s: %s", message->descriptor->name, what);
}

static void begin_line(struct writer *writer) {
    if (!writer->is_after_dash)
        buffer_printf(writer->out, "%*s", (int)writer->indent, "");
    writer->is_after_dash = false;
}

static bool is_scalar(const ProtobufCFieldDescriptor *field) {
    return field->type != PROTOBUF_C_TYPE_MESSAGE || shape_is_timestamp(field->descriptor);
}

/* Midnight is written as a bare date. */
static void write_time(struct writer *writer, const ProtobufCMessage *time) {
    char text[TIME_TEXT_BYTES];
    if (!scalar_write_time(time, text)) {
        refuse(writer, "INVALID_TIME", "outside of the years 1 to 9999", time);
        return;
    }
    char *midnight = strstr(text, "T00:00:00Z");
    if (midnight != NULL)
        *midnight = '\0';
    buffer_append_text(writer->out, text);
}

static void write_enum(struct writer *writer, const ProtobufCEnumDescriptor *type, int number) {
    const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value(type, number);
    char name[SHAPE_NAME_BYTES];
    if (value == NULL) {
        buffer_printf(writer->out, "%d", number);
        return;
    }
    shape_enum_name(type, value, name);
    buffer_append_text(writer->out, name);
}

/* Everything but strings: it never needs quotes, but for empty bytes. */
static void write_word(struct writer *writer, const ProtobufCFieldDescriptor *field, const void *value) {
    if (scalar_is_integer(field->type))
        scalar_write_integer(field->type, value, writer->out);
    else if (field->type == PROTOBUF_C_TYPE_BOOL)
        buffer_append_text(writer->out, *(const protobuf_c_boolean *)value ? "true" : "false");
    else if (field->type == PROTOBUF_C_TYPE_ENUM)
        write_enum(writer, field->descriptor, *(const int *)value);
    else if (field->type == PROTOBUF_C_TYPE_MESSAGE)
        write_time(writer, field_message(value));
    else if (((const ProtobufCBinaryData *)value)->len == 0)
        buffer_append_text(writer->out, "\"\"");
    else
        scalar_write_base64(value, writer->out);
}

static void write_scalar_list(struct writer *writer, const ProtobufCMessage *message,
                              const ProtobufCFieldDescriptor *field, size_t count) {
    buffer_append_text(writer->out, " [");
    for (size_t i = 0; i < count; i++) {
        const void *value = field_value(message, field, i);
        buffer_append_text(writer->out, i > 0 ? ", " : "");
        if (field->type == PROTOBUF_C_TYPE_STRING)
            yaml_write_inline(field_text(value), writer->out);
        else
            write_word(writer, field, value);
    }
    buffer_append_text(writer->out, "]\n");
}

static void write_scalar(struct writer *writer, const ProtobufCFieldDescriptor *field, const void *value) {
    if (field->type == PROTOBUF_C_TYPE_STRING) {
        yaml_write_block(field_text(value), writer->indent + 2, writer->out);
        return;
    }
    buffer_append_byte(writer->out, ' ');
    write_word(writer, field, value);
    buffer_append_byte(writer->out, '\n');
}

static const char *setting_text(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *list, size_t i,
                                size_t part) {
    const ProtobufCMessage *setting = field_message(field_value(message, list, i));
    return field_text(field_value(setting, &setting->descriptor->fields[part], 0));
}

/* A list of settings is a mapping only if its names can be keys: few, short, and no two the same. */
static bool is_mapping(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t count) {
    if (!shape_is_setting(field->descriptor) || count > MAPPING_SETTINGS_MAX)
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *name = setting_text(message, field, i, 0);
        if (strlen(name) > SETTING_NAME_BYTES_MAX)
            return false;
        for (size_t j = 0; j < i; j++)
            if (strcmp(name, setting_text(message, field, j, 0)) == 0)
                return false;
    }
    return true;
}

static void write_mapping(struct writer *writer, const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                          size_t count) {
    buffer_append_byte(writer->out, '\n');
    writer->indent += 2;
    for (size_t i = 0; i < count; i++) {
        begin_line(writer);
        yaml_write_inline(setting_text(message, field, i, 0), writer->out);
        buffer_append_byte(writer->out, ':');
        yaml_write_block(setting_text(message, field, i, 1), writer->indent + 2, writer->out);
    }
    writer->indent -= 2;
}

static bool is_empty(const ProtobufCMessage *message) {
    return shape_union_member(message) == NULL;
}

static void write_fields(struct writer *writer, const ProtobufCMessage *message);

static void write_message_list(struct writer *writer, const ProtobufCMessage *message,
                               const ProtobufCFieldDescriptor *field, size_t count) {
    buffer_append_byte(writer->out, '\n');
    for (size_t i = 0; i < count; i++) {
        const ProtobufCMessage *item = field_message(field_value(message, field, i));
        writer->indent += 2;
        begin_line(writer);
        buffer_append_text(writer->out, is_empty(item) ? "- {}\n" : "- ");
        writer->is_after_dash = !is_empty(item);
        writer->indent += 2;
        write_fields(writer, item);
        writer->indent -= 4;
    }
}

static void write_message(struct writer *writer, const ProtobufCMessage *message) {
    buffer_append_text(writer->out, is_empty(message) ? " {}\n" : "\n");
    writer->indent += 2;
    write_fields(writer, message);
    writer->indent -= 2;
}

static void write_repeated(struct writer *writer, const ProtobufCMessage *message,
                           const ProtobufCFieldDescriptor *field, size_t count) {
    if (is_scalar(field))
        write_scalar_list(writer, message, field, count);
    else if (is_mapping(message, field, count))
        write_mapping(writer, message, field, count);
    else
        write_message_list(writer, message, field, count);
}

static void write_field(struct writer *writer, const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                        size_t count) {
    begin_line(writer);
    buffer_printf(writer->out, "%s:", field->name);
    if (field_is_repeated(field))
        write_repeated(writer, message, field, count);
    else if (is_scalar(field))
        write_scalar(writer, field, field_value(message, field, 0));
    else
        write_message(writer, field_message(field_value(message, field, 0)));
}

/* The message whose fields stand on this level: for a union its member, after the line that names it. */
static const ProtobufCMessage *flatten(struct writer *writer, const ProtobufCMessage *message) {
    if (!shape_is_union(message->descriptor))
        return message;
    const ProtobufCFieldDescriptor *member = shape_union_member(message);
    if (member == NULL) {
        refuse(writer, "EMPTY_UNION", "no member is set", message);
        return message;
    }
    begin_line(writer);
    buffer_printf(writer->out, SHAPE_UNION_KEY ": %s\n", member->name);
    return field_message(field_value(message, member, 0));
}

static void write_fields(struct writer *writer, const ProtobufCMessage *message) {
    const ProtobufCMessage *flat = flatten(writer, message);
    for (unsigned i = 0; i < flat->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &flat->descriptor->fields[i];
        size_t count = field_count(flat, field);
        if (count > 0)
            write_field(writer, flat, field, count);
    }
}

status_code yaml_write(const ProtobufCMessage *message, struct buffer *out, struct problem *problem) {
    struct writer writer = {.out = out, .problem = problem};
    if (is_empty(message))
        buffer_append_text(out, "{}\n");
    write_fields(&writer, message);
    return writer.status;
}
