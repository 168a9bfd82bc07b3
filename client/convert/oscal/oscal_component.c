#include "convert/oscal/oscal_component.h"

#include "convert/tool.h"

#include <string.h>
#include <strings.h>

#define CLASS(name) CATALOG__V1__SERVICE_CLASS__SERVICE_CLASS_##name

/* Types of components, and who looks after what: of software on the consumer's own machines the vendor owns the
 * software alone. Any case. Of a policy or a plan there are no layers. */
static const struct {
    const char *type;
    Catalog__V1__ServiceClass class;
} types[] = {
    {"service", CLASS(ABSTRACTED)},      {"software", CLASS(SELF_HOSTED)},       {"hardware", CLASS(INFRASTRUCTURE)},
    {"physical", CLASS(INFRASTRUCTURE)}, {"network", CLASS(INFRASTRUCTURE)},     {"system", CLASS(PLATFORM)},
    {"this-system", CLASS(PLATFORM)},    {"interconnection", CLASS(ABSTRACTED)},
};

void oscal_note(const struct oscal_model *making, enum note_kind kind, const struct tree_node *node, const char *text) {
    report_add(making->oscal->import->report, kind, making->document->file, node, "%s", text);
}

void oscal_take_type(const struct oscal_model *making, const struct tree_node *node) {
    const char *type = draft_text(node, "type");
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        if (strcasecmp(types[i].type, type) == 0)
            making->model->service_class = types[i].class;
    }
    if (making->model->service_class == CLASS(UNSPECIFIED))
        report_add(making->oscal->import->report, NOTE_WARNING, making->document->file, node,
                   "a component of type \"%.40s\" is no kind of service: give it a service_class", type);
}

status_code oscal_read_links(struct oscal_model *making, const struct tree_node *node) {
    const struct tree_node *links = draft_list(node, "links");
    struct import *import = making->oscal->import;
    for (size_t i = 0; i < links->count; i++) {
        const struct tree_node *source = links->entries[i].value;
        const char *href = draft_text(source, "href");
        if (href[0] == '\0' || href[0] == '#')
            continue;
        Catalog__V1__Link *link = DRAFT_NEW(import, Catalog__V1__Link, catalog__v1__link);
        if (link == NULL || !draft_add(import, &making->model->n_links, &making->model->links, link))
            return import_no_memory(making->oscal->import);
        link->url = (char *)(uintptr_t)href;
        link->title = (char *)(uintptr_t)draft_text(source, "text");
    }
    return STATUS_OK;
}

/* ---- Whose a control is ---- */

/* Whether responsible-roles or the origination of NODE leave it to whoever uses the component. */
bool oscal_is_consumers(const struct tree_node *node) {
    static const char *const roles[] = {"customer", "consumer", "leveraging", "tenant"};
    const struct tree_node *list = draft_list(node, "responsible-roles");
    const char *origination = oscal_prop(node, NULL, "control-origination", NULL);
    for (size_t i = 0; i < list->count; i++) {
        for (size_t j = 0; j < COUNT_OF(roles); j++) {
            if (strstr(draft_text(list->entries[i].value, "role-id"), roles[j]) != NULL)
                return true;
        }
    }
    return strncmp(origination, "customer", strlen("customer")) == 0;
}

Catalog__V1__Responsibility *oscal_add_duty(struct oscal_model *making, const char *source_id, const char *statement,
                                            const Catalog__V1__Control *control) {
    struct import *import = making->oscal->import;
    Catalog__V1__Model *model = making->model;
    Catalog__V1__Responsibility *duty = DRAFT_NEW(import, Catalog__V1__Responsibility, catalog__v1__responsibility);
    Catalog__V1__Discharge *discharge = DRAFT_NEW(import, Catalog__V1__Discharge, catalog__v1__discharge);
    const char *id = draft_id(&making->ids, "responsibility", source_id, "responsibility");
    if (duty == NULL || discharge == NULL || id == NULL ||
        !draft_add(import, &discharge->n_controls, &discharge->controls, control->name) ||
        !draft_add(import, &model->n_responsibilities, &model->responsibilities, duty)) {
        import_no_memory(import);
        return NULL;
    }
    duty->id = (char *)(uintptr_t)id;
    duty->statement = (char *)(uintptr_t)(statement[0] == '\0' ? control->title : statement);
    duty->discharged_by = discharge;
    return duty;
}

Catalog__V1__Provision *oscal_add_provision(struct oscal_model *making, const char *source_id,
                                            const Catalog__V1__Control *control) {
    struct import *import = making->oscal->import;
    Catalog__V1__Model *model = making->model;
    Catalog__V1__Provision *provision = DRAFT_NEW(import, Catalog__V1__Provision, catalog__v1__provision);
    const char *id = draft_id(&making->ids, "provision", source_id, "provision");
    if (provision == NULL || id == NULL || !draft_add(import, &model->n_provides, &model->provides, provision)) {
        import_no_memory(import);
        return NULL;
    }
    provision->id = (char *)(uintptr_t)id;
    provision->control = control->name;
    return provision;
}

/* ---- How it is done ---- */

/* What is more than a line has no place in a provision, and goes to the description of the model, under ID. */
bool oscal_tell_how(struct oscal_model *making, const char *id, const char *text, char **ret_title) {
    struct import *import = making->oscal->import;
    bool is_line = strchr(text, '\n') == NULL && strlen(text) <= LIMIT_TITLE_BYTES;
    const char *title = is_line ? text : plain_sentence(import->arena, text);
    title = title == NULL ? NULL : is_line ? title : draft_title(import, title);
    if (title == NULL)
        return false;
    *ret_title = (char *)(uintptr_t)title;
    if (is_line)
        return true;
    const char *section = ARENA_JOIN(import->arena, id, ": ", text);
    if (section != NULL)
        passage_add(&making->how, import->arena, "\n\n", section);
    return section != NULL;
}

bool oscal_end_description(struct oscal_model *making) {
    struct import *import = making->oscal->import;
    const char *how = passage_text(&making->how, import->arena);
    const char *text = how == NULL ? NULL : tool_paragraphs(import, making->model->description, how);
    making->model->description = (char *)(uintptr_t)text;
    return text != NULL;
}
