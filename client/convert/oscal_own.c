#include "convert/oscal_component.h"

#include <string.h>

/* A part of the model that was written more than once, for each control of another scheme that it refers to. */
static bool is_read(const struct oscal_model *making, const char *id) {
    return string_map_get(&making->ids.taken, id) != NULL;
}

static status_code take_id(struct oscal_model *making, const char *kind, const char *id) {
    return draft_id(&making->ids, kind, id, kind) == NULL ? oscal_no_memory(making) : STATUS_OK;
}

static status_code read_provision(struct oscal_model *making, const struct tree_node *node) {
    struct import *import = making->oscal->import;
    ProtobufCMessage *message = NULL;
    status_code code =
        oscal_props_get(import, making->document->file, node, &catalog__v1__provision__descriptor, &message);
    Catalog__V1__Provision *provision = (Catalog__V1__Provision *)message;
    if (code != STATUS_OK || provision == NULL || is_read(making, provision->id))
        return code;
    provision->title = (char *)(uintptr_t)draft_title(import, draft_text(node, "description"));
    if (provision->title == NULL || !draft_add(import, &making->model->n_provides, &making->model->provides, provision))
        return oscal_no_memory(making);
    return take_id(making, "provision", provision->id);
}

static status_code read_duty(struct oscal_model *making, const struct tree_node *node) {
    struct import *import = making->oscal->import;
    ProtobufCMessage *message = NULL;
    status_code code =
        oscal_props_get(import, making->document->file, node, &catalog__v1__responsibility__descriptor, &message);
    Catalog__V1__Responsibility *duty = (Catalog__V1__Responsibility *)message;
    if (code != STATUS_OK || duty == NULL || is_read(making, duty->id))
        return code;
    duty->statement = (char *)(uintptr_t)draft_text(node, "description");
    if (!draft_add(import, &making->model->n_responsibilities, &making->model->responsibilities, duty))
        return oscal_no_memory(making);
    return take_id(making, "responsibility", duty->id);
}

static const struct {
    const char *kind;
    status_code (*read)(struct oscal_model *making, const struct tree_node *node);
} parts[] = {{"provision", read_provision}, {"responsibility", read_duty}};

status_code oscal_read_own(struct oscal_model *making, const struct tree_node *node) {
    const char *kind = oscal_props_kind(node);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (strcmp(parts[i].kind, kind) == 0)
            return parts[i].read(making, node);
    }
    return import_refuse(making->oscal->import, making->document->file, node,
                         "its properties in %s say that it is a \"%.40s\", which is none", OSCAL_NS, kind);
}

const char *oscal_own_name(const struct tree_node *node) {
    return oscal_prop(node, OSCAL_NS, "name", NULL);
}

/* The contract of what was read takes the place of what the type said; name and words are read already. */
status_code oscal_read_own_model(struct oscal_model *making, const struct tree_node *node) {
    ProtobufCMessage *message = NULL;
    Catalog__V1__Model *model = making->model;
    status_code code =
        oscal_props_get(making->oscal->import, making->document->file, node, &catalog__v1__model__descriptor, &message);
    Catalog__V1__Model *own = (Catalog__V1__Model *)message;
    if (code != STATUS_OK || own == NULL)
        return code;
    own->name = model->name;
    own->title = model->title;
    own->description = model->description;
    own->n_links = model->n_links;
    own->links = model->links;
    *model = *own;
    return STATUS_OK;
}
