#include "convert/tml/tml_export.h"

#include <stdio.h>
#include <string.h>

static void remember(struct tml_export *tml, struct string_map *map, const char *key, const void *value) {
    tml->maker.has_failed =
        value == NULL || !string_map_put(map, key, (void *)(uintptr_t)value) || tml->maker.has_failed;
}

/* A new name for ID, kept in what is carried of LIST where it is another. */
static const char *name_in(struct tml_export *tml, const char *list, const char *id) {
    const char *name = tml_export_name(tml, id);
    if (strcmp(name, id) != 0)
        tml_export_carry(tml, list, name, TML_CARRIED_ID, make_text(&tml->maker, id));
    return name;
}

/* ---- Zones ---- */

static void add_zones(struct tml_export *tml, struct tree_node *list) {
    const Catalog__V1__Model *model = tml->model;
    for (size_t i = 0; i < model->n_trust_zones; i++) {
        const Catalog__V1__TrustZone *zone = model->trust_zones[i];
        const char *name = name_in(tml, "trust_zones", zone->id);
        remember(tml, &tml->zones, zone->id, zone);
        tml_export_carry(tml, "trust_zones", name, TML_CARRIED_PART, CARRY_MAP(&tml->maker, zone, TML_SAID_ZONE));
        make_add(&tml->maker, list, tml_export_entry(tml, name, zone->title, ""));
    }
}

/* The format wants a zone for everything. */
static const char *zone_name(struct tml_export *tml, const char *zone) {
    if (zone[0] != '\0' && string_map_get(&tml->zones, zone) != NULL)
        return tml_export_name(tml, zone);
    if (tml->no_zone == NULL)
        tml->no_zone = tml_export_new_name(tml, "no-zone");
    return tml->no_zone;
}

static void finish_zones(struct tml_export *tml, struct tree_node *list) {
    if (tml->no_zone == NULL)
        return;
    make_put(&tml->maker, tml->carried, TML_CARRIED_NO_ZONE, make_text(&tml->maker, tml->no_zone));
    make_add(&tml->maker, list,
             tml_export_entry(tml, tml->no_zone, "In no trust zone", "Stands for the zone of what is in none."));
    export_loss(tml->export, tml->model->name, "something stands in no trust zone: the zone `%s` is written for it",
                tml->no_zone);
}

/* ---- Elements, dependencies ---- */

static const char *const lists[TML_KINDS] = {
    [TML_ACTOR] = "actors", [TML_COMPONENT] = "components", [TML_STORE] = "data_stores"};

static enum tml_kind kind_of(const Catalog__V1__Element *element) {
    static const struct {
        Catalog__V1__ElementKind ours;
        enum tml_kind kind;
    } kinds[] = {{CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR, TML_ACTOR},
                 {CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL, TML_ACTOR},
                 {CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE, TML_STORE}};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (kinds[i].ours == element->kind)
            return kinds[i].kind;
    }
    return TML_COMPONENT;
}

static void remember_end(struct tml_export *tml, const char *id, enum tml_kind kind, const char *name) {
    struct tml_end *end = ARENA_NEW(tml->maker.arena, struct tml_end);
    if (end != NULL)
        *end = (struct tml_end){kind, name};
    remember(tml, &tml->ends, id, end);
}

/* Types of stores by words in what they are made with, the first that is found; an object store otherwise. */
static const char *store_type(struct tml_export *tml, const Catalog__V1__Element *element) {
    static const struct {
        const char *word;
        const char *type;
    } types[] = {
        {"key_value", "key_value"},
        {"document", "document"},
        {"object", "object"},
        {"graph", "graph"},
        {"time_series", "time_series"},
        {"sql", "sql"},
        {"rds", "sql"},
        {"oracle", "sql"},
        {"maria", "sql"},
        {"redis", "key_value"},
        {"dynamo", "key_value"},
        {"etcd", "key_value"},
        {"mongo", "document"},
        {"elastic", "document"},
        {"neo4j", "graph"},
        {"influx", "time_series"},
        {"prometheus", "time_series"},
    };
    for (size_t i = 0; i < element->n_technologies; i++) {
        for (size_t j = 0; j < COUNT_OF(types); j++) {
            if (strstr(element->technologies[i], types[j].word) != NULL)
                return types[j].type;
        }
    }
    export_loss(tml->export, tml->model->name, "what kind of store %s is, is not known: object is written",
                element->id);
    return "object";
}

static void add_element(struct tml_export *tml, struct tree_node *list, const Catalog__V1__Element *element) {
    struct tree_maker *maker = &tml->maker;
    enum tml_kind kind = kind_of(element);
    const char *name = name_in(tml, lists[kind], element->id);
    struct tree_node *node = tml_export_entry(tml, name, element->title, element->description);
    if (kind == TML_ACTOR)
        make_put(
            maker, node, "type",
            make_text(maker, element->kind == CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR ? "user" : "third_party"));
    if (kind == TML_STORE)
        make_put(maker, node, "type", make_text(maker, store_type(tml, element)));
    make_put(maker, node, "trust_zone", make_text(maker, zone_name(tml, element->zone)));
    make_add(maker, list, node);
    remember_end(tml, element->id, kind, name);
    remember(tml, &tml->elements, element->id, element);
    tml_export_carry(tml, lists[kind], name, TML_CARRIED_PART, CARRY_MAP(maker, element, TML_SAID_ELEMENT));
}

static struct tree_node *elements(struct tml_export *tml, enum tml_kind kind) {
    struct tree_node *list = make_list(&tml->maker);
    for (size_t i = 0; i < tml->model->n_elements; i++) {
        if (kind_of(tml->model->elements[i]) == kind)
            add_element(tml, list, tml->model->elements[i]);
    }
    return list;
}

/* What the model stands on is shown as components, for flows and threats to name. */
static void add_dependencies(struct tml_export *tml, struct tree_node *list) {
    struct arena *arena = tml->maker.arena;
    for (size_t i = 0; i < tml->model->n_dependencies; i++) {
        const Catalog__V1__Dependency *dependency = tml->model->dependencies[i];
        const Catalog__V1__Model *component = export_component(tml->export, dependency->component);
        const char *name = name_in(tml, "components", dependency->alias);
        const char *gap = dependency->requirement[0] == '\0' ? "" : " ";
        const char *text = ARENA_JOIN(arena, "Stands on ", dependency->component, gap, dependency->requirement, ".");
        struct tree_node *node =
            tml_export_entry(tml, name, component == NULL ? dependency->component : component->title, text);
        make_put(&tml->maker, node, "trust_zone", make_text(&tml->maker, zone_name(tml, "")));
        make_add(&tml->maker, list, node);
        remember_end(tml, dependency->alias, TML_COMPONENT, name);
    }
}

/* Entry points stand where what they lead to stands. */
static void place_entry_points(struct tml_export *tml) {
    for (size_t i = 0; i < tml->model->n_entry_points; i++) {
        const Catalog__V1__EntryPoint *entry = tml->model->entry_points[i];
        const struct tml_end *end = string_map_get(&tml->ends, entry->on);
        if (end != NULL && string_map_get(&tml->ends, entry->id) == NULL)
            remember(tml, &tml->ends, entry->id, end);
    }
}

const struct tml_end *tml_export_end(const struct tml_export *tml, const char *address, bool *ret_is_exact) {
    const char *id = arena_strndup(tml->maker.arena, address, strcspn(address, "."));
    const struct tml_end *end = id == NULL ? NULL : string_map_get(&tml->ends, id);
    const char *name = id == NULL ? NULL : string_map_get(&tml->names, id);
    const Catalog__V1__DataFlow *flow = id == NULL ? NULL : string_map_get(&tml->flows, id);
    if (end == NULL && flow != NULL)
        end = tml_export_end(tml, flow->to, ret_is_exact);
    *ret_is_exact = end != NULL && name != NULL && strcmp(name, end->name) == 0 && strchr(address, '.') == NULL;
    return end;
}

/* ---- Assets ---- */

static bool is_store(const struct tml_export *tml, const char *address) {
    bool is_exact = false;
    const struct tml_end *end = tml_export_end(tml, address, &is_exact);
    return end != NULL && is_exact && end->kind == TML_STORE;
}

static struct tree_node *assets(struct tml_export *tml) {
    struct tree_maker *maker = &tml->maker;
    struct tree_node *list = make_list(maker);
    for (size_t i = 0; i < tml->model->n_assets; i++) {
        const Catalog__V1__Asset *asset = tml->model->assets[i];
        const char *name = name_in(tml, "data_sets", asset->id);
        remember(tml, &tml->assets, asset->id, asset);
        struct tree_node *node = tml_export_entry(tml, name, asset->title, asset->description);
        struct tree_node *placements = make_list(maker);
        for (size_t j = 0; j < asset->n_on; j++) {
            struct tree_node *placement = make_map(maker);
            if (!is_store(tml, asset->on[j]))
                continue;
            make_put(maker, placement, "data_store", make_text(maker, tml_export_name(tml, asset->on[j])));
            make_add(maker, placements, placement);
        }
        make_put(maker, node, "placements", placements);
        make_put(maker, node, "data_sensitivity", make_list(maker));
        make_add(maker, list, node);
        const struct tree_node *part = placements->count == asset->n_on ? CARRY_MAP(maker, asset, TML_SAID_ASSET, "on")
                                                                        : CARRY_MAP(maker, asset, TML_SAID_ASSET);
        tml_export_carry(tml, "data_sets", name, TML_CARRIED_PART, part);
        if (placements->count != asset->n_on)
            tml_export_mark(tml, "data_sets", name, node, "placements");
    }
    return list;
}

/* ---- Flows ---- */

/* Puts the end at ADDRESS into FLOW. Whether it is said whole. */
static bool put_end(struct tml_export *tml, struct tree_node *flow, const char *key, const char *address) {
    static const char *const types[TML_KINDS] = {
        [TML_ACTOR] = "actor", [TML_COMPONENT] = "component", [TML_STORE] = "data_store"};
    struct tree_maker *maker = &tml->maker;
    bool is_exact = false;
    const struct tml_end *end = tml_export_end(tml, address, &is_exact);
    struct tree_node *node = make_map(maker);
    make_put(maker, node, "type", make_text(maker, types[end == NULL ? TML_COMPONENT : end->kind]));
    make_put(maker, node, "object", make_text(maker, end == NULL ? tml_export_name(tml, address) : end->name));
    make_put(maker, flow, key, node);
    return is_exact;
}

/* Whether it carries anything that is not for everybody. */
static bool is_sensitive(const struct tml_export *tml, const Catalog__V1__DataFlow *flow) {
    for (size_t i = 0; i < flow->n_assets; i++) {
        const Catalog__V1__Asset *asset = string_map_get(&tml->assets, flow->assets[i]);
        if (asset != NULL && asset->classification[0] != '\0' && strcmp(asset->classification, "public") != 0)
            return true;
    }
    return false;
}

static bool is_encrypted(const Catalog__V1__DataFlow *flow) {
    static const char *const protocols[] = {"https", "tls",   "mtls", "ssh",   "sftp",
                                            "ftps",  "ldaps", "wss",  "amqps", "grpcs"};
    for (size_t i = 0; i < COUNT_OF(protocols); i++) {
        if (strcmp(protocols[i], flow->protocol) == 0)
            return true;
    }
    return false;
}

static const struct tree_node *rest_of_flow(struct tml_export *tml, const Catalog__V1__DataFlow *flow, bool is_from,
                                            bool is_to) {
    struct tree_maker *maker = &tml->maker;
    if (is_from && is_to)
        return CARRY_MAP(maker, flow, TML_SAID_FLOW, "from", "to");
    if (is_from)
        return CARRY_MAP(maker, flow, TML_SAID_FLOW, "from");
    return is_to ? CARRY_MAP(maker, flow, TML_SAID_FLOW, "to") : CARRY_MAP(maker, flow, TML_SAID_FLOW);
}

static struct tree_node *flows(struct tml_export *tml) {
    struct tree_maker *maker = &tml->maker;
    struct tree_node *list = make_list(maker);
    for (size_t i = 0; i < tml->model->n_data_flows; i++) {
        const Catalog__V1__DataFlow *flow = tml->model->data_flows[i];
        const char *name = name_in(tml, "data_flows", flow->id);
        struct tree_node *node = tml_export_entry(tml, name, flow->title, "");
        bool is_from = put_end(tml, node, "source", flow->from);
        bool is_to = put_end(tml, node, "destination", flow->to);
        make_put(maker, node, "has_sensitive_data", make_bool(maker, is_sensitive(tml, flow)));
        make_put(maker, node, "encrypted", make_bool(maker, is_encrypted(flow)));
        make_add(maker, list, node);
        tml_export_carry(tml, "data_flows", name, TML_CARRIED_PART, rest_of_flow(tml, flow, is_from, is_to));
        if (!is_from)
            tml_export_mark(tml, "data_flows", name, node, "source");
        if (!is_to)
            tml_export_mark(tml, "data_flows", name, node, "destination");
    }
    if (list->count > 0)
        export_loss(tml->export, tml->model->name,
                    "whether a flow is encrypted is not known: what its protocol says is written");
    return list;
}

/* The zone that the element ADDRESS is in; "": none that there is. */
static const char *zone_of(const struct tml_export *tml, const char *address) {
    const Catalog__V1__Element *element = string_map_get(&tml->elements, address);
    return element == NULL || string_map_get(&tml->zones, element->zone) == NULL ? "" : element->zone;
}

/* Zones that a flow goes between, each pair once, in the order of the flows. */
static void add_boundary(struct tml_export *tml, struct tree_node *list, struct string_map *seen,
                         const Catalog__V1__DataFlow *flow) {
    struct tree_maker *maker = &tml->maker;
    const char *from = zone_of(tml, flow->from);
    const char *to = zone_of(tml, flow->to);
    const char *key = ARENA_JOIN(maker->arena, from, " ", to);
    bool is_one = from[0] == '\0' || to[0] == '\0' || strcmp(from, to) == 0;
    if (is_one || key == NULL || string_map_get(seen, key) != NULL)
        return;
    const char *back = ARENA_JOIN(maker->arena, to, " ", from);
    struct tree_node *node = make_map(maker);
    make_put(maker, node, "trust_zone_a", make_text(maker, tml_export_name(tml, from)));
    make_put(maker, node, "trust_zone_b", make_text(maker, tml_export_name(tml, to)));
    make_add(maker, list, node);
    remember(tml, seen, key, node);
    if (back != NULL)
        remember(tml, seen, back, node);
}

static struct tree_node *boundaries(struct tml_export *tml) {
    struct tree_node *list = make_list(&tml->maker);
    struct string_map seen;
    string_map_init(&seen, tml->maker.arena);
    for (size_t i = 0; i < tml->model->n_data_flows; i++)
        add_boundary(tml, list, &seen, tml->model->data_flows[i]);
    return list;
}

void tml_export_parts(struct tml_export *tml, struct tree_node *root) {
    struct tree_maker *maker = &tml->maker;
    struct tree_node *zones = make_list(maker);
    add_zones(tml, zones);
    struct tree_node *actors = elements(tml, TML_ACTOR);
    struct tree_node *components = elements(tml, TML_COMPONENT);
    add_dependencies(tml, components);
    struct tree_node *stores = elements(tml, TML_STORE);
    finish_zones(tml, zones);
    place_entry_points(tml);
    make_put(maker, root, "trust_zones", zones);
    make_put(maker, root, "trust_boundaries", boundaries(tml));
    make_put(maker, root, "actors", actors);
    make_put(maker, root, "components", components);
    make_put(maker, root, "data_stores", stores);
    make_put(maker, root, "data_sets", assets(tml));
    make_put(maker, root, "data_flows", flows(tml));
    for (size_t i = 0; i < tml->model->n_data_flows; i++)
        remember(tml, &tml->flows, tml->model->data_flows[i]->id, tml->model->data_flows[i]);
}
