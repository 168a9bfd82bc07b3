#include "model/instance.h"

#include "base/limits.h"
#include "model/place.h"

#include <string.h>

static const char unknown[] = "unknown";

bool instance_read_settings(struct graph *graph, Catalog__V1__Setting *const *settings, size_t count,
                            struct string_map *ret_map) {
    string_map_init(ret_map, graph->arena);
    for (size_t i = 0; i < count; i++) {
        if (!string_map_put(ret_map, settings[i]->name, settings[i]->value))
            return graph_no_memory(graph);
    }
    return true;
}

const char *instance_known(const char *value) {
    return value == NULL || value[0] == '\0' || strcmp(value, unknown) == 0 ? NULL : value;
}

/* A parameter that is given as "unknown" is unknown, whatever its default. */
static bool configure(struct graph *graph, struct instance *instance) {
    const Catalog__V1__Model *model = instance->object->model;
    const Catalog__V1__Dependency *dependency = instance->dependency;
    struct string_map given;
    instance->configuration = ARENA_ARRAY(graph->arena, const char *, model->n_parameters + 1);
    if (instance->configuration == NULL)
        return graph_no_memory(graph);
    if (!instance_read_settings(graph, dependency == NULL ? NULL : dependency->configuration,
                                dependency == NULL ? 0 : dependency->n_configuration, &given))
        return false;
    for (size_t i = 0; i < model->n_parameters; i++) {
        const char *value = string_map_get(&given, model->parameters[i]->name);
        instance->configuration[i] = instance_known(value != NULL ? value : model->parameters[i]->default_);
    }
    return true;
}

/* A feature states its own exposures; a component that is resolved has those it offers by default. */
static const char *own_exposure(const struct graph_object *object, const Catalog__V1__EntryPoint *entry_point) {
    return object->is_component ? entry_point->default_exposure : entry_point->exposure;
}

static bool expose(struct graph *graph, struct instance *instance) {
    const Catalog__V1__Model *model = instance->object->model;
    const Catalog__V1__Dependency *dependency = instance->dependency;
    struct string_map chosen;
    instance->exposures = ARENA_ARRAY(graph->arena, const char *, model->n_entry_points + 1);
    if (instance->exposures == NULL)
        return graph_no_memory(graph);
    if (!instance_read_settings(graph, dependency == NULL ? NULL : dependency->exposures,
                                dependency == NULL ? 0 : dependency->n_exposures, &chosen))
        return false;
    for (size_t i = 0; i < model->n_entry_points; i++) {
        const char *value = string_map_get(&chosen, model->entry_points[i]->id);
        if (value == NULL && dependency == NULL)
            value = own_exposure(instance->object, model->entry_points[i]);
        else if (value == NULL)
            value = model->entry_points[i]->default_exposure;
        instance->exposures[i] = instance_known(value) == NULL ? "" : value;
    }
    return true;
}

static bool address_below(struct graph *graph, struct instance *instance, const struct graph_object *declarer) {
    size_t count = declarer->address_count;
    instance->addresses = ARENA_ARRAY(graph->arena, const char *, count);
    if (instance->addresses == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < count; i++) {
        const char *above = declarer->addresses[i];
        const char *alias = instance->dependency->alias;
        instance->addresses[i] = above[0] == '\0' ? alias : GRAPH_JOIN(graph, above, ".", alias);
        if (instance->addresses[i] == NULL)
            return false;
    }
    instance->address_count = count;
    instance->address = instance->addresses[0];
    return true;
}

static bool address_root(struct graph *graph, struct instance *instance) {
    instance->addresses = ARENA_ARRAY(graph->arena, const char *, 1);
    if (instance->addresses == NULL)
        return graph_no_memory(graph);
    instance->addresses[0] = "";
    instance->address_count = 1;
    instance->address = "";
    return true;
}

struct instance *instance_create(struct graph *graph, struct graph_object *declarer,
                                 const Catalog__V1__Dependency *dependency, struct graph_object *component) {
    if (graph->instances.count >= LIMIT_INSTANCES) {
        graph_fail(graph, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_INSTANCES",
                   "the model stands on more than %d declared dependencies", LIMIT_INSTANCES);
        return NULL;
    }
    struct instance *instance = ARENA_NEW(graph->arena, struct instance);
    if (instance == NULL || !vector_push(graph->arena, &graph->instances, instance) ||
        !vector_push(graph->arena, &component->instances, instance)) {
        graph_no_memory(graph);
        return NULL;
    }
    instance->index = (uint32_t)graph->instances.count - 1;
    instance->object = component;
    instance->declared_by = declarer;
    instance->dependency = dependency;
    bool has_address = declarer == NULL ? address_root(graph, instance) : address_below(graph, instance, declarer);
    bool is_whole =
        has_address && configure(graph, instance) && expose(graph, instance) && place_create(graph, instance);
    return is_whole ? instance : NULL;
}
