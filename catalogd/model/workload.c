#include "model/workload.h"

#include "base/limits.h"
#include "base/string_map.h"
#include "base/vector.h"
#include "model/text_field.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define STATES 8 /* of a row, the unstated one among them */

struct counts {
    uint32_t now[STATES];
    uint32_t planned[STATES];
};

/* One threat on one component. */
struct cell {
    Catalog__V1__WorkloadThreat message;
    struct counts counts;
    uint32_t rows_open;
    struct string_map coverage;  /* "layer provider" to Catalog__V1__WorkloadCoverage */
    struct string_map instances; /* "feature instance" to Catalog__V1__WorkloadInstance */
};

struct workload {
    struct arena *arena;
    Catalog__V1__Workload message;
    struct counts counts;
    struct string_map cells; /* "threat component" */
    VECTOR(Catalog__V1__WorkloadFeature *) features;
    VECTOR(char *) notes;
    struct string_map components; /* of the feature that is added: address of an instance to name */
};

struct workload *workload_new(const char *name, struct arena *arena) {
    struct workload *workload = ARENA_NEW(arena, struct workload);
    char *copy = arena_strdup(arena, name);
    if (workload == NULL || copy == NULL)
        return NULL;
    workload->arena = arena;
    catalog__v1__workload__init(&workload->message);
    workload->message.workload = copy;
    string_map_init(&workload->cells, arena);
    return workload;
}

bool workload_note(struct workload *workload, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *note = arena_vprintf(workload->arena, format, arguments);
    va_end(arguments);
    return note != NULL && vector_push(workload->arena, &workload->notes, note);
}

static bool is_open(Catalog__V1__RowState state) {
    return state < CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED;
}

static void count_states(struct counts *counts, const Catalog__V1__Row *row) {
    counts->now[(unsigned)row->now->state % STATES]++;
    counts->planned[(unsigned)row->planned->state % STATES]++;
}

/* ---- One row ---- */

/* The record of KEY in MAP, made of SIZE cleared bytes where there is none; *ret_is_new says so. NULL: no room. */
static void *find_or_add(struct workload *workload, struct string_map *map, char *key, size_t size, bool *ret_is_new) {
    void *found = key == NULL ? NULL : string_map_get(map, key);
    *ret_is_new = found == NULL;
    if (key == NULL || found != NULL)
        return found;
    found = arena_calloc(workload->arena, 1, size);
    return found != NULL && string_map_put(map, key, found) ? found : NULL;
}

static bool is_credited_before(const Catalog__V1__Row *row, size_t index) {
    const Catalog__V1__Credit *credit = row->credits[index];
    for (size_t i = 0; i < index; i++) {
        const Catalog__V1__Credit *before = row->credits[i];
        if (before->counts_now && before->layer == credit->layer && strcmp(before->provider, credit->provider) == 0)
            return true;
    }
    return false;
}

/* A row counts once for each group, however many controls the group has there. */
static bool count_coverage(struct workload *workload, struct cell *cell, const Catalog__V1__Row *row) {
    for (size_t i = 0; i < row->n_credits; i++) {
        const Catalog__V1__Credit *credit = row->credits[i];
        bool is_new;
        if (!credit->counts_now || is_credited_before(row, i))
            continue;
        char *key = arena_printf(workload->arena, "%d %s", (int)credit->layer, credit->provider);
        Catalog__V1__WorkloadCoverage *coverage =
            find_or_add(workload, &cell->coverage, key, sizeof *coverage, &is_new);
        if (coverage == NULL)
            return false;
        if (is_new) {
            catalog__v1__workload_coverage__init(coverage);
            coverage->layer = credit->layer;
            coverage->provider = strchr(key, ' ') + 1;
        }
        coverage->rows++;
    }
    return true;
}

static bool count_instance(struct workload *workload, struct cell *cell, const char *feature,
                           const Catalog__V1__Row *row) {
    bool is_new;
    char *key = arena_printf(workload->arena, "%s %s", feature, row->instance);
    Catalog__V1__WorkloadInstance *instance = find_or_add(workload, &cell->instances, key, sizeof *instance, &is_new);
    if (instance == NULL)
        return false;
    if (is_new) {
        catalog__v1__workload_instance__init(instance);
        instance->feature = text_field(feature);
        instance->instance = strchr(key, ' ') + 1;
    }
    instance->rows++;
    instance->rows_open += is_open(row->now->state);
    return true;
}

/* A threat written inline is told by its model from others of the same id. */
static struct cell *find_cell(struct workload *workload, const char *feature, const Catalog__V1__Row *row) {
    const char *component = string_map_get(&workload->components, row->instance);
    bool is_new;
    char *key = arena_printf(workload->arena, "%s%s %s", row->threat[0] == '#' ? feature : "", row->threat,
                             component == NULL ? "" : component);
    struct cell *cell = find_or_add(workload, &workload->cells, key, sizeof *cell, &is_new);
    if (cell == NULL || !is_new)
        return cell;
    char *blank = strchr(key, ' ');
    catalog__v1__workload_threat__init(&cell->message);
    string_map_init(&cell->coverage, workload->arena);
    string_map_init(&cell->instances, workload->arena);
    cell->message.threat = arena_strndup(workload->arena, key, (size_t)(blank - key));
    cell->message.title = arena_strdup(workload->arena, row->title);
    cell->message.component = blank + 1;
    return cell->message.threat == NULL || cell->message.title == NULL ? NULL : cell;
}

static void raise(Catalog__V1__RiskBand *highest, Catalog__V1__RiskBand band) {
    if (band > *highest)
        *highest = band;
}

static bool count_row(struct workload *workload, Catalog__V1__WorkloadFeature *feature, const Catalog__V1__Row *row) {
    struct cell *cell = find_cell(workload, feature->name, row);
    if (cell == NULL)
        return false;
    cell->message.rows++;
    cell->rows_open += is_open(row->now->state);
    cell->message.above_appetite += row->now->above_appetite;
    raise(&cell->message.highest_now, row->now->residual->band);
    raise(&cell->message.highest_planned, row->planned->residual->band);
    count_states(&cell->counts, row);
    count_states(&workload->counts, row);
    feature->rows++;
    feature->rows_open += is_open(row->now->state);
    raise(&feature->highest_now, row->now->residual->band);
    raise(&feature->highest_planned, row->planned->residual->band);
    return count_coverage(workload, cell, row) && count_instance(workload, cell, feature->name, row);
}

/* ---- One feature ---- */

static Catalog__V1__WorkloadFeature *new_feature(struct workload *workload, const Catalog__V1__Model *feature,
                                                 const char *version, const Catalog__V1__EffectiveModel *model) {
    Catalog__V1__WorkloadFeature *message = ARENA_NEW(workload->arena, Catalog__V1__WorkloadFeature);
    if (message == NULL)
        return NULL;
    catalog__v1__workload_feature__init(message);
    message->name = arena_strdup(workload->arena, feature->name);
    message->version = arena_strdup(workload->arena, version);
    message->title = arena_strdup(workload->arena, feature->title);
    message->owner = arena_strdup(workload->arena, feature->owner);
    message->stage = feature->stage;
    message->now = model->now->state;
    message->planned = model->planned->state;
    bool is_whole =
        message->name != NULL && message->version != NULL && message->title != NULL && message->owner != NULL;
    return is_whole && vector_push(workload->arena, &workload->features, message) ? message : NULL;
}

static bool index_components(struct workload *workload, const Catalog__V1__EffectiveModel *model) {
    string_map_init(&workload->components, workload->arena);
    for (size_t i = 0; i < model->n_instances; i++) {
        const Catalog__V1__Instance *instance = model->instances[i];
        if (!string_map_put(&workload->components, instance->address, instance->component))
            return false;
    }
    return true;
}

bool workload_add(struct workload *workload, const Catalog__V1__Model *feature, const char *version,
                  const Catalog__V1__EffectiveModel *model) {
    Catalog__V1__WorkloadFeature *message = new_feature(workload, feature, version, model);
    if (message == NULL || !index_components(workload, model))
        return false;
    for (size_t i = 0; i < model->n_rows; i++) {
        if (!count_row(workload, message, model->rows[i]))
            return false;
    }
    return true;
}

/* ---- The message ---- */

static bool list_states(struct arena *arena, const struct counts *counts, Catalog__V1__StateCount ***ret_states,
                        size_t *ret_count) {
    *ret_states = ARENA_ARRAY(arena, Catalog__V1__StateCount *, STATES);
    for (unsigned i = 0; *ret_states != NULL && i < STATES; i++) {
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

static bool finish_cell(struct arena *arena, struct cell *cell) {
    Catalog__V1__WorkloadThreat *message = &cell->message;
    message->instance_count = (uint32_t)cell->instances.count;
    message->coverage = list_values(arena, &cell->coverage, compare_coverage, &message->n_coverage);
    message->instances = list_values(arena, &cell->instances, compare_instances, &message->n_instances);
    return message->coverage != NULL && message->instances != NULL &&
           list_states(arena, &cell->counts, &message->states, &message->n_states);
}

static int compare_cells(const void *left, const void *right) {
    const struct cell *a = *(struct cell *const *)left;
    const struct cell *b = *(struct cell *const *)right;
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
    struct cell **cells = ARENA_ARRAY(workload->arena, struct cell *, count + 1);
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
