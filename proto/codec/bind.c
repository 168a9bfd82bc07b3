#include "codec/bind.h"

#include "codec/binder.h"
#include "codec/field.h"
#include "codec/message.h"
#include "codec/nearest.h"
#include "codec/shape.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define REMEDY_BYTES 320

static ProtobufCMessage *bind_map(struct binder *binder, const ProtobufCMessageDescriptor *descriptor,
                                  const struct tree_node *node);

static void bind_value(struct binder *binder, const ProtobufCFieldDescriptor *field, const struct tree_node *node,
                       void *slot) {
    if (binder_is_scalar(field))
        binder_scalar(binder, field, node, slot);
    else
        *(ProtobufCMessage **)slot = bind_map(binder, field->descriptor, node);
}

/* Room for COUNT values of FIELD, or NULL and the binder out of memory. */
static uint8_t *make_room(struct binder *binder, ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                          size_t count) {
    uint8_t *slots = field_set(message, field, count, binder->arena);
    if (slots == NULL)
        binder->is_out_of_memory = true;
    return slots;
}

/* One setting from an entry of a mapping: its key is the name. */
static ProtobufCMessage *bind_setting(struct binder *binder, const ProtobufCMessageDescriptor *descriptor,
                                      const struct tree_entry *entry) {
    ProtobufCMessage *setting = message_new(descriptor, binder->arena);
    if (setting == NULL) {
        binder->is_out_of_memory = true;
        return NULL;
    }
    binder_scalar(binder, &descriptor->fields[0], entry->key, field_set(setting, &descriptor->fields[0], 1, NULL));
    binder_scalar(binder, &descriptor->fields[1], entry->value, field_set(setting, &descriptor->fields[1], 1, NULL));
    return setting;
}

static void bind_element(struct binder *binder, const ProtobufCFieldDescriptor *field, const struct tree_entry *entry,
                         void *slot) {
    if (entry->key != NULL)
        *(ProtobufCMessage **)slot = bind_setting(binder, field->descriptor, entry);
    else
        bind_value(binder, field, entry->value, slot);
}

static void bind_elements(struct binder *binder, ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                          const struct tree_node *node) {
    size_t size = field_value_bytes(field->type);
    uint8_t *slots = make_room(binder, message, field, node->count);
    for (size_t i = 0; slots != NULL && i < node->count && !binder->is_out_of_memory; i++) {
        path_push(&binder->path, field->name, i);
        bind_element(binder, field, &node->entries[i], slots + i * size);
        path_pop(&binder->path);
    }
}

/* Whether NODE stands for a whole list in a short form of its own. */
static bool is_settings_map(const struct binder *binder, const ProtobufCFieldDescriptor *field,
                            const struct tree_node *node) {
    return binder->request->format->has_short_forms && node->kind == TREE_MAP &&
           field->type == PROTOBUF_C_TYPE_MESSAGE && shape_is_setting(field->descriptor);
}

static bool is_lone_scalar(const struct binder *binder, const ProtobufCFieldDescriptor *field,
                           const struct tree_node *node) {
    return binder->request->format->has_short_forms && node->kind == TREE_TEXT && binder_is_scalar(field);
}

static void bind_repeated(struct binder *binder, ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                          const struct tree_node *node) {
    struct tree_entry lone = {.value = node};
    struct tree_node list_of_one = {.kind = TREE_LIST, .entries = &lone, .count = 1};
    if (tree_is_blank(node))
        return;
    if (node->kind == TREE_LIST || is_settings_map(binder, field, node)) {
        bind_elements(binder, message, field, node);
    } else if (is_lone_scalar(binder, field, node)) {
        bind_elements(binder, message, field, &list_of_one);
    } else {
        path_push(&binder->path, field->name, PATH_NO_INDEX);
        binder_complain(binder, node, "", "expected a list");
        path_pop(&binder->path);
    }
}

static void bind_singular(struct binder *binder, ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                          const struct tree_node *node) {
    path_push(&binder->path, field->name, PATH_NO_INDEX);
    bind_value(binder, field, node, make_room(binder, message, field, 1));
    path_pop(&binder->path);
}

static const ProtobufCFieldDescriptor *find_field(const struct binder *binder,
                                                  const ProtobufCMessageDescriptor *descriptor, const char *key) {
    char camel[SHAPE_NAME_BYTES];
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        shape_camel_name(descriptor->fields[i].name, camel);
        if (strcmp(descriptor->fields[i].name, key) == 0 ||
            (binder->request->format->has_camel_names && strcmp(camel, key) == 0))
            return &descriptor->fields[i];
    }
    return NULL;
}

/* Those of a message that has so few that they all fit; TEXT stays empty for others. */
static void list_fields(const struct binder *binder, const ProtobufCMessageDescriptor *descriptor, char *text,
                        size_t size) {
    size_t length = (size_t)snprintf(text, size, "one of:");
    for (unsigned i = 0; i < descriptor->n_fields && length < size; i++) {
        char camel[SHAPE_NAME_BYTES];
        shape_camel_name(descriptor->fields[i].name, camel);
        length += (size_t)snprintf(text + length, size - length, "%s %s", i > 0 ? "," : "",
                                   binder->request->format->has_camel_names ? camel : descriptor->fields[i].name);
    }
    if (descriptor->n_fields == 0 || length >= size)
        text[0] = '\0';
}

static void complain_unknown(struct binder *binder, const ProtobufCMessageDescriptor *descriptor,
                             const struct tree_node *key) {
    struct nearest nearest = {.word = key->text};
    char remedy[REMEDY_BYTES] = "";
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        char camel[SHAPE_NAME_BYTES];
        shape_camel_name(descriptor->fields[i].name, camel);
        nearest_offer(&nearest, binder->request->format->has_camel_names ? camel : descriptor->fields[i].name);
    }
    if (nearest.best[0] != '\0')
        snprintf(remedy, sizeof remedy, "did you mean '%s'?", nearest.best);
    else
        list_fields(binder, descriptor, remedy, sizeof remedy);
    binder_complain(binder, key, remedy, "unknown field '%.60s'", key->text);
}

/* A field once, and one member of a `oneof`. SEEN is by field. */
static bool is_first(struct binder *binder, const ProtobufCMessageDescriptor *descriptor,
                     const ProtobufCFieldDescriptor *field, const struct tree_node *key, bool *seen) {
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *other = &descriptor->fields[i];
        bool is_rival = field_is_in_oneof(field) && field_is_in_oneof(other) &&
                        field->quantifier_offset == other->quantifier_offset;
        if (seen[i] && (other == field || is_rival)) {
            binder_complain(binder, key, "keep one of the two", "'%s' cannot stand beside '%s'", field->name,
                            other->name);
            return false;
        }
    }
    seen[field - descriptor->fields] = true;
    return true;
}

static void bind_entry(struct binder *binder, ProtobufCMessage *message, const struct tree_entry *entry, bool *seen) {
    const ProtobufCMessageDescriptor *descriptor = message->descriptor;
    const ProtobufCFieldDescriptor *field = find_field(binder, descriptor, entry->key->text);
    if (field == NULL) {
        complain_unknown(binder, descriptor, entry->key);
        return;
    }
    if (!is_first(binder, descriptor, field, entry->key, seen) || entry->value->kind == TREE_NULL)
        return;
    if (field_is_repeated(field))
        bind_repeated(binder, message, field, entry->value);
    else
        bind_singular(binder, message, field, entry->value);
}

static bool is_skipped(const struct binder *binder, const char *key, const char *skipped_key) {
    bool is_extension = binder->request->format->has_extension_keys && strncmp(key, "x-", 2) == 0;
    return is_extension || (skipped_key != NULL && strcmp(key, skipped_key) == 0);
}

/* The message whose fields are the entries of NODE, but for SKIPPED_KEY (NULL: none). */
static ProtobufCMessage *bind_entries(struct binder *binder, const ProtobufCMessageDescriptor *descriptor,
                                      const struct tree_node *node, const char *skipped_key) {
    bool seen[FIELDS_MAX] = {false};
    assert(descriptor->n_fields <= FIELDS_MAX);
    ProtobufCMessage *message = message_new(descriptor, binder->arena);
    if (message == NULL)
        binder->is_out_of_memory = true;
    for (size_t i = 0; i < node->count && !binder->is_out_of_memory; i++)
        if (!is_skipped(binder, node->entries[i].key->text, skipped_key))
            bind_entry(binder, message, &node->entries[i], seen);
    return message;
}

static void complain_kind(struct binder *binder, const ProtobufCMessageDescriptor *descriptor,
                          const struct tree_node *node, const char *word) {
    struct nearest nearest = {.word = word};
    char remedy[320] = "one of:";
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        size_t length = strlen(remedy);
        nearest_offer(&nearest, descriptor->fields[i].name);
        if (length + strlen(descriptor->fields[i].name) + 3 < sizeof remedy)
            snprintf(remedy + length, sizeof remedy - length, "%s %s", i > 0 ? "," : "", descriptor->fields[i].name);
    }
    if (word[0] == '\0')
        binder_complain(binder, node, remedy, "'" SHAPE_UNION_KEY "' is missing");
    else if (nearest.best[0] == '\0')
        binder_complain(binder, node, remedy, "unknown " SHAPE_UNION_KEY " '%.40s'", word);
    else
        binder_complain(binder, node, remedy, "unknown " SHAPE_UNION_KEY " '%.40s': did you mean '%s'?", word,
                        nearest.best);
}

/* A union written flat. The path of the outermost one starts in its member. */
static ProtobufCMessage *bind_union(struct binder *binder, const ProtobufCMessageDescriptor *descriptor,
                                    const struct tree_node *node) {
    const struct tree_node *kind = tree_get(node, SHAPE_UNION_KEY);
    const char *word = kind != NULL ? kind->text : "";
    const ProtobufCFieldDescriptor *member = protobuf_c_message_descriptor_get_field_by_name(descriptor, word);
    if (member == NULL) {
        complain_kind(binder, descriptor, kind != NULL ? kind : node, word);
        return NULL;
    }
    ProtobufCMessage *message = message_new(descriptor, binder->arena);
    if (message == NULL) {
        binder->is_out_of_memory = true;
        return NULL;
    }
    bool is_outermost = binder->path.depth == 0;
    if (!is_outermost)
        path_push(&binder->path, member->name, PATH_NO_INDEX);
    *(ProtobufCMessage **)field_set(message, member, 1, NULL) =
        bind_entries(binder, member->descriptor, node, SHAPE_UNION_KEY);
    if (!is_outermost)
        path_pop(&binder->path);
    return message;
}

static ProtobufCMessage *bind_map(struct binder *binder, const ProtobufCMessageDescriptor *descriptor,
                                  const struct tree_node *node) {
    if (node->kind != TREE_MAP) {
        binder_complain(binder, node, "", "expected a mapping of the fields of %s", descriptor->short_name);
        return NULL;
    }
    if (binder->request->format->has_short_forms && shape_is_union(descriptor))
        return bind_union(binder, descriptor, node);
    return bind_entries(binder, descriptor, node, NULL);
}

/* For violations: what the text itself calls the message, under its member where it is a union. */
static const char *name_of(const struct tree_node *root) {
    const struct tree_node *name = tree_get(root, "name");
    if (name == NULL && root->kind == TREE_MAP && root->count == 1)
        name = tree_get(root->entries[0].value, "name");
    return name != NULL ? name->text : "";
}

status_code bind_message(const struct bind_request *request, struct arena *arena, ProtobufCMessage **ret_message,
                         struct problem *problem) {
    struct binder binder = {.request = request, .arena = arena, .problem = problem, .object = name_of(request->root)};
    ProtobufCMessage *message = bind_map(&binder, request->descriptor, request->root);
    if (binder.is_out_of_memory)
        return problem_no_memory(problem);
    if (binder.has_failed)
        return STATUS_INVALID_ARGUMENT;
    *ret_message = message;
    return STATUS_OK;
}
