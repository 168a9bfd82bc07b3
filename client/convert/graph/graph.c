#include "convert/graph/graph.h"

#include <assert.h>

void graph_init(struct graph *graph, struct arena *arena, const char *title) {
    *graph = (struct graph){.arena = arena};
    size_t root = graph_add_zone(graph, title);
    assert(root == GRAPH_ROOT);
    (void)root;
}

void graph_say(struct graph *graph, struct graph_label *label, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *line = arena_vprintf(graph->arena, format, arguments);
    va_end(arguments);
    graph->has_failed |= line == NULL;
    if (line != NULL && *line != '\0' && label->count < GRAPH_LINES_MAX)
        label->lines[label->count++] = line;
}

size_t graph_add_zone(struct graph *graph, const char *label) {
    struct graph_zone zone = {.label = label};
    graph->has_failed |= !vector_push(graph->arena, &graph->zones, zone);
    return graph->has_failed ? GRAPH_ROOT : graph->zones.count - 1;
}

void graph_nest(struct graph *graph, size_t parent, size_t child) {
    if (graph->has_failed)
        return;
    graph->has_failed |= !vector_push(graph->arena, &graph->zones.items[parent].zones, child);
}

size_t graph_add_node(struct graph *graph, size_t zone, enum graph_shape shape, const struct graph_label *label) {
    struct graph_node node = {.shape = shape, .label = *label};
    size_t index = graph->nodes.count;
    graph->has_failed = graph->has_failed || !vector_push(graph->arena, &graph->nodes, node) ||
                        !vector_push(graph->arena, &graph->zones.items[zone].nodes, index);
    return index;
}

void graph_add_edge(struct graph *graph, const struct graph_edge *edge) {
    graph->has_failed = graph->has_failed || !vector_push(graph->arena, &graph->edges, *edge);
}
