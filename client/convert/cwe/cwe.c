#include "convert/cwe/cwe.h"

#include "convert/formats.h"

#include <string.h>

#define ROOT            "Weakness_Catalog"
#define HIERARCHY_BYTES (64 * MIB)
#define SCRATCH_BYTES   (4 * LIMIT_XML_ELEMENT_BYTES) /* an entry, and the texts on the way to it */

void *cwe_message(struct cwe *cwe, size_t size, ProtobufCMessageInit init) {
    void *message = arena_alloc(&cwe->scratch, size);
    if (message != NULL)
        init(message);
    return message;
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* "Common Weakness Enumeration 4.15 of 2024-07-16"; NULL: no room. */
static char *title_of(struct cwe *cwe, const struct xml_node *root) {
    const char *date = xml_attribute(root, "Date");
    return ARENA_JOIN(&cwe->scratch, "Common Weakness Enumeration ", xml_attribute(root, "Version"),
                      date[0] == '\0' ? "" : " of ", date);
}

/* The lists of one view come as catalogs with the version of the whole. */
static void note_part(const struct cwe *cwe, const struct xml_node *root) {
    const char *name = xml_attribute(root, "Name");
    if (name[0] != '\0' && strcmp(name, "CWE") != 0)
        report_add(cwe->import->report, NOTE_WARNING, cwe->file, XML_PLACE(root),
                   "\"%.80s\" is a part of the release: give it a name of its own with --release", name);
}

/* The source is the file without its folder: the same release is the same wherever it lies. */
static status_code take_root(void *context, const struct xml_node *root) {
    struct cwe *cwe = context;
    const char *version = xml_attribute(root, "Version");
    const char *older = xml_attribute(root, "Catalog_Version");
    if (version[0] == '\0' && older[0] != '\0')
        return problem_set(cwe->import->problem, STATUS_INVALID_ARGUMENT, "BAD_ENTRY",
                           "%.200s:%u:%u: CWE %.20s has another shape: releases since 3.0 are read", cwe->file,
                           root->line, root->column, older);
    note_part(cwe, root);
    const char *title = title_of(cwe, root);
    status_code code = title == NULL ? import_no_memory(cwe->import)
                                     : release_begin(cwe->import, "cwe", version, title, base_name(cwe->file));
    arena_reset(&cwe->scratch);
    return code;
}

static const struct xml_wanted holders[] = {
    {ROOT "/Categories/Category", .take = cwe_take_members},
    {ROOT "/Views/View", .take = cwe_take_members},
};

static const struct xml_wanted entries[] = {
    {ROOT, .is_head = true, .take = take_root},
    {ROOT "/Weaknesses/Weakness", .take = cwe_take_weakness},
    {ROOT "/Categories/Category", .take = cwe_take_category},
    {ROOT "/Views/View", .take = cwe_take_view},
};

static status_code read_cwe(struct import *import, const struct source *source) {
    struct cwe cwe = {.import = import, .file = source->path};
    arena_init(&cwe.scratch, SCRATCH_BYTES);
    arena_init(&cwe.kept, HIERARCHY_BYTES);
    string_map_init(&cwe.parents, &cwe.kept);
    status_code code = xml_read(import, source, holders, COUNT_OF(holders), &cwe);
    if (code == STATUS_OK)
        code = xml_read(import, source, entries, COUNT_OF(entries), &cwe);
    if (code == STATUS_OK)
        cwe_report_losses(&cwe);
    arena_done(&cwe.scratch);
    arena_done(&cwe.kept);
    return code;
}

static bool is_cwe_head(slice head) {
    return xml_has_root(head, ROOT);
}

static bool is_cwe(const struct source *source) {
    return source->file_count == 1 && is_cwe_head(source->files[0].text);
}

const struct import_format import_cwe = {
    .name = "cwe",
    .title = "Common Weakness Enumeration since 3.0",
    .shape = "XML root " ROOT,
    .recognises = is_cwe,
    .recognises_head = is_cwe_head,
    .read = read_cwe,
};
