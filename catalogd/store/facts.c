#include "store/facts.h"

#include "base/string_map.h"
#include "base/vector.h"
#include "codec/field.h"
#include "codec/message.h"
#include "model/object.h"

#include <string.h>

/* Every field whose value names another object of the catalog. */
static const struct {
    const ProtobufCMessageDescriptor *message;
    const char *field;
} reference_fields[] = {
    {&catalog__v1__mitigation_group__descriptor, "controls"},
    {&catalog__v1__control_mitigation__descriptor, "threat"},
    {&catalog__v1__baseline_entry__descriptor, "control"},
    {&catalog__v1__provision__descriptor, "control"},
    {&catalog__v1__provision__descriptor, "mitigates"},
    {&catalog__v1__responsibility__descriptor, "covers"},
    {&catalog__v1__discharge__descriptor, "controls"},
    {&catalog__v1__assumption__descriptor, "covers"},
    {&catalog__v1__residual__descriptor, "threat"},
    {&catalog__v1__dependency__descriptor, "component"},
    {&catalog__v1__version_override__descriptor, "component"},
    {&catalog__v1__threat_use__descriptor, "threat"},
    {&catalog__v1__mitigation__descriptor, "control"},
    {&catalog__v1__mitigation__descriptor, "mitigates"},
    {&catalog__v1__decision_subject__descriptor, "threat"},
    {&catalog__v1__decision_subject__descriptor, "control"},
    {&catalog__v1__dismissal__descriptor, "threat"},
};

struct collector {
    struct arena *arena;
    struct string_map seen;
    VECTOR(const char *) names;
    bool has_failed;
};

static bool is_reference(const ProtobufCMessageDescriptor *message, const ProtobufCFieldDescriptor *field) {
    for (size_t i = 0; i < COUNT_OF(reference_fields); i++)
        if (reference_fields[i].message == message && strcmp(reference_fields[i].field, field->name) == 0)
            return true;
    return false;
}

/* "#id" is a threat or control written inline; "name#id" one of another object, which is what is referred to. */
static void collect_name(struct collector *collector, const char *value) {
    size_t size = strcspn(value, "#@");
    if (size == 0 || memchr(value, '/', size) == NULL)
        return;
    char *name = arena_strndup(collector->arena, value, size);
    if (name == NULL || string_map_get(&collector->seen, name) != NULL) {
        collector->has_failed |= name == NULL;
        return;
    }
    if (!string_map_put(&collector->seen, name, name) || !vector_push(collector->arena, &collector->names, name))
        collector->has_failed = true;
}

/* No message of the schema reaches itself, so this ends. */
static void collect(struct collector *collector, const ProtobufCMessage *message) {
    const ProtobufCMessageDescriptor *descriptor = message->descriptor;
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
        bool is_name = field->type == PROTOBUF_C_TYPE_STRING && is_reference(descriptor, field);
        if (!is_name && field->type != PROTOBUF_C_TYPE_MESSAGE)
            continue;
        size_t count = field_count(message, field);
        for (size_t j = 0; j < count; j++) {
            const void *value = field_value(message, field, j);
            if (is_name)
                collect_name(collector, field_text(value));
            else
                collect(collector, field_message(value));
        }
    }
}

status_code facts_of(const Catalog__V1__Object *object, struct arena *arena, struct object_facts *ret_facts,
                     struct problem *problem) {
    struct collector collector = {.arena = arena};
    string_map_init(&collector.seen, arena);
    collect(&collector, &object->base);
    if (collector.has_failed)
        return problem_no_memory(problem);
    *ret_facts = (struct object_facts){
        .title = object_title(object), .references = collector.names.items, .reference_count = collector.names.count};
    return STATUS_OK;
}

status_code facts_of_bytes(slice bytes, struct arena *arena, struct object_facts *ret_facts, struct problem *problem) {
    ProtobufCMessage *object = NULL;
    struct problem detail;
    problem_init(&detail, NULL);
    if (message_unpack(&catalog__v1__object__descriptor, bytes, arena, &object, &detail) != STATUS_OK)
        return problem_set(problem, STATUS_DATA_LOSS, "BLOB_DAMAGED", "stored content is damaged: %.400s",
                           detail.message);
    return facts_of((const Catalog__V1__Object *)object, arena, ret_facts, problem);
}
