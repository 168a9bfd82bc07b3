#include "convert/carry.h"

#include "base/digest.h"
#include "base/limits.h"
#include "codec/bind.h"
#include "codec/canonical.h"
#include "codec/field.h"
#include "codec/message.h"
#include "codec/yaml.h"
#include "codec/yaml_compose.h"

/* What yaml_write writes: texts that the schema gives a type. */
static const struct bind_format carried_format = {.has_short_forms = true};

static size_t count_of(const char *const *texts) {
    size_t count = 0;
    while (texts[count] != NULL)
        count++;
    return count;
}

/* Native YAML of what is left of MESSAGE; "" where nothing is. NULL: no room. */
static const char *text_of(struct tree_maker *maker, const ProtobufCMessage *message, const char *const *skipped) {
    struct buffer text;
    const char *result = NULL;
    const ProtobufCMessage *rest = canonical_without(message, skipped, count_of(skipped), maker->arena);
    buffer_init(&text, 0);
    bool is_written = rest != NULL && yaml_write(rest, &text, NULL) == STATUS_OK && !text.has_failed;
    if (is_written)
        result = arena_strndup(maker->arena, (const char *)text.data, text.size);
    buffer_done(&text);
    return result != NULL && strcmp(result, "{}\n") == 0 ? "" : result;
}

static const struct tree_node *fail(struct tree_maker *maker) {
    maker->has_failed = true;
    return &maker->nothing;
}

const struct tree_node *carry_map(struct tree_maker *maker, const ProtobufCMessage *message,
                                  const char *const *skipped) {
    const char *text = text_of(maker, message, skipped);
    tree_list roots = {0};
    if (text == NULL || yaml_compose(slice_text(text), &compose_foreign, maker->arena, &roots, NULL) != STATUS_OK)
        return fail(maker);
    return roots.count == 0 ? make_map(maker) : roots.items[0];
}

const struct tree_node *carry_lines(struct tree_maker *maker, const ProtobufCMessage *message,
                                    const char *const *skipped) {
    const char *text = text_of(maker, message, skipped);
    struct tree_node *lines = make_list(maker);
    if (text == NULL)
        return fail(maker);
    while (*text != '\0') {
        size_t size = strcspn(text, "\n");
        const char *line = arena_strndup(maker->arena, text, size);
        if (line == NULL)
            return fail(maker);
        make_add(maker, lines, make_text(maker, line));
        text += size + 1;
    }
    return lines;
}

/* ---- Marks ---- */

#define MARK_DIGITS 16

/* Texts with their sizes before them, so that no two trees read alike. */
static void append_texts(struct buffer *out, const struct tree_node *node, unsigned depth) {
    buffer_printf(out, "%zu:%s%zu;", strlen(node->text), node->text, node->count);
    for (size_t i = 0; i < node->count && depth > 0; i++) {
        if (node->entries[i].key != NULL)
            append_texts(out, node->entries[i].key, 0);
        append_texts(out, node->entries[i].value, depth - 1);
    }
}

const char *carry_mark(struct arena *arena, const struct tree_node *node) {
    char hex[DIGEST_TEXT_BYTES];
    struct buffer texts;
    buffer_init(&texts, 0);
    if (node != NULL)
        append_texts(&texts, node, LIMIT_FOREIGN_DEPTH);
    struct digest digest = digest_of(&(slice){texts.data, texts.size}, 1);
    bool has_failed = texts.has_failed;
    buffer_done(&texts);
    digest_text(&digest, hex);
    return has_failed ? NULL : arena_strndup(arena, hex + strlen("sha256:"), MARK_DIGITS);
}

/* ---- Reading back ---- */

static void warn(struct import *import, const char *file, const struct tree_node *node, const struct problem *problem) {
    const char *why = problem->violation_count > 0 ? problem->violations[0].message : problem->message;
    report_add(import->report, NOTE_WARNING, file, node,
               "what the file carries of the catalog cannot be read and is left out: %.200s", why);
}

/* The tree that a list of lines spells. NULL: no room, or PROBLEM says why. */
static const struct tree_node *compose(struct import *import, const struct tree_node *lines, struct problem *problem) {
    static const struct tree_node empty = {.kind = TREE_MAP, .text = ""};
    tree_list roots = {0};
    const char **parts = ARENA_ARRAY(import->arena, const char *, 2 * lines->count + 1);
    for (size_t i = 0; parts != NULL && i < lines->count; i++) {
        parts[2 * i] = lines->entries[i].value->text;
        parts[2 * i + 1] = "\n";
    }
    char *text = parts == NULL ? NULL : arena_join(import->arena, parts, 2 * lines->count);
    if (text == NULL) {
        problem_no_memory(problem);
        return NULL;
    }
    if (yaml_compose(slice_text(text), &compose_native_yaml, import->arena, &roots, problem) != STATUS_OK)
        return NULL;
    if (roots.count <= 1)
        return roots.count == 0 ? &empty : roots.items[0];
    problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_ENTRY", "it is no one mapping");
    return NULL;
}

/* Gives the skipped fields of MESSAGE their values in a new one: empty, and never NULL where there is text. */
static bool clear_skipped(ProtobufCMessage *message, const char *const *skipped, struct arena *arena) {
    const ProtobufCMessage *fresh = message_new(message->descriptor, arena);
    for (size_t i = 0; fresh != NULL && skipped[i] != NULL; i++) {
        const ProtobufCFieldDescriptor *field =
            protobuf_c_message_descriptor_get_field_by_name(message->descriptor, skipped[i]);
        size_t size = field_is_repeated(field) ? sizeof(void *) : field_value_bytes(field->type);
        memcpy((char *)message + field->offset, (const char *)fresh + field->offset, size);
        if (field_is_repeated(field))
            memset((char *)message + field->quantifier_offset, 0, sizeof(size_t));
    }
    return fresh != NULL;
}

/* Gives the lists of MESSAGE, which are as long as they were read, the room that draft_add counts on: every power of
 * two. No message reaches itself: the schema bounds the depth. */
static bool make_room(ProtobufCMessage *message, struct arena *arena) {
    bool has_room = true;
    for (unsigned i = 0; i < message->descriptor->n_fields && has_room; i++) {
        const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
        size_t count = field_count(message, field);
        size_t size = field_value_bytes(field->type);
        size_t room = 1;
        for (size_t j = 0; field->type == PROTOBUF_C_TYPE_MESSAGE && j < count && has_room; j++)
            has_room = make_room((ProtobufCMessage *)(uintptr_t)field_message(field_value(message, field, j)), arena);
        while (room < count)
            room *= 2;
        if (!field_is_repeated(field) || room == count || count == 0)
            continue;
        void **values = (void **)(void *)((char *)message + field->offset);
        void *larger = arena_calloc(arena, room, size);
        has_room = has_room && larger != NULL;
        if (larger != NULL)
            *values = memcpy(larger, *values, count * size);
    }
    return has_room;
}

/* NULL: PROBLEM says why. */
static ProtobufCMessage *bind(struct import *import, const struct carried *carried, struct problem *problem) {
    const struct tree_node *root = carried->node;
    ProtobufCMessage *message = NULL;
    if (root->kind == TREE_LIST)
        root = compose(import, root, problem);
    if (root == NULL)
        return NULL;
    const struct bind_request request = {.format = &carried_format, .descriptor = carried->descriptor, .root = root};
    if (bind_message(&request, import->arena, &message, problem) != STATUS_OK)
        return NULL;
    if (clear_skipped(message, carried->skipped, import->arena) && make_room(message, import->arena))
        return message;
    problem_no_memory(problem);
    return NULL;
}

bool carry_read(struct import *import, const struct carried *carried, ProtobufCMessage **ret_message) {
    struct problem problem;
    *ret_message = NULL;
    if (carried->node == NULL)
        return true;
    problem_init(&problem, import->arena);
    *ret_message = bind(import, carried, &problem);
    if (*ret_message != NULL)
        return true;
    if (problem.code == STATUS_RESOURCE_EXHAUSTED) {
        import_no_memory(import);
        return false;
    }
    warn(import, carried->file, carried->node, &problem);
    return true;
}
