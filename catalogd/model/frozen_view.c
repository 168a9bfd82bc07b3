#include "model/frozen_view.h"

#include "model/text_field.h"

#include <string.h>

static status_code list_versions(void *context, const char *name, const struct view_version **ret_versions,
                                 size_t *ret_count, struct problem *problem) {
    const struct frozen_view *view = context;
    const char *frozen = string_map_get(&view->versions, name);
    const struct view_version *versions = NULL;
    size_t count = 0;
    status_code status = view->below->versions(view->below->context, name, &versions, &count, problem);
    if (status != STATUS_OK)
        return status;
    *ret_versions = versions;
    *ret_count = frozen == NULL ? count : 0;
    for (size_t i = 0; frozen != NULL && i < count; i++) {
        if (strcmp(versions[i].version, frozen) != 0)
            continue;
        *ret_versions = &versions[i];
        *ret_count = 1;
    }
    return STATUS_OK;
}

static status_code read_object(void *context, const struct view_version *version,
                               const Catalog__V1__Object **ret_object, struct problem *problem) {
    const struct catalog_view *below = ((const struct frozen_view *)context)->below;
    return below->object(below->context, version, ret_object, problem);
}

static status_code read_compiled(void *context, const struct view_version *version,
                                 const struct compiled_model **ret_compiled, struct problem *problem) {
    const struct catalog_view *below = ((const struct frozen_view *)context)->below;
    return below->compiled(below->context, version, ret_compiled, problem);
}

static status_code list_names(void *context, Catalog__V1__ObjectKind kind, const char *const **ret_names,
                              size_t *ret_count, struct problem *problem) {
    const struct catalog_view *below = ((const struct frozen_view *)context)->below;
    return below->names(below->context, kind, ret_names, ret_count, problem);
}

static status_code list_advisories(void *context, const char *name, const Catalog__V1__Advisory *const **ret_advisories,
                                   size_t *ret_count, struct problem *problem) {
    const struct catalog_view *below = ((const struct frozen_view *)context)->below;
    return below->advisories(below->context, name, ret_advisories, ret_count, problem);
}

static status_code find_threat_set(void *context, const struct digest *key, suggest_set_builder *build, void *job,
                                   const struct suggest_set **ret_set, struct problem *problem) {
    const struct catalog_view *below = ((const struct frozen_view *)context)->below;
    return below->threat_set(below->context, key, build, job, ret_set, problem);
}

void frozen_view_init(struct frozen_view *view, struct arena *arena, const struct catalog_view *below) {
    view->below = below;
    string_map_init(&view->versions, arena);
    view->view = (struct catalog_view){.context = view,
                                       .versions = list_versions,
                                       .object = read_object,
                                       .compiled = below->compiled == NULL ? NULL : read_compiled,
                                       .names = list_names,
                                       .advisories = list_advisories,
                                       .threat_set = below->threat_set == NULL ? NULL : find_threat_set};
}

bool frozen_view_freeze(struct frozen_view *view, const char *name, const char *version) {
    return string_map_put(&view->versions, name, text_field(version));
}
