#include "convert/oscal/oscal_component.h"

#include "convert/carry.h"

#include <string.h>

/* Reads what NODE of FILE carries of a message; NULL: it carries none that can be read. False: no room. */
static bool read_carried_in(struct import *import, const char *file, const struct tree_node *node,
                            const ProtobufCMessageDescriptor *descriptor, const char *const *said,
                            ProtobufCMessage **ret_message) {
    const struct carried carried = {
        .file = file,
        .node = oscal_props_tree(import, file, node),
        .descriptor = descriptor,
        .skipped = said,
    };
    return carry_read(import, &carried, ret_message);
}

static bool read_carried(const struct oscal_model *making, const struct tree_node *node,
                         const ProtobufCMessageDescriptor *descriptor, const char *const *said,
                         ProtobufCMessage **ret_message) {
    return read_carried_in(making->oscal->import, making->document->file, node, descriptor, said, ret_message);
}

/* A part of the model that was written more than once, for each control of another scheme that it refers to. */
static bool is_read(const struct oscal_model *making, const char *id) {
    return string_map_get(&making->ids.taken, id) != NULL;
}

static status_code take_id(struct oscal_model *making, const char *kind, const char *id) {
    return draft_id(&making->ids, kind, id, kind) == NULL ? import_no_memory(making->oscal->import) : STATUS_OK;
}

/* TEXT as a title; what is one already stays as it is. */
static char *title_of(struct import *import, const char *text) {
    bool is_title = strlen(text) <= LIMIT_TITLE_BYTES && strpbrk(text, "\r\n") == NULL;
    return (char *)(uintptr_t)(is_title ? text : draft_title(import, text));
}

static status_code read_provision(struct oscal_model *making, const struct tree_node *node, bool *ret_is_own) {
    static const char *const said[] = {OSCAL_SAID_PROVISION, NULL};
    struct import *import = making->oscal->import;
    ProtobufCMessage *message = NULL;
    if (!read_carried(making, node, &catalog__v1__provision__descriptor, said, &message))
        return import_no_memory(making->oscal->import);
    Catalog__V1__Provision *provision = (Catalog__V1__Provision *)message;
    *ret_is_own = provision != NULL && provision->id[0] != '\0';
    if (!*ret_is_own || is_read(making, provision->id))
        return STATUS_OK;
    provision->title = title_of(import, draft_text(node, "description"));
    if (provision->title == NULL || !draft_add(import, &making->model->n_provides, &making->model->provides, provision))
        return import_no_memory(making->oscal->import);
    return take_id(making, OSCAL_KIND_PROVISION, provision->id);
}

static status_code read_duty(struct oscal_model *making, const struct tree_node *node, bool *ret_is_own) {
    static const char *const said[] = {OSCAL_SAID_DUTY, NULL};
    struct import *import = making->oscal->import;
    ProtobufCMessage *message = NULL;
    if (!read_carried(making, node, &catalog__v1__responsibility__descriptor, said, &message))
        return import_no_memory(making->oscal->import);
    Catalog__V1__Responsibility *duty = (Catalog__V1__Responsibility *)message;
    *ret_is_own = duty != NULL && duty->id[0] != '\0';
    if (!*ret_is_own || is_read(making, duty->id))
        return STATUS_OK;
    duty->statement = (char *)(uintptr_t)draft_text(node, "description");
    if (!draft_add(import, &making->model->n_responsibilities, &making->model->responsibilities, duty))
        return import_no_memory(making->oscal->import);
    return take_id(making, OSCAL_KIND_DUTY, duty->id);
}

static const struct {
    const char *kind;
    status_code (*read)(struct oscal_model *making, const struct tree_node *node, bool *ret_is_own);
} parts[] = {{OSCAL_KIND_PROVISION, read_provision}, {OSCAL_KIND_DUTY, read_duty}};

status_code oscal_read_own(struct oscal_model *making, const struct tree_node *node, bool *ret_is_own) {
    const char *kind = oscal_props_kind(node);
    *ret_is_own = false;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (strcmp(parts[i].kind, kind) == 0)
            return parts[i].read(making, node, ret_is_own);
    }
    return STATUS_OK;
}

const char *oscal_own_name(const struct tree_node *node) {
    return strcmp(oscal_props_kind(node), OSCAL_KIND_COMPONENT) == 0 ? oscal_prop(node, OSCAL_NS, "name", NULL) : "";
}

/* The contract that was written takes the place of what the type says. */
status_code oscal_read_own_model(struct oscal_model *making, const struct tree_node *node, const char *title_key) {
    static const char *const said[] = {OSCAL_SAID_COMPONENT, NULL};
    struct import *import = making->oscal->import;
    Catalog__V1__Model *model = making->model;
    ProtobufCMessage *message = NULL;
    if (!read_carried(making, node, &catalog__v1__model__descriptor, said, &message))
        return import_no_memory(making->oscal->import);
    Catalog__V1__Model *own = (Catalog__V1__Model *)message;
    if (own == NULL)
        return STATUS_OK;
    own->name = model->name;
    own->title = title_of(import, draft_text(node, title_key));
    own->description = (char *)(uintptr_t)draft_text(node, "description");
    own->n_links = model->n_links;
    own->links = model->links;
    *model = *own;
    return own->title == NULL ? import_no_memory(making->oscal->import) : STATUS_OK;
}

/* ---- Controls ---- */

/* Whether NAME is that of an object in the import's name space which is not there yet. */
static bool is_wanted(const struct import *import, const char *name) {
    size_t size = strlen(import->name_space);
    return strncmp(name, import->name_space, size) == 0 && name[size] == '/' && name[size + 1] != '\0' &&
           string_map_get(&import->names, name) == NULL;
}

static status_code read_control(struct oscal *oscal, const struct oscal_document *document,
                                const struct tree_node *node) {
    static const char *const said[] = {OSCAL_SAID_CONTROL, NULL};
    struct import *import = oscal->import;
    ProtobufCMessage *message = NULL;
    if (!read_carried_in(import, document->file, node, &catalog__v1__control__descriptor, said, &message))
        return import_no_memory(import);
    Catalog__V1__Control *own = (Catalog__V1__Control *)message;
    if (own == NULL || !is_wanted(import, own->name))
        return STATUS_OK;
    const char *slug = draft_slug(import, strchr(own->name, '/') + 1, "control");
    Catalog__V1__Control *control = draft_control(import, document->file, node, slug);
    if (control == NULL)
        return import_no_memory(import);
    own->name = control->name;
    own->title = title_of(import, draft_text(node, "title"));
    own->objective = (char *)(uintptr_t)draft_text(node, "description");
    *control = *own;
    return own->title == NULL ? import_no_memory(import) : STATUS_OK;
}

status_code oscal_read_own_controls(struct oscal *oscal, const struct oscal_document *document) {
    const struct tree_node *resources = draft_list(oscal_get(document->root, "back-matter"), "resources");
    struct import *import = oscal->import;
    status_code code = STATUS_OK;
    const char *mark = import->mark;
    import->mark = "";
    for (size_t i = 0; i < resources->count && code == STATUS_OK; i++) {
        const struct tree_node *node = resources->entries[i].value;
        if (strcmp(oscal_props_kind(node), OSCAL_KIND_CONTROL) == 0)
            code = read_control(oscal, document, node);
    }
    import->mark = mark;
    return code;
}
