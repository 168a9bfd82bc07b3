#include "model/place.h"

#include "base/limits.h"

#include <string.h>

static bool add(struct graph *graph, struct instance *instance, struct place place) {
    if (graph->places.count >= LIMIT_ROWS)
        return graph_fail(graph, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_PLACES", "the instances have more than %d places",
                          LIMIT_ROWS);
    place.instance = instance;
    place.address = instance->address[0] == '\0' ? place.id : GRAPH_JOIN(graph, instance->address, ".", place.id);
    if (place.address == NULL)
        return false;
    instance->places.count++;
    return vector_push(graph->arena, &graph->places, place) || graph_no_memory(graph);
}

static bool add_entry_points(struct graph *graph, struct instance *instance) {
    const Catalog__V1__Model *model = instance->object->model;
    for (size_t i = 0; i < model->n_entry_points; i++) {
        struct place place = {.id = model->entry_points[i]->id,
                              .kind = PLACE_ENTRY_POINT,
                              .entry_point = model->entry_points[i],
                              .exposure = instance->exposures[i],
                              .is_declared_here = instance->index == 0};
        if (!add(graph, instance, place))
            return false;
    }
    return true;
}

static bool add_declared_entry_points(struct graph *graph, struct instance *instance) {
    const Catalog__V1__Dependency *dependency = instance->dependency;
    bool is_open =
        instance->object->model->entry_point_policy == CATALOG__V1__ENTRY_POINT_POLICY__ENTRY_POINT_POLICY_EXTENSIBLE;
    for (size_t i = 0; is_open && dependency != NULL && i < dependency->n_own_entry_points; i++) {
        const Catalog__V1__EntryPoint *entry_point = dependency->own_entry_points[i];
        struct place place = {.id = entry_point->id,
                              .kind = PLACE_ENTRY_POINT,
                              .entry_point = entry_point,
                              .exposure = entry_point->exposure,
                              .is_declared_here = instance->declared_by->index == 0};
        if (!add(graph, instance, place))
            return false;
    }
    return true;
}

bool place_create(struct graph *graph, struct instance *instance) {
    const Catalog__V1__Model *model = instance->object->model;
    bool is_own = instance->index == 0;
    instance->places = (struct place_range){.first = (uint32_t)graph->places.count};
    for (size_t i = 0; i < model->n_elements; i++) {
        struct place place = {.id = model->elements[i]->id,
                              .kind = PLACE_ELEMENT,
                              .element = model->elements[i],
                              .is_declared_here = is_own};
        if (!add(graph, instance, place))
            return false;
    }
    if (!add_entry_points(graph, instance))
        return false;
    for (size_t i = 0; i < model->n_data_flows; i++) {
        struct place place = {.id = model->data_flows[i]->id,
                              .kind = PLACE_FLOW,
                              .flow = model->data_flows[i],
                              .is_declared_here = is_own};
        if (!add(graph, instance, place))
            return false;
    }
    return add_declared_entry_points(graph, instance);
}

/* The instance behind the alias that is the first SIZE bytes of TEXT. */
static struct instance *behind_alias(const struct instance *self, const char *text, size_t size) {
    char alias[LIMIT_IDENTIFIER_BYTES + 1];
    if (size >= sizeof alias)
        return NULL;
    memcpy(alias, text, size);
    alias[size] = '\0';
    size_t number = compiled_model_find(self->object->compiled, RECORD_DEPENDENCY, alias);
    return number == SIZE_MAX ? NULL : self->object->dependencies[number];
}

struct instance *place_owner(const struct instance *self, const char *address, const char **ret_last) {
    const struct instance *owner = self;
    const char *dot;
    while (owner != NULL && (dot = strchr(address, '.')) != NULL) {
        owner = behind_alias(owner, address, (size_t)(dot - address));
        address = dot + 1;
    }
    *ret_last = address;
    return (struct instance *)(uintptr_t)owner;
}

static struct place_range declared_place(const struct graph *graph, const struct instance *owner, const char *id) {
    for (uint32_t i = owner->places.count; i > 0; i--) {
        uint32_t number = owner->places.first + i - 1;
        if (strcmp(graph->places.items[number].id, id) == 0)
            return (struct place_range){number, 1};
    }
    return (struct place_range){0};
}

/* The number of a place among those of its instance: place_create adds elements, entry points, flows in this order. */
static uint32_t local_number(const Catalog__V1__Model *model, const struct record *record) {
    size_t before = 0;
    if (record->kind != RECORD_ELEMENT)
        before += model->n_elements;
    if (record->kind == RECORD_DATA_FLOW)
        before += model->n_entry_points;
    return (uint32_t)(before + record->index);
}

struct place_range place_find(const struct graph *graph, const struct instance *self, const char *address) {
    const char *last;
    const struct instance *owner = place_owner(self, address, &last);
    if (owner == NULL)
        return (struct place_range){0};
    const struct record *record = model_index_find(&owner->object->compiled->index, last);
    if (record != NULL && record_is_place(record->kind))
        return (struct place_range){owner->places.first + local_number(owner->object->model, record), 1};
    const struct instance *whole = behind_alias(owner, last, strlen(last));
    if (whole != NULL)
        return whole->places;
    bool may_have_more = owner->dependency != NULL && owner->dependency->n_own_entry_points > 0;
    return may_have_more ? declared_place(graph, owner, last) : (struct place_range){0};
}

const char *place_kind_text(const struct place *place) {
    static const char *const elements[] = {
        [CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_UNSPECIFIED] = "element",
        [CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_ACTOR] = "actor",
        [CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_PROCESS] = "process",
        [CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_STORE] = "store",
        [CATALOG__V1__ELEMENT_KIND__ELEMENT_KIND_EXTERNAL] = "external",
    };
    static const char *const kinds[] = {
        [PLACE_ELEMENT] = "element", [PLACE_ENTRY_POINT] = "entry_point", [PLACE_FLOW] = "flow"};
    if (place->kind == PLACE_ELEMENT && place->element->kind < (int)COUNT_OF(elements))
        return elements[place->element->kind];
    return kinds[place->kind];
}
