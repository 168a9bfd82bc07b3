#include "convert/graph/graph_language.h"

#include <ctype.h>

struct look {
    const char *open;
    const char *close;
};

static const struct look looks[] = {
    [GRAPH_EXTERNAL] = {"[", "]"},
    [GRAPH_PROCESS] = {"((", "))"},
    [GRAPH_STORE] = {"[(", ")]"},
    [GRAPH_ENTRY] = {">", "]"},
    [GRAPH_COMPONENT] = {"[[", "]]"},
    [GRAPH_MODEL] = {"[", "]:::model"},
    [GRAPH_UNKNOWN] = {"[", "]:::unknown"},
    [GRAPH_HOLDS] = {"[", "]"},
    [GRAPH_HANGS] = {"(", ")"},
    [GRAPH_FAILS] = {"[", "]:::unknown"},
    [GRAPH_STEP] = {"[", "]"},
};

/* Mermaid searches its whole text for directives, styles and HTML before it reads it, quoted or not, so that all but
 * plain characters become its character references. */
static void write_byte(struct buffer *out, char byte) {
    if (isalnum((unsigned char)byte) || (byte & 0x80) != 0 || strchr(" ,.-_/@^+", byte) != NULL)
        buffer_append_byte(out, (uint8_t)byte);
    else
        buffer_printf(out, "#%d;", byte);
}

static void open_zone(const struct graph *graph, struct buffer *out, size_t index, unsigned depth);
static void close_zone(struct buffer *out, unsigned depth);
static void write_node(const struct graph *graph, struct buffer *out, size_t index, unsigned depth);

static const struct graph_language mermaid = {"<br/>", write_byte, open_zone, close_zone, write_node};

static void open_zone(const struct graph *graph, struct buffer *out, size_t index, unsigned depth) {
    const struct graph_label label = {.lines = {graph->zones.items[index].label}, .count = 1};
    graph_indent(out, depth);
    buffer_printf(out, "subgraph z%zu[", index);
    graph_write_label(&mermaid, out, &label);
    buffer_append_text(out, "]\n");
}

static void close_zone(struct buffer *out, unsigned depth) {
    graph_indent(out, depth);
    buffer_append_text(out, "end\n");
}

static void write_node(const struct graph *graph, struct buffer *out, size_t index, unsigned depth) {
    const struct graph_node *node = &graph->nodes.items[index];
    graph_indent(out, depth);
    buffer_printf(out, "n%zu%s", index, looks[node->shape].open);
    graph_write_label(&mermaid, out, &node->label);
    buffer_append_text(out, looks[node->shape].close);
    buffer_append_byte(out, '\n');
}

static void write_edge(struct buffer *out, const struct graph_edge *edge) {
    buffer_printf(out, "  n%zu %s", edge->from, edge->is_dashed ? "-.->" : "-->");
    if (edge->label.count > 0) {
        buffer_append_byte(out, '|');
        graph_write_label(&mermaid, out, &edge->label);
        buffer_append_byte(out, '|');
    }
    buffer_printf(out, " n%zu\n", edge->to);
}

void graph_write_mermaid(const struct graph *graph, struct buffer *out) {
    buffer_append_text(out, "flowchart LR\n");
    graph_write_zone(graph, &mermaid, out, GRAPH_ROOT, 1);
    for (size_t i = 0; i < graph->edges.count; i++)
        write_edge(out, &graph->edges.items[i]);
    buffer_append_text(out,
                       "  classDef model stroke-width:3px\n  classDef unknown stroke-dasharray:4,stroke:#b00020\n");
}
