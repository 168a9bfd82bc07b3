#include "convert/gemara/gemara.h"
#include "convert/tool.h"

#include <string.h>
#include <strings.h>

const struct tree_node *gemara_get(const struct tree_node *map, const char *key) {
    return map == NULL || map->kind != TREE_MAP ? NULL : tree_get(map, key);
}

static void *no_room(const struct gemara *gemara) {
    import_no_memory(gemara->import);
    return NULL;
}

const char *gemara_word(const struct gemara *gemara, const char *text) {
    const char *word = draft_title(gemara->import, text);
    return word == NULL ? "" : word;
}

static char *without_end(struct arena *arena, const char *text) {
    size_t size = strlen(text);
    while (size > 0 && strchr(" \t\r\n", text[size - 1]) != NULL)
        size--;
    return arena_strndup(arena, text, size);
}

char *gemara_title(const struct gemara *gemara, const struct tree_node *map, const char *id) {
    char *title = without_end(gemara->import->arena, draft_text(map, "title"));
    if (title == NULL)
        return no_room(gemara);
    return (char *)(uintptr_t)draft_title(gemara->import, title[0] == '\0' ? id : title);
}

char *gemara_flow(struct arena *arena, const char *text) {
    char *flow = without_end(arena, text);
    for (size_t i = 0; flow != NULL && flow[i] != '\0'; i++) {
        bool is_lone = flow[i] == '\n' && flow[i + 1] != '\n' && (i == 0 || flow[i - 1] != '\n');
        if (is_lone)
            flow[i] = ' ';
    }
    return flow;
}

char *gemara_prose(const struct gemara *gemara, const struct tree_node *map, const char *key) {
    char *text = gemara_flow(gemara->import->arena, draft_text(map, key));
    return text == NULL ? no_room(gemara) : text;
}

char *gemara_commas(const struct gemara *gemara, const struct tree_node *list, const char *key) {
    const char **parts = ARENA_ARRAY(gemara->import->arena, const char *, 2 * list->count + 1);
    if (parts == NULL)
        return no_room(gemara);
    for (size_t i = 0; i < list->count; i++) {
        const struct tree_node *item = list->entries[i].value;
        parts[2 * i] = i == 0 ? "" : ", ";
        parts[2 * i + 1] = key == NULL ? item->text : draft_text(item, key);
    }
    char *text = arena_join(gemara->import->arena, parts, 2 * list->count);
    return text == NULL ? no_room(gemara) : text;
}

/* Remarks mostly repeat the title of what they stand beside. */
static void note_remark(const struct gemara *gemara, const struct gemara_link *link, const struct tree_node *node) {
    const char *remark = draft_text(link->node, "remarks");
    if (remark[0] != '\0' && strcasecmp(remark, draft_text(node, "title")) != 0)
        report_add(gemara->import->report, NOTE_LOSS, link->file, link->node, "the remark \"%s\" is left out",
                   gemara_word(gemara, remark));
}

const struct gemara_entry *gemara_find(const struct gemara *gemara, const struct gemara_link *link,
                                       enum gemara_kind kind) {
    static const char *const words[] = {"capability", "threat", "control"};
    const struct gemara_entry *entry = string_map_get(&gemara->entries, link->id);
    if (entry != NULL && entry->kind == kind) {
        note_remark(gemara, link, entry->node);
        return entry;
    }
    report_add(gemara->import->report, NOTE_WARNING, link->file, link->node,
               "there is no %s \"%s\" among the sources; the reference is left out", words[kind],
               gemara_word(gemara, link->id));
    return NULL;
}

void gemara_note_losses(const struct gemara *gemara, const char *file, const struct tree_node *map,
                        const char *const *known, size_t count) {
    struct tool_place place = {gemara->import, file, map};
    tool_note_rest(&place, known, count);
}

/* Words in the slug of a catalog's name that say which scheme it is; the first that is found counts. */
static const struct {
    const char *word;
    const char *scheme;
} schemes[] = {
    {"att-ck", "attack"},      {"attack", "attack"}, {"capec", "capec"},         {"cwe", "cwe"},
    {"800-53", "nist-800-53"}, {"csf", "csf"},       {"asvs", "asvs"},           {"d3fend", "d3fend"},
    {"owasp", "owasp"},        {"ccm", "ccm"},       {"iso-27001", "iso-27001"},
};

const char *gemara_scheme(const char *slug) {
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        if (strstr(slug, schemes[i].word) != NULL)
            return schemes[i].scheme;
    }
    return NULL;
}

static const char *scheme_of(const struct gemara *gemara, const char *catalog) {
    if (strncmp(catalog, GEMARA_SCHEME, strlen(GEMARA_SCHEME)) == 0)
        return catalog + strlen(GEMARA_SCHEME);
    const char *slug = draft_slug(gemara->import, catalog, "unknown");
    const char *known = slug == NULL ? NULL : gemara_scheme(slug);
    return known == NULL ? slug : known;
}

Catalog__V1__Reference *gemara_reference(const struct gemara *gemara, const char *catalog, const char *id) {
    Catalog__V1__Reference *reference = DRAFT_NEW(gemara->import, Catalog__V1__Reference, catalog__v1__reference);
    const char *scheme = scheme_of(gemara, catalog);
    if (reference == NULL || scheme == NULL)
        return NULL;
    reference->scheme = (char *)(uintptr_t)scheme;
    reference->id = (char *)(uintptr_t)id;
    return reference;
}
