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

static bool carries(const Catalog__V1__DataFlow *flow, const char *asset) {
    for (size_t i = 0; i < flow->n_assets; i++) {
        if (strcmp(flow->assets[i], asset) == 0)
            return true;
    }
    return false;
}

/* An asset is on the places it names, and goes through the flows that carry it and both their ends. */
static void spread_asset(const struct graph *graph, const struct instance *instance, const Catalog__V1__Asset *asset) {
    for (size_t i = 0; i < asset->n_on; i++)
        raise_classification(graph, place_find(graph, instance, asset->on[i]), asset->classification);
    for (uint32_t i = 0; i < instance->places.count; i++) {
        uint32_t number = instance->places.first + i;
        const struct place *place = &graph->places.items[number];
        if (place->kind != PLACE_FLOW || !carries(place->flow, asset->id))
            continue;
        raise_classification(graph, (struct place_range){number, 1}, asset->classification);
        raise_classification(graph, place->origin, asset->classification);
        raise_classification(graph, place->target, asset->classification);
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
    for (size_t i = 0; i < graph->instances.count; i++) {
        const struct instance *instance = graph->instances.items[i];
        for (size_t k = 0; k < instance->object->model->n_assets; k++)
            spread_asset(graph, instance, instance->object->model->assets[k]);
    }
    for (uint32_t i = 0; i < graph->places.count; i++) {
        if (graph->places.items[i].kind == PLACE_ENTRY_POINT)
            spread_to_entry_point(graph, i);
    }
}
