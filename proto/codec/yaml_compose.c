#include "codec/utf8.h"
#include "codec/yaml_composer.h"

#include <string.h>

/* libyaml reads ahead: where it met bytes that are no text is known as an offset only. */
static yaml_mark_t mark_of_offset(slice text, size_t offset) {
    yaml_mark_t mark = {.index = offset};
    for (size_t i = 0; i < offset && i < text.size; i++) {
        bool is_line_end = text.data[i] == '\n';
        mark.line += is_line_end;
        mark.column = is_line_end ? 0 : mark.column + ((text.data[i] & 0xC0) != 0x80);
    }
    return mark;
}

static bool refuse_bytes(struct composer *composer) {
    yaml_mark_t mark = mark_of_offset(composer->text, composer->parser.problem_offset);
    return yaml_composer_refuse(composer, &mark, "write UTF-8 without control characters", "not UTF-8 text: %s",
                                composer->parser.problem);
}

static bool refuse_syntax(struct composer *composer) {
    const yaml_parser_t *parser = &composer->parser;
    if (parser->error == YAML_MEMORY_ERROR)
        return yaml_composer_run_out(composer);
    if (parser->error == YAML_READER_ERROR)
        return refuse_bytes(composer);
    return yaml_composer_refuse(composer, &parser->problem_mark, "", "not YAML: %s", parser->problem);
}

static bool next_event(struct composer *composer) {
    if (composer->has_event)
        yaml_event_delete(&composer->event);
    composer->has_event = yaml_parser_parse(&composer->parser, &composer->event) != 0;
    if (!composer->has_event)
        return refuse_syntax(composer);
    if (composer->event.end_mark.index - composer->document_start > composer->rules->document_bytes)
        return yaml_composer_refuse(composer, &composer->event.start_mark, "split it",
                                    "the document has more than %zu characters", composer->rules->document_bytes);
    return true;
}

static bool is_forbidden(struct composer *composer, const yaml_char_t *anchor, const yaml_char_t *tag) {
    const yaml_mark_t *mark = &composer->event.start_mark;
    bool is_anchor_refused = anchor != NULL && !composer->rules->has_aliases;
    if (is_anchor_refused)
        yaml_composer_refuse(composer, mark, "write the value where it is used", "anchors are not allowed");
    else if (tag != NULL)
        yaml_composer_refuse(composer, mark, "leave the tag out: the schema knows the type", "tags are not allowed");
    return is_anchor_refused || tag != NULL;
}

static struct tree_node *new_node(struct composer *composer, enum tree_kind kind) {
    const yaml_mark_t *mark = &composer->event.start_mark;
    if (!yaml_composer_spend(composer, 1))
        return NULL;
    struct tree_node *node = ARENA_NEW(composer->arena, struct tree_node);
    if (node == NULL) {
        yaml_composer_run_out(composer);
        return NULL;
    }
    *node = (struct tree_node){
        .kind = kind, .text = "", .line = (uint32_t)mark->line + 1, .column = (uint32_t)mark->column + 1};
    return node;
}

/* libyaml checks the text it reads, not what escapes like "\0" make of it. */
static struct tree_node *compose_scalar(struct composer *composer) {
    const yaml_event_t *event = &composer->event;
    slice value = slice_of(event->data.scalar.value, event->data.scalar.length);
    if (is_forbidden(composer, event->data.scalar.anchor, event->data.scalar.tag))
        return NULL;
    if (memchr(value.data, '\0', value.size + 1) != value.data + value.size || !utf8_is_valid(value)) {
        yaml_composer_refuse(composer, &event->start_mark, "", "text contains a NUL character or is not UTF-8");
        return NULL;
    }
    struct tree_node *node = new_node(composer, TREE_TEXT);
    if (node == NULL)
        return NULL;
    node->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    node->text = arena_strndup(composer->arena, (const char *)value.data, value.size);
    if (node->text == NULL)
        yaml_composer_run_out(composer);
    return node->text == NULL ? NULL : node;
}

static const struct tree_node *compose_node(struct composer *composer, size_t depth);

static bool is_good_key(struct composer *composer, const struct tree_node *key, struct string_map *seen) {
    const yaml_mark_t *mark = &composer->event.start_mark;
    if (key->kind != TREE_TEXT)
        return yaml_composer_refuse(composer, mark, "", "a key must be text");
    if (yaml_is_merge_key(key) && !composer->rules->has_aliases)
        return yaml_composer_refuse(composer, mark, "write the fields out", "merge keys are not allowed");
    if (string_map_get(seen, key->text) != NULL)
        return yaml_composer_refuse(composer, mark, "keep one of the two", "duplicate key '%.60s'", key->text);
    return string_map_put(seen, key->text, seen) || yaml_composer_run_out(composer);
}

static bool compose_entry(struct composer *composer, enum tree_kind kind, struct string_map *seen, entry_list *entries,
                          size_t depth) {
    struct tree_entry entry = {0};
    if (kind == TREE_MAP) {
        entry.key = compose_node(composer, depth);
        if (entry.key == NULL || !is_good_key(composer, entry.key, seen) || !next_event(composer))
            return false;
    }
    entry.value = compose_node(composer, depth);
    if (entry.value == NULL)
        return false;
    return vector_push(composer->arena, entries, entry) || yaml_composer_run_out(composer);
}

/* Reads up to the event END; the current event began the collection. */
static struct tree_node *compose_collection(struct composer *composer, enum tree_kind kind, yaml_event_type_t end,
                                            size_t depth) {
    struct tree_node *node = new_node(composer, kind);
    entry_list entries = {0};
    struct string_map seen;
    if (node == NULL)
        return NULL;
    if (depth > composer->rules->depth) {
        yaml_composer_refuse(composer, &composer->event.start_mark, "", "values nest deeper than %zu",
                             composer->rules->depth);
        return NULL;
    }
    string_map_init(&seen, composer->arena);
    while (next_event(composer) && composer->event.type != end)
        if (!compose_entry(composer, kind, &seen, &entries, depth + 1))
            return NULL;
    if (kind == TREE_MAP && !yaml_merge(composer, &seen, &entries))
        return NULL;
    node->entries = entries.items;
    node->count = entries.count;
    return composer->status == STATUS_OK ? node : NULL;
}

static struct tree_node *compose_value(struct composer *composer, size_t depth) {
    const yaml_event_t *event = &composer->event;
    if (event->type == YAML_SCALAR_EVENT)
        return compose_scalar(composer);
    bool is_map = event->type == YAML_MAPPING_START_EVENT;
    const yaml_char_t *anchor = is_map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    const yaml_char_t *tag = is_map ? event->data.mapping_start.tag : event->data.sequence_start.tag;
    if (is_forbidden(composer, anchor, tag))
        return NULL;
    return compose_collection(composer, is_map ? TREE_MAP : TREE_LIST,
                              is_map ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT, depth);
}

static const yaml_char_t *anchor_of(const yaml_event_t *event) {
    if (event->type == YAML_SCALAR_EVENT)
        return event->data.scalar.anchor;
    return event->type == YAML_MAPPING_START_EVENT ? event->data.mapping_start.anchor
                                                   : event->data.sequence_start.anchor;
}

/* The tree that begins with the current event; afterwards the current event is its last. */
static const struct tree_node *compose_node(struct composer *composer, size_t depth) {
    if (composer->event.type == YAML_ALIAS_EVENT)
        return yaml_alias(composer);
    const yaml_char_t *anchor = anchor_of(&composer->event);
    const char *name = anchor == NULL ? NULL : arena_strdup(composer->arena, (const char *)anchor);
    if (anchor != NULL && name == NULL) {
        yaml_composer_run_out(composer);
        return NULL;
    }
    size_t before = composer->nodes;
    const struct tree_node *node = compose_value(composer, depth);
    if (node != NULL && name != NULL && !yaml_keep_anchor(composer, name, node, composer->nodes - before))
        return NULL;
    return node;
}

static bool add_root(struct composer *composer, const struct tree_node *root) {
    if (composer->roots->count >= LIMIT_UPLOAD_OBJECTS)
        return yaml_composer_refuse(composer, &composer->event.start_mark, "split it", "more than %d objects",
                                    LIMIT_UPLOAD_OBJECTS);
    return vector_push(composer->arena, composer->roots, root) || yaml_composer_run_out(composer);
}

static bool add_roots(struct composer *composer, const struct tree_node *root) {
    bool is_good = true;
    if (root->kind != TREE_LIST || !composer->rules->has_lists)
        return tree_is_blank(root) || add_root(composer, root);
    for (size_t i = 0; i < root->count && is_good; i++)
        is_good = add_root(composer, root->entries[i].value);
    return is_good;
}

static bool compose_document(struct composer *composer) {
    const yaml_event_t *event = &composer->event;
    composer->document_start = event->end_mark.index;
    composer->nodes = 0;
    string_map_init(&composer->anchors, composer->arena);
    if (event->data.document_start.version_directive != NULL ||
        event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end)
        return yaml_composer_refuse(composer, &event->start_mark, "leave it out", "directives are not allowed");
    if (!next_event(composer))
        return false;
    const struct tree_node *root = compose_node(composer, 1);
    return root != NULL && add_roots(composer, root) && next_event(composer);
}

static void compose_stream(struct composer *composer) {
    while (next_event(composer) && composer->event.type != YAML_STREAM_END_EVENT)
        if (composer->event.type == YAML_DOCUMENT_START_EVENT && !compose_document(composer))
            return;
}

static slice without_byte_order_mark(slice text) {
    bool has_mark = text.size >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0;
    return has_mark ? slice_of(text.data + 3, text.size - 3) : text;
}

status_code yaml_compose(slice text, const struct compose_rules *rules, struct arena *arena, tree_list *ret_roots,
                         struct problem *problem) {
    struct composer composer = {
        .text = without_byte_order_mark(text), .rules = rules, .arena = arena, .problem = problem, .roots = ret_roots};
    if (text.size > rules->bytes)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE",
                           "the text has %zu bytes, the limit is %zu", text.size, rules->bytes);
    if (!yaml_parser_initialize(&composer.parser))
        return problem_no_memory(problem);
    yaml_parser_set_encoding(&composer.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&composer.parser, composer.text.data, composer.text.size);
    compose_stream(&composer);
    if (composer.has_event)
        yaml_event_delete(&composer.event);
    yaml_parser_delete(&composer.parser);
    return composer.status;
}
