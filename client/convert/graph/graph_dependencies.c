#include "convert/graph/graph.h"

#include "base/string_map.h"

struct dependencies {
    struct graph *graph;
    struct string_map nodes; /* every address to index + 1 */
    size_t model;
};

static size_t add_instance(struct dependencies *dependencies, const Catalog__V1__Instance *instance) {
    struct graph_label label = {0};
    graph_say(dependencies->graph, &label, "%s", instance->address);
    /* What the platform provides has no component. */
    if (*instance->version != '\0')
        graph_say(dependencies->graph, &label, "%s@%s", instance->component, instance->version);
    if (*instance->deprecated != '\0')
        graph_say(dependencies->graph, &label, "deprecated: %s", instance->deprecated);
    if (*instance->yanked != '\0')
        graph_say(dependencies->graph, &label, "yanked: %s", instance->yanked);
    return graph_add_node(dependencies->graph, GRAPH_ROOT, GRAPH_COMPONENT, &label);
}

static void put(struct dependencies *dependencies, const char *address, size_t node) {
    dependencies->graph->has_failed |= !string_map_put(&dependencies->nodes, address, (void *)(uintptr_t)(node + 1));
}

/* "login.keys" stands below "login", "login" below the model. */
static size_t parent_of(struct dependencies *dependencies, const char *address) {
    const char *dot = strrchr(address, '.');
    if (dot == NULL)
        return dependencies->model;
    const char *parent = arena_strndup(dependencies->graph->arena, address, (size_t)(dot - address));
    dependencies->graph->has_failed |= parent == NULL;
    uintptr_t node = parent == NULL ? 0 : (uintptr_t)string_map_get(&dependencies->nodes, parent);
    return node == 0 ? dependencies->model : (size_t)node - 1;
}

static size_t node_at(const struct dependencies *dependencies, const char *address) {
    return (size_t)(uintptr_t)string_map_get(&dependencies->nodes, address) - 1;
}

static void add_edges(struct dependencies *dependencies, const Catalog__V1__Instance *instance) {
    size_t node = node_at(dependencies, instance->address);
    struct graph_edge edge = {.from = parent_of(dependencies, instance->address), .to = node};
    graph_say(dependencies->graph, &edge.label, "%s", instance->requirement);
    graph_add_edge(dependencies->graph, &edge);
    for (size_t i = 0; i < instance->n_other_addresses; i++) {
        const char *other = instance->other_addresses[i];
        graph_add_edge(dependencies->graph,
                       &(struct graph_edge){.from = parent_of(dependencies, other), .to = node, .is_dashed = true});
    }
}

void graph_of_dependencies(struct graph *graph, const Catalog__V1__EffectiveModel *effective) {
    struct dependencies dependencies = {.graph = graph};
    struct graph_label label = {0};
    string_map_init(&dependencies.nodes, graph->arena);
    graph_say(graph, &label, "%s", effective->model);
    dependencies.model = graph_add_node(graph, GRAPH_ROOT, GRAPH_MODEL, &label);
    for (size_t i = 0; i < effective->n_instances; i++) {
        const Catalog__V1__Instance *instance = effective->instances[i];
        size_t node = add_instance(&dependencies, instance);
        put(&dependencies, instance->address, node);
        for (size_t k = 0; k < instance->n_other_addresses; k++)
            put(&dependencies, instance->other_addresses[k], node);
    }
    for (size_t i = 0; i < effective->n_instances && !graph->has_failed; i++)
        add_edges(&dependencies, effective->instances[i]);
}
