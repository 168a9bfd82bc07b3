#include "convert/oscal/oscal.h"

#include "model/reference.h"

#include <string.h>

/* What is above the control that is looked at. */
struct above {
    const char *id; /* "": nothing */
    bool is_control;
};

static status_code index_control(struct oscal *oscal, struct oscal_document *document, const struct tree_node *node,
                                 struct above above);

/* A parameter is found by its id, and by what revisions before called it. */
static bool put_param(struct oscal_document *document, const char *id, const struct tree_node *param,
                      const struct tree_node *owner) {
    if (id[0] == '\0' || string_map_get(&document->params, id) != NULL)
        return true;
    return string_map_put(&document->params, id, (void *)(uintptr_t)param) &&
           string_map_put(&document->param_owners, id, (void *)(uintptr_t)owner);
}

static bool index_params(struct oscal_document *document, const struct tree_node *owner) {
    const struct tree_node *params = draft_list(owner, "params");
    for (size_t i = 0; i < params->count; i++) {
        const struct tree_node *param = params->entries[i].value;
        if (!put_param(document, draft_text(param, "id"), param, owner) ||
            !put_param(document, oscal_prop(param, "", "alt-identifier", NULL), param, owner))
            return false;
    }
    return true;
}

static status_code index_controls(struct oscal *oscal, struct oscal_document *document, const struct tree_node *owner,
                                  struct above above) {
    const struct tree_node *controls = draft_list(owner, "controls");
    status_code code = index_params(document, owner) ? STATUS_OK : import_no_memory(oscal->import);
    for (size_t i = 0; i < controls->count && code == STATUS_OK; i++)
        code = index_control(oscal, document, controls->entries[i].value, above);
    return code;
}

static status_code index_control(struct oscal *oscal, struct oscal_document *document, const struct tree_node *node,
                                 struct above above) {
    struct import *import = oscal->import;
    const char *id = draft_text(node, "id");
    if (id[0] == '\0' || strlen(id) > REFERENCE_ID_MAX)
        return import_refuse(import, document->file, node, "a control is no mapping with an `id` of 1 to %d bytes",
                             REFERENCE_ID_MAX);
    if (string_map_get(&document->controls, id) != NULL)
        return import_refuse(import, document->file, node, "the control \"%.60s\" is there already", id);
    struct oscal_control control = {.id = id, .node = node, .parent = above.id, .is_enhancement = above.is_control};
    if (!string_map_put(&document->controls, id, (void *)(uintptr_t)node) ||
        !vector_push(import->arena, &document->items, control))
        return import_no_memory(import);
    return index_controls(oscal, document, node, (struct above){id, true});
}

static status_code index_group(struct oscal *oscal, struct oscal_document *document, const struct tree_node *group,
                               struct above above) {
    const struct tree_node *groups = draft_list(group, "groups");
    const char *id = draft_text(group, "id");
    if (id[0] != '\0')
        above = (struct above){id, false};
    status_code code = index_controls(oscal, document, group, above);
    for (size_t i = 0; i < groups->count && code == STATUS_OK; i++)
        code = index_group(oscal, document, groups->entries[i].value, above);
    return code;
}

/* Controls are found by their ids in the one spelling of the scheme, which only all of them together say. */
static bool index_spellings(struct oscal_document *document, struct arena *arena) {
    for (size_t i = 0; i < document->items.count; i++) {
        struct oscal_control *control = &document->items.items[i];
        const char *id = reference_id(document->scheme, control->id, arena);
        if (id == NULL || !string_map_put(&document->spelled, id, control))
            return false;
    }
    return true;
}

status_code oscal_index_catalog(struct oscal *oscal, struct oscal_document *document) {
    status_code code = index_group(oscal, document, document->root, (struct above){"", false});
    if (code != STATUS_OK)
        return code;
    document->scheme = oscal_catalog_scheme(oscal, document);
    if (document->scheme == NULL || !index_spellings(document, oscal->import->arena))
        return import_no_memory(oscal->import);
    return STATUS_OK;
}
