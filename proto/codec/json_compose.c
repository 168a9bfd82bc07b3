#include "codec/json_compose.h"

#include "base/limits.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Walks the text in step with what jansson made of it: members of an object keep their order there. Since jansson took
 * the text, the scanner needs to know only where tokens begin and end. */
struct composer {
    const uint8_t *at;
    const uint8_t *end;
    uint32_t line;
    uint32_t column; /* in characters */
    const struct compose_rules *rules;
    struct arena *arena;
    struct problem *problem;
    size_t nodes;
    status_code status; /* of the first error */
};

static void step(struct composer *composer) {
    bool is_line_end = *composer->at == '\n';
    bool is_inside_character = (*composer->at & 0xC0) == 0x80;
    composer->at++;
    composer->line += is_line_end;
    composer->column = is_line_end ? 1 : composer->column + !is_inside_character;
}

/* Moves past white space and the separators between tokens. */
static void skip_to_token(struct composer *composer) {
    while (composer->at < composer->end && strchr(" \t\r\n,:", *composer->at) != NULL)
        step(composer);
}

static void skip_string(struct composer *composer) {
    step(composer);
    while (composer->at < composer->end && *composer->at != '"') {
        if (*composer->at == '\\')
            step(composer);
        step(composer);
    }
    step(composer);
}

static slice skip_word(struct composer *composer) {
    const uint8_t *start = composer->at;
    while (composer->at < composer->end && strchr(" \t\r\n,:]}", *composer->at) == NULL)
        step(composer);
    return slice_of(start, (size_t)(composer->at - start));
}

PRINTF_LIKE(2, 3) static struct tree_node *refuse(struct composer *composer, const char *format, ...) {
    char message[128];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct violation place = {.line = composer->line, .column = composer->column};
    composer->status = tree_violation(composer->problem, &place, message);
    return NULL;
}

static void *run_out(struct composer *composer) {
    composer->status = problem_no_memory(composer->problem);
    return NULL;
}

static struct tree_node *new_node(struct composer *composer, enum tree_kind kind) {
    struct tree_node *node = ARENA_NEW(composer->arena, struct tree_node);
    if (node == NULL)
        return run_out(composer);
    *node = (struct tree_node){.kind = kind, .text = "", .line = composer->line, .column = composer->column};
    return node;
}

static struct tree_node *compose_value(struct composer *composer, json_t *value, size_t depth);

static struct tree_node *compose_text(struct composer *composer, const char *text, size_t size) {
    struct tree_node *node = new_node(composer, TREE_TEXT);
    skip_string(composer);
    if (node == NULL)
        return NULL;
    node->text = arena_strndup(composer->arena, text, size);
    return node->text == NULL ? run_out(composer) : node;
}

static struct tree_node *compose_word(struct composer *composer, enum tree_kind kind) {
    struct tree_node *node = new_node(composer, kind);
    slice word = skip_word(composer);
    if (node == NULL)
        return NULL;
    node->text = arena_strndup(composer->arena, (const char *)word.data, word.size);
    return node->text == NULL ? run_out(composer) : node;
}

static struct tree_node *open_collection(struct composer *composer, enum tree_kind kind, size_t count, size_t depth) {
    if (depth > composer->rules->depth)
        return refuse(composer, "values nest deeper than %zu", composer->rules->depth);
    struct tree_node *node = new_node(composer, kind);
    step(composer);
    if (node == NULL)
        return NULL;
    node->entries = ARENA_ARRAY(composer->arena, struct tree_entry, count);
    node->count = count;
    return node->entries == NULL ? run_out(composer) : node;
}

static void close_collection(struct composer *composer) {
    skip_to_token(composer);
    step(composer);
}

static struct tree_node *compose_list(struct composer *composer, const json_t *list, size_t depth) {
    struct tree_node *node = open_collection(composer, TREE_LIST, json_array_size(list), depth);
    for (size_t i = 0; node != NULL && i < node->count; i++) {
        node->entries[i].value = compose_value(composer, json_array_get(list, i), depth + 1);
        if (node->entries[i].value == NULL)
            return NULL;
    }
    close_collection(composer);
    return node;
}

static struct tree_node *compose_map(struct composer *composer, json_t *map, size_t depth) {
    struct tree_node *node = open_collection(composer, TREE_MAP, json_object_size(map), depth);
    void *member = json_object_iter(map);
    for (size_t i = 0; node != NULL && member != NULL; i++, member = json_object_iter_next(map, member)) {
        const char *key = json_object_iter_key(member);
        skip_to_token(composer);
        node->entries[i].key = compose_text(composer, key, strlen(key));
        if (node->entries[i].key != NULL)
            node->entries[i].value = compose_value(composer, json_object_iter_value(member), depth + 1);
        if (node->entries[i].value == NULL)
            return NULL;
    }
    close_collection(composer);
    return node;
}

static struct tree_node *compose_value(struct composer *composer, json_t *value, size_t depth) {
    skip_to_token(composer);
    if (composer->nodes++ >= composer->rules->nodes)
        return refuse(composer, "the text has more than %zu values", composer->rules->nodes);
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return compose_map(composer, value, depth);
    case JSON_ARRAY:
        return compose_list(composer, value, depth);
    case JSON_STRING:
        return compose_text(composer, json_string_value(value), json_string_length(value));
    case JSON_INTEGER:
    case JSON_REAL:
        return compose_word(composer, TREE_NUMBER);
    case JSON_TRUE:
    case JSON_FALSE:
        return compose_word(composer, TREE_BOOL);
    case JSON_NULL:
        return compose_word(composer, TREE_NULL);
    }
    return NULL;
}

static status_code refuse_syntax(const json_error_t *error, const struct json_part *part, struct problem *problem) {
    char message[JSON_ERROR_TEXT_LENGTH + 16];
    bool is_nul = json_error_code(error) == json_error_null_character;
    snprintf(message, sizeof message, "not JSON: %s", is_nul ? "text contains a NUL character" : error->text);
    uint32_t line = error->line > 1 ? (uint32_t)error->line - 1 : 0;
    uint32_t column = error->column > 0 ? (uint32_t)error->column : 0;
    struct violation place = {.line = part->line + line, .column = column + (line == 0 ? part->column - 1 : 0)};
    return tree_violation(problem, &place, message);
}

static status_code compose(const struct json_part *part, size_t flags, const struct compose_rules *rules,
                           struct arena *arena, const struct tree_node **ret_root, struct problem *problem) {
    json_error_t error;
    slice text = part->text;
    if (text.size > rules->bytes)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE",
                           "the text has %zu bytes, the limit is %zu", text.size, rules->bytes);
    const char *bytes = text.size == 0 ? "" : (const char *)text.data;
    json_t *value = json_loadb(bytes, text.size, JSON_REJECT_DUPLICATES | flags, &error);
    if (value == NULL)
        return json_error_code(&error) == json_error_out_of_memory ? problem_no_memory(problem)
                                                                   : refuse_syntax(&error, part, problem);
    struct composer composer = {.at = text.data,
                                .end = text.data + text.size,
                                .line = part->line,
                                .column = part->column,
                                .rules = rules,
                                .arena = arena,
                                .problem = problem};
    *ret_root = compose_value(&composer, value, 1);
    json_decref(value);
    return composer.status;
}

status_code json_compose(slice text, const struct compose_rules *rules, struct arena *arena,
                         const struct tree_node **ret_root, struct problem *problem) {
    const struct json_part whole = {.text = text, .line = 1, .column = 1};
    return compose(&whole, 0, rules, arena, ret_root, problem);
}

status_code json_compose_part(const struct json_part *part, const struct compose_rules *rules, struct arena *arena,
                              const struct tree_node **ret_root, struct problem *problem) {
    return compose(part, JSON_DECODE_ANY, rules, arena, ret_root, problem);
}
