#include "model/chosen_component.h"

#include "model/object.h"

#include <string.h>

static const Catalog__V1__Instance *find_instance(const Catalog__V1__EffectiveModel *model, const char *address) {
    for (size_t i = 0; i < model->n_instances; i++) {
        if (strcmp(model->instances[i]->address, address) == 0)
            return model->instances[i];
    }
    return NULL;
}

status_code chosen_component(const Catalog__V1__EffectiveModel *model, const struct catalog_view *view,
                             const char *alias, const Catalog__V1__Model **ret_component, struct problem *problem) {
    const Catalog__V1__Instance *instance = strchr(alias, '.') == NULL ? find_instance(model, alias) : NULL;
    const struct view_version *versions = NULL;
    const Catalog__V1__Object *object = NULL;
    size_t count = 0;
    *ret_component = NULL;
    if (instance == NULL || instance->version[0] == '\0')
        return STATUS_OK;
    status_code status = view->versions(view->context, instance->component, &versions, &count, problem);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if (strcmp(versions[i].version, instance->version) == 0)
            status = view->object(view->context, &versions[i], &object, problem);
    }
    if (status == STATUS_OK && object != NULL)
        *ret_component = object_model(object);
    return status;
}
