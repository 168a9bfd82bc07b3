#include "convert/gemara/gemara.h"

#include "convert/formats.h"

#include <string.h>

static const char *const root_keys[] = {"metadata",
                                        "title",
                                        "groups",
                                        "families",
                                        "capabilities",
                                        "threats",
                                        "controls",
                                        "control-families",
                                        "controlfamilies",
                                        "imports",
                                        "imported-capabilities",
                                        "imported-threats",
                                        "imported-controls",
                                        "shared-capabilities",
                                        "shared-threats",
                                        "shared-controls",
                                        "importedcapabilities",
                                        "importedthreats",
                                        "importedcontrols"};

/* ---- Recognising ---- */

static bool has_list(const struct tree_node *root) {
    for (size_t i = 0; i < GEMARA_LISTS; i++) {
        const struct tree_node *list = gemara_get(root, gemara_lists[i].key);
        if (list != NULL && list->kind == TREE_LIST)
            return true;
    }
    return false;
}

static bool has_metadata(const struct tree_node *root) {
    return draft_text(gemara_get(root, "metadata"), "id")[0] != '\0';
}

static bool is_native(const struct tree_node *root) {
    return gemara_get(root, "kind") != NULL;
}

/* An entry as no other format has it: with requirements, or with families that hold it. */
static bool has_telling_entry(const struct tree_node *root) {
    const struct tree_node *controls = draft_list(root, "controls");
    bool has_families = draft_list(root, "control-families")->count + draft_list(root, "controlfamilies")->count > 0;
    return has_families ||
           (controls->count > 0 && gemara_get(controls->entries[0].value, "assessment-requirements") != NULL);
}

/* A file that says by itself what it is. */
static bool is_plain_gemara(const struct tree_node *root) {
    bool says_so = draft_text(gemara_get(root, "metadata"), "gemara-version")[0] != '\0' || has_telling_entry(root);
    return !is_native(root) && (says_so || (has_list(root) && has_metadata(root)) || gemara_has_imports(root));
}

static bool is_gemara(const struct source *source) {
    bool is_plain = false;
    bool has_data = false;
    bool has_any_list = false;
    for (size_t i = 0; i < source->file_count; i++) {
        const struct tree_node *root = source->files[i].root;
        is_plain = is_plain || is_plain_gemara(root);
        has_data = has_data || (has_metadata(root) && !is_native(root));
        has_any_list = has_any_list || (has_list(root) && !is_native(root));
    }
    return is_plain || (source->is_directory && has_data && has_any_list);
}

/* ---- Catalogs and their entries ---- */

static char *directory_of(const struct gemara *gemara, const struct source_file *file) {
    const char *slash = strrchr(file->path, '/');
    return arena_strndup(gemara->import->arena, file->path, slash == NULL ? 0 : (size_t)(slash - file->path) + 1);
}

/* Two files of a directory that list the same kind are two catalogs, as far as they say whose they are. */
static bool find_crowded(struct gemara *gemara, const struct source *source) {
    struct string_map seen;
    string_map_init(&seen, gemara->import->arena);
    for (size_t i = 0; i < source->file_count * GEMARA_LISTS; i++) {
        const struct source_file *file = &source->files[i / GEMARA_LISTS];
        const char *kind = gemara_lists[i % GEMARA_LISTS].key;
        if (is_native(file->root) || draft_list(file->root, kind)->count == 0)
            continue;
        char *directory = directory_of(gemara, file);
        char *key = directory == NULL ? NULL : ARENA_JOIN(gemara->import->arena, directory, kind);
        if (key == NULL || (string_map_get(&seen, key) != NULL && !string_map_put(&gemara->crowded, directory, key)) ||
            !string_map_put(&seen, key, key))
            return false;
    }
    return true;
}

static char *place_of(const struct gemara *gemara, const struct source_file *file) {
    char *directory = directory_of(gemara, file);
    bool is_crowded = directory != NULL && string_map_get(&gemara->crowded, directory) != NULL;
    if (is_crowded && has_metadata(file->root) && has_list(file->root))
        return arena_strdup(gemara->import->arena, file->path);
    return directory;
}

static struct gemara_catalog *catalog_of(struct gemara *gemara, const struct source_file *file) {
    struct arena *arena = gemara->import->arena;
    char *place = place_of(gemara, file);
    struct gemara_catalog *catalog = place == NULL ? NULL : string_map_get(&gemara->by_place, place);
    if (catalog != NULL || place == NULL)
        return catalog;
    catalog = ARENA_NEW(arena, struct gemara_catalog);
    if (catalog == NULL || !string_map_put(&gemara->by_place, place, catalog) ||
        !vector_push(arena, &gemara->catalogs, catalog))
        return NULL;
    catalog->id = "service";
    catalog->source = "";
    catalog->file = file->path;
    string_map_init(&catalog->imported, arena);
    return catalog;
}

/* ---- Files ---- */

static status_code refuse_file(struct gemara *gemara, const struct source_file *file) {
    struct import *import = gemara->import;
    if (!import->keeps_going)
        return problem_set(import->problem, STATUS_INVALID_ARGUMENT, "BAD_ENTRY", "%.200s:%s", file->path,
                           file->complaint);
    report_add(import->report, NOTE_SKIPPED, file->path, NULL, "%s", file->complaint);
    return STATUS_OK;
}

static status_code read_catalog_file(struct gemara *gemara, const struct source_file *file) {
    struct gemara_catalog *catalog = catalog_of(gemara, file);
    if (catalog == NULL)
        return import_no_memory(gemara->import);
    bool says_more = catalog->root == NULL || (has_list(catalog->root) && !has_list(file->root));
    if (has_metadata(file->root) && says_more) {
        catalog->id = catalog->source = draft_text(gemara_get(file->root, "metadata"), "id");
        catalog->file = file->path;
        catalog->root = file->root;
    }
    gemara_note_losses(gemara, file->path, file->root, root_keys, COUNT_OF(root_keys));
    return gemara_add_entries(gemara, catalog, file);
}

static status_code read_file(struct gemara *gemara, const struct source_file *file) {
    const struct tree_node *root = file->root;
    const struct gemara_document document = {file->path, root};
    if (file->complaint != NULL)
        return refuse_file(gemara, file);
    if (draft_list(root, "mappings")->count > 0)
        return vector_push(gemara->import->arena, &gemara->mappings, document) ? STATUS_OK
                                                                               : import_no_memory(gemara->import);
    bool is_catalog = !is_native(root) && (has_list(root) || has_metadata(root) || gemara_has_imports(root));
    if (!is_catalog && draft_list(root, "groups")->count == 0) {
        report_add(gemara->import->report, NOTE_LOSS, file->path, NULL, "the file holds nothing that a catalog takes");
        return STATUS_OK;
    }
    status_code code = gemara_add_groups(gemara, file);
    return code == STATUS_OK && is_catalog ? read_catalog_file(gemara, file) : code;
}

/* ---- What the sources name of each other ---- */

static void link_catalogs(struct gemara *gemara, const struct gemara_catalog *catalog) {
    for (size_t i = 0; i < catalog->imports.count; i++) {
        const struct gemara_link *link = &catalog->imports.items[i];
        const struct gemara_entry *entry = string_map_get(&gemara->entries, link->id);
        if (entry == NULL)
            report_add(gemara->import->report, NOTE_WARNING, link->file, link->node,
                       "\"%s\" is imported and not among the sources; it is left out", gemara_word(gemara, link->id));
        else if (entry->catalog != catalog)
            entry->catalog->is_imported = true;
    }
}

static void note_guesses(const struct gemara *gemara, const struct gemara_catalog *catalog) {
    size_t counts[GEMARA_CONTROL + 1] = {0};
    for (size_t i = 0; i < catalog->entries.count; i++)
        counts[catalog->entries.items[i]->kind]++;
    if (counts[GEMARA_THREAT] > 0)
        report_add(gemara->import->report, NOTE_WARNING, catalog->file, catalog->root,
                   "the source does not rate threats: likelihood and impact of the %zu of %s are set to %d",
                   counts[GEMARA_THREAT], gemara_word(gemara, catalog->id), GEMARA_RATING);
    if (counts[GEMARA_CONTROL] > 0)
        report_add(gemara->import->report, NOTE_WARNING, catalog->file, catalog->root,
                   "the source does not say what controls do: the types of the %zu of %s are guessed from their titles",
                   counts[GEMARA_CONTROL], gemara_word(gemara, catalog->id));
}

static void note_catalog(const struct gemara *gemara, const struct gemara_catalog *catalog) {
    const struct tree_node *metadata = gemara_get(catalog->root, "metadata");
    const struct tree_node *named = draft_list(metadata, "mapping-references");
    for (size_t i = 0; i < named->count; i++)
        report_add(gemara->import->report, NOTE_LOSS, catalog->file, named->entries[i].value,
                   "references hold for any release: \"%s\" of %s is left out",
                   gemara_word(gemara, draft_text(named->entries[i].value, "version")),
                   gemara_word(gemara, draft_text(named->entries[i].value, "id")));
    note_guesses(gemara, catalog);
}

static status_code read_entries(struct gemara *gemara, enum gemara_kind kind) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < gemara->catalogs.count; i++) {
        const struct gemara_catalog *catalog = gemara->catalogs.items[i];
        code = code == STATUS_OK ? import_source(gemara->import, catalog->source) : code;
        for (size_t j = 0; j < catalog->entries.count && code == STATUS_OK; j++) {
            struct gemara_entry *entry = catalog->entries.items[j];
            if (entry->kind == kind)
                code = kind == GEMARA_THREAT ? gemara_read_threat(gemara, entry) : gemara_read_control(gemara, entry);
        }
    }
    return code;
}

static status_code read_states(const struct gemara *gemara) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < gemara->catalogs.count; i++) {
        const struct gemara_catalog *catalog = gemara->catalogs.items[i];
        for (size_t j = 0; j < catalog->entries.count && code == STATUS_OK; j++)
            code = gemara_read_state(gemara, catalog->entries.items[j]);
    }
    return code;
}

static status_code make_objects(struct gemara *gemara) {
    status_code code = read_entries(gemara, GEMARA_THREAT);
    if (code == STATUS_OK)
        code = read_entries(gemara, GEMARA_CONTROL);
    if (code == STATUS_OK)
        code = read_states(gemara);
    for (size_t i = 0; i < gemara->mappings.count && code == STATUS_OK; i++)
        code = gemara_read_mappings(gemara, &gemara->mappings.items[i]);
    for (size_t i = 0; i < gemara->catalogs.count && code == STATUS_OK; i++)
        code = gemara_read_service(gemara, gemara->catalogs.items[i]);
    return code;
}

static status_code read_gemara(struct import *import, const struct source *source) {
    struct gemara gemara = {.import = import};
    status_code code = STATUS_OK;
    string_map_init(&gemara.by_place, import->arena);
    string_map_init(&gemara.entries, import->arena);
    string_map_init(&gemara.groups, import->arena);
    string_map_init(&gemara.crowded, import->arena);
    if (!find_crowded(&gemara, source))
        return import_no_memory(gemara.import);
    for (size_t i = 0; i < source->file_count && code == STATUS_OK; i++)
        code = read_file(&gemara, &source->files[i]);
    for (size_t i = 0; i < gemara.catalogs.count && code == STATUS_OK; i++) {
        link_catalogs(&gemara, gemara.catalogs.items[i]);
        note_catalog(&gemara, gemara.catalogs.items[i]);
    }
    return code == STATUS_OK ? make_objects(&gemara) : code;
}

const struct import_format import_gemara = {
    .name = "gemara",
    .title = "Gemara catalogs (FINOS Common Cloud Controls)",
    .shape = "metadata with capabilities, threats or controls",
    .recognises = is_gemara,
    .read = read_gemara,
    .reads_together = true,
};
