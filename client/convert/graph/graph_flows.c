#include "convert/graph/graph.h"

#include "base/string_map.h"
#include "convert/words.h"

/* How many rows stand at a place. */
struct tally {
    size_t threats;
    size_t above_appetite;
};

struct flows {
    struct graph *graph;
    struct string_map zones;     /* id to index + 1 */
    struct string_map parents;   /* id to its Catalog__V1__TrustZone */
    struct string_map places;    /* address to index + 1 */
    struct string_map tallies;   /* address to struct tally */
    struct string_map instances; /* address to Catalog__V1__Instance */
};

static void put(struct flows *flows, struct string_map *map, const char *key, void *value) {
    flows->graph->has_failed |= !string_map_put(map, key, value);
}

static void put_index(struct flows *flows, struct string_map *map, const char *key, size_t index) {
    put(flows, map, key, (void *)(uintptr_t)(index + 1));
}

/* OTHERWISE where KEY is not in MAP. */
static size_t index_of(const struct string_map *map, const char *key, size_t otherwise) {
    uintptr_t value = (uintptr_t)string_map_get(map, key);
    return value == 0 ? otherwise : (size_t)value - 1;
}

static const char *first_alias(struct flows *flows, const char *address) {
    const char *alias = arena_strndup(flows->graph->arena, address, strcspn(address, "."));
    flows->graph->has_failed |= alias == NULL;
    return alias == NULL ? "" : alias;
}

/* Rows inside a dependency count for the dependency's box. */
static void count_row(struct flows *flows, const Catalog__V1__Row *row) {
    const char *key = *row->instance == '\0' ? row->place : first_alias(flows, row->instance);
    struct tally *tally = string_map_get(&flows->tallies, key);
    if (tally == NULL) {
        tally = ARENA_NEW(flows->graph->arena, struct tally);
        if (tally == NULL) {
            flows->graph->has_failed = true;
            return;
        }
        put(flows, &flows->tallies, key, tally);
    }
    tally->threats++;
    tally->above_appetite += row->now != NULL && row->now->above_appetite;
}

static void read_effective(struct flows *flows, const Catalog__V1__EffectiveModel *effective) {
    for (size_t i = 0; i < effective->n_rows; i++)
        count_row(flows, effective->rows[i]);
    for (size_t i = 0; i < effective->n_instances; i++)
        put(flows, &flows->instances, effective->instances[i]->address, effective->instances[i]);
}

static void say_tally(struct flows *flows, struct graph_label *label, const char *address) {
    const struct tally *tally = string_map_get(&flows->tallies, address);
    if (tally == NULL)
        return;
    struct word threats = word_of_count(tally->threats, "threat");
    if (tally->above_appetite == 0)
        graph_say(flows->graph, label, "%s", threats.text);
    else
        graph_say(flows->graph, label, "%s, %zu above appetite", threats.text, tally->above_appetite);
}

/* False for a zone that lies in itself or too deep: it is drawn at the top. */
static bool has_parent(const struct flows *flows, const Catalog__V1__TrustZone *zone) {
    for (size_t depth = 0; depth < GRAPH_DEPTH_MAX; depth++) {
        const Catalog__V1__TrustZone *parent = string_map_get(&flows->parents, zone->parent);
        if (parent == NULL)
            return true;
        zone = parent;
    }
    return false;
}

static void add_zones(struct flows *flows, const Catalog__V1__Model *model) {
    for (size_t i = 0; i < model->n_trust_zones; i++) {
        Catalog__V1__TrustZone *zone = model->trust_zones[i];
        size_t index = graph_add_zone(flows->graph, *zone->title == '\0' ? zone->id : zone->title);
        put(flows, &flows->parents, zone->id, zone);
        put_index(flows, &flows->zones, zone->id, index);
    }
    for (size_t i = 0; i < model->n_trust_zones; i++) {
        const Catalog__V1__TrustZone *zone = model->trust_zones[i];
        size_t parent = has_parent(flows, zone) ? index_of(&flows->zones, zone->parent, GRAPH_ROOT) : GRAPH_ROOT;
        /* The first zone added has the index 1. */
        graph_nest(flows->graph, parent, i + 1);
    }
}

static const enum graph_shape element_shapes[] = {
    [CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_UNSPECIFIED] = GRAPH_PROCESS,
    [CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR] = GRAPH_EXTERNAL,
    [CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS] = GRAPH_PROCESS,
    [CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE] = GRAPH_STORE,
    [CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL] = GRAPH_EXTERNAL,
};

static void add_element(struct flows *flows, const Catalog__V1__Element *element) {
    struct graph_label label = {0};
    bool is_known = (size_t)element->kind < COUNT_OF(element_shapes);
    graph_say(flows->graph, &label, "%s", *element->title == '\0' ? element->id : element->title);
    say_tally(flows, &label, element->id);
    size_t zone = index_of(&flows->zones, element->zone, GRAPH_ROOT);
    size_t node = graph_add_node(flows->graph, zone, is_known ? element_shapes[element->kind] : GRAPH_UNKNOWN, &label);
    put_index(flows, &flows->places, element->id, node);
}

/* NODE: what it leads to; GRAPH_NONE: nothing that is there. */
static void add_entry_point(struct flows *flows, const char *address, const Catalog__V1__EntryPoint *entry,
                            size_t node) {
    struct graph_label label = {0};
    const char *exposure = *entry->exposure == '\0' ? entry->default_exposure : entry->exposure;
    graph_say(flows->graph, &label, "%s", *entry->title == '\0' ? address : entry->title);
    graph_say(flows->graph, &label, "%s%s%s", entry->protocol,
              *entry->protocol == '\0' || *exposure == '\0' ? "" : ", ", exposure);
    say_tally(flows, &label, address);
    size_t index = graph_add_node(flows->graph, GRAPH_ROOT, GRAPH_ENTRY, &label);
    put_index(flows, &flows->places, address, index);
    if (node != GRAPH_NONE)
        graph_add_edge(flows->graph, &(struct graph_edge){.from = index, .to = node, .is_dashed = true});
}

static void add_dependency(struct flows *flows, const Catalog__V1__Dependency *dependency) {
    struct graph_label label = {0};
    const Catalog__V1__Instance *instance = string_map_get(&flows->instances, dependency->alias);
    graph_say(flows->graph, &label, "%s", dependency->alias);
    if (instance != NULL)
        graph_say(flows->graph, &label, "%s@%s", instance->component, instance->version);
    else
        graph_say(flows->graph, &label, "%s %s", dependency->component, dependency->requirement);
    say_tally(flows, &label, dependency->alias);
    size_t node = graph_add_node(flows->graph, GRAPH_ROOT, GRAPH_COMPONENT, &label);
    put_index(flows, &flows->places, dependency->alias, node);
    for (size_t i = 0; i < dependency->n_own_entry_points; i++) {
        const Catalog__V1__EntryPoint *entry = dependency->own_entry_points[i];
        const char *address = arena_printf(flows->graph->arena, "%s.%s", dependency->alias, entry->id);
        flows->graph->has_failed |= address == NULL;
        if (address != NULL)
            add_entry_point(flows, address, entry, node);
    }
}

/* The node at ADDRESS, else the dependency that it lies in, else one that says that nothing is there. */
static size_t find_end(struct flows *flows, const char *address) {
    size_t node = index_of(&flows->places, address, GRAPH_NONE);
    if (node == GRAPH_NONE)
        node = index_of(&flows->places, first_alias(flows, address), GRAPH_NONE);
    if (node != GRAPH_NONE)
        return node;
    struct graph_label label = {0};
    graph_say(flows->graph, &label, "%s", address);
    graph_say(flows->graph, &label, "not in the model");
    node = graph_add_node(flows->graph, GRAPH_ROOT, GRAPH_UNKNOWN, &label);
    put_index(flows, &flows->places, address, node);
    return node;
}

/* What an address says beyond the box that the flow is drawn to. */
static void say_inside(struct flows *flows, struct graph_label *label, const char *word, const char *address) {
    const char *dot = strchr(address, '.');
    if (dot != NULL && string_map_get(&flows->places, address) == NULL)
        graph_say(flows->graph, label, "%s %s", word, dot + 1);
}

static void say_list(struct flows *flows, struct graph_label *label, const char *word, char *const *texts,
                     size_t count) {
    if (count > 0)
        graph_say(flows->graph, label, "%s %s", word, words_joined(flows->graph->arena, texts, count));
}

static void add_flow(struct flows *flows, const Catalog__V1__DataFlow *flow) {
    struct graph_edge edge = {.from = find_end(flows, flow->from), .to = find_end(flows, flow->to)};
    const char *name = *flow->title == '\0' ? flow->id : flow->title;
    graph_say(flows->graph, &edge.label, "%s%s%s", name, *flow->protocol == '\0' ? "" : ", ", flow->protocol);
    say_inside(flows, &edge.label, "from", flow->from);
    say_inside(flows, &edge.label, "to", flow->to);
    say_list(flows, &edge.label, "carries", flow->assets, flow->n_assets);
    say_list(flows, &edge.label, "crosses", flow->crosses, flow->n_crosses);
    say_tally(flows, &edge.label, flow->id);
    graph_add_edge(flows->graph, &edge);
}

void graph_of_flows(struct graph *graph, const Catalog__V1__Model *model,
                    const Catalog__V1__EffectiveModel *effective) {
    struct flows flows = {.graph = graph};
    struct string_map *const maps[] = {&flows.zones, &flows.parents, &flows.places, &flows.tallies, &flows.instances};
    for (size_t i = 0; i < COUNT_OF(maps); i++)
        string_map_init(maps[i], graph->arena);
    if (effective != NULL)
        read_effective(&flows, effective);
    add_zones(&flows, model);
    for (size_t i = 0; i < model->n_elements; i++)
        add_element(&flows, model->elements[i]);
    for (size_t i = 0; i < model->n_dependencies; i++)
        add_dependency(&flows, model->dependencies[i]);
    for (size_t i = 0; i < model->n_entry_points; i++) {
        const Catalog__V1__EntryPoint *entry = model->entry_points[i];
        add_entry_point(&flows, entry->id, entry, index_of(&flows.places, entry->on, GRAPH_NONE));
    }
    for (size_t i = 0; i < model->n_data_flows; i++)
        add_flow(&flows, model->data_flows[i]);
}
