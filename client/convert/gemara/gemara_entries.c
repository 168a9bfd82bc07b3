#include "convert/gemara/gemara.h"

#include <string.h>

const struct gemara_list gemara_lists[GEMARA_LISTS] = {
    {"capabilities", GEMARA_CAPABILITY, false}, {"threats", GEMARA_THREAT, false},
    {"controls", GEMARA_CONTROL, false},        {"control-families", GEMARA_CONTROL, true},
    {"controlfamilies", GEMARA_CONTROL, true},
};

static const char *const family_keys[] = {"id", "title", "controls"};

/* What the entry NODE says it belongs to, else ENCLOSING. */
static const char *group_of(const struct tree_node *node, const char *enclosing) {
    const char *group = draft_text(node, "group");
    const char *family = group[0] == '\0' ? draft_text(node, "family") : group;
    return family[0] == '\0' ? enclosing : family;
}

static status_code add_entry(struct gemara *gemara, struct gemara_catalog *catalog, enum gemara_kind kind,
                             const struct gemara_document *place, const char *enclosing) {
    struct arena *arena = gemara->import->arena;
    const char *id = draft_text(place->root, "id");
    if (place->root->kind != TREE_MAP || id[0] == '\0')
        return import_refuse(gemara->import, place->file, place->root, "an entry of %s is no mapping with an `id`",
                             gemara_lists[kind].key);
    struct gemara_entry *entry = ARENA_NEW(arena, struct gemara_entry);
    if (entry == NULL || !vector_push(arena, &catalog->entries, entry))
        return import_no_memory(gemara->import);
    *entry = (struct gemara_entry){.kind = kind,
                                   .id = id,
                                   .group = group_of(place->root, enclosing),
                                   .file = place->file,
                                   .node = place->root,
                                   .catalog = catalog};
    bool is_first = string_map_get(&gemara->entries, id) == NULL;
    return !is_first || string_map_put(&gemara->entries, id, entry) ? STATUS_OK : import_no_memory(gemara->import);
}

static status_code add_list(struct gemara *gemara, struct gemara_catalog *catalog, enum gemara_kind kind,
                            const struct gemara_document *list, const char *enclosing) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < list->root->count && code == STATUS_OK; i++)
        code = add_entry(gemara, catalog, kind, &(struct gemara_document){list->file, list->root->entries[i].value},
                         enclosing);
    return code;
}

static status_code add_families(struct gemara *gemara, struct gemara_catalog *catalog, const char *file,
                                const struct tree_node *families) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < families->count && code == STATUS_OK; i++) {
        const struct tree_node *family = families->entries[i].value;
        const char *id = draft_text(family, "id");
        const char *name = id[0] == '\0' ? draft_text(family, "title") : id;
        gemara_note_losses(gemara, file, family, family_keys, COUNT_OF(family_keys));
        code = add_list(gemara, catalog, GEMARA_CONTROL,
                        &(struct gemara_document){file, draft_list(family, "controls")}, name);
    }
    return code;
}

static status_code add_imports(struct gemara *gemara, struct gemara_catalog *catalog, const struct source_file *file) {
    struct arena *arena = gemara->import->arena;
    gemara_links links = {0};
    if (!gemara_add_links(gemara, file->path, file->root, "imports", &links))
        return import_no_memory(gemara->import);
    for (size_t i = 0; i < links.count; i++) {
        struct gemara_link *link = &links.items[i];
        if (string_map_get(&catalog->imported, link->id) != NULL)
            continue;
        if (!string_map_put(&catalog->imported, link->id, link) || !vector_push(arena, &catalog->imports, *link))
            return import_no_memory(gemara->import);
    }
    return STATUS_OK;
}

status_code gemara_add_entries(struct gemara *gemara, struct gemara_catalog *catalog, const struct source_file *file) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < GEMARA_LISTS && code == STATUS_OK; i++) {
        const struct tree_node *list = draft_list(file->root, gemara_lists[i].key);
        code = gemara_lists[i].has_families
                   ? add_families(gemara, catalog, file->path, list)
                   : add_list(gemara, catalog, gemara_lists[i].kind, &(struct gemara_document){file->path, list}, "");
    }
    return code == STATUS_OK ? add_imports(gemara, catalog, file) : code;
}

static status_code add_groups(struct gemara *gemara, const struct source_file *file, const char *key) {
    const struct tree_node *groups = draft_list(file->root, key);
    for (size_t i = 0; i < groups->count; i++) {
        const struct tree_node *group = groups->entries[i].value;
        if (!string_map_put(&gemara->groups, draft_text(group, "id"), (void *)(uintptr_t)draft_text(group, "title")))
            return import_no_memory(gemara->import);
    }
    if (groups->count > 0)
        report_add(gemara->import->report, NOTE_LOSS, file->path, groups,
                   "of %zu %s the ids stay as tags; their titles and texts have no place here", groups->count, key);
    return STATUS_OK;
}

status_code gemara_add_groups(struct gemara *gemara, const struct source_file *file) {
    status_code code = add_groups(gemara, file, "groups");
    return code == STATUS_OK ? add_groups(gemara, file, "families") : code;
}
