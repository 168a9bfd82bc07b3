#include "codec/guard.h"

#include "base/limits.h"
#include "codec/field.h"
#include "codec/path.h"
#include "codec/utf8.h"
#include "codec/wire.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

struct walk {
    const struct guard_options *options;
    struct problem *problem;
    struct path path;
    size_t items;
};

/* One message on the way down. */
struct frame {
    const ProtobufCMessageDescriptor *descriptor;
    slice rest;
    uint32_t seen[FIELDS_MAX]; /* values met so far, by field */
};

PRINTF_LIKE(4, 5)
static status_code refuse(struct walk *walk, status_code code, const char *reason, const char *format, ...) {
    char message[256];
    char field[PATH_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    path_text(&walk->path, field);
    problem_set(walk->problem, code, reason, "%s%s%s", field, field[0] == '\0' ? "" : ": ", message);
    struct violation violation = {.field = field, .message = message};
    problem_add(walk->problem, &violation);
    return code;
}

static status_code refuse_malformed(struct walk *walk, const char *what) {
    return refuse(walk, STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", "%s", what);
}

static enum wire_type wire_type_of(ProtobufCType type) {
    static const enum wire_type types[] = {
        [PROTOBUF_C_TYPE_INT32] = WIRE_VARINT,     [PROTOBUF_C_TYPE_SINT32] = WIRE_VARINT,
        [PROTOBUF_C_TYPE_SFIXED32] = WIRE_FIXED32, [PROTOBUF_C_TYPE_INT64] = WIRE_VARINT,
        [PROTOBUF_C_TYPE_SINT64] = WIRE_VARINT,    [PROTOBUF_C_TYPE_SFIXED64] = WIRE_FIXED64,
        [PROTOBUF_C_TYPE_UINT32] = WIRE_VARINT,    [PROTOBUF_C_TYPE_FIXED32] = WIRE_FIXED32,
        [PROTOBUF_C_TYPE_UINT64] = WIRE_VARINT,    [PROTOBUF_C_TYPE_FIXED64] = WIRE_FIXED64,
        [PROTOBUF_C_TYPE_FLOAT] = WIRE_FIXED32,    [PROTOBUF_C_TYPE_DOUBLE] = WIRE_FIXED64,
        [PROTOBUF_C_TYPE_BOOL] = WIRE_VARINT,      [PROTOBUF_C_TYPE_ENUM] = WIRE_VARINT,
        [PROTOBUF_C_TYPE_STRING] = WIRE_LENGTH,    [PROTOBUF_C_TYPE_BYTES] = WIRE_LENGTH,
        [PROTOBUF_C_TYPE_MESSAGE] = WIRE_LENGTH,
    };
    return types[type];
}

static status_code count_item(struct walk *walk) {
    if (walk->items++ < LIMIT_OBJECT_ITEMS)
        return STATUS_OK;
    return refuse(walk, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_ITEMS", "more than %d values in one message",
                  LIMIT_OBJECT_ITEMS);
}

/* The value of one number on the wire; only enum numbers have more to them than their size. */
static status_code check_number(struct walk *walk, const ProtobufCFieldDescriptor *field, enum wire_type type,
                                slice *rest) {
    uint64_t value = 0;
    bool is_whole = type == WIRE_VARINT ? wire_read_varint(rest, WIRE_VARINT_BYTES_MAX, &value)
                                        : wire_skip(rest, type == WIRE_FIXED64 ? 8 : 4);
    if (!is_whole)
        return refuse_malformed(walk, "a number is cut off or longer than ten bytes");
    if (field == NULL || field->type != PROTOBUF_C_TYPE_ENUM || !walk->options->refuse_unknown)
        return STATUS_OK;
    int number = (int)(uint32_t)value;
    if (protobuf_c_enum_descriptor_get_value(field->descriptor, number) != NULL)
        return STATUS_OK;
    return refuse(walk, STATUS_INVALID_ARGUMENT, "UNKNOWN_ENUM_VALUE", "%d is not a value of %s", number,
                  ((const ProtobufCEnumDescriptor *)field->descriptor)->name);
}

static status_code check_packed(struct walk *walk, const ProtobufCFieldDescriptor *field, slice block) {
    while (block.size > 0) {
        status_code status = count_item(walk);
        if (status == STATUS_OK)
            status = check_number(walk, field, wire_type_of(field->type), &block);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static status_code check_text(struct walk *walk, slice text) {
    if (text.size > 0 && memchr(text.data, '\0', text.size) != NULL)
        return refuse(walk, STATUS_INVALID_ARGUMENT, "INVALID_TEXT", "text contains a NUL character");
    if (!utf8_is_valid(text))
        return refuse(walk, STATUS_INVALID_ARGUMENT, "INVALID_TEXT", "text is not UTF-8");
    return STATUS_OK;
}

static status_code check_message(struct walk *walk, const ProtobufCMessageDescriptor *descriptor, slice bytes,
                                 size_t depth);

static status_code check_block(struct walk *walk, const ProtobufCFieldDescriptor *field, slice *rest, size_t depth) {
    slice block = {0};
    if (!wire_read_block(rest, &block))
        return refuse_malformed(walk, "a length goes past the end of the message");
    if (field == NULL || field->type == PROTOBUF_C_TYPE_BYTES)
        return STATUS_OK;
    if (field->type == PROTOBUF_C_TYPE_STRING)
        return check_text(walk, block);
    if (field->type == PROTOBUF_C_TYPE_MESSAGE)
        return check_message(walk, field->descriptor, block, depth + 1);
    return check_packed(walk, field, block);
}

/* A singular field, or a `oneof`, may be given once: protobuf-c merges or lets the last win, which hides the first. */
static status_code check_once(struct walk *walk, const struct frame *frame, const ProtobufCFieldDescriptor *field) {
    if (field_is_repeated(field))
        return count_item(walk);
    for (unsigned i = 0; i < frame->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *other = &frame->descriptor->fields[i];
        bool is_rival = (other->flags & field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0 &&
                        other->quantifier_offset == field->quantifier_offset;
        if (frame->seen[i] > 0 && other == field)
            return refuse_malformed(walk, "the field is given twice");
        if (frame->seen[i] > 0 && is_rival)
            return refuse(walk, STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", "cannot stand beside '%s'", other->name);
    }
    return STATUS_OK;
}

static status_code check_value(struct walk *walk, const ProtobufCFieldDescriptor *field, enum wire_type type,
                               slice *rest, size_t depth) {
    bool is_packed = type == WIRE_LENGTH && field != NULL && field_is_repeated(field);
    if (field != NULL && type != wire_type_of(field->type) && !is_packed)
        return refuse_malformed(walk, "the value on the wire is of another type than the field");
    if (type == WIRE_LENGTH)
        return check_block(walk, field, rest, depth);
    return check_number(walk, field, type, rest);
}

static status_code check_known(struct walk *walk, struct frame *frame, const ProtobufCFieldDescriptor *field,
                               enum wire_type type, size_t depth) {
    bool is_repeated = field_is_repeated(field);
    uint32_t *seen = &frame->seen[field - frame->descriptor->fields];
    path_push(&walk->path, field->name, is_repeated ? *seen : PATH_NO_INDEX);
    status_code status = check_once(walk, frame, field);
    ++*seen;
    if (status == STATUS_OK)
        status = check_value(walk, field, type, &frame->rest, depth);
    path_pop(&walk->path);
    return status;
}

static status_code check_unknown(struct walk *walk, struct frame *frame, uint32_t number, enum wire_type type) {
    if (walk->options->refuse_unknown)
        return refuse(walk, STATUS_INVALID_ARGUMENT, "UNKNOWN_FIELD", "%s has no field number %u",
                      frame->descriptor->name, number);
    status_code status = count_item(walk);
    return status == STATUS_OK ? check_value(walk, NULL, type, &frame->rest, 0) : status;
}

static status_code check_field(struct walk *walk, struct frame *frame, size_t depth) {
    uint32_t number = 0;
    enum wire_type type = WIRE_VARINT;
    if (!wire_read_tag(&frame->rest, &number, &type))
        return refuse_malformed(walk, "a field's tag is cut off, out of range or of a group");
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field(frame->descriptor, number);
    if (field == NULL)
        return check_unknown(walk, frame, number, type);
    return check_known(walk, frame, field, type, depth);
}

static status_code check_message(struct walk *walk, const ProtobufCMessageDescriptor *descriptor, slice bytes,
                                 size_t depth) {
    assert(descriptor->n_fields <= FIELDS_MAX);
    if (depth > LIMIT_NESTING)
        return refuse(walk, STATUS_RESOURCE_EXHAUSTED, "MESSAGE_TOO_DEEP", "messages nest deeper than %d",
                      LIMIT_NESTING);
    struct frame frame;
    frame.descriptor = descriptor;
    frame.rest = bytes;
    memset(frame.seen, 0, descriptor->n_fields * sizeof frame.seen[0]);
    while (frame.rest.size > 0) {
        status_code status = check_field(walk, &frame, depth);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

status_code guard_check(const ProtobufCMessageDescriptor *descriptor, slice bytes, const struct guard_options *options,
                        struct problem *problem) {
    struct walk walk = {.options = options, .problem = problem};
    size_t limit = options->limit_bytes == 0 ? LIMIT_MESSAGE_BYTES : options->limit_bytes;
    if (bytes.size > limit)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE",
                           "the message has %zu bytes, the limit is %zu", bytes.size, limit);
    return check_message(&walk, descriptor, bytes, 1);
}
