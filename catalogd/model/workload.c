#include "model/workload_count.h"

#include "model/text_field.h"

#include <stdarg.h>
#include <string.h>

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

static void count_states(struct workload_counts *counts, const Catalog__V1__Row *row) {
    counts->now[(unsigned)row->now->state % WORKLOAD_STATES]++;
    counts->planned[(unsigned)row->planned->state % WORKLOAD_STATES]++;
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
static bool count_coverage(struct workload *workload, struct workload_cell *cell, const Catalog__V1__Row *row) {
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

static bool count_instance(struct workload *workload, struct workload_cell *cell, const char *feature,
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
static struct workload_cell *find_cell(struct workload *workload, const char *feature, const Catalog__V1__Row *row) {
    const char *component = string_map_get(&workload->components, row->instance);
    bool is_new;
    char *key = arena_printf(workload->arena, "%s%s %s", row->threat[0] == '#' ? feature : "", row->threat,
                             component == NULL ? "" : component);
    struct workload_cell *cell = find_or_add(workload, &workload->cells, key, sizeof *cell, &is_new);
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
    struct workload_cell *cell = find_cell(workload, feature->name, row);
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
