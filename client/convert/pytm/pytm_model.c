#include "convert/pytm/pytm.h"

#include <string.h>

static void warn(const struct pytm *pytm, const struct tree_node *node, const char *what, const char *name) {
    report_add(pytm->import->report, NOTE_WARNING, pytm->file, node, "there is no %s \"%.60s\"", what, name);
}

/* Models are dumped with every attribute: one that is at its default says nothing. */
static bool is_unset(const struct tree_node *value) {
    static const char *const ends[] = {".UNKNOWN", ".NONE", ".NO_ACTION"};
    size_t size = strlen(value->text);
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        size_t end = strlen(ends[i]);
        if (size >= end && strcmp(value->text + size - end, ends[i]) == 0)
            return true;
    }
    return strcmp(value->text, "-1") == 0 || strcmp(value->text, "0") == 0;
}

/* One loss for the attributes of NODE that are set and none of KNOWN, and one for the controls that it says it has. */
static bool note_attributes(const struct pytm *pytm, const struct tree_node *node, const char *const *known,
                            size_t count) {
    static const char *const derived[] = {"controls", "inputs",    "outputs", "levels",    "inScope",
                                          "findings", "carriedBy", "order",   "__class__", "overrides"};
    struct tool_place place = {pytm->import, pytm->file, node};
    const struct tree_node *controls = tree_get(node, "controls");
    VECTOR(const char *) taken = {0};
    bool is_added = true;
    for (size_t i = 0; i < count + COUNT_OF(derived) && is_added; i++)
        is_added = vector_push(pytm->import->arena, &taken, i < count ? known[i] : derived[i - count]);
    for (size_t i = 0; i < node->count && is_added; i++) {
        if (is_unset(node->entries[i].value))
            is_added = vector_push(pytm->import->arena, &taken, node->entries[i].key->text);
    }
    if (!is_added)
        return false;
    tool_note_keys(&place, taken.items, taken.count);
    place.node = controls == NULL || controls->kind != TREE_MAP ? NULL : controls;
    tool_note_keys(&place, NULL, 0);
    return true;
}

static const char *title_of(const struct pytm *pytm, const struct tree_node *node) {
    return tool_plain_title(pytm->import, draft_text(node, "name"), "");
}

/* ---- Zones and elements ---- */

static status_code read_boundary(struct pytm *pytm, const struct tree_node *node) {
    static const char *const known[] = {"name", "inBoundary"};
    const char *id = draft_id(&pytm->ids, "zone", draft_text(node, "name"), "");
    if (tool_zone(pytm->import, pytm->feature, id, title_of(pytm, node)) == NULL ||
        !note_attributes(pytm, node, known, COUNT_OF(known)))
        return import_no_memory(pytm->import);
    return STATUS_OK;
}

/* The zone that NODE says it is in, "" where it says none. */
static const char *zone_of(const struct pytm *pytm, const struct tree_node *node) {
    const char *name = draft_text(node, "inBoundary");
    const char *zone = name[0] == '\0' ? "" : draft_id_of(&pytm->ids, "zone", name);
    if (zone == NULL)
        warn(pytm, node, "boundary", name);
    return zone == NULL ? "" : zone;
}

/* Boundaries may name those that come later. */
static bool nest_zones(const struct pytm *pytm) {
    const struct tree_node *list = draft_list(pytm->root, "boundaries");
    struct tool_place place = {pytm->import, pytm->file, list};
    size_t number = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (list->entries[i].value->kind == TREE_MAP)
            pytm->feature->trust_zones[number++]->parent = tool_text(zone_of(pytm, list->entries[i].value));
    }
    return tool_break_circles(&place, pytm->feature);
}

static const char *describe(const struct pytm *pytm, const struct tree_node *node) {
    const char *text = tool_plain(pytm->import, node, "description");
    if (text == NULL || strcmp(draft_text(node, "inScope"), "false") != 0)
        return text;
    report_add(pytm->import->report, NOTE_LOSS, pytm->file, node,
               "nothing in a model is out of scope: ask for a decision about its threats");
    return tool_paragraphs(pytm->import, text, "Out of scope.");
}

static status_code read_element(struct pytm *pytm, const struct tree_node *node) {
    static const char *const known[] = {"name", "description", "inBoundary", "type"};
    struct import *import = pytm->import;
    const char *name = draft_text(node, "__class__");
    if (name[0] == '\0')
        name = draft_text(node, "type");
    const struct pytm_class *class = pytm_class_find(name);
    if (class == NULL || class->kind == CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_UNSPECIFIED) {
        report_add(import->report, NOTE_WARNING, pytm->file, node,
                   "\"%.40s\" is no known class of elements: taken as a process", name);
        class = pytm_class_find("Process");
    }
    const char *id = draft_id(&pytm->ids, "element", draft_text(node, "name"), "");
    const char *title = title_of(pytm, node);
    const char *description = describe(pytm, node);
    Catalog__V1__Element *element = tool_element(import, pytm->feature, id, class->kind);
    if (element == NULL || title == NULL || description == NULL ||
        !tool_tag(import, &element->n_technologies, &element->technologies, class->technology) ||
        !note_attributes(pytm, node, known, COUNT_OF(known)))
        return import_no_memory(pytm->import);
    element->title = tool_text(title);
    element->description = tool_text(description);
    element->zone = tool_text(zone_of(pytm, node));
    return STATUS_OK;
}

/* ---- Data and flows ---- */

static bool place_asset(struct pytm *pytm, const struct tree_node *node, Catalog__V1__Asset *asset) {
    const struct tree_node *list = draft_list(node, "processedBy");
    bool is_placed = true;
    for (size_t i = 0; i < list->count && is_placed; i++) {
        const struct tree_node *name = list->entries[i].value;
        const char *place = draft_id_of(&pytm->ids, "element", name->text);
        if (place == NULL)
            warn(pytm, name, "element", name->text);
        else
            is_placed = tool_tag(pytm->import, &asset->n_on, &asset->on, place);
    }
    return is_placed;
}

/* "Classification.SECRET" as "Classification in pytm: SECRET."; the words of a policy are others. */
static const char *classification_of(struct pytm *pytm, const struct tree_node *node) {
    const char *text = draft_text(node, "classification");
    const char *dot = strrchr(text, '.');
    const char *word = dot == NULL ? text : dot + 1;
    if (word[0] == '\0' || strcmp(word, "UNKNOWN") == 0)
        return "";
    report_add(pytm->import->report, NOTE_LOSS, pytm->file, node,
               "the classification \"%.40s\" stands in the description: give the asset one of the policy", word);
    return ARENA_JOIN(pytm->import->arena, "Classification in pytm: ", word, ".");
}

static status_code read_data(struct pytm *pytm, const struct tree_node *node) {
    static const char *const known[] = {"name", "description", "classification", "processedBy"};
    struct import *import = pytm->import;
    Catalog__V1__Asset *asset = DRAFT_NEW(import, Catalog__V1__Asset, catalog__v1__asset);
    const char *id = draft_id(&pytm->ids, "data", draft_text(node, "name"), "");
    const char *title = title_of(pytm, node);
    const char *description = tool_plain(import, node, "description");
    const char *classification = classification_of(pytm, node);
    if (asset == NULL || id == NULL || title == NULL || description == NULL || classification == NULL ||
        !place_asset(pytm, node, asset) || !note_attributes(pytm, node, known, COUNT_OF(known)))
        return import_no_memory(pytm->import);
    asset->id = tool_text(id);
    asset->title = tool_text(title);
    asset->description = tool_text(tool_paragraphs(import, description, classification));
    return asset->description != NULL && draft_add(import, &pytm->feature->n_assets, &pytm->feature->assets, asset)
               ? STATUS_OK
               : import_no_memory(pytm->import);
}

static bool carry(struct pytm *pytm, const struct tree_node *node, Catalog__V1__DataFlow *flow) {
    const struct tree_node *list = draft_list(node, "data");
    bool is_added = true;
    for (size_t i = 0; i < list->count && is_added; i++) {
        const struct tree_node *name = list->entries[i].value;
        const char *asset = draft_id_of(&pytm->ids, "data", name->text);
        if (asset == NULL)
            warn(pytm, name, "data", name->text);
        else
            is_added = tool_tag(pytm->import, &flow->n_assets, &flow->assets, asset);
    }
    return is_added;
}

static const char *end_of(const struct pytm *pytm, const struct tree_node *node, const char *key, const char *other) {
    const char *name = draft_text(node, key);
    if (name[0] == '\0')
        name = draft_text(node, other);
    const char *place = draft_id_of(&pytm->ids, "element", name);
    if (place == NULL)
        report_add(pytm->import->report, NOTE_LOSS, pytm->file, node, "there is no %s \"%.60s\": the flow is left out",
                   key, name);
    return place;
}

static status_code read_flow(struct pytm *pytm, const struct tree_node *node) {
    static const char *const known[] = {"name", "source", "sink", "target", "data", "protocol"};
    struct import *import = pytm->import;
    const char *from = end_of(pytm, node, "source", "source");
    const char *to = end_of(pytm, node, "sink", "target");
    if (from == NULL || to == NULL)
        return STATUS_OK;
    Catalog__V1__DataFlow *flow = DRAFT_NEW(import, Catalog__V1__DataFlow, catalog__v1__data_flow);
    const char *id = draft_id(&pytm->ids, "flow", draft_text(node, "name"), "");
    const char *title = title_of(pytm, node);
    if (flow == NULL || id == NULL || title == NULL || !carry(pytm, node, flow) ||
        !note_attributes(pytm, node, known, COUNT_OF(known)))
        return import_no_memory(pytm->import);
    flow->id = tool_text(id);
    flow->title = tool_text(title);
    flow->from = tool_text(from);
    flow->to = tool_text(to);
    flow->protocol = tool_text(draft_text(node, "protocol"));
    return draft_add(import, &pytm->feature->n_data_flows, &pytm->feature->data_flows, flow)
               ? STATUS_OK
               : import_no_memory(pytm->import);
}

static status_code read_assumption(struct pytm *pytm, const struct tree_node *node) {
    struct import *import = pytm->import;
    const char *name = draft_text(node, "name");
    const char *description = tool_plain(import, node, "description");
    const char *colon = name[0] == '\0' || description == NULL || description[0] == '\0' ? "" : ": ";
    const char *text = description == NULL ? NULL : ARENA_JOIN(import->arena, "Assumption: ", name, colon, description);
    report_add(import->report, NOTE_LOSS, pytm->file, node,
               "a feature has no assumptions: this one stands in the description");
    passage_add(&pytm->prose, import->arena, "\n\n", text);
    return STATUS_OK;
}

/* ---- The whole ---- */

static status_code read_list(struct pytm *pytm, const char *key, pytm_read *read) {
    const struct tree_node *list = draft_list(pytm->root, key);
    status_code code = STATUS_OK;
    for (size_t i = 0; i < list->count && code == STATUS_OK; i++) {
        const struct tree_node *node = list->entries[i].value;
        code = node->kind == TREE_MAP
                   ? read(pytm, node)
                   : import_refuse(pytm->import, pytm->file, node, "an entry of %s is no mapping", key);
    }
    return code;
}

static status_code read_parts(struct pytm *pytm) {
    static const struct {
        const char *key;
        pytm_read *read;
    } parts[] = {
        {"boundaries", read_boundary}, {"elements", read_element},      {"data", read_data},
        {"flows", read_flow},          {"findings", pytm_read_finding}, {"assumptions", read_assumption},
    };
    status_code code = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(parts) && code == STATUS_OK; i++)
        code = read_list(pytm, parts[i].key, parts[i].read);
    return code == STATUS_OK && !nest_zones(pytm) ? import_no_memory(pytm->import) : code;
}

status_code pytm_read_model(struct import *import, const char *file, const struct tree_node *root) {
    static const char *const known[] = {"name",      "description", "boundaries",  "elements", "data",
                                        "flows",     "findings",    "assumptions", "actors",   "assets",
                                        "isOrdered", "threatsFile", "onDuplicates"};
    struct pytm pytm = {.import = import, .file = file, .root = root};
    const char *name = draft_text(root, "name");
    draft_ids_init(&pytm.ids, import);
    if (import_source(import, name) != STATUS_OK)
        return import_no_memory(pytm.import);
    pytm.feature = draft_feature(import, file, root, draft_slug(import, name, "threat-model"));
    const char *title = tool_plain_title(import, name, "Threat model");
    const char *description = tool_plain(import, root, "description");
    if (pytm.feature == NULL || title == NULL || description == NULL ||
        !note_attributes(&pytm, root, known, COUNT_OF(known)))
        return import_no_memory(pytm.import);
    pytm.feature->title = tool_text(title);
    passage_add(&pytm.prose, import->arena, "\n\n", description);
    status_code code = read_parts(&pytm);
    pytm.feature->description = tool_text(passage_text(&pytm.prose, import->arena));
    return code == STATUS_OK && pytm.feature->description == NULL ? import_no_memory(import) : code;
}
