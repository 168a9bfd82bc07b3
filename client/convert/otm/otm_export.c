#include "convert/otm/otm_export.h"

#include "convert/formats.h"
#include "convert/tree_json.h"
#include "convert/words.h"

#include <string.h>

/* Every number of a risk that the format asks for and the catalog does not have. */
#define RISK_UNKNOWN 0

static bool is_known(const struct string_map *map, const char *key) {
    return string_map_get(map, key) != NULL;
}

static void remember(struct otm_export *otm, struct string_map *map, const char *key) {
    otm->maker.has_failed = !string_map_put(map, key, otm) || otm->maker.has_failed;
}

/* Fields of what carries a part that say something about it in other words. */
static const struct {
    const char *part;
    const char *keys[3];
} marked[] = {
    {"element", {"type", "tags"}},
    {"dependency", {"type", "tags"}},
    {"entry_point", {"parent", "tags"}},
    {"asset", {"risk"}},
    {"data_flow", {"tags"}},
    {"threat", {"categories", "cwes"}},
    {"mitigation", {"description", "riskReduction"}},
    {"catalog_threat", {"name", "description", "risk"}},
};

static struct tree_node *marks(struct otm_export *otm, const struct tree_node *node, const char *part) {
    struct tree_maker *maker = &otm->maker;
    struct tree_node *map = make_map(maker);
    size_t row = 0;
    while (row < COUNT_OF(marked) && strcmp(marked[row].part, part) != 0)
        row++;
    for (size_t i = 0; row < COUNT_OF(marked) && i < COUNT_OF(marked[row].keys); i++) {
        const char *key = marked[row].keys[i];
        const char *mark = key == NULL ? NULL : carry_mark(maker->arena, tree_get(node, key));
        if (key == NULL)
            break;
        maker->has_failed = maker->has_failed || mark == NULL;
        make_put(maker, map, key, make_text(maker, mark));
    }
    return map;
}

void otm_put_carried(struct otm_export *otm, struct tree_node *node, const char *part,
                     const struct tree_node *carried) {
    struct tree_maker *maker = &otm->maker;
    struct tree_node *parts = make_map(maker);
    struct tree_node *attributes = make_map(maker);
    make_put(maker, parts, part, carried);
    make_put_filled(maker, parts, OTM_MARKS, marks(otm, node, part));
    make_put(maker, attributes, OTM_CARRIED, parts);
    make_put(maker, node, "attributes", attributes);
}

static struct tree_node *new_part(struct otm_export *otm, const char *id, const char *title) {
    struct tree_node *node = make_map(&otm->maker);
    make_put(&otm->maker, node, "id", make_text(&otm->maker, id));
    make_put(&otm->maker, node, "name", make_text(&otm->maker, export_title(&otm->maker, title, id)));
    return node;
}

/* ---- The model and its zones ---- */

static struct tree_node *project(struct otm_export *otm) {
    struct tree_maker *maker = &otm->maker;
    const Catalog__V1__Model *model = otm->model;
    bool is_component = export_kind(otm->export->objects.items[0]) == CATALOG__V1__OBJECT_KIND__OBJECT_KIND_COMPONENT;
    const char *slash = strchr(model->name, '/');
    struct tree_node *node = new_part(otm, slash == NULL ? model->name : slash + 1, model->title);
    const struct tree_node *carried = CARRY_MAP(maker, model, OTM_SAID_MODEL);
    make_put_text(maker, node, "description", model->description);
    make_put_text(maker, node, "owner", model->owner);
    export_put_tags(maker, node, "tags", model->tags, model->n_tags);
    if (is_component || carried->count > 0)
        otm_put_carried(otm, node, is_component ? "component" : "feature", carried);
    export_note_carried(otm->export, model->name, "attributes", carried);
    return node;
}

static struct tree_node *zone_node(struct otm_export *otm, const char *id, const char *title) {
    struct tree_maker *maker = &otm->maker;
    struct tree_node *node = new_part(otm, id, title);
    struct tree_node *risk = make_map(maker);
    make_put(maker, risk, "trustRating", make_number(maker, RISK_UNKNOWN));
    make_put(maker, node, "risk", risk);
    return node;
}

static void put_parent(struct otm_export *otm, struct tree_node *node, const char *kind, const char *id) {
    struct tree_node *parent = make_map(&otm->maker);
    make_put(&otm->maker, parent, kind, make_text(&otm->maker, id));
    make_put(&otm->maker, node, "parent", parent);
}

static void put_zone(struct otm_export *otm, struct tree_node *node, const char *zone) {
    bool is_placed = zone[0] != '\0' && is_known(&otm->zones, zone);
    otm->has_unplaced = otm->has_unplaced || !is_placed;
    put_parent(otm, node, "trustZone", is_placed ? zone : OTM_NO_ZONE);
}

static struct tree_node *zones(struct otm_export *otm) {
    const Catalog__V1__Model *model = otm->model;
    struct tree_node *list = make_list(&otm->maker);
    for (size_t i = 0; i < model->n_trust_zones; i++) {
        const Catalog__V1__TrustZone *zone = model->trust_zones[i];
        struct tree_node *node = zone_node(otm, zone->id, zone->title);
        if (is_known(&otm->zones, zone->parent))
            put_parent(otm, node, "trustZone", zone->parent);
        make_add(&otm->maker, list, node);
    }
    if (model->n_trust_zones > 0)
        export_loss(otm->export, model->name, "how far a trust zone is trusted is not known: the rating 0 is written");
    if (otm->has_unplaced) {
        struct tree_node *node = zone_node(otm, OTM_NO_ZONE, "In no trust zone");
        otm_put_carried(otm, node, "no_zone", make_map(&otm->maker));
        make_add(&otm->maker, list, node);
    }
    return list;
}

/* ---- Components: elements, dependencies, entry points, and addresses in dependencies ---- */

static void put_assets(struct otm_export *otm, struct tree_node *node, const char *place) {
    struct tree_maker *maker = &otm->maker;
    const otm_items *assets = string_map_get(&otm->assets, place);
    struct tree_node *stored = make_list(maker);
    struct tree_node *held = make_map(maker);
    for (size_t i = 0; assets != NULL && i < assets->count; i++)
        make_add(maker, stored, make_text(maker, ((const Catalog__V1__Asset *)assets->items[i])->id));
    make_put_filled(maker, held, "stored", stored);
    make_put_filled(maker, node, "assets", held);
}

/* What follows the parent of a component. */
static void finish_component(struct otm_export *otm, struct tree_node *list, struct tree_node *node, const char *id) {
    put_assets(otm, node, id);
    otm_put_threats(otm, node, id);
    make_add(&otm->maker, list, node);
    remember(otm, &otm->components, id);
}

static void add_element(struct otm_export *otm, struct tree_node *list, const Catalog__V1__Element *element) {
    struct tree_maker *maker = &otm->maker;
    struct word kind = word_of(&catalog__v1__element_kind__descriptor, (int)element->kind);
    struct tree_node *node = new_part(otm, element->id, element->title);
    bool has_type = element->n_technologies > 0;
    char **tags = has_type ? element->technologies + 1 : NULL;
    const char *type = has_type ? element->technologies[0] : arena_strdup(maker->arena, kind.text);
    maker->has_failed = maker->has_failed || type == NULL;
    make_put(maker, node, "type", make_text(maker, type));
    make_put_text(maker, node, "description", element->description);
    put_zone(otm, node, element->zone);
    make_put_texts(maker, node, "tags", tags, element->n_technologies - has_type);
    otm_put_carried(otm, node, "element", CARRY_MAP(maker, element, OTM_SAID_ELEMENT));
    finish_component(otm, list, node, element->id);
}

static void add_dependency(struct otm_export *otm, struct tree_node *list, const Catalog__V1__Dependency *dependency) {
    struct tree_maker *maker = &otm->maker;
    const Catalog__V1__Model *component = export_component(otm->export, dependency->component);
    struct tree_node *node = new_part(otm, dependency->alias, component == NULL ? "" : component->title);
    make_put(maker, node, "type", make_text(maker, dependency->component));
    put_zone(otm, node, "");
    make_put_texts(maker, node, "tags", &dependency->requirement, dependency->requirement[0] != '\0');
    otm_put_carried(otm, node, "dependency", CARRY_MAP(maker, dependency, OTM_SAID_DEPENDENCY));
    finish_component(otm, list, node, dependency->alias);
}

static void add_entry_point(struct otm_export *otm, struct tree_node *list, const Catalog__V1__EntryPoint *entry) {
    struct tree_maker *maker = &otm->maker;
    struct tree_node *node = new_part(otm, entry->id, entry->title);
    make_put(maker, node, "type", make_text(maker, "entry-point"));
    if (is_known(&otm->components, entry->on))
        put_parent(otm, node, "component", entry->on);
    else
        put_zone(otm, node, "");
    make_put_texts(maker, node, "tags", &entry->protocol, entry->protocol[0] != '\0');
    otm_put_carried(otm, node, "entry_point", CARRY_MAP(maker, entry, OTM_SAID_ENTRY_POINT));
    finish_component(otm, list, node, entry->id);
}

/* A place inside a dependency, or one that is not there: the ends of flows have to be components. */
static void add_address(struct otm_export *otm, struct tree_node *list, const char *address) {
    struct arena *arena = otm->maker.arena;
    if (address[0] == '\0' || is_known(&otm->components, address))
        return;
    const char *alias = arena_strndup(arena, address, strcspn(address, "."));
    struct tree_node *node = new_part(otm, address, "");
    make_put(&otm->maker, node, "type", make_text(&otm->maker, "address"));
    if (alias != NULL && is_known(&otm->components, alias))
        put_parent(otm, node, "component", alias);
    else
        put_zone(otm, node, "");
    otm_put_carried(otm, node, "address", make_map(&otm->maker));
    finish_component(otm, list, node, address);
}

static struct tree_node *components(struct otm_export *otm) {
    const Catalog__V1__Model *model = otm->model;
    struct tree_node *list = make_list(&otm->maker);
    struct string_map flows;
    string_map_init(&flows, otm->maker.arena);
    for (size_t i = 0; i < model->n_elements; i++)
        add_element(otm, list, model->elements[i]);
    for (size_t i = 0; i < model->n_dependencies; i++)
        add_dependency(otm, list, model->dependencies[i]);
    for (size_t i = 0; i < model->n_entry_points; i++)
        add_entry_point(otm, list, model->entry_points[i]);
    for (size_t i = 0; i < model->n_data_flows; i++) {
        add_address(otm, list, model->data_flows[i]->from);
        add_address(otm, list, model->data_flows[i]->to);
        remember(otm, &flows, model->data_flows[i]->id);
    }
    for (size_t i = 0; i < model->n_threats; i++) {
        if (!is_known(&flows, model->threats[i]->on))
            add_address(otm, list, model->threats[i]->on);
    }
    return list;
}

/* ---- Assets and flows ---- */

static struct tree_node *assets(struct otm_export *otm) {
    static const char *const numbers[] = {"confidentiality", "integrity", "availability"};
    const Catalog__V1__Model *model = otm->model;
    struct tree_maker *maker = &otm->maker;
    struct tree_node *list = make_list(maker);
    for (size_t i = 0; i < model->n_assets; i++) {
        const Catalog__V1__Asset *asset = model->assets[i];
        struct tree_node *node = new_part(otm, asset->id, asset->title);
        struct tree_node *risk = make_map(maker);
        for (size_t j = 0; j < COUNT_OF(numbers); j++)
            make_put(maker, risk, numbers[j], make_number(maker, RISK_UNKNOWN));
        make_put_text(maker, risk, "comment", asset->classification);
        make_put_text(maker, node, "description", asset->description);
        make_put(maker, node, "risk", risk);
        otm_put_carried(otm, node, "asset", CARRY_MAP(maker, asset, OTM_SAID_ASSET));
        make_add(maker, list, node);
    }
    if (model->n_assets > 0)
        export_loss(otm->export, model->name,
                    "a classification is a word: confidentiality, integrity and availability are written as 0");
    return list;
}

static void put_flow_assets(struct otm_export *otm, struct tree_node *node, const Catalog__V1__DataFlow *flow,
                            const struct string_map *known) {
    struct tree_node *list = make_list(&otm->maker);
    for (size_t i = 0; i < flow->n_assets; i++) {
        if (is_known(known, flow->assets[i]))
            make_add(&otm->maker, list, make_text(&otm->maker, flow->assets[i]));
        else
            export_loss(otm->export, otm->model->name, "the flow %s carries %s, which is no asset of the model",
                        flow->id, flow->assets[i]);
    }
    make_put_filled(&otm->maker, node, "assets", list);
}

static struct tree_node *flows(struct otm_export *otm) {
    const Catalog__V1__Model *model = otm->model;
    struct tree_maker *maker = &otm->maker;
    struct tree_node *list = make_list(maker);
    struct string_map known;
    string_map_init(&known, maker->arena);
    for (size_t i = 0; i < model->n_assets; i++)
        remember(otm, &known, model->assets[i]->id);
    for (size_t i = 0; i < model->n_data_flows; i++) {
        const Catalog__V1__DataFlow *flow = model->data_flows[i];
        struct tree_node *node = new_part(otm, flow->id, flow->title);
        const struct tree_node *carried = CARRY_MAP(maker, flow, OTM_SAID_FLOW);
        make_put(maker, node, "source", make_text(maker, flow->from));
        make_put(maker, node, "destination", make_text(maker, flow->to));
        put_flow_assets(otm, node, flow, &known);
        otm_put_threats(otm, node, flow->id);
        make_put_texts(maker, node, "tags", flow->crosses, flow->n_crosses);
        if (carried->count > 0)
            otm_put_carried(otm, node, "data_flow", carried);
        make_add(maker, list, node);
    }
    return list;
}

/* ---- Together ---- */

static status_code write_otm(struct export *export, struct buffer *out) {
    struct otm_export otm = {.export = export, .model = export_model(export->objects.items[0])};
    struct string_map *const maps[] = {&otm.zones,  &otm.components,  &otm.uses,
                                       &otm.assets, &otm.mitigations, &otm.threat_ids};
    tree_maker_init(&otm.maker, export->arena);
    for (size_t i = 0; i < COUNT_OF(maps); i++)
        string_map_init(maps[i], export->arena);
    otm.threats = make_list(&otm.maker);
    otm_index(&otm);
    struct tree_node *parts = components(&otm);
    struct tree_node *root = make_map(&otm.maker);
    make_put(&otm.maker, root, "otmVersion", make_text(&otm.maker, "0.2.0"));
    make_put(&otm.maker, root, "project", project(&otm));
    make_put_filled(&otm.maker, root, "assets", assets(&otm));
    make_put_filled(&otm.maker, root, "trustZones", zones(&otm));
    make_put_filled(&otm.maker, root, "components", parts);
    make_put_filled(&otm.maker, root, "dataflows", flows(&otm));
    make_put_filled(&otm.maker, root, "threats", otm.threats);
    make_put_filled(&otm.maker, root, "mitigations", otm_mitigations(&otm));
    if (otm.maker.has_failed)
        return problem_no_memory(export->problem);
    tree_write_json(root, out);
    return STATUS_OK;
}

const struct export_format export_otm = {
    .name = "otm",
    .title = "Open Threat Model 0.2.0",
    .ending = ".json",
    .kinds = EXPORT_MODELS,
    .is_single = true,
    .write = write_otm,
};
