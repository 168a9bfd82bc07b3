#include "convert/csv_read.h"
#include "convert/draft.h"
#include "convert/formats.h"
#include "convert/release.h"

#include "model/reference.h"

#include <string.h>

/* MITRE D3FEND, https://d3fend.mitre.org, as a table. Its own download has one row a technique, whose name stands the
 * deeper to the right the deeper the technique is, below the last name to the left of it; extracts of the ontology name
 * the classes above a technique. Neither says which release it is. */

#define SCHEME       "d3fend"
#define TITLE        "MITRE D3FEND"
#define SOURCE       "https://d3fend.mitre.org"
#define LEVEL_PREFIX "D3FEND Technique"
#define LEVELS_MAX   16
#define ROOT_CLASS   "DefensiveTechnique"

static const char *const tree_header[] = {"ID", "D3FEND Tactic", "D3FEND Technique"};
static const char *const class_header[] = {"d3fend_id", "class", "label", "parents"};

/* A row, or several of one id that stand in several places. */
struct technique {
    const struct tree_node *node;
    const char *kind;
    const char *id;
    const char *title;
    const char *text;
    VECTOR(const char *) parents; /* ids, or names of classes until all are known */
};

struct d3fend {
    struct import *import;
    const char *file;
    VECTOR(struct technique *) techniques;
    struct string_map by_id;
    struct string_map by_class;        /* to the id */
    const char *above[LEVELS_MAX + 1]; /* ids of the last row of each level; the tactic is the first */
};

/* ---- Rows ---- */

/* The id of ROW in its one spelling; of a row without one it is made from its name. NULL: no room. */
static const char *id_of(const struct d3fend *d3fend, const struct tree_node *row, const char *given,
                         const char *title) {
    const char *id = given[0] == '\0' ? draft_slug(d3fend->import, title, "") : given;
    if (given[0] == '\0')
        report_add(d3fend->import->report, NOTE_WARNING, d3fend->file, row,
                   "\"%.80s\" has no id: one is made from the name", title);
    return id == NULL ? NULL : reference_id(SCHEME, id, d3fend->import->arena);
}

/* What is past the bound is left out, with a loss, when the entry is handed on. */
static bool add_parent(const struct d3fend *d3fend, struct technique *technique, const char *parent) {
    if (technique->parents.count > LIMIT_TAXONOMY_LINKS)
        return true;
    for (size_t i = 0; i < technique->parents.count; i++) {
        if (strcmp(technique->parents.items[i], parent) == 0)
            return true;
    }
    return parent[0] == '\0' || vector_push(d3fend->import->arena, &technique->parents, parent);
}

/* What is said of MADE for the first time, or of one more place of it. *RET_TECHNIQUE stays NULL where it is refused.
 */
static status_code take(struct d3fend *d3fend, const struct technique *made, struct technique **ret_technique) {
    struct arena *arena = d3fend->import->arena;
    struct technique *technique = made->id == NULL ? NULL : string_map_get(&d3fend->by_id, made->id);
    *ret_technique = technique;
    if (technique != NULL && strcmp(technique->title, made->title) != 0) {
        *ret_technique = NULL;
        return import_refuse(d3fend->import, d3fend->file, made->node, "%.80s is \"%.80s\" on line %u already",
                             made->id, technique->title, technique->node->line);
    }
    if (technique != NULL)
        return STATUS_OK;
    technique = made->id == NULL ? NULL : ARENA_NEW(arena, struct technique);
    if (technique == NULL || !string_map_put(&d3fend->by_id, made->id, technique) ||
        !vector_push(arena, &d3fend->techniques, technique))
        return import_no_memory(d3fend->import);
    *technique = *made;
    *ret_technique = technique;
    return STATUS_OK;
}

/* ---- A table of classes ---- */

static status_code read_class(struct d3fend *d3fend, const struct tree_node *row) {
    static const char between[] = " \t\r\n,;|";
    const char *title = draft_text(row, "label");
    const struct technique made = {.node = row,
                                   .kind = "technique",
                                   .id = id_of(d3fend, row, draft_text(row, "d3fend_id"), title),
                                   .title = title,
                                   .text = draft_text(row, "definition")};
    struct technique *technique = NULL;
    status_code code = take(d3fend, &made, &technique);
    if (technique == NULL)
        return code;
    const char *at = draft_text(row, "parents");
    for (at += strspn(at, between); *at != '\0'; at += strspn(at, between)) {
        size_t size = strcspn(at, between);
        const char *parent = arena_strndup(d3fend->import->arena, at, size);
        if (parent == NULL || !add_parent(d3fend, technique, parent))
            return import_no_memory(d3fend->import);
        at += size;
    }
    const char *class = draft_text(row, "class");
    return class[0] == '\0' || string_map_put(&d3fend->by_class, class, (void *)(uintptr_t)technique->id)
               ? STATUS_OK
               : import_no_memory(d3fend->import);
}

/* Classes become ids; the one that all belong to is none. False: no room. */
static status_code resolve_classes(const struct d3fend *d3fend, struct technique *technique) {
    size_t kept = 0;
    for (size_t i = 0; i < technique->parents.count; i++) {
        const char *class = technique->parents.items[i];
        const char *id = string_map_get(&d3fend->by_class, class);
        if (strcmp(class, ROOT_CLASS) == 0)
            continue;
        if (id == NULL)
            report_add(d3fend->import->report, NOTE_WARNING, d3fend->file, technique->node,
                       "%s stands below \"%.80s\", which is not in the file", technique->id, class);
        technique->parents.items[kept++] = id != NULL ? id : reference_id(SCHEME, class, d3fend->import->arena);
        if (technique->parents.items[kept - 1] == NULL)
            return import_no_memory(d3fend->import);
    }
    technique->parents.count = kept;
    return STATUS_OK;
}

/* ---- A table with the tree in its columns ---- */

static status_code read_tactic(struct d3fend *d3fend, const struct tree_node *row) {
    const char *title = draft_text(row, "D3FEND Tactic");
    const struct technique made = {.node = row,
                                   .kind = "tactic",
                                   .id = reference_id(SCHEME, title, d3fend->import->arena),
                                   .title = title,
                                   .text = ""};
    struct technique *tactic = NULL;
    d3fend->above[0] = made.id;
    return title[0] == '\0' ? STATUS_OK : take(d3fend, &made, &tactic);
}

/* The only name in the columns of techniques, and how many of them are before it. */
static const char *name_of(const struct tree_node *row, size_t *ret_level) {
    size_t level = 0;
    for (size_t i = 0; i < row->count; i++) {
        bool is_level = strncmp(row->entries[i].key->text, LEVEL_PREFIX, strlen(LEVEL_PREFIX)) == 0;
        *ret_level = level < LEVELS_MAX ? level : LEVELS_MAX - 1;
        if (is_level && row->entries[i].value->text[0] != '\0')
            return row->entries[i].value->text;
        level += is_level;
    }
    return "";
}

static status_code read_place(struct d3fend *d3fend, const struct tree_node *row) {
    size_t level = 0;
    const char *title = name_of(row, &level);
    struct technique *technique = NULL;
    const struct technique made = {.node = row,
                                   .kind = "technique",
                                   .id = id_of(d3fend, row, draft_text(row, "ID"), title),
                                   .title = title,
                                   .text = draft_text(row, "Definition")};
    status_code code = read_tactic(d3fend, row);
    if (code == STATUS_OK)
        code = take(d3fend, &made, &technique);
    if (technique == NULL || code != STATUS_OK)
        return code;
    d3fend->above[level + 1] = technique->id;
    for (size_t i = level + 2; i <= LEVELS_MAX; i++)
        d3fend->above[i] = NULL;
    size_t parent = level;
    while (parent > 0 && d3fend->above[parent] == NULL)
        parent--;
    return d3fend->above[parent] == NULL || add_parent(d3fend, technique, d3fend->above[parent])
               ? STATUS_OK
               : import_no_memory(d3fend->import);
}

/* ---- The file ---- */

static status_code hand_on(const struct d3fend *d3fend, struct technique *technique) {
    struct import *import = d3fend->import;
    Catalog__V1__TaxonomyEntry *entry = DRAFT_NEW(import, Catalog__V1__TaxonomyEntry, catalog__v1__taxonomy_entry);
    if (entry == NULL)
        return import_no_memory(d3fend->import);
    entry->id = (char *)(uintptr_t)technique->id;
    entry->kind = (char *)(uintptr_t)technique->kind;
    entry->title = (char *)(uintptr_t)technique->title;
    entry->text = (char *)(uintptr_t)technique->text;
    entry->parents = (char **)(uintptr_t)technique->parents.items;
    entry->n_parents = technique->parents.count;
    return release_entry(import, d3fend->file, technique->node, entry);
}

static status_code read_row(struct d3fend *d3fend, const struct tree_node *row, bool is_tree) {
    size_t level = 0;
    if (row->kind != TREE_MAP)
        return import_refuse(d3fend->import, d3fend->file, row, "the row has more cells than the header has names");
    if ((is_tree ? name_of(row, &level) : draft_text(row, "label"))[0] == '\0')
        return import_refuse(d3fend->import, d3fend->file, row, "the row names no technique");
    return is_tree ? read_place(d3fend, row) : read_class(d3fend, row);
}

static status_code read_rows(struct d3fend *d3fend, const struct tree_node *rows, bool is_tree) {
    const char *release = NULL;
    status_code code = release_in_name(d3fend->import, d3fend->file, &release);
    if (code == STATUS_OK)
        code = release_begin(d3fend->import, SCHEME, release, TITLE, SOURCE);
    for (size_t i = 0; i < rows->count && code == STATUS_OK; i++)
        code = read_row(d3fend, rows->entries[i].value, is_tree);
    for (size_t i = 0; i < d3fend->techniques.count && code == STATUS_OK && !is_tree; i++)
        code = resolve_classes(d3fend, d3fend->techniques.items[i]);
    for (size_t i = 0; i < d3fend->techniques.count && code == STATUS_OK; i++)
        code = hand_on(d3fend, d3fend->techniques.items[i]);
    return code;
}

static bool is_tree_table(const struct source *source) {
    return csv_has_header(source->files[0].text, tree_header, COUNT_OF(tree_header));
}

static bool is_d3fend(const struct source *source) {
    return !source->is_directory && source->file_count == 1 &&
           (is_tree_table(source) || csv_has_header(source->files[0].text, class_header, COUNT_OF(class_header)));
}

static status_code read_d3fend(struct import *import, const struct source *source) {
    struct d3fend d3fend = {.import = import, .file = source->path};
    const struct tree_node *rows = NULL;
    struct problem problem;
    problem_init(&problem, NULL);
    string_map_init(&d3fend.by_id, import->arena);
    string_map_init(&d3fend.by_class, import->arena);
    status_code code = csv_read(source->files[0].text, import->arena, &rows, &problem);
    return code == STATUS_OK
               ? read_rows(&d3fend, rows, is_tree_table(source))
               : problem_set(import->problem, code, problem.reason, "%.200s:%s", source->path, problem.message);
}

const struct import_format import_d3fend = {
    .name = "d3fend",
    .title = "MITRE D3FEND as CSV",
    .shape = "CSV with d3fend_id and class, or ID and D3FEND Tactic",
    .recognises = is_d3fend,
    .read = read_d3fend,
};
