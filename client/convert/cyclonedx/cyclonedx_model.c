#include "convert/cyclonedx/cyclonedx.h"

#include <string.h>

#define PREFIX "cdx:model:"

/* A threat model on its way to a feature. */
struct model {
    const struct bom *bom;
    Catalog__V1__Model *feature;
    struct draft_ids ids;
};

/* The value of the property PREFIX KEY of NODE; "" where there is none. */
static const char *property(const struct tree_node *node, const char *key) {
    const struct tree_node *list = draft_list(node, "properties");
    for (size_t i = 0; i < list->count; i++) {
        const char *name = draft_text(list->entries[i].value, "name");
        if (strncmp(name, PREFIX, strlen(PREFIX)) == 0 && strcmp(name + strlen(PREFIX), key) == 0)
            return draft_text(list->entries[i].value, "value");
    }
    return "";
}

/* ---- Types of parts ---- */

static const struct {
    const char *type;
    Catalog__V1__ElementKind kind;
} kinds[] = {
    {"actor", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR},
    {"external", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL},
    {"external-entity", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL},
    {"server", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS},
    {"process", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS},
    {"lambda", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS},
    {"component", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS},
    {"datastore", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
    {"store", CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE},
};

static Catalog__V1__ElementKind kind_of(const char *type) {
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (strcmp(kinds[i].type, type) == 0)
            return kinds[i].kind;
    }
    return CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_UNSPECIFIED;
}

static bool is_type(const struct tree_node *node, const char *type) {
    return strcmp(property(node, "type"), type) == 0;
}

/* Properties that say something of the model and are not among the COUNT in KNOWN, in one loss. */
static void note_properties(const struct model *model, const struct tree_node *node, const char *const *known,
                            size_t count) {
    const struct tree_node *list = draft_list(node, "properties");
    for (size_t i = 0; i < list->count; i++) {
        const char *name = draft_text(list->entries[i].value, "name");
        const char *short_name = strncmp(name, PREFIX, strlen(PREFIX)) == 0 ? name + strlen(PREFIX) : name;
        bool is_known = strncmp(short_name, "shape", strlen("shape")) == 0 || strcmp(short_name, "type") == 0;
        for (size_t j = 0; j < count; j++)
            is_known |= strcmp(short_name, known[j]) == 0;
        if (!is_known)
            report_add(model->bom->import->report, NOTE_LOSS, model->bom->file, list->entries[i].value,
                       "`%.60s` (%.60s) has no place here", short_name, draft_text(list->entries[i].value, "value"));
    }
}

/* ---- Zones, elements, assets, flows ---- */

static status_code read_zone(void *context, const struct tree_node *node) {
    struct model *model = context;
    struct import *import = model->bom->import;
    if (!is_type(node, "boundary"))
        return STATUS_OK;
    const char *id = draft_id(&model->ids, "boundary", bom_key(node), draft_text(node, "name"));
    note_properties(model, node, NULL, 0);
    return tool_zone(import, model->feature, id, tool_plain_title(import, draft_text(node, "name"), id)) == NULL
               ? import_no_memory(model->bom->import)
               : STATUS_OK;
}

static status_code read_element(void *context, const struct tree_node *node) {
    static const char *const known[] = {"inBoundary", "platform"};
    struct model *model = context;
    struct import *import = model->bom->import;
    Catalog__V1__ElementKind kind = kind_of(property(node, "type"));
    if (kind == CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_UNSPECIFIED)
        return STATUS_OK;
    const char *id = draft_id(&model->ids, "element", bom_key(node), draft_text(node, "name"));
    const char *text = tool_plain(import, node, "description");
    const char *zone = draft_id_of(&model->ids, "boundary", property(node, "inBoundary"));
    Catalog__V1__Element *element = tool_element(import, model->feature, id, kind);
    note_properties(model, node, known, COUNT_OF(known));
    if (element == NULL || text == NULL)
        return import_no_memory(model->bom->import);
    if (zone == NULL && property(node, "inBoundary")[0] != '\0')
        report_add(import->report, NOTE_WARNING, model->bom->file, node, "there is no boundary \"%.60s\"",
                   property(node, "inBoundary"));
    element->title = tool_text(tool_plain_title(import, draft_text(node, "name"), id));
    element->description = tool_text(text);
    element->zone = tool_text(zone == NULL ? "" : zone);
    return element->title != NULL &&
                   tool_tag(import, &element->n_technologies, &element->technologies, property(node, "platform"))
               ? STATUS_OK
               : import_no_memory(model->bom->import);
}

static bool place_asset(struct model *model, Catalog__V1__Asset *asset, const struct tree_node *node, const char *key) {
    const char *reference = property(node, key);
    const char *id = draft_id_of(&model->ids, "element", reference);
    if (id == NULL && reference[0] != '\0')
        report_add(model->bom->import->report, NOTE_WARNING, model->bom->file, node, "there is no element \"%.60s\"",
                   reference);
    return id == NULL || tool_tag(model->bom->import, &asset->n_on, &asset->on, id);
}

static status_code read_asset(void *context, const struct tree_node *node) {
    static const char *const known[] = {"processedBy", "storedBy"};
    struct model *model = context;
    struct import *import = model->bom->import;
    if (!is_type(node, "asset"))
        return STATUS_OK;
    Catalog__V1__Asset *asset = DRAFT_NEW(import, Catalog__V1__Asset, catalog__v1__asset);
    const char *id = draft_id(&model->ids, "asset", bom_key(node), draft_text(node, "name"));
    const char *text = tool_plain(import, node, "description");
    note_properties(model, node, known, COUNT_OF(known));
    if (asset == NULL || id == NULL || text == NULL ||
        !draft_add(import, &model->feature->n_assets, &model->feature->assets, asset))
        return import_no_memory(model->bom->import);
    asset->id = tool_text(id);
    asset->title = tool_text(tool_plain_title(import, draft_text(node, "name"), id));
    asset->description = tool_text(text);
    return asset->title != NULL && place_asset(model, asset, node, "processedBy") &&
                   place_asset(model, asset, node, "storedBy")
               ? STATUS_OK
               : import_no_memory(model->bom->import);
}

/* What a flow carries is an asset or some words. */
static bool add_carried(struct model *model, Catalog__V1__DataFlow *flow, const struct tree_node *node) {
    struct import *import = model->bom->import;
    const char *carried = property(node, "dataflow:data");
    const char *id = draft_id_of(&model->ids, "asset", carried);
    if (id != NULL)
        return draft_add(import, &flow->n_assets, &flow->assets, tool_text(id));
    if (carried[0] != '\0')
        report_add(import->report, NOTE_LOSS, model->bom->file, node,
                   "the flow carries \"%.80s\", which is no asset of the model", carried);
    return true;
}

static status_code read_flow(void *context, const struct tree_node *node) {
    static const char *const known[] = {"dataflow:source", "dataflow:destination", "dataflow:protocol", "dataflow:data",
                                        "dataflow:isBidirectional"};
    struct model *model = context;
    struct import *import = model->bom->import;
    if (!is_type(node, "dataflow"))
        return STATUS_OK;
    const char *from = draft_id_of(&model->ids, "element", property(node, "dataflow:source"));
    const char *to = draft_id_of(&model->ids, "element", property(node, "dataflow:destination"));
    note_properties(model, node, known, COUNT_OF(known));
    if (from == NULL || to == NULL) {
        report_add(import->report, NOTE_LOSS, model->bom->file, node, "a flow that ends nowhere is left out");
        return STATUS_OK;
    }
    Catalog__V1__DataFlow *flow = DRAFT_NEW(import, Catalog__V1__DataFlow, catalog__v1__data_flow);
    const char *id = draft_id(&model->ids, "dataflow", bom_key(node), draft_text(node, "name"));
    if (flow == NULL || id == NULL || !add_carried(model, flow, node))
        return import_no_memory(model->bom->import);
    flow->id = tool_text(id);
    flow->title = tool_text(tool_plain_title(import, draft_text(node, "name"), id));
    flow->from = tool_text(from);
    flow->to = tool_text(to);
    flow->protocol = tool_text(property(node, "dataflow:protocol"));
    if (strcmp(property(node, "dataflow:isBidirectional"), "true") == 0)
        report_add(import->report, NOTE_LOSS, model->bom->file, node,
                   "a flow goes one way: model the way back as a flow of its own");
    return flow->title != NULL && draft_add(import, &model->feature->n_data_flows, &model->feature->data_flows, flow)
               ? STATUS_OK
               : import_no_memory(model->bom->import);
}

/* What none of the others took. */
static status_code note_other(void *context, const struct tree_node *node) {
    static const char *const taken[] = {"boundary", "asset", "dataflow"};
    static const char *const known[] = {"type", "bom-ref", "name", "description", "properties"};
    const struct model *model = context;
    struct tool_place place = bom_place(model->bom, node);
    const char *type = property(node, "type");
    bool is_taken = kind_of(type) != CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_UNSPECIFIED;
    for (size_t i = 0; i < COUNT_OF(taken); i++)
        is_taken |= strcmp(taken[i], type) == 0;
    if (!is_taken)
        report_add(model->bom->import->report, NOTE_LOSS, model->bom->file, node,
                   "a part of the type \"%.40s\" has no place in a model", type);
    tool_note_keys(&place, known, COUNT_OF(known));
    return STATUS_OK;
}

/* ---- Together ---- */

static status_code read_parts(struct model *model, const struct tree_node *node) {
    static bom_read *const reads[] = {read_zone, read_element, read_asset, read_flow, note_other};
    const struct tree_node *list = draft_list(node, "components");
    status_code code = STATUS_OK;
    for (size_t i = 0; i < list->count && code == STATUS_OK; i++) {
        if (list->entries[i].value->kind != TREE_MAP)
            code = import_refuse(model->bom->import, model->bom->file, list->entries[i].value,
                                 "an entry of components is no mapping");
    }
    for (size_t i = 0; i < COUNT_OF(reads) * list->count && code == STATUS_OK; i++) {
        const struct tree_node *part = list->entries[i % list->count].value;
        if (part->kind == TREE_MAP)
            code = reads[i / list->count](model, part);
    }
    return code;
}

status_code bom_read_model(void *context, const struct tree_node *node) {
    static const char *const known[] = {"type", "bom-ref", "name", "description", "properties", "components"};
    static const char *const known_properties[] = {"diagram:width", "diagram:height", "isOrdered"};
    const struct bom *bom = context;
    struct import *import = bom->import;
    struct model model = {.bom = bom};
    struct tool_place place = bom_place(bom, node);
    const char *name = draft_text(node, "name");
    const char *system = draft_text(bom_map(bom_map(bom->root, "metadata"), "component"), "name");
    const char *source = ARENA_JOIN(import->arena, system, "/", name);
    const char *text = tool_plain(import, node, "description");
    draft_ids_init(&model.ids, import);
    if (source == NULL || text == NULL || import_source(import, source) != STATUS_OK)
        return import_no_memory(model.bom->import);
    model.feature = draft_feature(import, bom->file, node, draft_slug(import, name, "threat-model"));
    if (model.feature == NULL)
        return import_no_memory(model.bom->import);
    model.feature->title = tool_text(tool_plain_title(import, name, "Threat model"));
    model.feature->description = tool_text(text);
    tool_note_keys(&place, known, COUNT_OF(known));
    note_properties(&model, node, known_properties, COUNT_OF(known_properties));
    report_add(import->report, NOTE_WARNING, bom->file, node,
               "threat models are no settled part of the format: look whether all of it was understood");
    return model.feature->title == NULL ? import_no_memory(model.bom->import) : read_parts(&model, node);
}
