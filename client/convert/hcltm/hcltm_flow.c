#include "convert/hcltm/hcltm.h"

#include <string.h>

/* A diagram while its parts are read. What has one name in several diagrams is one thing. */
struct diagram {
    struct hcltm_model *model;
    const char *zone; /* the trust zone around what is read now; NULL: none */
};

/* ---- Zones and elements ---- */

static const char *zone_called(struct hcltm_model *model, const char *words) {
    struct import *import = model->hcltm->import;
    const char *name = hcltm_label_of(model, "zone", words);
    const char *id = name == NULL ? NULL : draft_id_of(&model->ids, "zone", name);
    if (name == NULL || id != NULL)
        return id;
    id = draft_id(&model->ids, "zone", name, "zone");
    if (!hcltm_know(model, "zone", name))
        return NULL;
    return tool_zone(import, model->feature, id, draft_title(import, name)) == NULL ? NULL : id;
}

static status_code hold_asset(struct diagram *diagram, const struct hcltm_body *body, const char *place) {
    struct hcltm_model *model = diagram->model;
    const char *name = hcltm_label_of(model, "asset", hcltm_word(body, "information_asset"));
    Catalog__V1__Asset *asset = name == NULL ? NULL : string_map_get(&model->assets, name);
    if (name == NULL || name[0] == '\0')
        return name == NULL ? import_no_memory(model->hcltm->import) : STATUS_OK;
    if (asset == NULL) {
        report_add(model->hcltm->import->report, NOTE_WARNING, body->file->path, body->node,
                   "there is no information asset \"%.60s\"", name);
        return STATUS_OK;
    }
    return tool_tag(model->hcltm->import, &asset->n_on, &asset->on, place) ? STATUS_OK
                                                                           : import_no_memory(model->hcltm->import);
}

static status_code add_element(struct diagram *diagram, const struct hcltm_body *body, Catalog__V1__ElementKind kind) {
    static const char *const known[] = {"name", "trust_zone", "information_asset"};
    struct hcltm_model *model = diagram->model;
    struct import *import = model->hcltm->import;
    const char *name = hcltm_word(body, "trust_zone");
    const char *zone = name[0] == '\0' ? diagram->zone : zone_called(model, name);
    const char *id = draft_id_of(&model->ids, "element", body->label);
    hcltm_note_rest(model->hcltm, body, known, COUNT_OF(known));
    if (id != NULL)
        return hold_asset(diagram, body, id);
    id = draft_id(&model->ids, "element", body->label, "element");
    Catalog__V1__Element *element = tool_element(import, model->feature, id, kind);
    if (element == NULL || (name[0] != '\0' && zone == NULL) || !hcltm_know(model, "element", body->label))
        return import_no_memory(model->hcltm->import);
    element->title = tool_text(draft_title(import, body->label));
    element->zone = tool_text(zone == NULL ? "" : zone);
    return element->title == NULL ? import_no_memory(model->hcltm->import) : hold_asset(diagram, body, id);
}

static status_code read_process(void *context, const struct hcltm_body *body) {
    return add_element(context, body, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS);
}

static status_code read_store(void *context, const struct hcltm_body *body) {
    return add_element(context, body, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE);
}

static status_code read_external(void *context, const struct hcltm_body *body) {
    return add_element(context, body, CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL);
}

static const struct {
    const char *key;
    hcltm_read *read;
} elements[] = {{"process", read_process}, {"data_store", read_store}, {"external_element", read_external}};

static status_code read_elements(struct diagram *diagram, const struct hcltm_body *body) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(elements) && code == STATUS_OK; i++)
        code = hcltm_each(diagram->model->hcltm, body, elements[i].key, true, elements[i].read, diagram);
    return code;
}

static status_code read_zone(void *context, const struct hcltm_body *body) {
    static const char *const known[] = {"name", "process", "data_store", "external_element"};
    struct diagram *diagram = context;
    hcltm_note_rest(diagram->model->hcltm, body, known, COUNT_OF(known));
    diagram->zone = zone_called(diagram->model, body->label);
    status_code code =
        diagram->zone == NULL ? import_no_memory(diagram->model->hcltm->import) : read_elements(diagram, body);
    diagram->zone = NULL;
    return code;
}

/* ---- Flows ---- */

/* The element at the end KEY of a flow; NULL: none. */
static const char *end_of(const struct hcltm_model *model, const struct hcltm_body *body, const char *key) {
    const char *name = hcltm_label_of(model, "element", hcltm_word(body, key));
    return name == NULL ? NULL : draft_id_of(&model->ids, "element", name);
}

static status_code read_flow(void *context, const struct hcltm_body *body) {
    static const char *const known[] = {"name", "from", "to", "protocol"};
    const struct diagram *diagram = context;
    struct hcltm_model *model = diagram->model;
    struct import *import = model->hcltm->import;
    const char *from = end_of(model, body, "from");
    const char *to = end_of(model, body, "to");
    hcltm_note_rest(model->hcltm, body, known, COUNT_OF(known));
    if (from == NULL || to == NULL) {
        report_add(import->report, NOTE_LOSS, body->file->path, body->node,
                   "a flow from \"%.40s\" to \"%.40s\" is left out: one of them is in no diagram",
                   hcltm_word(body, "from"), hcltm_word(body, "to"));
        return STATUS_OK;
    }
    Catalog__V1__DataFlow *flow = DRAFT_NEW(import, Catalog__V1__DataFlow, catalog__v1__data_flow);
    const char *key = ARENA_JOIN(import->arena, body->label, " ", from, " to ", to);
    const char *id = key == NULL ? NULL : draft_id(&model->ids, "flow", "", key);
    if (flow == NULL || id == NULL)
        return import_no_memory(model->hcltm->import);
    flow->id = tool_text(id);
    flow->title = tool_text(draft_title(import, body->label));
    flow->from = tool_text(from);
    flow->to = tool_text(to);
    flow->protocol = tool_text(hcltm_word(body, "protocol"));
    return flow->title != NULL && draft_add(import, &model->feature->n_data_flows, &model->feature->data_flows, flow)
               ? STATUS_OK
               : import_no_memory(model->hcltm->import);
}

/* ---- Together ---- */

/* Before elements refer to it. */
static status_code declare_zone(void *context, const struct hcltm_body *body) {
    struct diagram *diagram = context;
    return zone_called(diagram->model, body->label) == NULL ? import_no_memory(diagram->model->hcltm->import)
                                                            : STATUS_OK;
}

static status_code read_diagram_elements(void *context, const struct hcltm_body *body) {
    static const char *const known[] = {"name", "process", "data_store", "external_element", "trust_zone", "flow"};
    struct diagram diagram = {.model = context};
    hcltm_note_rest(diagram.model->hcltm, body, known, COUNT_OF(known));
    status_code code = hcltm_each(diagram.model->hcltm, body, "trust_zone", true, declare_zone, &diagram);
    if (code == STATUS_OK)
        code = read_elements(&diagram, body);
    return code == STATUS_OK ? hcltm_each(diagram.model->hcltm, body, "trust_zone", true, read_zone, &diagram) : code;
}

/* Once all elements are known. */
static status_code read_diagram_flows(void *context, const struct hcltm_body *body) {
    struct diagram diagram = {.model = context};
    return hcltm_each(diagram.model->hcltm, body, "flow", true, read_flow, &diagram);
}

static const struct {
    const char *key;
    bool has_label;
} diagrams[] = {{"data_flow_diagram_v2", true}, {"data_flow_diagram", false}, {"legacy_data_flow_diagram", false}};

status_code hcltm_read_diagrams(struct hcltm_model *model) {
    static hcltm_read *const reads[] = {read_diagram_elements, read_diagram_flows};
    status_code code = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(reads) * COUNT_OF(diagrams) && code == STATUS_OK; i++) {
        size_t row = i % COUNT_OF(diagrams);
        code = hcltm_each_block(model, diagrams[row].key, diagrams[row].has_label, reads[i / COUNT_OF(diagrams)]);
    }
    return code;
}
