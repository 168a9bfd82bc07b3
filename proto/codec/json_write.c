#include "codec/json.h"

#include "codec/field.h"
#include "codec/scalar.h"
#include "codec/shape.h"

struct writer {
    struct buffer *out;
    struct problem *problem;
    status_code status;
    unsigned indent;
};

static void break_line(struct writer *writer) {
    buffer_printf(writer->out, "\n%*s", (int)writer->indent, "");
}

static void open_bracket(struct writer *writer, char bracket) {
    buffer_append_byte(writer->out, (uint8_t)bracket);
    writer->indent += 2;
}

static void close_bracket(struct writer *writer, char bracket, bool is_empty) {
    writer->indent -= 2;
    if (!is_empty)
        break_line(writer);
    buffer_append_byte(writer->out, (uint8_t)bracket);
}

static void write_character(struct buffer *out, uint8_t c) {
    static const char named[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *at = c == '\0' ? NULL : strchr(named, c);
    if (at != NULL)
        buffer_printf(out, "\\%c", letters[at - named]);
    else if (c < 0x20 || c == 0x7F)
        buffer_printf(out, "\\u%04x", c);
    else
        buffer_append_byte(out, c);
}

static void write_text(struct writer *writer, const char *text) {
    buffer_append_byte(writer->out, '"');
    for (; *text != '\0'; text++)
        write_character(writer->out, (uint8_t)*text);
    buffer_append_byte(writer->out, '"');
}

static void write_time(struct writer *writer, const ProtobufCMessage *time) {
    char text[TIME_TEXT_BYTES] = "";
    if (!scalar_write_time(time, text))
        writer->status = problem_set(writer->problem, STATUS_INVALID_ARGUMENT, "INVALID_TIME",
                                     "a %s is outside of the years 1 to 9999", time->descriptor->name);
    write_text(writer, text);
}

static void write_enum(struct writer *writer, const ProtobufCEnumDescriptor *type, int number) {
    const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value(type, number);
    if (value != NULL)
        write_text(writer, value->name);
    else
        buffer_printf(writer->out, "%d", number);
}

static void write_integer(struct writer *writer, ProtobufCType type, const void *value) {
    const char *quote = scalar_is_wide(type) ? "\"" : "";
    buffer_append_text(writer->out, quote);
    scalar_write_integer(type, value, writer->out);
    buffer_append_text(writer->out, quote);
}

static void write_bytes(struct writer *writer, const ProtobufCBinaryData *value) {
    buffer_append_byte(writer->out, '"');
    scalar_write_base64(value, writer->out);
    buffer_append_byte(writer->out, '"');
}

static void write_message(struct writer *writer, const ProtobufCMessage *message);

static void write_value(struct writer *writer, const ProtobufCFieldDescriptor *field, const void *value) {
    if (scalar_is_integer(field->type))
        write_integer(writer, field->type, value);
    else if (field->type == PROTOBUF_C_TYPE_STRING)
        write_text(writer, field_text(value));
    else if (field->type == PROTOBUF_C_TYPE_BOOL)
        buffer_append_text(writer->out, *(const protobuf_c_boolean *)value ? "true" : "false");
    else if (field->type == PROTOBUF_C_TYPE_ENUM)
        write_enum(writer, field->descriptor, *(const int *)value);
    else if (field->type == PROTOBUF_C_TYPE_BYTES)
        write_bytes(writer, value);
    else if (shape_is_timestamp(field->descriptor))
        write_time(writer, field_message(value));
    else
        write_message(writer, field_message(value));
}

static void write_list(struct writer *writer, const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                       size_t count) {
    open_bracket(writer, '[');
    for (size_t i = 0; i < count; i++) {
        buffer_append_text(writer->out, i > 0 ? "," : "");
        break_line(writer);
        write_value(writer, field, field_value(message, field, i));
    }
    close_bracket(writer, ']', count == 0);
}

static void write_field(struct writer *writer, const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                        size_t count) {
    char name[SHAPE_NAME_BYTES];
    shape_camel_name(field->name, name);
    break_line(writer);
    buffer_printf(writer->out, "\"%s\": ", name);
    if (field_is_repeated(field))
        write_list(writer, message, field, count);
    else
        write_value(writer, field, field_value(message, field, 0));
}

static void write_message(struct writer *writer, const ProtobufCMessage *message) {
    bool is_empty = true;
    open_bracket(writer, '{');
    for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        size_t count = field_count(message, field);
        if (count == 0)
            continue;
        buffer_append_text(writer->out, is_empty ? "" : ",");
        is_empty = false;
        write_field(writer, message, field, count);
    }
    close_bracket(writer, '}', is_empty);
}

status_code json_write(const ProtobufCMessage *message, struct buffer *out, struct problem *problem) {
    struct writer writer = {.out = out, .problem = problem};
    write_message(&writer, message);
    buffer_append_byte(out, '\n');
    return writer.status;
}
