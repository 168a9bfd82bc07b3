#include "model/workload_count.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

static bool list_states(struct arena *arena, const struct workload_counts *counts,
                        Catalog__V1__StateCount ***ret_states, size_t *ret_count) {
    *ret_states = ARENA_ARRAY(arena, Catalog__V1__StateCount *, WORKLOAD_STATES);
    for (unsigned i = 0; *ret_states != NULL && i < WORKLOAD_STATES; i++) {
        if (counts->now[i] == 0 && counts->planned[i] == 0)
            continue;
        Catalog__V1__StateCount *count = ARENA_NEW(arena, Catalog__V1__StateCount);
        if (count == NULL)
            return false;
        catalog__v1__state_count__init(count);
        count->state = (Catalog__V1__RowState)i;
        count->now = counts->now[i];
        count->planned = counts->planned[i];
        (*ret_states)[(*ret_count)++] = count;
    }
    return *ret_states != NULL;
}

static int compare_coverage(const void *left, const void *right) {
    const Catalog__V1__WorkloadCoverage *a = *(Catalog__V1__WorkloadCoverage *const *)left;
    const Catalog__V1__WorkloadCoverage *b = *(Catalog__V1__WorkloadCoverage *const *)right;
    if (a->rows != b->rows)
        return a->rows > b->rows ? -1 : 1;
    return a->layer != b->layer ? (int)a->layer - (int)b->layer : strcmp(a->provider, b->provider);
}

static int compare_instances(const void *left, const void *right) {
    const Catalog__V1__WorkloadInstance *a = *(Catalog__V1__WorkloadInstance *const *)left;
    const Catalog__V1__WorkloadInstance *b = *(Catalog__V1__WorkloadInstance *const *)right;
    int order = strcmp(a->feature, b->feature);
    return order != 0 ? order : strcmp(a->instance, b->instance);
}

/* The values of MAP in ORDER, of which *RET_COUNT are for listing. NULL: no room. */
static void *list_values(struct arena *arena, const struct string_map *map,
                         int (*order)(const void *left, const void *right), size_t *ret_count) {
    void **list = ARENA_ARRAY(arena, void *, map->count + 1);
    for (size_t i = 0; list != NULL && i < map->count; i++)
        list[i] = map->entries[i].value;
    if (list != NULL)
        qsort(list, map->count, sizeof *list, order);
    *ret_count = map->count < LIMIT_ADVICE_EXAMPLES ? map->count : LIMIT_ADVICE_EXAMPLES;
    return list;
}

static bool finish_cell(struct arena *arena, struct workload_cell *cell) {
    Catalog__V1__WorkloadThreat *message = &cell->message;
    message->instance_count = (uint32_t)cell->instances.count;
    message->coverage = list_values(arena, &cell->coverage, compare_coverage, &message->n_coverage);
    message->instances = list_values(arena, &cell->instances, compare_instances, &message->n_instances);
    return message->coverage != NULL && message->instances != NULL &&
           list_states(arena, &cell->counts, &message->states, &message->n_states);
}

static int compare_cells(const void *left, const void *right) {
    const struct workload_cell *a = *(struct workload_cell *const *)left;
    const struct workload_cell *b = *(struct workload_cell *const *)right;
    if (a->message.highest_now != b->message.highest_now)
        return a->message.highest_now > b->message.highest_now ? -1 : 1;
    if (a->rows_open != b->rows_open)
        return a->rows_open > b->rows_open ? -1 : 1;
    int order = strcmp(a->message.threat, b->message.threat);
    return order != 0 ? order : strcmp(a->message.component, b->message.component);
}

static bool list_cells(struct workload *workload) {
    Catalog__V1__Workload *message = &workload->message;
    size_t count = workload->cells.count;
    struct workload_cell **cells = ARENA_ARRAY(workload->arena, struct workload_cell *, count + 1);
    message->threats = ARENA_ARRAY(workload->arena, Catalog__V1__WorkloadThreat *, count + 1);
    if (cells == NULL || message->threats == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        cells[i] = workload->cells.entries[i].value;
    qsort(cells, count, sizeof *cells, compare_cells);
    size_t listed = count < LIMIT_WORKLOAD_THREATS ? count : LIMIT_WORKLOAD_THREATS;
    if (listed < count && !workload_note(workload, "%zu of %zu threats by component are not listed: at most %d are.",
                                         count - listed, count, LIMIT_WORKLOAD_THREATS))
        return false;
    for (size_t i = 0; i < listed; i++) {
        if (!finish_cell(workload->arena, cells[i]))
            return false;
        message->threats[message->n_threats++] = &cells[i]->message;
    }
    return true;
}

Catalog__V1__Workload *workload_message(struct workload *workload) {
    Catalog__V1__Workload *message = &workload->message;
    if (!list_cells(workload) || !list_states(workload->arena, &workload->counts, &message->states, &message->n_states))
        return NULL;
    message->features = workload->features.items;
    message->n_features = workload->features.count;
    message->notes = workload->notes.items;
    message->n_notes = workload->notes.count;
    return message;
}
