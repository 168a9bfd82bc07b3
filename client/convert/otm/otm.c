#include "convert/otm/otm.h"

#include "convert/formats.h"
#include "convert/tool.h"

#include <string.h>

static void note(const struct otm *otm, enum note_kind kind, const struct tree_node *node, const char *text) {
    report_add(otm->import->report, kind, otm->file, node, "%s", text);
}

static bool say_kind(struct otm *otm, Catalog__V1__Element *element, const struct tree_node *node) {
    const struct tree_node *tags = draft_list(node, "tags");
    const char *type = draft_text(node, "type");
    element->kind = tool_element_kind(type);
    if (type[0] != '\0' &&
        !draft_add(otm->import, &element->n_technologies, &element->technologies, (char *)(uintptr_t)type))
        return false;
    for (size_t i = 0; i < tags->count; i++) {
        char *tag = (char *)(uintptr_t)tags->entries[i].value->text;
        if (tag[0] != '\0' && !draft_add(otm->import, &element->n_technologies, &element->technologies, tag))
            return false;
    }
    return true;
}

static bool stands_in_component(const struct otm *otm, const struct tree_node *node) {
    const char *outer = otm_parent(node, "component");
    return otm_node(otm, "components", outer) != NULL && draft_id_of(&otm->ids, "zone", outer) == NULL;
}

/* A type and tags that were changed since they were written say more than what is carried. */
static bool retype(struct otm *otm, Catalog__V1__Element *element, const struct tree_node *node) {
    Catalog__V1__ElementKind kind = element->kind;
    bool is_retyped = otm_is_changed(otm, node, "type");
    if (!is_retyped && !otm_is_changed(otm, node, "tags"))
        return true;
    element->n_technologies = 0;
    if (!say_kind(otm, element, node))
        return false;
    if (!is_retyped)
        element->kind = kind;
    return true;
}

/* What the file carries of the element says more than its type. */
static Catalog__V1__Element *new_element(struct otm *otm, const struct tree_node *node) {
    Catalog__V1__Element *element = NULL;
    if (!OTM_CARRIED_AS(otm, node, "element", element, &element, OTM_SAID_ELEMENT))
        return NULL;
    if (element != NULL)
        return retype(otm, element, node) ? element : NULL;
    element = DRAFT_NEW(otm->import, Catalog__V1__Element, catalog__v1__element);
    if (stands_in_component(otm, node))
        note(otm, NOTE_LOSS, node, "a component inside a component becomes one beside it");
    OTM_NOTE_REST(otm, node, "id", "name", "type", "description", "tags", "parent", "assets", "threats",
                  "representations");
    return element != NULL && say_kind(otm, element, node) ? element : NULL;
}

static status_code read_component(struct otm *otm, const struct tree_node *node) {
    bool is_carried = false;
    status_code code = otm_read_carried_component(otm, node, &is_carried);
    if (code != STATUS_OK || is_carried)
        return code;
    Catalog__V1__Element *element = new_element(otm, node);
    const char *id = draft_id(&otm->ids, "component", draft_text(node, "id"), draft_text(node, "name"));
    if (element == NULL || id == NULL)
        return import_no_memory(otm->import);
    const char *zone = otm_zone_of(otm, node);
    element->id = (char *)(uintptr_t)id;
    element->title = (char *)(uintptr_t)draft_title(otm->import, draft_text(node, "name"));
    element->description = (char *)(uintptr_t)draft_text(node, "description");
    if (zone != NULL)
        element->zone = (char *)(uintptr_t)zone;
    else if (otm_carried_node(node, "element") == NULL)
        note(otm, NOTE_WARNING, node, "the component stands in no trust zone that there is");
    return draft_add(otm->import, &otm->feature->n_elements, &otm->feature->elements, element)
               ? STATUS_OK
               : import_no_memory(otm->import);
}

static status_code read_asset(struct otm *otm, const struct tree_node *node) {
    Catalog__V1__Asset *asset = NULL;
    if (!OTM_CARRIED_AS(otm, node, "asset", asset, &asset, OTM_SAID_ASSET))
        return import_no_memory(otm->import);
    bool is_carried = asset != NULL;
    if (!is_carried)
        asset = DRAFT_NEW(otm->import, Catalog__V1__Asset, catalog__v1__asset);
    const char *source_id = draft_text(node, "id");
    const char *id = draft_id(&otm->ids, "asset", source_id, draft_text(node, "name"));
    if (asset == NULL || id == NULL || !string_map_put(&otm->assets, source_id, asset))
        return import_no_memory(otm->import);
    asset->id = (char *)(uintptr_t)id;
    asset->title = (char *)(uintptr_t)draft_title(otm->import, draft_text(node, "name"));
    asset->description = (char *)(uintptr_t)draft_text(node, "description");
    OTM_NOTE_REST(otm, node, "id", "name", "description", "risk");
    if (otm_is_changed(otm, node, "risk") && !tool_classify_asset(&(struct tool_place){otm->import, otm->file, node},
                                                                  asset, draft_text(tree_get(node, "risk"), "comment")))
        return import_no_memory(otm->import);
    if (tree_get(node, "risk") != NULL && !is_carried)
        note(otm, NOTE_LOSS, node,
             "confidentiality, integrity and availability are numbers there; give the asset a classification");
    return draft_add(otm->import, &otm->feature->n_assets, &otm->feature->assets, asset)
               ? STATUS_OK
               : import_no_memory(otm->import);
}

static bool names(const struct tree_node *list, const char *text) {
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->entries[i].value->text, text) == 0)
            return true;
    }
    return false;
}

static bool is_placed(const Catalog__V1__Asset *asset, const char *place) {
    for (size_t i = 0; i < asset->n_on; i++) {
        if (strcmp(asset->on[i], place) == 0)
            return true;
    }
    return false;
}

/* Takes places away where a component of the file stands and does not hold ASSET, called SOURCE_ID, any more. */
static void displace(const struct otm *otm, Catalog__V1__Asset *asset, const char *source_id) {
    size_t kept = 0;
    for (size_t i = 0; i < asset->n_on; i++) {
        const struct tree_node *component = otm_node(otm, "components", asset->on[i]);
        const struct tree_node *held = component == NULL ? NULL : tree_get(component, "assets");
        bool is_there = component == NULL || otm_carried_node(component, OTM_MARKS) == NULL ||
                        names(draft_list(held, "stored"), source_id) || names(draft_list(held, "processed"), source_id);
        if (is_there)
            asset->on[kept++] = asset->on[i];
    }
    asset->n_on = kept;
}

static bool place_assets_of(struct otm *otm, const struct tree_node *list, const char *place) {
    for (size_t i = 0; i < list->count; i++) {
        Catalog__V1__Asset *asset = string_map_get(&otm->assets, list->entries[i].value->text);
        if (asset == NULL)
            note(otm, NOTE_WARNING, list->entries[i].value, "the component holds an asset that is not there");
        else if (!is_placed(asset, place) &&
                 !draft_add(otm->import, &asset->n_on, &asset->on, (char *)(uintptr_t)place))
            return false;
    }
    return true;
}

static status_code place_assets(struct otm *otm) {
    const struct tree_node *components = otm_list(otm, "components");
    const struct tree_node *assets = otm_list(otm, "assets");
    for (size_t i = 0; i < assets->count; i++) {
        const char *source_id = draft_text(assets->entries[i].value, "id");
        Catalog__V1__Asset *asset = string_map_get(&otm->assets, source_id);
        if (asset != NULL)
            displace(otm, asset, source_id);
    }
    for (size_t i = 0; i < components->count; i++) {
        const struct tree_node *component = components->entries[i].value;
        const char *place = draft_id_of(&otm->ids, "component", draft_text(component, "id"));
        const struct tree_node *held = component->kind == TREE_MAP ? tree_get(component, "assets") : NULL;
        if (place != NULL && (!place_assets_of(otm, draft_list(held, "processed"), place) ||
                              !place_assets_of(otm, draft_list(held, "stored"), place)))
            return import_no_memory(otm->import);
    }
    return STATUS_OK;
}

static bool add_flow_assets(struct otm *otm, Catalog__V1__DataFlow *flow, const struct tree_node *node) {
    const struct tree_node *list = draft_list(node, "assets");
    for (size_t i = 0; i < list->count; i++) {
        const char *id = draft_id_of(&otm->ids, "asset", list->entries[i].value->text);
        if (id == NULL)
            note(otm, NOTE_WARNING, list->entries[i].value, "the flow carries an asset that is not there");
        else if (!draft_add(otm->import, &flow->n_assets, &flow->assets, (char *)(uintptr_t)id))
            return false;
    }
    return true;
}

static status_code read_flow(struct otm *otm, const struct tree_node *node) {
    const char *from = draft_id_of(&otm->ids, "component", otm_end(node, "source", "from"));
    const char *to = draft_id_of(&otm->ids, "component", otm_end(node, "destination", "to"));
    if (from == NULL || to == NULL) {
        note(otm, NOTE_LOSS, node, "a flow that ends in a trust zone or nowhere is left out");
        return STATUS_OK;
    }
    Catalog__V1__DataFlow *flow = NULL;
    if (!OTM_CARRIED_AS(otm, node, "data_flow", data_flow, &flow, OTM_SAID_FLOW))
        return import_no_memory(otm->import);
    if (flow == NULL)
        flow = DRAFT_NEW(otm->import, Catalog__V1__DataFlow, catalog__v1__data_flow);
    const char *id = draft_id(&otm->ids, "flow", draft_text(node, "id"), draft_text(node, "name"));
    if (flow == NULL || id == NULL || !add_flow_assets(otm, flow, node))
        return import_no_memory(otm->import);
    flow->id = (char *)(uintptr_t)id;
    flow->title = (char *)(uintptr_t)draft_title(otm->import, draft_text(node, "name"));
    if (otm_is_changed(otm, node, "tags")) {
        flow->n_crosses = 0;
        if (!tool_add_texts(otm->import, &flow->n_crosses, &flow->crosses, draft_list(node, "tags")))
            return import_no_memory(otm->import);
    }
    flow->from = (char *)(uintptr_t)from;
    flow->to = (char *)(uintptr_t)to;
    OTM_NOTE_REST(otm, node, "id", "name", "source", "from", "destination", "to", "bidirectional", "assets", "threats",
                  "representations");
    if (strcmp(draft_text(node, "bidirectional"), "true") == 0)
        note(otm, NOTE_LOSS, node, "a flow goes one way: model the way back as a flow of its own");
    return draft_add(otm->import, &otm->feature->n_data_flows, &otm->feature->data_flows, flow)
               ? STATUS_OK
               : import_no_memory(otm->import);
}

static const struct {
    const char *key;
    status_code (*read)(struct otm *otm, const struct tree_node *node);
} parts[] = {
    {"trustZones", otm_read_zone}, {"components", read_component}, {"assets", read_asset}, {"dataflows", read_flow}};

static status_code read_parts(struct otm *otm) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        const struct tree_node *list = otm_list(otm, parts[i].key);
        for (size_t j = 0; j < list->count && code == STATUS_OK; j++) {
            const struct tree_node *node = list->entries[j].value;
            code = node->kind == TREE_MAP
                       ? parts[i].read(otm, node)
                       : import_refuse(otm->import, otm->file, node, "an entry of %s is no mapping", parts[i].key);
        }
    }
    if (code == STATUS_OK)
        otm_nest_zones(otm);
    return code == STATUS_OK ? place_assets(otm) : code;
}

static const char *const indexed[] = {"components", "threats", "mitigations"};

static status_code read_model(struct otm *otm) {
    draft_ids_init(&otm->ids, otm->import);
    string_map_init(&otm->nodes, otm->import->arena);
    string_map_init(&otm->zones, otm->import->arena);
    string_map_init(&otm->assets, otm->import->arena);
    for (size_t i = 0; i < COUNT_OF(indexed); i++) {
        if (!otm_index_nodes(otm, indexed[i]))
            return import_no_memory(otm->import);
    }
    status_code code = read_parts(otm);
    return code == STATUS_OK ? otm_read_threats(otm) : code;
}

static status_code read_otm(struct import *import, const struct source *source) {
    struct otm otm = {.import = import, .file = source->path, .root = source_root(source)};
    const struct tree_node *project = tree_get(otm.root, "project");
    if (project == NULL || project->kind != TREE_MAP)
        return problem_set(import->problem, STATUS_INVALID_ARGUMENT, "BAD_ENTRY", "%.200s: there is no `project`",
                           source->path);
    const char *id = draft_text(project, "id");
    const char *title = draft_text(project, "name");
    if (import_source(import, id[0] == '\0' ? title : id) != STATUS_OK)
        return import_no_memory(otm.import);
    otm.feature = otm_model(&otm, project);
    if (otm.feature == NULL)
        return import_no_memory(otm.import);
    otm.feature->title = (char *)(uintptr_t)draft_title(import, title);
    otm.feature->description = (char *)(uintptr_t)draft_text(project, "description");
    otm.feature->owner = (char *)(uintptr_t)draft_text(project, "owner");
    OTM_NOTE_REST(&otm, project, "id", "name", "description", "owner", "tags");
    OTM_NOTE_REST(&otm, otm.root, "otmVersion", "project", "representations", "trustZones", "trustzones", "components",
                  "dataflows", "dataFlows", "assets", "threats", "mitigations");
    if (draft_list(otm.root, "representations")->count > 0)
        note(&otm, NOTE_LOSS, tree_get(otm.root, "representations"), "diagrams and their positions are left out");
    return read_model(&otm);
}

static bool is_otm(const struct source *source) {
    const struct tree_node *root = source_root(source);
    return root != NULL && root->kind == TREE_MAP && tree_get(root, "otmVersion") != NULL;
}

const struct import_format import_otm = {
    .name = "otm",
    .title = "Open Threat Model 0.1, 0.2",
    .shape = "otmVersion",
    .recognises = is_otm,
    .read = read_otm,
};
