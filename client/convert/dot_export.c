#include "convert/formats.h"
#include "convert/graph/graph.h"

/* A picture holds what is drawn and nothing else: losses are not counted up. */
static status_code write_dot(struct export *export, struct buffer *out) {
    const Catalog__V1__Model *model = export_model(export->objects.items[0]);
    struct graph graph;
    graph_init(&graph, export->arena, model->title[0] == '\0' ? model->name : model->title);
    graph_of_flows(&graph, model, export->effective);
    if (graph.has_failed)
        return problem_no_memory(export->problem);
    graph_write_dot(&graph, out);
    export_loss(export, model->name, "a picture shows parts, flows and dependencies; everything else is left out");
    return STATUS_OK;
}

const struct export_format export_dot = {
    .name = "dot",
    .title = "DOT of Graphviz",
    .ending = ".dot",
    .kinds = EXPORT_MODELS,
    .is_single = true,
    .write = write_dot,
};
