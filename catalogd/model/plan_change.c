#include "model/plan_change.h"

#include "model/object.h"

#include <string.h>

/* The text at OFFSET of the record ITEM: what it is known by. */
static const char *key_of(const void *item, size_t offset) {
    const char *key;
    memcpy(&key, (const char *)item + offset, sizeof key);
    return key;
}

static size_t find(void *const *items, size_t count, const char *key, size_t offset) {
    size_t i = 0;
    while (i < count && strcmp(key_of(items[i], offset), key) != 0)
        i++;
    return i;
}

/* The ITEMS with MORE in their stead or behind them. NULL: no room. */
static void *merged(struct arena *arena, void *const *items, size_t *count, void *const *more, size_t more_count,
                    size_t offset) {
    void **list = ARENA_ARRAY(arena, void *, *count + more_count + 1);
    if (list == NULL)
        return NULL;
    if (*count > 0)
        memcpy(list, items, *count * sizeof *list);
    for (size_t i = 0; i < more_count; i++) {
        size_t at = find(list, *count, key_of(more[i], offset), offset);
        list[at] = more[i];
        *count += at == *count;
    }
    return list;
}

#define MERGE(arena, record, list, from, type, key)                                                                    \
    (((record)->list = merged((arena), (void *const *)(record)->list, &(record)->n_##list,                             \
                              (void *const *)(from)->list, (from)->n_##list, offsetof(type, key))) != NULL)

/* A copy of OBJECT with a copy of its model, which is the caller's to change. */
static Catalog__V1__Object *copy_of(const Catalog__V1__Object *object, struct arena *arena,
                                    Catalog__V1__Model **ret_model) {
    Catalog__V1__Object *copy = ARENA_NEW(arena, Catalog__V1__Object);
    Catalog__V1__Model *model = ARENA_NEW(arena, Catalog__V1__Model);
    if (copy == NULL || model == NULL)
        return NULL;
    *copy = *object;
    *model = *object_model(object);
    if (object->kind_case == CATALOG__V1__OBJECT__KIND_FEATURE)
        copy->feature = model;
    else
        copy->component = model;
    *ret_model = model;
    return copy;
}

static bool configure(Catalog__V1__Model *model, const Catalog__V1__PlanConfiguration *change, struct arena *arena) {
    size_t at = find((void *const *)model->dependencies, model->n_dependencies, change->alias,
                     offsetof(Catalog__V1__Dependency, alias));
    if (at == model->n_dependencies)
        return true;
    Catalog__V1__Dependency *copy = ARENA_NEW(arena, Catalog__V1__Dependency);
    if (copy == NULL)
        return false;
    *copy = *model->dependencies[at];
    model->dependencies[at] = copy;
    return MERGE(arena, copy, configuration, change, Catalog__V1__Setting, name) &&
           MERGE(arena, copy, exposures, change, Catalog__V1__Setting, name);
}

static bool configure_all(Catalog__V1__Model *model, const Catalog__V1__PlanChange *change, struct arena *arena) {
    static void *const none[1];
    model->dependencies = merged(arena, (void *const *)model->dependencies, &model->n_dependencies, none, 0, 0);
    if (model->dependencies == NULL)
        return false;
    for (size_t i = 0; i < change->n_dependencies; i++) {
        if (!configure(model, change->dependencies[i], arena))
            return false;
    }
    return true;
}

Catalog__V1__Object *plan_change_apply(const Catalog__V1__Object *object, const Catalog__V1__PlanChange *change,
                                       struct arena *arena) {
    Catalog__V1__Model *model;
    Catalog__V1__Object *copy = copy_of(object, arena, &model);
    bool is_whole = copy != NULL && MERGE(arena, model, mitigations, change, Catalog__V1__Mitigation, id) &&
                    MERGE(arena, model, answers, change, Catalog__V1__Answer, to) &&
                    MERGE(arena, model, facts, change, Catalog__V1__Setting, name) &&
                    configure_all(model, change, arena);
    return is_whole ? copy : NULL;
}

/* Takes ID out of what ANSWER names. NULL: no room. */
static Catalog__V1__Answer *answer_without(const Catalog__V1__Answer *answer, const char *id, struct arena *arena) {
    Catalog__V1__Answer *copy = ARENA_NEW(arena, Catalog__V1__Answer);
    if (copy == NULL)
        return NULL;
    *copy = *answer;
    copy->n_by = 0;
    copy->by = ARENA_ARRAY(arena, char *, answer->n_by + 1);
    for (size_t i = 0; copy->by != NULL && i < answer->n_by; i++) {
        if (strcmp(answer->by[i], id) != 0)
            copy->by[copy->n_by++] = answer->by[i];
    }
    return copy->by == NULL ? NULL : copy;
}

static bool drop_from_answers(const Catalog__V1__Model *from, const char *id, struct arena *arena,
                              Catalog__V1__Model *to) {
    to->n_answers = 0;
    to->answers = ARENA_ARRAY(arena, Catalog__V1__Answer *, from->n_answers + 1);
    for (size_t i = 0; to->answers != NULL && i < from->n_answers; i++) {
        Catalog__V1__Answer *answer = answer_without(from->answers[i], id, arena);
        if (answer == NULL)
            return false;
        if (answer->n_by > 0 || answer->statement != NULL)
            to->answers[to->n_answers++] = answer;
    }
    return to->answers != NULL;
}

Catalog__V1__Object *plan_change_without(const Catalog__V1__Object *object, const char *id, struct arena *arena) {
    Catalog__V1__Model *model;
    const Catalog__V1__Model *from = object_model(object);
    Catalog__V1__Object *copy = copy_of(object, arena, &model);
    if (copy == NULL || !drop_from_answers(from, id, arena, model))
        return NULL;
    model->n_mitigations = 0;
    model->mitigations = ARENA_ARRAY(arena, Catalog__V1__Mitigation *, from->n_mitigations + 1);
    for (size_t i = 0; model->mitigations != NULL && i < from->n_mitigations; i++) {
        if (strcmp(from->mitigations[i]->id, id) != 0)
            model->mitigations[model->n_mitigations++] = from->mitigations[i];
    }
    return model->mitigations == NULL ? NULL : copy;
}
