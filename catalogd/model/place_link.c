#include "model/place.h"

#include "model/policy.h"

static void raise_classification(const struct graph *graph, struct place_range range, const char *classification) {
    int rank = policy_classification_rank(graph->policy, classification);
    for (uint32_t i = 0; i < range.count; i++) {
        struct place *place = &graph->places.items[range.first + i];
        if (rank > policy_classification_rank(graph->policy, place->classification))
            place->classification = classification;
    }
}

static void link_flow(const struct graph *graph, struct place *place) {
    place->origin = place_find(graph, place->instance, place->flow->from);
    place->target = place_find(graph, place->instance, place->flow->to);
}

/* An asset is on the places it names, and goes through the flows that carry it and both their ends. */
static void spread_assets(const struct graph *graph, const struct instance *instance) {
    const Catalog__V1__Model *model = instance->object->model;
    for (size_t i = 0; i < model->n_assets; i++) {
        for (size_t k = 0; k < model->assets[i]->n_on; k++)
            raise_classification(graph, place_find(graph, instance, model->assets[i]->on[k]),
                                 model->assets[i]->classification);
    }
}

static void spread_along(const struct graph *graph, uint32_t number) {
    const struct place *place = &graph->places.items[number];
    const struct graph_object *object = place->instance->object;
    for (size_t i = 0; i < place->flow->n_assets; i++) {
        size_t asset = compiled_model_find(object->compiled, RECORD_ASSET, place->flow->assets[i]);
        if (asset == SIZE_MAX)
            continue;
        const char *classification = object->model->assets[asset]->classification;
        raise_classification(graph, (struct place_range){number, 1}, classification);
        raise_classification(graph, place->origin, classification);
        raise_classification(graph, place->target, classification);
    }
}

/* Whoever gets in by an entry point is at the element behind it. The entry point that a dependency's consumer adds
 * names an element of the component; the model's own may name one of a dependency. */
static void spread_to_entry_point(const struct graph *graph, uint32_t number) {
    const struct place *place = &graph->places.items[number];
    struct place_range behind = place_find(graph, place->instance, place->entry_point->on);
    for (uint32_t i = 0; i < behind.count; i++)
        raise_classification(graph, (struct place_range){number, 1},
                             graph->places.items[behind.first + i].classification);
}

void place_link(struct graph *graph) {
    for (size_t i = 0; i < graph->places.count; i++) {
        struct place *place = &graph->places.items[i];
        place->classification = "";
        if (place->kind == PLACE_FLOW)
            link_flow(graph, place);
    }
    for (size_t i = 0; i < graph->instances.count; i++)
        spread_assets(graph, graph->instances.items[i]);
    for (uint32_t i = 0; i < graph->places.count; i++) {
        if (graph->places.items[i].kind == PLACE_FLOW)
            spread_along(graph, i);
    }
    for (uint32_t i = 0; i < graph->places.count; i++) {
        if (graph->places.items[i].kind == PLACE_ENTRY_POINT)
            spread_to_entry_point(graph, i);
    }
}
