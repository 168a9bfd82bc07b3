#include "model/validate_rules.h"

#include "codec/field.h"
#include "codec/shape.h"

/* What a required field of each type wants to hear. */
static const char *remedy_of(struct validation *validation, const ProtobufCFieldDescriptor *field) {
    char words[256];
    size_t used = 0;
    if (field->type != PROTOBUF_C_TYPE_ENUM)
        return "give it";
    const ProtobufCEnumDescriptor *type = field->descriptor;
    words[0] = '\0';
    for (unsigned i = 0; i < type->n_values; i++) {
        char name[SHAPE_NAME_BYTES];
        shape_enum_name(type, &type->values[i], name);
        size_t size = strlen(name) + 2;
        if (type->values[i].value == 0 || used + size >= sizeof words)
            continue;
        memcpy(words + used, used == 0 ? "" : ", ", used == 0 ? 0 : 2);
        memcpy(words + used + (used == 0 ? 0 : 2), name, strlen(name) + 1);
        used = strlen(words);
    }
    return validation_text(validation, arena_printf(validation->arena, "one of: %s", words));
}

static void check_values(struct validation *validation, const ProtobufCMessage *message,
                         const ProtobufCFieldDescriptor *field, value_check check) {
    size_t count = field_count(message, field);
    for (size_t i = 0; i < count && validation_goes_on(validation); i++) {
        const void *value = field_value(message, field, i);
        path_push(&validation->path, field->name, field_is_repeated(field) ? i : PATH_NO_INDEX);
        if (check != NULL)
            check(validation, value);
        if (field->type == PROTOBUF_C_TYPE_MESSAGE)
            validate_fields(validation, field_message(value));
        path_pop(&validation->path);
    }
}

void validate_fields(struct validation *validation, const ProtobufCMessage *message) {
    const struct field_rule *const *rules = validate_rules_of(message->descriptor);
    for (unsigned i = 0; i < message->descriptor->n_fields && validation_goes_on(validation); i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        const struct field_rule *rule = rules == NULL ? NULL : rules[i];
        bool is_missing = rule != NULL && rule->is_required && !validation->options->is_draft;
        if (is_missing && field_count(message, field) == 0)
            validation_report(validation, field->name, remedy_of(validation, field), "%s is missing", field->name);
        bool is_leaf = field->type != PROTOBUF_C_TYPE_MESSAGE;
        if (rule != NULL || !is_leaf)
            check_values(validation, message, field, rule == NULL ? NULL : rule->check);
    }
}
