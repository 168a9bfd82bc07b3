#include "model/effective.h"

#include "model/baseline.h"
#include "model/report.h"
#include "model/text_field.h"

#include <stdlib.h>
#include <string.h>

static int compare_settings(const void *a, const void *b) {
    return strcmp((*(Catalog__V1__Setting *const *)a)->name, (*(Catalog__V1__Setting *const *)b)->name);
}

static int compare_instances(const void *a, const void *b) {
    return strcmp((*(Catalog__V1__Instance *const *)a)->address, (*(Catalog__V1__Instance *const *)b)->address);
}

static bool fill_configuration(struct graph *graph, const struct instance *instance, Catalog__V1__Instance *message) {
    const Catalog__V1__Model *model = instance->object->model;
    message->configuration = ARENA_ARRAY(graph->arena, Catalog__V1__Setting *, model->n_parameters + 1);
    if (message->configuration == NULL)
        return graph_no_memory(graph);
    for (size_t i = 0; i < model->n_parameters; i++) {
        Catalog__V1__Setting *setting = ARENA_NEW(graph->arena, Catalog__V1__Setting);
        if (setting == NULL)
            return graph_no_memory(graph);
        catalog__v1__setting__init(setting);
        setting->name = model->parameters[i]->name;
        setting->value = text_field(instance->configuration[i] != NULL ? instance->configuration[i] : "unknown");
        message->configuration[message->n_configuration++] = setting;
    }
    qsort(message->configuration, message->n_configuration, sizeof(Catalog__V1__Setting *), compare_settings);
    return true;
}

static void fill_lifecycle(const struct view_version *version, Catalog__V1__Instance *message) {
    if (version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED)
        message->deprecated = text_field(version->replaced_by[0] != '\0' ? version->replaced_by : "deprecated");
    if (version->state == CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED)
        message->yanked = text_field(version->reason);
}

static Catalog__V1__Instance *new_instance(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    Catalog__V1__Instance *message = ARENA_NEW(graph->arena, Catalog__V1__Instance);
    if (message == NULL) {
        graph_no_memory(graph);
        return NULL;
    }
    catalog__v1__instance__init(message);
    model->instances[model->n_instances++] = message;
    return message;
}

static bool fill_instance(struct graph *graph, const struct instance *instance, Catalog__V1__EffectiveModel *model) {
    Catalog__V1__Instance *message = new_instance(graph, model);
    if (message == NULL)
        return false;
    const struct graph_object *object = instance->object;
    message->address = text_field(instance->address);
    message->component = text_field(object->name);
    message->version = text_field(object->version->version);
    message->content_digest = effective_digest_text(graph, &object->version->content);
    message->requirement = instance->dependency->requirement;
    message->declared_by = text_field(instance->declared_by->label);
    message->service_class = object->model->service_class;
    message->title = object->model->title;
    fill_lifecycle(object->version, message);
    return message->content_digest != NULL && fill_configuration(graph, instance, message) &&
           report_sorted(graph, instance->addresses + 1, instance->address_count - 1, &message->other_addresses,
                         &message->n_other_addresses);
}

/* The implicit instance behind platform-level entries: nobody declares it and it has no version. */
static bool fill_platform(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    if (graph->platform.count == 0)
        return true;
    Catalog__V1__Instance *message = new_instance(graph, model);
    if (message == NULL)
        return false;
    message->address = text_field(BASELINE_PLATFORM);
    message->component = text_field(BASELINE_PLATFORM);
    message->title = text_field("What the platform does for every model");
    message->service_class = CATALOG__V1__SERVICE_CLASS__SERVICE_CLASS_PLATFORM;
    message->declared_by = graph->platform.items[0].baseline->message->name;
    return true;
}

bool effective_instances(struct graph *graph, Catalog__V1__EffectiveModel *model) {
    model->instances = ARENA_ARRAY(graph->arena, Catalog__V1__Instance *, graph->instances.count + 1);
    if (model->instances == NULL)
        return graph_no_memory(graph);
    for (size_t i = 1; i < graph->instances.count; i++) {
        if (!fill_instance(graph, graph->instances.items[i], model))
            return false;
    }
    if (!fill_platform(graph, model))
        return false;
    qsort(model->instances, model->n_instances, sizeof(Catalog__V1__Instance *), compare_instances);
    return true;
}
