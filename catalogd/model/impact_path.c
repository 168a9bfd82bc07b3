#include "model/impact_path.h"

#include "base/limits.h"
#include "model/text_field.h"

#include <string.h>

#define PATHS_KEPT 8
#define NAME_BYTES (2 * LIMIT_IDENTIFIER_BYTES + 2) /* of "namespace/slug" */

/* The first addresses in byte order, each once. */
struct path_list {
    const char *items[PATHS_KEPT];
    size_t count;
};

static void insert(struct path_list *paths, const char *address) {
    size_t place = 0;
    while (place < paths->count && strcmp(paths->items[place], address) < 0)
        place++;
    bool is_there = place < paths->count && strcmp(paths->items[place], address) == 0;
    if (address[0] == '\0' || is_there || place == PATHS_KEPT)
        return;
    if (paths->count < PATHS_KEPT)
        paths->count++;
    for (size_t i = paths->count - 1; i > place; i--)
        paths->items[i] = paths->items[i - 1];
    paths->items[place] = address;
}

/* "name", and "name#id" for what is inside of it. */
static bool names_changed(const struct string_map *changed, const char *name) {
    char whole[NAME_BYTES];
    size_t size = strcspn(name, "#");
    if (name[size] == '\0')
        return string_map_get(changed, name) != NULL;
    if (size >= sizeof whole)
        return false;
    memcpy(whole, name, size);
    whole[size] = '\0';
    return string_map_get(changed, whole) != NULL;
}

static void add_instance(struct path_list *paths, const Catalog__V1__Instance *instance) {
    insert(paths, instance->address);
    for (size_t i = 0; i < instance->n_other_addresses; i++)
        insert(paths, instance->other_addresses[i]);
}

static bool find_paths(const struct string_map *changed, const Catalog__V1__EffectiveModel *model, struct arena *arena,
                       struct path_list *paths) {
    for (size_t i = 0; i < model->n_instances; i++) {
        if (names_changed(changed, model->instances[i]->component))
            add_instance(paths, model->instances[i]);
    }
    for (size_t i = 0; i < model->n_rows; i++) {
        if (names_changed(changed, model->rows[i]->threat))
            insert(paths, model->rows[i]->instance);
    }
    for (size_t i = 0; i < model->n_provisions; i++) {
        const Catalog__V1__EffectiveProvision *provision = model->provisions[i];
        const char *dot = strrchr(provision->address, '.');
        if (dot == NULL || !names_changed(changed, provision->control))
            continue;
        const char *address = arena_strndup(arena, provision->address, (size_t)(dot - provision->address));
        if (address == NULL)
            return false;
        insert(paths, address);
    }
    return true;
}

status_code impact_paths(const struct string_map *changed, const Catalog__V1__EffectiveModel *before,
                         const Catalog__V1__EffectiveModel *after, struct arena *arena,
                         Catalog__V1__ConsumerImpact *impact, struct problem *problem) {
    struct path_list paths = {.count = 0};
    if (!find_paths(changed, before, arena, &paths) || (paths.count == 0 && !find_paths(changed, after, arena, &paths)))
        return problem_no_memory(problem);
    impact->paths = ARENA_ARRAY(arena, char *, paths.count + 1);
    if (impact->paths == NULL)
        return problem_no_memory(problem);
    for (size_t i = 0; i < paths.count; i++)
        impact->paths[impact->n_paths++] = text_field(paths.items[i]);
    return STATUS_OK;
}
