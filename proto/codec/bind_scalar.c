#include "codec/binder.h"

#include "codec/message.h"
#include "codec/nearest.h"
#include "codec/scalar.h"
#include "codec/shape.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void binder_complain(struct binder *binder, const struct tree_node *node, const char *remedy, const char *format, ...) {
    char message[256];
    char field[PATH_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    path_text(&binder->path, field);
    struct violation place = {.object_index = binder->request->object_index,
                              .object = binder->object,
                              .field = field,
                              .remedy = remedy,
                              .line = node->line,
                              .column = node->column};
    binder->has_failed = true;
    tree_violation(binder->problem, &place, message);
}

static const char *describe(const struct tree_node *node) {
    static const char *const names[] = {[TREE_TEXT] = "text", [TREE_NUMBER] = "a number", [TREE_BOOL] = "a boolean",
                                        [TREE_NULL] = "null", [TREE_LIST] = "a list",     [TREE_MAP] = "a mapping"};
    return tree_is_blank(node) ? "nothing" : names[node->kind];
}

/* WANTED_KIND is what a format with typed scalars wants; any other format has only text. */
static bool has_kind(struct binder *binder, const struct tree_node *node, enum tree_kind wanted_kind,
                     const char *wanted) {
    enum tree_kind kind = binder->request->format->has_typed_scalars ? wanted_kind : TREE_TEXT;
    if (node->kind == kind)
        return true;
    binder_complain(binder, node, "", "expected %s, found %s", wanted, describe(node));
    return false;
}

static void bind_text(struct binder *binder, const ProtobufCFieldDescriptor *field, const struct tree_node *node,
                      void *slot) {
    (void)field;
    if (has_kind(binder, node, TREE_TEXT, "text"))
        *(const char **)slot = node->text;
}

static void bind_bool(struct binder *binder, const ProtobufCFieldDescriptor *field, const struct tree_node *node,
                      void *slot) {
    (void)field;
    if (!has_kind(binder, node, TREE_BOOL, "true or false"))
        return;
    bool is_true = strcmp(node->text, "true") == 0;
    if (!is_true && strcmp(node->text, "false") != 0)
        binder_complain(binder, node, "write true or false", "'%.40s' is not a boolean", node->text);
    *(protobuf_c_boolean *)slot = is_true;
}

static void bind_integer(struct binder *binder, const ProtobufCFieldDescriptor *field, const struct tree_node *node,
                         void *slot) {
    const char *range = "";
    char remedy[96];
    enum tree_kind kind = node->kind == TREE_TEXT ? TREE_TEXT : TREE_NUMBER;
    if (!has_kind(binder, node, kind, "an integer") || scalar_read_integer(field->type, node->text, slot, &range))
        return;
    snprintf(remedy, sizeof remedy, "write a decimal integer from %.64s", range);
    binder_complain(binder, node, remedy, "'%.40s' is not an integer of this field", node->text);
}

static void bind_bytes(struct binder *binder, const ProtobufCFieldDescriptor *field, const struct tree_node *node,
                       void *slot) {
    (void)field;
    ProtobufCBinaryData *bytes = slot;
    if (!has_kind(binder, node, TREE_TEXT, "base64 text") || scalar_read_base64(node->text, binder->arena, bytes))
        return;
    if (bytes->data == NULL)
        binder->is_out_of_memory = true;
    else
        binder_complain(binder, node, "write base64 with padding", "'%.40s' is not base64", node->text);
}

static void bind_time(struct binder *binder, const ProtobufCFieldDescriptor *field, const struct tree_node *node,
                      void *slot) {
    if (!has_kind(binder, node, TREE_TEXT, "a time"))
        return;
    ProtobufCMessage *time = message_new(field->descriptor, binder->arena);
    *(ProtobufCMessage **)slot = time;
    if (time == NULL)
        binder->is_out_of_memory = true;
    else if (!scalar_read_time(node->text, time))
        binder_complain(binder, node, "write 2026-01-31 or 2026-01-31T12:00:00Z", "'%.40s' is not a time", node->text);
}

/* Lists the allowed names, as many as fit, the nearest one first. */
static void list_enum(const ProtobufCEnumDescriptor *type, bool has_full_names, const char *word, char *text,
                      size_t size) {
    struct nearest nearest = {.word = word};
    char name[SHAPE_NAME_BYTES];
    size_t length = 0;
    for (unsigned i = 0; i < type->n_values; i++) {
        shape_enum_name(type, &type->values[i], name);
        nearest_offer(&nearest, has_full_names ? type->values[i].name : name);
    }
    if (nearest.best[0] != '\0')
        length = (size_t)snprintf(text, size, "did you mean '%s'? ", nearest.best);
    length += (size_t)snprintf(text + length, size - length, "one of:");
    for (unsigned i = 0; i < type->n_values; i++) {
        shape_enum_name(type, &type->values[i], name);
        const char *shown = has_full_names ? type->values[i].name : name;
        if (type->values[i].value != 0 && length + strlen(shown) + 3 < size)
            length += (size_t)snprintf(text + length, size - length, "%s %s",
                                       length > 0 && text[length - 1] != ':' ? "," : "", shown);
    }
}

static const ProtobufCEnumValue *find_enum(struct binder *binder, const ProtobufCEnumDescriptor *type,
                                           const struct tree_node *node) {
    int32_t number = 0;
    const char *range = "";
    if (!binder->request->format->has_full_enums)
        return shape_enum_find(type, node->text);
    if (node->kind == TREE_TEXT)
        return protobuf_c_enum_descriptor_get_value_by_name(type, node->text);
    if (!scalar_read_integer(PROTOBUF_C_TYPE_INT32, node->text, &number, &range))
        return NULL;
    return protobuf_c_enum_descriptor_get_value(type, number);
}

static void bind_enum(struct binder *binder, const ProtobufCFieldDescriptor *field, const struct tree_node *node,
                      void *slot) {
    enum tree_kind kind = node->kind == TREE_NUMBER ? TREE_NUMBER : TREE_TEXT;
    if (!has_kind(binder, node, kind, "the name of a value"))
        return;
    const ProtobufCEnumValue *value = find_enum(binder, field->descriptor, node);
    if (value != NULL) {
        *(int *)slot = value->value;
        return;
    }
    char remedy[320];
    list_enum(field->descriptor, binder->request->format->has_full_enums, node->text, remedy, sizeof remedy);
    binder_complain(binder, node, remedy, "'%.40s' is not a value of this field", node->text);
}

bool binder_is_scalar(const ProtobufCFieldDescriptor *field) {
    return field->type != PROTOBUF_C_TYPE_MESSAGE || shape_is_timestamp(field->descriptor);
}

void binder_scalar(struct binder *binder, const ProtobufCFieldDescriptor *field, const struct tree_node *node,
                   void *slot) {
    static void (*const binders[])(struct binder *, const ProtobufCFieldDescriptor *, const struct tree_node *,
                                   void *) = {
        [PROTOBUF_C_TYPE_STRING] = bind_text, [PROTOBUF_C_TYPE_BYTES] = bind_bytes,  [PROTOBUF_C_TYPE_BOOL] = bind_bool,
        [PROTOBUF_C_TYPE_ENUM] = bind_enum,   [PROTOBUF_C_TYPE_MESSAGE] = bind_time,
    };
    if (scalar_is_integer(field->type))
        bind_integer(binder, field, node, slot);
    else if ((size_t)field->type < COUNT_OF(binders) && binders[field->type] != NULL)
        binders[field->type](binder, field, node, slot);
    else
        binder_complain(binder, node, "", "the schema has no text form for this field");
}
