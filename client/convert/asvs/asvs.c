#include "convert/asvs/asvs.h"

#include "convert/csv_read.h"
#include "convert/formats.h"

#include <string.h>

/* The headers of the CSV form, by their first names. */
static const struct {
    const char *names[5];
    size_t count;
} headers[] = {{{"chapter_id", "chapter_name", "section_id", "section_name", "req_id"}, 5},
               {{"Section", "Name", "Item", "Description"}, 4}};

/* ---- Recognising ---- */

static bool is_nested(const struct tree_node *root) {
    return root != NULL && root->kind == TREE_MAP && strcmp(draft_text(root, "ShortName"), "ASVS") == 0 &&
           draft_list(root, "Requirements")->count > 0;
}

static bool is_row(const struct tree_node *node) {
    return node->kind == TREE_MAP &&
           (tree_get(node, "req_id") != NULL || (tree_get(node, "Section") != NULL && tree_get(node, "Item") != NULL));
}

static bool is_flat(const struct tree_node *root) {
    const struct tree_node *rows = draft_list(root, "requirements");
    return rows->count > 0 && is_row(rows->entries[0].value);
}

static bool is_csv(slice text) {
    bool is_known = false;
    for (size_t i = 0; i < COUNT_OF(headers); i++)
        is_known = is_known || csv_has_header(text, headers[i].names, headers[i].count);
    return is_known;
}

static bool is_asvs(const struct source *source) {
    const struct tree_node *root = source_root(source);
    return is_nested(root) || is_flat(root) ||
           (!source->is_directory && source->file_count == 1 && is_csv(source->files[0].text));
}

/* ---- Nested ---- */

static status_code read_section(struct asvs *asvs, const struct tree_node *node, const char *chapter) {
    const struct tree_node *items = draft_list(node, "Items");
    const char *id = draft_text(node, "Shortcode");
    const struct asvs_group group = {"section", id, draft_text(node, "Name"), chapter};
    status_code code = asvs_add_group(asvs, node, &group);
    for (size_t i = 0; i < items->count && code == STATUS_OK; i++) {
        const struct tree_node *item = items->entries[i].value;
        code = item->kind == TREE_MAP ? asvs_add_requirement(asvs, item, draft_text(item, "Shortcode"),
                                                             draft_text(item, "Description"), id)
                                      : import_refuse(asvs->import, asvs->file, item, "a requirement is no mapping");
    }
    return code;
}

static status_code read_chapter(struct asvs *asvs, const struct tree_node *node) {
    const struct tree_node *sections = draft_list(node, "Items");
    const char *id = draft_text(node, "Shortcode");
    const struct asvs_group group = {"chapter", id, draft_text(node, "Name"), ""};
    if (id[0] == '\0')
        return import_refuse(asvs->import, asvs->file, node, "a chapter is no mapping with a `Shortcode`");
    status_code code = asvs_add_group(asvs, node, &group);
    for (size_t i = 0; i < sections->count && code == STATUS_OK; i++) {
        const struct tree_node *section = sections->entries[i].value;
        code = draft_text(section, "Shortcode")[0] != '\0'
                   ? read_section(asvs, section, id)
                   : import_refuse(asvs->import, asvs->file, section, "a section is no mapping with a `Shortcode`");
    }
    return code;
}

static status_code read_nested(struct asvs *asvs, const struct tree_node *root) {
    const struct tree_node *chapters = draft_list(root, "Requirements");
    status_code code = release_begin(asvs->import, ASVS_SCHEME, draft_text(root, "Version"), ASVS_TITLE, ASVS_SOURCE);
    for (size_t i = 0; i < chapters->count && code == STATUS_OK; i++)
        code = read_chapter(asvs, chapters->entries[i].value);
    return code;
}

/* ---- Flat ---- */

/* The value of KEY, or of the key that older releases have. */
static const char *either(const struct tree_node *row, const char *key, const char *older) {
    return draft_text(row, tree_get(row, key) == NULL ? older : key);
}

/* The section that ID stands in, "V1.2" of "V1.2.3": not all releases name it. NULL: no room. */
static const char *section_of(const struct asvs *asvs, const struct tree_node *row, const char *id) {
    const char *section = draft_text(row, "section_id");
    const char *dot = strrchr(id, '.');
    return section[0] != '\0' || dot == NULL ? section : arena_strndup(asvs->import->arena, id, (size_t)(dot - id));
}

static status_code read_row(struct asvs *asvs, const struct tree_node *row) {
    if (row->kind != TREE_MAP)
        return import_refuse(asvs->import, asvs->file, row,
                             "a requirement is no mapping, or has more cells than the header");
    const char *id = either(row, "req_id", "Item");
    const char *section = section_of(asvs, row, id);
    if (section == NULL)
        return import_no_memory(asvs->import);
    const struct asvs_group above[] = {
        {"chapter", either(row, "chapter_id", "Section"), either(row, "chapter_name", "Name"), ""},
        {"section", section, draft_text(row, "section_name"), either(row, "chapter_id", "Section")}};
    status_code code = asvs_add_group(asvs, row, &above[0]);
    if (code == STATUS_OK)
        code = asvs_add_group(asvs, row, &above[1]);
    return code == STATUS_OK
               ? asvs_add_requirement(asvs, row, id, either(row, "req_description", "Description"), section)
               : code;
}

static status_code read_rows(struct asvs *asvs, const struct tree_node *rows) {
    const char *release = NULL;
    status_code code = release_in_name(asvs->import, asvs->file, &release);
    if (code == STATUS_OK)
        code = release_begin(asvs->import, ASVS_SCHEME, release, ASVS_TITLE, ASVS_SOURCE);
    for (size_t i = 0; i < rows->count && code == STATUS_OK; i++)
        code = read_row(asvs, rows->entries[i].value);
    return code;
}

static status_code read_csv(struct asvs *asvs, slice text) {
    struct import *import = asvs->import;
    const struct tree_node *rows = NULL;
    struct problem problem;
    problem_init(&problem, NULL);
    status_code code = csv_read(text, import->arena, &rows, &problem);
    return code == STATUS_OK
               ? read_rows(asvs, rows)
               : problem_set(import->problem, code, problem.reason, "%.200s:%s", asvs->file, problem.message);
}

static status_code read_asvs(struct import *import, const struct source *source) {
    struct asvs asvs = {.import = import, .file = source->path};
    const struct tree_node *root = source_root(source);
    string_map_init(&asvs.groups, import->arena);
    string_map_init(&asvs.unknown, import->arena);
    if (is_nested(root))
        return read_nested(&asvs, root);
    return is_flat(root) ? read_rows(&asvs, draft_list(root, "requirements")) : read_csv(&asvs, source->files[0].text);
}

const struct import_format import_asvs = {
    .name = "asvs",
    .title = "OWASP ASVS",
    .shape = "ShortName ASVS, requirements with req_id, or CSV with chapter_id",
    .recognises = is_asvs,
    .read = read_asvs,
};
