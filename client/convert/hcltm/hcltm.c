#include "convert/hcltm/hcltm.h"

#include "convert/formats.h"
#include "convert/plain.h"

#include <stdlib.h>
#include <string.h>

#define PERCENT_MAX 100
#define PERCENT_BP  100

/* ---- What controls have in common ---- */

/* Tags that grow. */
struct tags {
    struct hcltm *hcltm;
    size_t *count;
    char ***tags;
};

static status_code add_attribute(void *context, const struct hcltm_body *body) {
    const struct tags *tags = context;
    struct import *import = tags->hcltm->import;
    const char *value = hcltm_text(tags->hcltm, body, "value");
    const char *tag = value == NULL ? NULL : ARENA_JOIN(import->arena, body->label, ":", value);
    return tag != NULL && tool_tag(import, tags->count, tags->tags, draft_title(import, tag))
               ? STATUS_OK
               : import_no_memory(import);
}

bool hcltm_add_attributes(struct hcltm *hcltm, const struct hcltm_body *body, size_t *count, char ***tags) {
    struct tags context = {hcltm, count, tags};
    return hcltm_each(hcltm, body, "attribute", true, add_attribute, &context) == STATUS_OK;
}

uint32_t hcltm_reduction(const struct hcltm *hcltm, const struct hcltm_body *body) {
    const char *text = hcltm_word(body, "risk_reduction");
    char *end = NULL;
    long percent = strtol(text, &end, 10);
    if (text[0] == '\0')
        return 0;
    if (*end == '\0' && percent >= 0 && percent <= PERCENT_MAX)
        return (uint32_t)percent;
    report_add(hcltm->import->report, NOTE_WARNING, body->file->path, body->node,
               "the risk reduction \"%.40s\" is not 0 to %d", text, PERCENT_MAX);
    return 0;
}

/* ---- Components ---- */

/* Names are written like variables there. */
static const char *title_of(const struct hcltm *hcltm, const char *label) {
    char *title = tool_text(draft_title(hcltm->import, label));
    for (char *at = title; at != NULL && *at != '\0'; at++)
        *at = (char)(*at == '_' ? ' ' : *at);
    return title;
}

status_code hcltm_read_component(void *context, const struct hcltm_body *body) {
    static const char *const known[] = {"description", "implementation_notes", "risk_reduction", "attribute", "name"};
    struct hcltm *hcltm = context;
    struct import *import = hcltm->import;
    Catalog__V1__Control *control =
        draft_control(import, body->file->path, body->node, draft_slug(import, body->label, "control"));
    const char *objective = hcltm_text(hcltm, body, "description");
    const char *notes = hcltm_text(hcltm, body, "implementation_notes");
    if (control == NULL || objective == NULL || notes == NULL ||
        !hcltm_add_attributes(hcltm, body, &control->n_tags, &control->tags))
        return import_no_memory(import);
    control->title = tool_text(title_of(hcltm, body->label));
    control->objective = plain_text(import->arena, objective);
    control->description = plain_text(import->arena, notes);
    control->partial_reduction_bp = hcltm_reduction(hcltm, body) * PERCENT_BP;
    hcltm_note_rest(hcltm, body, known, COUNT_OF(known));
    return control->title != NULL && control->objective != NULL && control->description != NULL
               ? STATUS_OK
               : import_no_memory(import);
}

static status_code note_component(void *context, const struct hcltm_body *body) {
    const struct hcltm *hcltm = context;
    if (strcmp(body->label, "control") != 0 && strcmp(body->label, "expanded_control") != 0)
        report_add(hcltm->import->report, NOTE_LOSS, body->file->path, body->node,
                   "a component \"%.40s\" has no place here", body->label);
    return STATUS_OK;
}

/* What a library calls itself is the name of its file. */
static const char *library_of(const struct hcltm *hcltm, const struct hcltm_file *file) {
    const char *slash = strrchr(file->path, '/');
    const char *name = slash == NULL ? file->path : slash + 1;
    return arena_strndup(hcltm->import->arena, name, strcspn(name, "."));
}

static status_code read_components(struct hcltm *hcltm, const struct hcltm_file *file) {
    const struct hcltm_body root = {file, "", file->root};
    const char *library = library_of(hcltm, file);
    status_code code = library == NULL ? import_no_memory(hcltm->import) : STATUS_OK;
    if (code == STATUS_OK)
        code = hcltm_each(hcltm, &root, "component", true, note_component, hcltm);
    if (code == STATUS_OK)
        code = import_source(hcltm->import, library);
    for (size_t i = 0; i < file->controls.count && code == STATUS_OK; i++) {
        const struct hcltm_body *control = file->controls.entries[i].value;
        if (control->file == file)
            code = hcltm_read_component(hcltm, control);
    }
    return code;
}

/* ---- Recognising ---- */

/* One model as the tool exports it. */
static bool is_exported(const struct tree_node *model) {
    return draft_text(model, "name")[0] != '\0' && tree_get(model, "author") != NULL &&
           (hcltm_get(model, "threat") != NULL || hcltm_get(model, "data_flow_diagram") != NULL ||
            hcltm_get(model, "information_asset") != NULL || hcltm_get(model, "attributes") != NULL);
}

static bool is_tree(const struct tree_node *root) {
    if (root->kind == TREE_LIST)
        return root->count > 0 && root->entries[0].value->kind == TREE_MAP && is_exported(root->entries[0].value);
    if (root->kind != TREE_MAP)
        return false;
    const struct tree_node *component = tree_get(root, "component");
    return tree_get(root, "threatmodel") != NULL || draft_list(root, "threatmodels")->count > 0 ||
           (component != NULL && component->kind == TREE_MAP && tree_get(component, "control") != NULL);
}

static bool is_file(const struct source_file *file) {
    if (file->syntax == SOURCE_XML)
        return false;
    return file->root != NULL ? is_tree(file->root) : hcltm_is_text(file->text);
}

static bool is_hcltm(const struct source *source) {
    for (size_t i = 0; i < source->file_count; i++) {
        if (is_file(&source->files[i]))
            return true;
    }
    return false;
}

/* ---- Together ---- */

static status_code read_file(struct hcltm *hcltm, const struct source_file *source) {
    static const char *const known[] = {"spec_version", "threatmodel", "threatmodels",
                                        "component",    "variable",    "variables"};
    struct hcltm_file *file = NULL;
    bool is_ours = is_file(source);
    if (!is_ours) {
        report_add(hcltm->import->report, NOTE_LOSS, source->path, NULL, "the file holds no threat model of hcltm");
        return STATUS_OK;
    }
    status_code code = hcltm_open(hcltm, source, &file);
    if (code != STATUS_OK || file == NULL)
        return code;
    const struct hcltm_body root = {file, "", file->root};
    hcltm_note_rest(hcltm, &root, known, COUNT_OF(known));
    code = read_components(hcltm, file);
    if (code == STATUS_OK)
        code = hcltm_each(hcltm, &root, "threatmodel", true, hcltm_read_model, hcltm);
    return code == STATUS_OK ? hcltm_each(hcltm, &root, "threatmodels", true, hcltm_read_model, hcltm) : code;
}

static status_code read_hcltm(struct import *import, const struct source *source) {
    struct hcltm hcltm = {.import = import};
    status_code code = STATUS_OK;
    string_map_init(&hcltm.files, import->arena);
    for (size_t i = 0; i < source->file_count && code == STATUS_OK; i++)
        code = read_file(&hcltm, &source->files[i]);
    return code;
}

const struct import_format import_hcltm = {
    .name = "hcltm",
    .title = "hcltm and threatcl, in HCL and JSON",
    .shape = "threatmodel or component \"control\" in HCL",
    .recognises = is_hcltm,
    .read = read_hcltm,
};
