#include "support/random_message.h"

#include "base/clock.h"
#include "codec/field.h"
#include "codec/message.h"
#include "codec/scalar.h"
#include "codec/shape.h"

#include <string.h>

static const char *const texts[] = {
    "",
    "a",
    "aws/s3",
    "no",
    "true",
    "null",
    "~",
    "1.10",
    "-",
    "- a",
    "-5",
    "--- a",
    "...",
    "? a",
    ": a",
    "a:",
    "a: b",
    "a #b",
    "#a",
    " a",
    "a ",
    "<<",
    "x-a",
    "kind",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a`",
    "'a'",
    "\"a\\",
    "[a, b]",
    "{a: b}",
    "a, b",
    "a|b>c",
    "one\ntwo",
    "one\ntwo\n",
    "one\ntwo\n\n\n",
    "one\n\n  two\n\tthree",
    " one\ntwo",
    "\none",
    "\n",
    "one\n   ",
    "one \n two ",
    "tab\tinside",
    "\ttab first\nb",
    "carriage\rreturn\r\n",
    "\x01\x1b\x7f",
    "caf\xc3\xa9",
    "\xe2\x82\xac\xf0\x9f\x8c\xb1",
    "next\xc2\x85line\xe2\x80\xa8sep",
    ("\xef\xbb\xbf"
     "bom"),
    "\xef\xbf\xbf",
    "2026-01-01",
    "aws.*(lambda|s3): [^#]+ # all",
};

static const char *random_text(struct random *random, struct arena *arena) {
    const char *first = texts[random_below(random, COUNT_OF(texts))];
    if (random_below(random, 4) > 0)
        return first;
    const char *second = texts[random_below(random, COUNT_OF(texts))];
    return arena_printf(arena, "%s%s", first, second);
}

static void set_integer(struct random *random, size_t size, void *slot) {
    uint64_t value = random_next(random) >> random_below(random, 64);
    if (random_below(random, 2) == 0)
        value = ~value;
    memcpy(slot, &value, size);
}

static void set_bytes(struct random *random, struct arena *arena, ProtobufCBinaryData *slot) {
    slot->len = random_below(random, 9);
    slot->data = arena_alloc(arena, slot->len);
    for (size_t i = 0; slot->data != NULL && i < slot->len; i++)
        slot->data[i] = (uint8_t)random_next(random);
}

static ProtobufCMessage *random_time(const ProtobufCMessageDescriptor *descriptor, struct random *random,
                                     struct arena *arena) {
    static const int32_t nanos[] = {0, 1, 999999999, 120000000};
    ProtobufCMessage *time = message_new(descriptor, arena);
    if (time == NULL)
        return NULL;
    int64_t seconds = (int64_t)random_below(random, 315537897600) - 62135596800;
    bool is_midnight = random_below(random, 2) == 0;
    *(int64_t *)field_set(time, &descriptor->fields[0], 1, NULL) = is_midnight ? seconds / 86400 * 86400 : seconds;
    *(int32_t *)field_set(time, &descriptor->fields[1], 1, NULL) =
        is_midnight ? 0 : nanos[random_below(random, COUNT_OF(nanos))];
    return time;
}

static void set_value(const ProtobufCFieldDescriptor *field, struct random *random, size_t depth, struct arena *arena,
                      void *slot) {
    const ProtobufCEnumDescriptor *type = field->descriptor;
    if (scalar_is_integer(field->type))
        set_integer(random, field_value_bytes(field->type), slot);
    else if (field->type == PROTOBUF_C_TYPE_STRING)
        *(const char **)slot = random_text(random, arena);
    else if (field->type == PROTOBUF_C_TYPE_BOOL)
        *(protobuf_c_boolean *)slot = random_below(random, 2) == 1;
    else if (field->type == PROTOBUF_C_TYPE_ENUM)
        *(int *)slot = type->values[random_below(random, type->n_values)].value;
    else if (field->type == PROTOBUF_C_TYPE_BYTES)
        set_bytes(random, arena, slot);
    else if (shape_is_timestamp(field->descriptor))
        *(ProtobufCMessage **)slot = random_time(field->descriptor, random, arena);
    else
        *(ProtobufCMessage **)slot = random_message(field->descriptor, random, depth - 1, arena);
}

static void set_field(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, struct random *random,
                      size_t depth, struct arena *arena) {
    size_t count = field_is_repeated(field) ? random_below(random, 5) : 1;
    uint8_t *slots = field_set(message, field, count, arena);
    for (size_t i = 0; slots != NULL && i < count; i++)
        set_value(field, random, depth, arena, slots + i * field_value_bytes(field->type));
}

static bool needs_depth(const ProtobufCFieldDescriptor *field) {
    return field->type == PROTOBUF_C_TYPE_MESSAGE && !shape_is_timestamp(field->descriptor);
}

ProtobufCMessage *random_message(const ProtobufCMessageDescriptor *descriptor, struct random *random, size_t depth,
                                 struct arena *arena) {
    ProtobufCMessage *message = message_new(descriptor, arena);
    if (message == NULL)
        return NULL;
    if (shape_is_union(descriptor)) {
        const ProtobufCFieldDescriptor *member = &descriptor->fields[random_below(random, descriptor->n_fields)];
        set_field(message, member, random, depth + 1, arena);
        return message;
    }
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
        if (random_below(random, 2) == 0 && (depth > 0 || !needs_depth(field)))
            set_field(message, field, random, depth, arena);
    }
    return message;
}
