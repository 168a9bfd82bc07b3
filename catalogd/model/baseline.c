#include "model/baseline.h"

#include "model/graph_catalog.h"

#include <stdlib.h>
#include <string.h>

static struct scope model_scope(const struct graph *graph, const struct place *place) {
    return (struct scope){.instance = graph->instances.items[0], .place = place};
}

static bool add_platform(struct graph *graph, const struct baseline_node *baseline, size_t number) {
    const Catalog__V1__BaselineEntry *entry = baseline->message->entries[number];
    struct platform_provision platform = {.baseline = baseline,
                                          .entry = entry,
                                          .each = &baseline->each[number],
                                          .control = graph_control(graph, entry->control, baseline->message->name),
                                          .address = GRAPH_JOIN(graph, BASELINE_PLATFORM ".", entry->id)};
    if (platform.control == NULL || platform.address == NULL)
        return false;
    return vector_push(graph->arena, &graph->platform, platform) || graph_no_memory(graph);
}

static bool compile_entries(struct graph *graph, struct baseline_node *baseline) {
    const Catalog__V1__Baseline *message = baseline->message;
    baseline->each = ARENA_ARRAY(graph->arena, struct condition, message->n_entries + 1);
    if (baseline->each == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < message->n_entries; i++) {
        if (!condition_compile(graph, message->entries[i]->each, &baseline->each[i]))
            return false;
        if (message->entries[i]->level == CATALOG__V1__BASELINE_LEVEL__BASELINE_LEVEL_PLATFORM &&
            !add_platform(graph, baseline, i))
            return false;
    }
    return true;
}

/* Adds the newest version of NAME unless its scope is false. */
static bool load_one(struct graph *graph, const char *name) {
    struct baseline_node *baseline = ARENA_NEW(graph->arena, struct baseline_node);
    struct condition scope;
    if (baseline == NULL)
        return graph_no_memory(graph);
    if (!graph_newest(graph, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_BASELINE, name, &baseline->version))
        return false;
    if (baseline->version == NULL)
        return true;
    const Catalog__V1__Object *object = graph_read(graph, baseline->version);
    if (object == NULL)
        return false;
    baseline->message = object->baseline;
    if (!condition_compile(graph, baseline->message->scope, &scope) ||
        !condition_judge(graph, &scope, model_scope(graph, NULL), &baseline->scope))
        return false;
    if (baseline->scope.truth == CONDITION_FALSE)
        return true;
    if (!vector_push(graph->arena, &graph->baselines, baseline))
        return graph_no_memory(graph);
    return compile_entries(graph, baseline);
}

/* Baselines are for features: what a component must have is for those to say who use it. */
bool baseline_load(struct graph *graph) {
    const char *const *names = NULL;
    size_t count = 0;
    if (graph->objects.items[0]->is_component)
        return true;
    graph->status = graph->view->names(graph->view->context, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_BASELINE, &names,
                                       &count, graph->problem);
    for (size_t i = 0; graph->status == STATUS_OK && i < count; i++) {
        if (!load_one(graph, names[i]))
            return false;
    }
    return graph->status == STATUS_OK;
}

bool baseline_judge_platform(struct graph *graph, const struct platform_provision *platform, uint32_t place,
                             worlds *ret_counts, struct judgement *ret_judgement) {
    const struct place *here = place == UINT32_MAX ? NULL : &graph->places.items[place];
    if (!condition_judge(graph, platform->each, model_scope(graph, here), ret_judgement))
        return false;
    *ret_counts = worlds_favourable(platform->baseline->scope.truth) & worlds_favourable(ret_judgement->truth);
    return true;
}
