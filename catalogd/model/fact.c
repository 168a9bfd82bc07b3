#include "model/fact.h"

#include "model/instance.h"
#include "model/place.h"
#include "model/policy.h"
#include "model/vocabulary.h"

#include <string.h>

bool fact_prepare(struct graph *graph) {
    graph->status = vocabulary_build(VOCABULARY_FEATURE, graph->policy, NULL, graph->arena, &graph->feature_vocabulary,
                                     graph->problem);
    if (graph->status == STATUS_OK)
        graph->status = vocabulary_build(VOCABULARY_PLACE, graph->policy, NULL, graph->arena, &graph->place_vocabulary,
                                         graph->problem);
    return graph->status == STATUS_OK;
}

/* TEXT as the vocabulary types PATH; unknown when it is not given, ill-typed or no variable of the vocabulary. */
static void read_as(struct fact_source *source, const struct vocabulary *vocabulary, const char *path, const char *text,
                    struct predicate_value *ret_value) {
    const struct predicate_type *type = vocabulary_type(vocabulary, path);
    if (type == NULL || text == NULL)
        return;
    struct predicate_value value;
    if (vocabulary_read(type, text, source->graph->arena, &value) != VOCABULARY_READ)
        return;
    *ret_value = value;
    source->has_failed |= value.kind == PREDICATE_UNKNOWN && instance_known(text) != NULL;
}

static const char *exposure_text(const struct instance *instance, const char *id) {
    const Catalog__V1__Model *model = instance->object->model;
    for (size_t i = 0; i < model->n_entry_points; i++) {
        if (strcmp(model->entry_points[i]->id, id) == 0)
            return instance->exposures[i];
    }
    return NULL;
}

static void look_up_config(struct fact_source *source, const char *path, const char *name,
                           struct predicate_value *ret_value) {
    static const char exposure[] = "exposure.";
    const struct instance *instance = source->scope.instance;
    uintptr_t number = (uintptr_t)string_map_get(&instance->object->compiled->parameters, name);
    const char *text = number == 0 ? NULL : instance->configuration[number - 1];
    if (strncmp(name, exposure, sizeof exposure - 1) == 0)
        text = exposure_text(instance, name + sizeof exposure - 1);
    read_as(source, &instance->object->compiled->variables, path, text, ret_value);
}

/* Whoever declares the instance speaks for it; what it does not say, the feature says. A component that is resolved is
 * none: in its consumers the facts of what stands further below are those of a feature that nobody knows yet. */
static const char *fact_text(const struct graph *graph, const struct instance *instance, const char *name) {
    const struct graph_object *root = graph->objects.items[0];
    const char *text = NULL;
    if (strcmp(name, POLICY_FACT_CLASSIFICATION) == 0)
        return root->is_component ? NULL : graph->data_classification;
    if (instance->declared_by != NULL)
        text = instance_known(string_map_get(&instance->declared_by->compiled->facts, name));
    if (text != NULL || (root->is_component && instance->index != 0))
        return text;
    return string_map_get(&root->compiled->facts, name);
}

static void look_up_fact(struct fact_source *source, const char *path, const char *name,
                         struct predicate_value *ret_value) {
    const struct graph *graph = source->graph;
    read_as(source, &graph->feature_vocabulary, path, fact_text(graph, source->scope.instance, name), ret_value);
}

static const char *stage_text(const Catalog__V1__Model *model) {
    static const char *const stages[] = {"", "design", "build", "live", "legacy"};
    return model->stage >= 0 && model->stage < (int)COUNT_OF(stages) ? stages[model->stage] : "";
}

static void look_up_feature(struct fact_source *source, const char *path, const char *name,
                            struct predicate_value *ret_value) {
    const Catalog__V1__Model *model = source->graph->objects.items[0]->model;
    const struct {
        const char *name;
        const char *text;
    } fields[] = {{"namespace", source->graph->feature_namespace},
                  {"owner", model->owner},
                  {"workload", model->workload},
                  {"stage", stage_text(model)}};
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (strcmp(fields[i].name, name) == 0)
            read_as(source, &source->graph->feature_vocabulary, path, fields[i].text, ret_value);
    }
}

/* The element that PLACE is or, for an entry point, leads to; NULL: none. */
static const Catalog__V1__Element *element_at(const struct graph *graph, const struct place *place) {
    if (place->kind != PLACE_ENTRY_POINT)
        return place->element;
    struct place_range behind = place_find(graph, place->instance, place->entry_point->on);
    return behind.count == 0 ? NULL : graph->places.items[behind.first].element;
}

/* What a place lacks by its kind reads as "", so that a predicate over all places has a value at each. */
static const char *place_text(const struct graph *graph, const struct place *place, const char *name) {
    bool is_entry_point = place->kind == PLACE_ENTRY_POINT;
    if (strcmp(name, "kind") == 0)
        return place_kind_text(place);
    if (strcmp(name, "exposure") == 0)
        return is_entry_point ? instance_known(place->exposure) : "";
    if (strcmp(name, "authentication") == 0)
        return is_entry_point ? place->entry_point->authentication : "";
    if (strcmp(name, "protocol") == 0 && is_entry_point)
        return place->entry_point->protocol;
    if (strcmp(name, "protocol") == 0)
        return place->kind == PLACE_FLOW ? place->flow->protocol : "";
    const Catalog__V1__Element *element = element_at(graph, place);
    return strcmp(name, "zone") == 0 ? (element == NULL ? "" : element->zone) : NULL;
}

static void set_list(struct fact_source *source, char *const *texts, size_t count, struct predicate_value *ret_value) {
    struct predicate_value *items = ARENA_ARRAY(source->graph->arena, struct predicate_value, count + 1);
    source->has_failed |= items == NULL;
    if (items == NULL)
        return;
    for (size_t i = 0; i < count; i++)
        items[i] = (struct predicate_value){.kind = PREDICATE_STRING, .text = texts[i]};
    *ret_value = (struct predicate_value){.kind = PREDICATE_LIST, .items = items, .item_count = count};
}

static void look_up_place(struct fact_source *source, const char *path, const char *name,
                          struct predicate_value *ret_value) {
    const struct place *place = source->scope.place;
    if (place == NULL)
        return;
    const Catalog__V1__Element *element = element_at(source->graph, place);
    const Catalog__V1__DataFlow *flow = place->flow;
    if (strcmp(name, "technologies") == 0) {
        set_list(source, element ? element->technologies : NULL, element ? element->n_technologies : 0, ret_value);
        return;
    }
    if (strcmp(name, "crosses") == 0) {
        set_list(source, flow ? flow->crosses : NULL, flow ? flow->n_crosses : 0, ret_value);
        return;
    }
    const char *text = place_text(source->graph, place, name);
    const struct predicate_type *type = vocabulary_type(&source->graph->place_vocabulary, path);
    if (text != NULL && type != NULL)
        *ret_value = (struct predicate_value){.kind = type->kind, .text = text, .type = type};
}

void fact_lookup(void *context, const char *path, struct predicate_value *ret_value) {
    static const struct {
        const char *root;
        void (*look_up)(struct fact_source *source, const char *path, const char *name,
                        struct predicate_value *ret_value);
    } roots[] = {{"config.", look_up_config},
                 {"facts.", look_up_fact},
                 {"feature.", look_up_feature},
                 {"place.", look_up_place}};
    ret_value->kind = PREDICATE_UNKNOWN;
    for (size_t i = 0; i < COUNT_OF(roots); i++) {
        size_t size = strlen(roots[i].root);
        if (strncmp(path, roots[i].root, size) == 0)
            roots[i].look_up(context, path, path + size, ret_value);
    }
}
