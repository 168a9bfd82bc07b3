#include "convert/graph/graph_language.h"

static const char *const looks[] = {
    [GRAPH_EXTERNAL] = "shape=box",
    [GRAPH_PROCESS] = "shape=ellipse",
    [GRAPH_STORE] = "shape=cylinder",
    [GRAPH_ENTRY] = "shape=cds, style=filled, fillcolor=\"#fff4d6\"",
    [GRAPH_COMPONENT] = "shape=box3d, style=filled, fillcolor=\"#e8eef7\"",
    [GRAPH_MODEL] = "shape=box, style=bold",
    [GRAPH_UNKNOWN] = "shape=box, style=dashed, color=\"#b00020\"",
    [GRAPH_HOLDS] = "shape=box, style=filled, fillcolor=\"#e3f3e3\"",
    [GRAPH_HANGS] = "shape=box, style=filled, fillcolor=\"#fff4d6\"",
    [GRAPH_FAILS] = "shape=box, style=filled, fillcolor=\"#fbe0e0\"",
    [GRAPH_STEP] = "shape=box",
};

/* '"' and '\' are escaped in every quoted string, and '&' begins an HTML entity in every label. */
static void write_byte(struct buffer *out, char byte) {
    if (byte == '"' || byte == '\\')
        buffer_append_byte(out, '\\');
    buffer_append_byte(out, (uint8_t)byte);
    if (byte == '&')
        buffer_append_text(out, "amp;");
}

static void open_zone(const struct graph *graph, struct buffer *out, size_t index, unsigned depth);
static void close_zone(struct buffer *out, unsigned depth);
static void write_node(const struct graph *graph, struct buffer *out, size_t index, unsigned depth);

static const struct graph_language dot = {"\\n", write_byte, open_zone, close_zone, write_node};

static void open_zone(const struct graph *graph, struct buffer *out, size_t index, unsigned depth) {
    const struct graph_label label = {.lines = {graph->zones.items[index].label}, .count = 1};
    graph_indent(out, depth);
    buffer_printf(out, "subgraph cluster_%zu {\n", index);
    graph_indent(out, depth + 1);
    buffer_append_text(out, "graph [style=\"dashed,rounded\", labeljust=l, label=");
    graph_write_label(&dot, out, &label);
    buffer_append_text(out, "];\n");
}

static void close_zone(struct buffer *out, unsigned depth) {
    graph_indent(out, depth);
    buffer_append_text(out, "}\n");
}

static void write_node(const struct graph *graph, struct buffer *out, size_t index, unsigned depth) {
    const struct graph_node *node = &graph->nodes.items[index];
    graph_indent(out, depth);
    buffer_printf(out, "n%zu [%s, label=", index, looks[node->shape]);
    graph_write_label(&dot, out, &node->label);
    buffer_append_text(out, "];\n");
}

static void write_edge(struct buffer *out, const struct graph_edge *edge) {
    buffer_printf(out, "  n%zu -> n%zu [%slabel=", edge->from, edge->to, edge->is_dashed ? "style=dashed, " : "");
    graph_write_label(&dot, out, &edge->label);
    buffer_append_text(out, "];\n");
}

void graph_write_dot(const struct graph *graph, struct buffer *out) {
    const struct graph_label title = {.lines = {graph->zones.items[GRAPH_ROOT].label}, .count = 1};
    buffer_append_text(out, "digraph model {\n  graph [rankdir=LR, labelloc=t, fontname=\"Helvetica\", label=");
    graph_write_label(&dot, out, &title);
    buffer_append_text(out, "];\n  node [fontname=\"Helvetica\", fontsize=11, margin=\"0.2,0.1\"];\n"
                            "  edge [fontname=\"Helvetica\", fontsize=9];\n");
    graph_write_zone(graph, &dot, out, GRAPH_ROOT, 1);
    for (size_t i = 0; i < graph->edges.count; i++)
        write_edge(out, &graph->edges.items[i]);
    buffer_append_text(out, "}\n");
}
