#include "cli/change_filter.h"

#include "base/macros.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* A list of a change, and which text of its items is the name of an object. */
struct list {
    size_t count;
    size_t items;
    size_t name;
};

static const struct list lists[] = {
    {offsetof(Catalog__V1__Change, n_objects), offsetof(Catalog__V1__Change, objects),
     offsetof(Catalog__V1__ObjectChange, name)},
    {offsetof(Catalog__V1__Change, n_decisions), offsetof(Catalog__V1__Change, decisions),
     offsetof(Catalog__V1__Decision, feature)},
    {offsetof(Catalog__V1__Change, n_advisories), offsetof(Catalog__V1__Change, advisories),
     offsetof(Catalog__V1__Advisory, object)},
    {offsetof(Catalog__V1__Change, n_gate_records), offsetof(Catalog__V1__Change, gate_records),
     offsetof(Catalog__V1__GateRecord, feature)},
};

static bool is_wanted(const struct change_filter *filter, const char *name) {
    size_t size = strlen(filter->namespace_);
    bool is_inside = size == 0 || (strncmp(name, filter->namespace_, size) == 0 && name[size] == '/');
    return is_inside && (filter->name[0] == '\0' || strcmp(name, filter->name) == 0);
}

static bool narrow(const struct change_filter *filter, const struct list *list, char *change, struct arena *arena) {
    size_t *count = (size_t *)(void *)(change + list->count);
    char ***items = (char ***)(void *)(change + list->items);
    char **kept = ARENA_ARRAY(arena, char *, *count + 1);
    size_t kept_count = 0;
    if (kept == NULL)
        return false;
    for (size_t i = 0; i < *count; i++) {
        const char *const *name = (const char *const *)(const void *)((*items)[i] + list->name);
        if (is_wanted(filter, *name))
            kept[kept_count++] = (*items)[i];
    }
    *count = kept_count;
    *items = kept;
    return true;
}

const Catalog__V1__Change *change_filter_apply(const struct change_filter *filter, const Catalog__V1__Change *change,
                                               struct arena *arena) {
    Catalog__V1__Change *copy = ARENA_NEW(arena, Catalog__V1__Change);
    bool is_whole = copy != NULL;
    if (is_whole)
        *copy = *change;
    for (size_t i = 0; i < COUNT_OF(lists) && is_whole; i++)
        is_whole = narrow(filter, &lists[i], (char *)copy, arena);
    return is_whole ? copy : NULL;
}
