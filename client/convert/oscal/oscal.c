#include "convert/oscal/oscal.h"

#include "convert/formats.h"

#include <string.h>

#define REMEMBERED "oscal"

/* What a document is known by: the one key at its top. */
static const struct {
    const char *key;
    enum oscal_kind kind;
    status_code (*read)(struct oscal *oscal, struct oscal_document *document);
} kinds[] = {
    {"catalog", OSCAL_CATALOG, oscal_read_catalog},
    {"profile", OSCAL_PROFILE, oscal_read_profile},
    {"component-definition", OSCAL_COMPONENTS, oscal_read_components},
    {"system-security-plan", OSCAL_PLAN, oscal_read_plan},
};

/* What OSCAL has beside that, and nothing of a catalog. */
static const char *const others[] = {"assessment-plan", "assessment-results", "plan-of-action-and-milestones",
                                     "mapping-collection"};

static const struct tree_node *body_of(const struct source_file *file, const char *key) {
    const struct tree_node *root = file->root;
    const struct tree_node *body = root == NULL || root->kind != TREE_MAP ? NULL : tree_get(root, key);
    const struct tree_node *metadata = body == NULL || body->kind != TREE_MAP ? NULL : tree_get(body, "metadata");
    return metadata == NULL || metadata->kind != TREE_MAP ? NULL : body;
}

static const char *other_kind(const struct source_file *file) {
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        if (body_of(file, others[i]) != NULL)
            return others[i];
    }
    return NULL;
}

/* XML is not composed: the name space says enough. */
static bool is_xml(const struct source_file *file) {
    static const char ns[] = "http://csrc.nist.gov/ns/oscal/1.0";
    size_t size = file->text.size < 4096 ? file->text.size : 4096;
    if (file->syntax != SOURCE_XML)
        return false;
    for (size_t at = 0; at + sizeof ns - 1 <= size; at++) {
        if (memcmp(file->text.data + at, ns, sizeof ns - 1) == 0)
            return true;
    }
    return false;
}

static bool is_oscal_file(const struct source_file *file) {
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (body_of(file, kinds[i].key) != NULL)
            return true;
    }
    return other_kind(file) != NULL || is_xml(file);
}

static bool is_oscal(const struct source *source) {
    for (size_t i = 0; i < source->file_count; i++) {
        if (is_oscal_file(&source->files[i]))
            return true;
    }
    return false;
}

static status_code refuse_file(struct oscal *oscal, const struct source_file *file) {
    const char *kind = other_kind(file);
    if (is_xml(file))
        return import_refuse(oscal->import, file->path, NULL,
                             "this is OSCAL in XML, which is not read: convert it to JSON with oscal-cli");
    if (kind != NULL)
        return import_refuse(oscal->import, file->path, file->root, "there is nothing of a catalog in an OSCAL %s",
                             kind);
    report_add(oscal->import->report, NOTE_LOSS, file->path, NULL, "it is no OSCAL and is left out");
    return STATUS_OK;
}

/* Adds the document in FILE, if it holds one; what it is called is known before anything is read. */
static status_code add_document(struct oscal *oscal, const struct source_file *file) {
    struct arena *arena = oscal->import->arena;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        const struct tree_node *body = body_of(file, kinds[i].key);
        if (body == NULL)
            continue;
        struct oscal_document *document = ARENA_NEW(arena, struct oscal_document);
        if (document == NULL || !vector_push(arena, &oscal->documents, document))
            return import_no_memory(oscal->import);
        document->kind = kinds[i].kind;
        document->file = file->path;
        document->root = body;
        document->title = draft_text(tree_get(body, "metadata"), "title");
        string_map_init(&document->controls, arena);
        string_map_init(&document->spelled, arena);
        string_map_init(&document->params, arena);
        string_map_init(&document->param_owners, arena);
        string_map_init(&document->selected.nodes, arena);
        string_map_init(&document->resources, arena);
        if (!oscal_index_resources(document))
            return import_no_memory(oscal->import);
        return document->kind == OSCAL_CATALOG ? oscal_index_catalog(oscal, document) : STATUS_OK;
    }
    return refuse_file(oscal, file);
}

static struct oscal *new_run(struct import *import) {
    struct oscal *oscal = ARENA_NEW(import->arena, struct oscal);
    if (oscal == NULL || !string_map_put(&import->remembered, REMEMBERED, oscal)) {
        import_no_memory(import);
        return NULL;
    }
    oscal->import = import;
    string_map_init(&oscal->uuids, import->arena);
    string_map_init(&oscal->controls, import->arena);
    return oscal;
}

/* A plan that leans on another system comes after those that do not. */
static bool leans_on_plans(const struct oscal_document *document) {
    const struct tree_node *system = tree_get(document->root, "system-implementation");
    return document->kind == OSCAL_PLAN && draft_list(system, "leveraged-authorizations")->count > 0;
}

static status_code read_kind(struct oscal *oscal, size_t first, size_t kind, bool leans) {
    status_code code = STATUS_OK;
    for (size_t i = first; i < oscal->documents.count && code == STATUS_OK; i++) {
        struct oscal_document *document = oscal->documents.items[i];
        if (document->kind == kinds[kind].kind && leans_on_plans(document) == leans)
            code = kinds[kind].read(oscal, document);
    }
    return code;
}

/* Catalogs first, since the others name what stands in them; plans last, since they lean on components. */
static status_code read_oscal(struct import *import, const struct source *source) {
    struct oscal *oscal = string_map_get(&import->remembered, REMEMBERED);
    status_code code = STATUS_OK;
    if (oscal == NULL)
        oscal = new_run(import);
    if (oscal == NULL)
        return import->problem->code;
    size_t first = oscal->documents.count;
    for (size_t i = 0; i < source->file_count && code == STATUS_OK; i++)
        code = add_document(oscal, &source->files[i]);
    for (size_t kind = 0; kind < COUNT_OF(kinds) && code == STATUS_OK; kind++) {
        code = read_kind(oscal, first, kind, false);
        if (code == STATUS_OK)
            code = read_kind(oscal, first, kind, true);
    }
    return code;
}

const struct import_format import_oscal = {
    .name = "oscal",
    .title = "OSCAL 1 catalogs, profiles, component definitions and system security plans",
    .shape = "catalog, profile, component-definition or system-security-plan with metadata",
    .recognises = is_oscal,
    .read = read_oscal,
    .reads_together = true,
};
