#include "convert/oscal/oscal_component.h"
#include "convert/tool.h"

#include <ctype.h>
#include <string.h>

#define ELEMENT_ID "service"

/* ---- What a component says of itself ---- */

/* "mongodb, TCP 27017", as a title: ports have no place of their own. */
static const char *port_title(const struct oscal_model *making, const struct tree_node *protocol) {
    struct import *import = making->oscal->import;
    const struct tree_node *ranges = draft_list(protocol, "port-ranges");
    const char *title = draft_text(protocol, "title");
    struct passage ports = {0};
    for (size_t i = 0; i < ranges->count; i++) {
        const struct tree_node *range = ranges->entries[i].value;
        const char *start = draft_text(range, "start");
        const char *end = draft_text(range, "end");
        passage_add(&ports, import->arena, ", ", draft_text(range, "transport"));
        passage_add(&ports, import->arena, " ", start);
        passage_add(&ports, import->arena, "-", strcmp(start, end) == 0 ? "" : end);
    }
    const char *text = passage_text(&ports, import->arena);
    if (text != NULL && text[0] != '\0')
        text = title[0] == '\0' ? text : ARENA_JOIN(import->arena, title, " (", text, ")");
    else if (text != NULL)
        text = title;
    return text == NULL ? NULL : draft_title(import, text);
}

static status_code add_element(struct oscal_model *making) {
    struct import *import = making->oscal->import;
    Catalog__V1__Element *element = DRAFT_NEW(import, Catalog__V1__Element, catalog__v1__element);
    const char *id = draft_id(&making->ids, "element", ELEMENT_ID, ELEMENT_ID);
    if (element == NULL || id == NULL ||
        !draft_add(import, &making->model->n_elements, &making->model->elements, element))
        return import_no_memory(making->oscal->import);
    element->id = (char *)(uintptr_t)id;
    element->kind = CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS;
    element->title = making->model->title;
    return STATUS_OK;
}

static status_code add_entry_point(struct oscal_model *making, const struct tree_node *protocol) {
    struct import *import = making->oscal->import;
    Catalog__V1__EntryPoint *point = DRAFT_NEW(import, Catalog__V1__EntryPoint, catalog__v1__entry_point);
    const char *name = draft_text(protocol, "name");
    const char *id = draft_id(&making->ids, "protocol", name, "protocol");
    const char *title = port_title(making, protocol);
    if (point == NULL || id == NULL || title == NULL ||
        !draft_add(import, &making->model->n_entry_points, &making->model->entry_points, point))
        return import_no_memory(making->oscal->import);
    point->id = (char *)(uintptr_t)id;
    point->on = making->model->elements[0]->id;
    point->protocol = (char *)(uintptr_t)name;
    point->title = (char *)(uintptr_t)title;
    return STATUS_OK;
}

/* Entry points lead to an element, and OSCAL has none inside of a component: one stands for it as a whole. */
static status_code read_protocols(struct oscal_model *making, const struct tree_node *node) {
    const struct tree_node *protocols = draft_list(node, "protocols");
    status_code code = protocols->count == 0 ? STATUS_OK : add_element(making);
    for (size_t i = 0; i < protocols->count && code == STATUS_OK; i++)
        code = add_entry_point(making, protocols->entries[i].value);
    return code;
}

static bool describe(struct oscal_model *making, const struct tree_node *node, const char *title_key) {
    struct import *import = making->oscal->import;
    const struct oscal_prose prose = {.import = import, .file = making->document->file};
    const char *description = oscal_text(&prose, node, "description");
    const char *purpose = oscal_text(&prose, node, "purpose");
    if (description == NULL || purpose == NULL)
        return false;
    if (strcmp(description, purpose) != 0)
        description = tool_paragraphs(import, description, purpose);
    making->model->title = (char *)(uintptr_t)draft_title(import, draft_text(node, title_key));
    making->model->description = (char *)(uintptr_t)description;
    return description != NULL && making->model->title != NULL;
}

static void note_open(const struct oscal_model *making, const struct tree_node *node) {
    if (making->model->n_provides > 0 && oscal_own_name(node)[0] == '\0')
        oscal_note(making, NOTE_WARNING, node,
                   "OSCAL does not say which threats a control mitigates: name them in each provision before you "
                   "publish it");
    if (making->model->n_responsibilities == 0)
        oscal_note(making, NOTE_WARNING, node,
                   "it leaves nothing to its consumers: state what they must see to before you publish it");
}

/* ---- Components and capabilities ---- */

/* Begins the model of NODE; its UUID stands for it from now on. */
static status_code begin(struct oscal_model *making, const struct tree_node *node, const char *title_key) {
    struct oscal *oscal = making->oscal;
    const char *own = strchr(oscal_own_name(node), '/');
    const char *title = own != NULL ? own + 1 : draft_text(node, title_key);
    struct oscal_target *target = ARENA_NEW(oscal->import->arena, struct oscal_target);
    making->model =
        draft_component(oscal->import, making->document->file, node, draft_slug(oscal->import, title, "component"));
    draft_ids_init(&making->ids, oscal->import);
    if (making->model == NULL || target == NULL || !describe(making, node, title_key))
        return import_no_memory(making->oscal->import);
    *target = (struct oscal_target){.object = making->model->name, .id = ""};
    return oscal_put_uuid(oscal, draft_text(node, "uuid"), target);
}

static status_code end(struct oscal_model *making, const struct tree_node *node) {
    status_code code = oscal_own_name(node)[0] != '\0' ? oscal_read_own_model(making, node, "title") : STATUS_OK;
    if (code == STATUS_OK)
        code = oscal_read_implementations(making, node);
    if (code != STATUS_OK)
        return code;
    note_open(making, node);
    return oscal_end_description(making) ? STATUS_OK : import_no_memory(making->oscal->import);
}

static status_code read_component(struct oscal *oscal, const struct oscal_document *document,
                                  const struct tree_node *node) {
    struct oscal_model making = {.oscal = oscal, .document = document};
    if (draft_text(node, "title")[0] == '\0')
        return import_refuse(oscal->import, document->file, node, "a component is no mapping with a `title`");
    status_code code = begin(&making, node, "title");
    if (code == STATUS_OK)
        code = oscal_read_links(&making, node);
    if (code == STATUS_OK && oscal_own_name(node)[0] == '\0')
        code = read_protocols(&making, node);
    if (code == STATUS_OK && oscal_own_name(node)[0] == '\0')
        oscal_take_type(&making, node);
    return code == STATUS_OK ? end(&making, node) : code;
}

/* What a capability is made of are components that it depends on. */
static status_code read_parts(struct oscal_model *making, const struct tree_node *node) {
    const struct tree_node *list = draft_list(node, "incorporates-components");
    struct import *import = making->oscal->import;
    for (size_t i = 0; i < list->count; i++) {
        const char *uuid = draft_text(list->entries[i].value, "component-uuid");
        const struct oscal_target *target = oscal_get_uuid(making->oscal, uuid);
        Catalog__V1__Dependency *dependency = DRAFT_NEW(import, Catalog__V1__Dependency, catalog__v1__dependency);
        if (target == NULL)
            oscal_note(making, NOTE_WARNING, list->entries[i].value,
                       "there is no component with this UUID among the sources");
        if (target == NULL)
            continue;
        const char *alias = draft_id(&making->ids, "component", strchr(target->object, '/') + 1, "component");
        if (alias == NULL || dependency == NULL ||
            !draft_add(import, &making->model->n_dependencies, &making->model->dependencies, dependency))
            return import_no_memory(making->oscal->import);
        dependency->alias = (char *)(uintptr_t)alias;
        dependency->component = (char *)(uintptr_t)target->object;
        dependency->requirement = (char *)(uintptr_t) "*";
    }
    return STATUS_OK;
}

static status_code read_capability(struct oscal *oscal, const struct oscal_document *document,
                                   const struct tree_node *node) {
    struct oscal_model making = {.oscal = oscal, .document = document};
    if (draft_text(node, "name")[0] == '\0')
        return import_refuse(oscal->import, document->file, node, "a capability is no mapping with a `name`");
    status_code code = begin(&making, node, "name");
    if (code == STATUS_OK)
        code = read_parts(&making, node);
    return code == STATUS_OK ? end(&making, node) : code;
}

static const struct {
    const char *key;
    status_code (*read)(struct oscal *oscal, const struct oscal_document *document, const struct tree_node *node);
} lists[] = {{"components", read_component}, {"capabilities", read_capability}};

status_code oscal_read_components(struct oscal *oscal, struct oscal_document *document) {
    status_code code = import_source(oscal->import, document->title);
    if (code == STATUS_OK)
        code = oscal_note_repeats(oscal, document);
    if (code == STATUS_OK)
        code = oscal_read_own_controls(oscal, document);
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        const struct tree_node *list = draft_list(document->root, lists[i].key);
        for (size_t j = 0; j < list->count && code == STATUS_OK; j++)
            code = lists[i].read(oscal, document, list->entries[j].value);
    }
    if (code == STATUS_OK)
        code = oscal_note_rest(oscal, document);
    if (draft_list(document->root, "import-component-definitions")->count > 0)
        report_add(oscal->import->report, NOTE_LOSS, document->file, document->root,
                   "definitions that it imports are not followed: give their files as PATHs");
    return code;
}
