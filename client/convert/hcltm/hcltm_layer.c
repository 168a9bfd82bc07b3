#include "convert/hcltm/hcltm.h"

#include <string.h>

#define INCLUDES_MAX 8

/* Blocks on their way to READ; a layer leaves out what an earlier one has. */
struct layered {
    struct hcltm_model *model;
    struct hcltm_body *layer; /* that is read now */
    struct string_map seen;   /* label to the first layer that has it */
    hcltm_read *read;
};

static status_code read_once(void *context, const struct hcltm_body *body) {
    struct layered *layered = context;
    const struct hcltm_body *first = string_map_get(&layered->seen, body->label);
    if (body->label[0] != '\0' && first != NULL && first != layered->layer)
        return STATUS_OK;
    if (!string_map_put(&layered->seen, body->label, layered->layer))
        return import_no_memory(layered->model->hcltm->import);
    return layered->read(layered->model, body);
}

status_code hcltm_each_block(struct hcltm_model *model, const char *key, bool has_label, hcltm_read *read) {
    struct layered layered = {.model = model, .read = read};
    status_code code = STATUS_OK;
    string_map_init(&layered.seen, model->hcltm->import->arena);
    for (size_t i = 0; i < model->layers.count && code == STATUS_OK; i++) {
        layered.layer = &model->layers.items[i];
        code = hcltm_each(model->hcltm, layered.layer, key, has_label, read_once, &layered);
    }
    return code;
}

const struct hcltm_body *hcltm_layer_of(const struct hcltm_model *model, const char *key) {
    for (size_t i = 0; i < model->layers.count; i++) {
        if (hcltm_get(model->layers.items[i].node, key) != NULL)
            return &model->layers.items[i];
    }
    return &model->layers.items[0];
}

/* Controls of the libraries that BODY imports, as if they stood in its file. */
static status_code link_imports(struct hcltm *hcltm, const struct hcltm_body *body) {
    struct hcltm_file *file = string_map_get(&hcltm->files, body->file->path);
    status_code code = STATUS_OK;
    for (size_t i = 0; i < body->node->count && code == STATUS_OK; i++) {
        const struct tree_node *list = body->node->entries[i].value;
        bool is_import = strcmp(body->node->entries[i].key->text, "imports") == 0 && list->kind == TREE_LIST;
        for (size_t j = 0; is_import && j < list->count && code == STATUS_OK; j++) {
            struct hcltm_file *library = NULL;
            code = hcltm_open_beside(hcltm, file, list->entries[j].value, &library);
            for (size_t k = 0; library != NULL && k < library->controls.count && code == STATUS_OK; k++) {
                const struct string_map_entry *control = &library->controls.entries[k];
                if (string_map_get(&file->controls, control->key) == NULL &&
                    !string_map_put(&file->controls, control->key, control->value))
                    code = import_no_memory(hcltm->import);
            }
        }
    }
    return code;
}

/* The models of an included file: only one is taken. */
struct included {
    struct hcltm_body first;
    size_t count;
};

static status_code take_first(void *context, const struct hcltm_body *body) {
    struct included *included = context;
    if (included->count++ == 0)
        included->first = *body;
    return STATUS_OK;
}

static status_code include(struct hcltm_model *model, const struct hcltm_body *body, const struct tree_node *node) {
    struct hcltm *hcltm = model->hcltm;
    struct included included = {.count = 0};
    struct hcltm_file *file = NULL;
    if (model->layers.count > INCLUDES_MAX)
        return import_refuse(hcltm->import, body->file->path, node, "more than %d models include each other",
                             INCLUDES_MAX);
    status_code code = hcltm_open_beside(hcltm, body->file, node, &file);
    if (code != STATUS_OK || file == NULL)
        return code;
    if (file->is_open)
        return import_refuse(hcltm->import, body->file->path, node, "\"%.120s\" includes itself", node->text);
    const struct hcltm_body root = {file, "", file->root};
    code = hcltm_each(hcltm, &root, "threatmodel", true, take_first, &included);
    if (code != STATUS_OK)
        return code;
    if (included.count != 1)
        return import_refuse(hcltm->import, body->file->path, node, "\"%.120s\" has %zu models, and one is expected",
                             node->text, included.count);
    return hcltm_add_layer(model, &included.first);
}

status_code hcltm_add_layer(struct hcltm_model *model, const struct hcltm_body *body) {
    struct hcltm_file *file = string_map_get(&model->hcltm->files, body->file->path);
    const struct tree_node *including = hcltm_get(body->node, "including");
    if (!vector_push(model->hcltm->import->arena, &model->layers, *body))
        return import_no_memory(model->hcltm->import);
    file->is_open = true;
    status_code code = link_imports(model->hcltm, body);
    if (code == STATUS_OK && including != NULL && including->kind == TREE_TEXT)
        code = include(model, body, including);
    file->is_open = false;
    return code;
}
