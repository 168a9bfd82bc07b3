#include "convert/tool.h"

#include "convert/normalise.h"

#include <string.h>

status_code tool_each(const struct tool_place *list, const char *key, tool_read *read, void *context) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < list->node->count && code == STATUS_OK; i++) {
        const struct tree_node *node = list->node->entries[i].value;
        code = node->kind == TREE_MAP
                   ? read(context, node)
                   : import_refuse(list->import, list->file, node, "an entry of %s is no mapping", key);
    }
    return code;
}

const char *tool_paragraphs(struct import *import, const char *first, const char *second) {
    if (first[0] == '\0' || second[0] == '\0')
        return first[0] == '\0' ? second : first;
    const char *text = ARENA_JOIN(import->arena, first, "\n\n", second);
    if (text == NULL)
        import_no_memory(import);
    return text;
}

bool tool_tag(struct import *import, size_t *count, char ***tags, const char *text) {
    for (size_t i = 0; i < *count && i < TOOL_COMPARED_MAX; i++) {
        if (strcmp((*tags)[i], text) == 0)
            return true;
    }
    return text[0] == '\0' || draft_add(import, count, tags, tool_text(text));
}

bool tool_add_texts(struct import *import, size_t *count, char ***texts, const struct tree_node *list) {
    bool is_added = true;
    for (size_t i = 0; i < list->count && is_added; i++)
        is_added = tool_tag(import, count, texts, list->entries[i].value->text);
    return is_added;
}

bool tool_classify(struct import *import, Catalog__V1__Threat *threat, const char *scheme, const char *text) {
    Catalog__V1__Stride stride = normalise_stride(text);
    if (text[0] == '\0')
        return true;
    if (stride == CATALOG__V1__STRIDE__STRIDE_UNSPECIFIED) {
        const char *category = ARENA_JOIN(import->arena, scheme, ":", text);
        return category != NULL && tool_tag(import, &threat->n_categories, &threat->categories, category);
    }
    for (size_t i = 0; i < threat->n_stride; i++) {
        if (threat->stride[i] == stride)
            return true;
    }
    return draft_add(import, &threat->n_stride, &threat->stride, stride);
}

bool tool_rate(const struct tool_place *place, Catalog__V1__Threat *threat, const char *key, const char *word) {
    struct import *import = place->import;
    uint32_t rating = normalise_rating(word);
    if (rating == 0) {
        if (word[0] != '\0' && strcmp(word, "TBA") != 0 && strcmp(word, "TBD") != 0)
            report_add(import->report, NOTE_WARNING, place->file, place->node, "\"%.40s\" is no known %s: unrated",
                       word, key);
        return true;
    }
    const char *tag = ARENA_JOIN(import->arena, key, ":", word);
    threat->likelihood = threat->impact = rating;
    report_add(import->report, NOTE_WARNING, place->file, place->node,
               "the %s \"%.40s\" is taken as likelihood %u and impact %u: rate the two apart", key, word,
               (unsigned)rating, (unsigned)rating);
    return tag != NULL && tool_tag(import, &threat->n_tags, &threat->tags, tag);
}

bool tool_is_known(const char *key, const char *const *known, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(known[i], key) == 0)
            return true;
    }
    return false;
}

/* TEXT in one short line, for a note. */
static const char *word_of(const struct tool_place *place, const char *text) {
    const char *word = draft_title(place->import, text);
    return word == NULL ? "" : word;
}

void tool_note_rest(const struct tool_place *place, const char *const *known, size_t count) {
    const struct tree_node *map = place->node;
    for (size_t i = 0; map != NULL && map->kind == TREE_MAP && i < map->count; i++) {
        const struct tree_entry *entry = &map->entries[i];
        const char *text = entry->value->text;
        bool is_empty = entry->value->count == 0 && text[0] == '\0';
        if (!is_empty && !tool_is_known(entry->key->text, known, count))
            report_add(place->import->report, NOTE_LOSS, place->file, entry->key, "%s (%s) has no place here",
                       word_of(place, entry->key->text), text[0] == '\0' ? "more than a word" : word_of(place, text));
    }
}

/* Words that say what kind of element something is; the first that is found counts. */
static const struct {
    const char *word;
    Catalog__V1__ElementKind kind;
} kinds[] = {
    {"database", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
    {"storage", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
    {"bucket", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
    {"queue", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
    {"s3", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
    {"rds", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
    {"postgres", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
    {"mysql", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
    {"mongo", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
    {"redis", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
    {"datastore", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
    {"dynamodb", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
    {"actor", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR},
    {"user", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR},
    {"client", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL},
    {"browser", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL},
    {"external", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL},
};

Catalog__V1__ElementKind tool_element_kind(const char *words) {
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (strstr(words, kinds[i].word) != NULL)
            return kinds[i].kind;
    }
    return CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS;
}

/* The classes of the built-in policy; an organisation's own may differ. */
static const char *const classifications[] = {"public", "internal", "confidential", "restricted"};

bool tool_classify_asset(const struct tool_place *place, Catalog__V1__Asset *asset, const char *word) {
    struct import *import = place->import;
    const char *lower = draft_slug(import, word, "");
    for (size_t i = 0; lower != NULL && i < COUNT_OF(classifications); i++) {
        if (strcmp(classifications[i], lower) == 0) {
            asset->classification = tool_text(classifications[i]);
            return true;
        }
    }
    if (lower == NULL || lower[0] == '\0')
        return lower != NULL;
    const char *line = ARENA_JOIN(import->arena, "Classified there as ", word, ".");
    const char *text = line == NULL ? NULL : tool_paragraphs(import, asset->description, line);
    report_add(import->report, NOTE_LOSS, place->file, place->node,
               "\"%.40s\" is no classification here: it stands in the text of the asset, classify it", word);
    asset->description = tool_text(text);
    return text != NULL;
}
