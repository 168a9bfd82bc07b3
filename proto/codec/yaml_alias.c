#include "codec/yaml_composer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool yaml_composer_refuse(struct composer *composer, const yaml_mark_t *mark, const char *remedy, const char *format,
                          ...) {
    char message[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct violation place = {.object_index = (uint32_t)composer->roots->count,
                              .remedy = remedy,
                              .line = (uint32_t)mark->line + 1,
                              .column = (uint32_t)mark->column + 1};
    composer->status = tree_violation(composer->problem, &place, message);
    return false;
}

bool yaml_composer_run_out(struct composer *composer) {
    composer->status = problem_no_memory(composer->problem);
    return false;
}

bool yaml_composer_spend(struct composer *composer, size_t count) {
    if (count > composer->rules->nodes || composer->nodes > composer->rules->nodes - count)
        return yaml_composer_refuse(composer, &composer->event.start_mark, "split it",
                                    "the document has more than %zu values", composer->rules->nodes);
    composer->nodes += count;
    return true;
}

bool yaml_is_merge_key(const struct tree_node *key) {
    return key->is_plain && strcmp(key->text, "<<") == 0;
}

/* Adds what MERGED says and the map itself does not. */
static bool merge_map(struct composer *composer, const struct tree_node *merged, struct string_map *seen,
                      entry_list *entries) {
    if (merged->kind != TREE_MAP)
        return yaml_composer_refuse(composer, &composer->event.start_mark, "merge a mapping, or a list of them",
                                    "only a mapping can be merged");
    for (size_t i = 0; i < merged->count; i++) {
        if (string_map_get(seen, merged->entries[i].key->text) != NULL)
            continue;
        if (!string_map_put(seen, merged->entries[i].key->text, seen) ||
            !vector_push(composer->arena, entries, merged->entries[i]))
            return yaml_composer_run_out(composer);
    }
    return true;
}

bool yaml_merge(struct composer *composer, struct string_map *seen, entry_list *entries) {
    size_t at = 0;
    while (at < entries->count && !yaml_is_merge_key(entries->items[at].key))
        at++;
    if (at == entries->count)
        return true;
    const struct tree_node *merged = entries->items[at].value;
    entries->count--;
    memmove(&entries->items[at], &entries->items[at + 1], (entries->count - at) * sizeof *entries->items);
    if (merged->kind != TREE_LIST)
        return merge_map(composer, merged, seen, entries);
    bool is_good = true;
    for (size_t i = 0; i < merged->count && is_good; i++)
        is_good = merge_map(composer, merged->entries[i].value, seen, entries);
    return is_good;
}

const struct tree_node *yaml_alias(struct composer *composer) {
    const yaml_event_t *event = &composer->event;
    const char *name = (const char *)event->data.alias.anchor;
    if (!composer->rules->has_aliases) {
        yaml_composer_refuse(composer, &event->start_mark, "write the value out", "aliases are not allowed");
        return NULL;
    }
    const struct anchored *anchored = string_map_get(&composer->anchors, name);
    if (anchored == NULL) {
        yaml_composer_refuse(composer, &event->start_mark, "", "no whole value before it has the anchor '%.60s'", name);
        return NULL;
    }
    return yaml_composer_spend(composer, anchored->weight) ? anchored->node : NULL;
}

bool yaml_keep_anchor(struct composer *composer, const char *name, const struct tree_node *node, size_t weight) {
    struct anchored *anchored = ARENA_NEW(composer->arena, struct anchored);
    if (anchored == NULL)
        return yaml_composer_run_out(composer);
    *anchored = (struct anchored){.node = node, .weight = weight};
    return string_map_put(&composer->anchors, name, anchored) || yaml_composer_run_out(composer);
}
