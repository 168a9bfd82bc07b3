#include "model/credit.h"
#include "model/place.h"
#include "model/report.h"

/* Lists MITIGATION at every place of RANGE. Pushes of one mitigation follow each other, so a double is the last. */
static bool list_at(struct graph *graph, struct mitigation *mitigation, struct place_range range) {
    for (uint32_t i = 0; i < range.count; i++) {
        struct place *place = &graph->places.items[range.first + i];
        size_t count = place->mitigations.count;
        if (count > 0 && place->mitigations.items[count - 1] == mitigation)
            continue;
        if (!vector_push(graph->arena, &place->mitigations, mitigation))
            return graph_no_memory(graph);
    }
    return true;
}

static bool report_unknown_place(struct graph *graph, const struct mitigation *mitigation, const char *address) {
    return report_finding(
        graph, CATALOG__V1__SEVERITY__SEVERITY_WARNING,
        (struct gate_item){.code = "UNKNOWN_PLACE",
                           .subject = mitigation->address,
                           .cause = graph_text(graph, "It covers %s, and there is no such place.", address),
                           .remedy = "Name an element, entry point, flow or alias."});
}

/* A place of a dependency is the same seen from every instance of the object, so it is listed for the first only. */
static bool place_for(struct graph *graph, const struct instance *self, struct mitigation *mitigation) {
    bool is_first = self == mitigation->object->instances.items[0];
    for (size_t i = 0; i < mitigation->message->n_on; i++) {
        const char *address = mitigation->message->on[i];
        struct place_range range = place_find(graph, self, address);
        if (range.count == 0) {
            if (self->index == 0 && !report_unknown_place(graph, mitigation, address))
                return false;
            continue;
        }
        bool is_own = graph->places.items[range.first].instance == self;
        if ((is_first || is_own) && !list_at(graph, mitigation, range))
            return false;
    }
    return true;
}

bool credit_place_mitigations(struct graph *graph) {
    for (size_t i = 0; i < graph->objects.count; i++) {
        const struct graph_object *object = graph->objects.items[i];
        for (size_t k = 0; k < object->model->n_mitigations; k++) {
            for (size_t s = 0; s < object->instances.count; s++) {
                if (!place_for(graph, object->instances.items[s], &object->mitigations[k]))
                    return false;
            }
        }
    }
    return true;
}
