#include "model/graph_build.h"

#include "base/limits.h"
#include "model/graph_catalog.h"
#include "model/instance.h"
#include "model/object.h"
#include "model/place.h"

#include <stdlib.h>
#include <string.h>

static struct graph_object *add_object(struct graph *graph, const struct compiled_model *compiled,
                                       const struct view_version *version) {
    const Catalog__V1__Model *model = compiled->model;
    struct graph_object *object = ARENA_NEW(graph->arena, struct graph_object);
    if (object == NULL || !vector_push(graph->arena, &graph->objects, object)) {
        graph_no_memory(graph);
        return NULL;
    }
    object->index = (uint32_t)graph->objects.count - 1;
    object->name = model->name;
    object->model = model;
    object->compiled = compiled;
    object->version = version;
    object->label = version == NULL ? model->name : GRAPH_JOIN(graph, version->name, "@", version->version);
    object->dependencies = ARENA_ARRAY(graph->arena, struct instance *, model->n_dependencies + 1);
    if (object->label == NULL || object->dependencies == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    return object;
}

static struct graph_object *read_component(struct graph *graph, const struct view_version *version) {
    const struct compiled_model *compiled = NULL;
    graph->status = compiled_model_of(graph->view, version, graph->arena, &compiled, graph->problem);
    if (graph->status != STATUS_OK)
        return NULL;
    struct graph_object *object = add_object(graph, compiled, version);
    if (object == NULL || !graph_report_lifecycle(graph, version))
        return NULL;
    object->is_component = true;
    return object;
}

/* Adds what OBJECT depends on and is not there yet, and counts how often each is declared. */
static bool add_dependencies(struct graph *graph, const struct graph_object *object, const struct string_map *chosen) {
    for (size_t i = 0; i < object->model->n_dependencies; i++) {
        const char *component = object->model->dependencies[i]->component;
        const struct view_version *version = string_map_get(chosen, component);
        if (version == NULL)
            continue;
        struct graph_object *found = string_map_get(&graph->objects_by_name, component);
        if (found == NULL) {
            found = read_component(graph, version);
            if (found == NULL)
                return false;
            if (!string_map_put(&graph->objects_by_name, component, found))
                return graph_no_memory(graph);
        }
        found->declared_by_count++;
    }
    return true;
}

bool graph_build_objects(struct graph *graph, const struct compiled_model *model, bool is_component,
                         const struct string_map *chosen) {
    string_map_init(&graph->objects_by_name, graph->arena);
    struct graph_object *root = add_object(graph, model, NULL);
    if (root == NULL)
        return false;
    root->is_component = is_component;
    for (size_t i = 0; i < graph->objects.count; i++) {
        if (!add_dependencies(graph, graph->objects.items[i], chosen))
            return false;
    }
    return true;
}

static int compare_address(const void *a, const void *b) {
    const char *left = *(const char *const *)a;
    const char *right = *(const char *const *)b;
    size_t left_size = strlen(left);
    size_t right_size = strlen(right);
    if (left_size != right_size)
        return left_size < right_size ? -1 : 1;
    return strcmp(left, right);
}

/* The first addresses of all OBJECT's instances. Appending the same alias to two of them keeps their order, so the
 * first addresses of what OBJECT depends on come from these alone. */
static bool gather_addresses(struct graph *graph, struct graph_object *object) {
    size_t count = 0;
    for (size_t i = 0; i < object->instances.count; i++)
        count += object->instances.items[i]->address_count;
    object->addresses = ARENA_ARRAY(graph->arena, const char *, count);
    if (object->addresses == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < object->instances.count; i++) {
        const struct instance *instance = object->instances.items[i];
        for (size_t k = 0; k < instance->address_count; k++)
            object->addresses[object->address_count++] = instance->addresses[k];
    }
    qsort(object->addresses, object->address_count, sizeof *object->addresses, compare_address);
    if (object->address_count > ADDRESSES_KEPT)
        object->address_count = ADDRESSES_KEPT;
    return true;
}

static bool add_instances_of(struct graph *graph, struct graph_object *object, object_list *ready) {
    for (size_t i = 0; i < object->model->n_dependencies; i++) {
        struct graph_object *component =
            string_map_get(&graph->objects_by_name, object->model->dependencies[i]->component);
        if (component == NULL)
            continue;
        struct instance *instance = instance_create(graph, object, object->model->dependencies[i], component);
        if (instance == NULL)
            return false;
        object->dependencies[i] = instance;
        if (component->depth < object->depth + 1)
            component->depth = object->depth + 1;
        if (--component->declared_by_count == 0 && !vector_push(graph->arena, ready, component))
            return graph_no_memory(graph);
    }
    return true;
}

bool graph_build_instances(struct graph *graph) {
    object_list ready = {0};
    struct graph_object *root = graph->objects.items[0];
    if (instance_create(graph, NULL, NULL, root) == NULL)
        return false;
    if (!vector_push(graph->arena, &ready, root))
        return graph_no_memory(graph);
    for (size_t i = 0; i < ready.count; i++) {
        struct graph_object *object = ready.items[i];
        if (object->depth > LIMIT_DEPENDENCY_DEPTH)
            return graph_fail(graph, STATUS_RESOURCE_EXHAUSTED, "DEPENDENCIES_TOO_DEEP",
                              "%s is more than %d dependencies deep", object->label, LIMIT_DEPENDENCY_DEPTH);
        if (!gather_addresses(graph, object) || !add_instances_of(graph, object, &ready))
            return false;
    }
    return true;
}
