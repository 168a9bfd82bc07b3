#include "model/plan_catalog.h"

#include "model/newest.h"
#include "model/text_field.h"

static bool add_answer(struct plan_catalog *catalog, const char *threat, const Catalog__V1__Control *control,
                       struct arena *arena) {
    struct plan_controls *answers = string_map_get(&catalog->answers, threat);
    if (answers == NULL) {
        answers = ARENA_NEW(arena, struct plan_controls);
        if (answers == NULL || !string_map_put(&catalog->answers, threat, answers))
            return false;
    }
    bool is_there = answers->list.count > 0 && answers->list.items[answers->list.count - 1] == control;
    return is_there || vector_push(arena, &answers->list, control);
}

static bool add_control(struct plan_catalog *catalog, const Catalog__V1__Object *object, struct arena *arena) {
    if (object == NULL || object->kind_case != CATALOG__V1__OBJECT__KIND_CONTROL)
        return true;
    Catalog__V1__Control *control = object->control;
    if (!string_map_put(&catalog->controls, control->name, control))
        return false;
    for (size_t i = 0; i < control->n_mitigates; i++) {
        if (!add_answer(catalog, control->mitigates[i]->threat, control, arena))
            return false;
    }
    return true;
}

status_code plan_catalog_build(const struct catalog_view *view, struct arena *arena, struct plan_catalog *ret_catalog,
                               struct problem *problem) {
    const char *const *names = NULL;
    size_t count = 0;
    string_map_init(&ret_catalog->controls, arena);
    string_map_init(&ret_catalog->answers, arena);
    status_code status =
        view->names(view->context, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_CONTROL, &names, &count, problem);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const Catalog__V1__Object *object = NULL;
        status = newest_object(view, names[i], NULL, &object, problem);
        if (status == STATUS_OK && !add_control(ret_catalog, object, arena))
            status = problem_no_memory(problem);
    }
    return status;
}
