#include "convert/tml/tml.h"

#include <string.h>

static void warn(const struct tml *tml, const struct tree_node *node, const char *what, const char *name) {
    report_add(tml->import->report, NOTE_WARNING, tml->file, node, "there is no %s \"%.60s\"", what, name);
}

static status_code read_zone(struct tml *tml, const struct tree_node *node) {
    static const char *const known[] = {"symbolic_name", "title"};
    const char *no_zone = draft_text(tml->own, TML_CARRIED_NO_ZONE);
    if (no_zone[0] != '\0' && strcmp(no_zone, draft_text(node, "symbolic_name")) == 0)
        return STATUS_OK;
    tml_note_keys(tml, node, known, COUNT_OF(known));
    const struct tree_node *own = tml_own(tml, "trust_zones", node, TML_CARRIED_PART);
    const Catalog__V1__TrustZone *carried = TML_OWN(tml, own, Catalog__V1__TrustZone, trust_zone, TML_SAID_ZONE);
    Catalog__V1__TrustZone *zone =
        tool_zone(tml->import, tml->feature, tml_new_id(tml, "zone", "trust_zones", node), tml_title(tml, node, ""));
    if (carried == NULL || zone == NULL)
        return import_no_memory(tml->import);
    zone->parent = carried->parent;
    return STATUS_OK;
}

static status_code read_boundary(struct tml *tml, const struct tree_node *node) {
    static const char *const sides[] = {"trust_zone_a", "trust_zone_b"};
    for (size_t i = 0; i < COUNT_OF(sides); i++) {
        const char *zone = draft_text(node, sides[i]);
        if (draft_id_of(&tml->ids, "zone", zone) == NULL)
            warn(tml, node, "trust zone", zone);
    }
    tml_note_keys(tml, node, sides, COUNT_OF(sides));
    return STATUS_OK;
}

/* ---- Data ---- */

static bool place_asset(struct tml *tml, const struct tree_node *node, Catalog__V1__Asset *asset) {
    static const char *const known[] = {"data_store"};
    const struct tree_node *placements = draft_list(node, "placements");
    bool is_placed = true;
    for (size_t i = 0; i < placements->count && is_placed; i++) {
        const struct tree_node *placement = placements->entries[i].value;
        const char *name = draft_text(placement, "data_store");
        const char *store = draft_id_of(&tml->ids, "store", name);
        if (store == NULL)
            warn(tml, placement, "data store", name);
        else
            is_placed = tool_tag(tml->import, &asset->n_on, &asset->on, store);
        tml_note_keys(tml, placement, known, COUNT_OF(known));
    }
    return is_placed;
}

/* Takes ASSET from the stores where NODE placed it, which places it anew. */
static void displace(const struct tml *tml, Catalog__V1__Asset *asset) {
    size_t kept = 0;
    for (size_t i = 0; i < asset->n_on; i++) {
        bool is_store = false;
        for (size_t j = 0; j < tml->feature->n_elements && !is_store; j++) {
            const Catalog__V1__Element *element = tml->feature->elements[j];
            is_store = element->kind == CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE &&
                       strcmp(element->id, asset->on[i]) == 0;
        }
        if (!is_store)
            asset->on[kept++] = asset->on[i];
    }
    asset->n_on = kept;
}

/* "Data sensitivity: cred, pii." */
static const char *sensitivity_of(struct tml *tml, const struct tree_node *node) {
    const struct tree_node *list = draft_list(node, "data_sensitivity");
    VECTOR(const char *) parts = {0};
    bool is_added = vector_push(tml->import->arena, &parts, "Data sensitivity: ");
    for (size_t i = 0; i < list->count && is_added; i++)
        is_added = vector_push(tml->import->arena, &parts, i == 0 ? "" : ", ") &&
                   vector_push(tml->import->arena, &parts, list->entries[i].value->text);
    if (!is_added || !vector_push(tml->import->arena, &parts, "."))
        return NULL;
    return list->count == 0 ? "" : arena_join(tml->import->arena, parts.items, parts.count);
}

static status_code read_set(struct tml *tml, const struct tree_node *node) {
    static const char *const known[] = {"symbolic_name", "title", "description", "placements", "data_sensitivity"};
    struct import *import = tml->import;
    const struct tree_node *own = tml_own(tml, "data_sets", node, TML_CARRIED_PART);
    Catalog__V1__Asset *asset = TML_OWN(tml, own, Catalog__V1__Asset, asset, TML_SAID_ASSET);
    const char *id = tml_new_id(tml, "set", "data_sets", node);
    const char *title = tml_title(tml, node, "");
    const char *description = tml_text(tml, node, "description");
    const char *sensitivity = sensitivity_of(tml, node);
    bool is_moved = tml_is_changed(tml, "data_sets", draft_text(node, "symbolic_name"), node, "placements");
    bool is_placed = asset != NULL && (asset->n_on == 0 || is_moved);
    if (asset != NULL && is_moved)
        displace(tml, asset);
    if (asset == NULL || id == NULL || title == NULL || description == NULL || sensitivity == NULL ||
        (is_placed && !place_asset(tml, node, asset)))
        return import_no_memory(tml->import);
    asset->id = tool_text(id);
    asset->title = tool_text(title);
    asset->description = tool_text(tool_paragraphs(import, description, sensitivity));
    tml_note_keys(tml, node, known, COUNT_OF(known));
    return asset->description != NULL && draft_add(import, &tml->feature->n_assets, &tml->feature->assets, asset)
               ? STATUS_OK
               : import_no_memory(tml->import);
}

/* What a reference may name, in the order in which a bare name is looked up. */
static const struct {
    const char *type; /* without "#/$defs/", '_' as '-' */
    const char *kind; /* of the ids */
} place_kinds[] = {{"component", "component"}, {"data-store", "store"}, {"actor", "actor"}, {"data-flow", "flow"}};
#define END_KINDS 3 /* a flow does not end at a flow */

static bool is_type(const char *text, const char *type) {
    const char *tail = strrchr(text, '/');
    for (text = tail == NULL ? text : tail + 1; *text != '\0' && *type != '\0'; text++, type++) {
        if (*text != *type && !(*text == '_' && *type == '-'))
            return false;
    }
    return *text == *type;
}

const char *tml_find_place(const struct tml *tml, const char *name) {
    for (size_t i = 0; i < COUNT_OF(place_kinds); i++) {
        const char *id = draft_id_of(&tml->ids, place_kinds[i].kind, name);
        if (id != NULL)
            return id;
    }
    return NULL;
}

/* What NAME of TYPE is; where it is of another type only, that, with a warning. NULL: nothing is called so. */
static const char *find_end(const struct tml *tml, const char *type, const char *name, const struct tree_node *node) {
    const char *other = NULL;
    for (size_t i = 0; i < END_KINDS; i++) {
        const char *id = draft_id_of(&tml->ids, place_kinds[i].kind, name);
        if (id != NULL && (type[0] == '\0' || is_type(type, place_kinds[i].type)))
            return id;
        if (other == NULL)
            other = id;
    }
    if (other != NULL)
        report_add(tml->import->report, NOTE_WARNING, tml->file, node,
                   "there is no %.40s \"%.60s\"; what is called so and is another thing is taken", type, name);
    return other;
}

static const char *end_of(const struct tml *tml, const struct tree_node *node, const char *key) {
    const struct tree_node *end = tree_get(node, key);
    const char *name = end != NULL && end->kind == TREE_TEXT ? end->text : draft_text(end, "object");
    const char *place = find_end(tml, draft_text(end, "type"), name, end == NULL ? node : end);
    if (place == NULL)
        report_add(tml->import->report, NOTE_WARNING, tml->file, end == NULL ? node : end,
                   "there is no %s \"%.60s\": the flow is left out", key, name);
    return place;
}

static status_code read_flow(struct tml *tml, const struct tree_node *node) {
    static const char *const known[] = {"symbolic_name", "title", "source", "destination"};
    const struct tree_node *own = tml_own(tml, "data_flows", node, TML_CARRIED_PART);
    Catalog__V1__DataFlow *flow = TML_OWN(tml, own, Catalog__V1__DataFlow, data_flow, TML_SAID_FLOW);
    if (flow == NULL)
        return import_no_memory(tml->import);
    const char *name = draft_text(node, "symbolic_name");
    const char *from = flow->from[0] == '\0' || tml_is_changed(tml, "data_flows", name, node, "source")
                           ? end_of(tml, node, "source")
                           : flow->from;
    const char *to = flow->to[0] == '\0' || tml_is_changed(tml, "data_flows", name, node, "destination")
                         ? end_of(tml, node, "destination")
                         : flow->to;
    if (from == NULL || to == NULL)
        return STATUS_OK;
    const char *id = tml_new_id(tml, "flow", "data_flows", node);
    const char *title = tml_title(tml, node, "");
    if (id == NULL || title == NULL)
        return import_no_memory(tml->import);
    flow->id = tool_text(id);
    flow->title = tool_text(title);
    flow->from = tool_text(from);
    flow->to = tool_text(to);
    tml_note_keys(tml, node, known, COUNT_OF(known));
    return draft_add(tml->import, &tml->feature->n_data_flows, &tml->feature->data_flows, flow)
               ? STATUS_OK
               : import_no_memory(tml->import);
}

status_code tml_read_parts(struct tml *tml) {
    static const struct {
        const char *key;
        tml_read *read;
    } lists[] = {{"trust_zones", read_zone},         {"trust_boundaries", read_boundary}, {"actors", tml_read_actor},
                 {"components", tml_read_component}, {"data_stores", tml_read_store},     {"data_sets", read_set},
                 {"data_flows", read_flow}};
    status_code code = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(lists) && code == STATUS_OK; i++)
        code = tml_each(tml, lists[i].key, lists[i].read);
    return code;
}
