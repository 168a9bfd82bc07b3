#include "bench/organisation_side.h"

#include "bench/measure.h"
#include "model/object.h"
#include "service/name_cache.h"
#include "service/object_cache.h"
#include "support/daemon.h"

#include <stdio.h>

#define CACHE_BYTES ((size_t)64 << 20)

void bench_forget(struct bench *bench) {
    object_cache_free(bench->caches.objects);
    name_cache_free(bench->caches.names);
    bench->caches.objects = object_cache_new(CACHE_BYTES);
    bench->caches.names = name_cache_new(CACHE_BYTES);
    if (bench->caches.objects == NULL || bench->caches.names == NULL)
        die("out of memory");
}

void bench_feature_name(size_t number, char ret_name[FEATURE_NAME_BYTES]) {
    snprintf(ret_name, FEATURE_NAME_BYTES, "made/feature-%zu", number);
}

void side_begin(struct side *side, struct bench *bench, uint64_t revision) {
    struct problem problem;
    problem_init(&problem, NULL);
    arena_init(&side->arena, 0);
    if (snapshot_begin(bench->loaded.store, revision, &side->snapshot, &problem) != STATUS_OK)
        die("cannot read the store: %s", problem.message);
    store_view_init(&side->view, &bench->caches, side->snapshot, &side->arena, false);
}

void side_end(struct side *side) {
    store_view_done(&side->view);
    snapshot_end(side->snapshot);
    arena_done(&side->arena);
}

static const Catalog__V1__Object *find(struct side *side, const char *name, struct resolve_options *options,
                                       struct problem *problem) {
    const struct catalog_view *view = &side->view.view;
    const struct view_version *version = NULL;
    const Catalog__V1__Object *object = NULL;
    if (store_view_find(&side->view, name, "1.0.0", &version, problem) != STATUS_OK || version == NULL ||
        view->object(view->context, version, &object, problem) != STATUS_OK ||
        view->compiled(view->context, version, &options->compiled, problem) != STATUS_OK)
        die("cannot read %s: %s", name, problem->message);
    options->content = &version->content;
    options->is_published = true;
    return object;
}

static size_t count_credits(const Catalog__V1__EffectiveModel *model) {
    size_t count = 0;
    for (size_t i = 0; i < model->n_rows; i++)
        count += model->rows[i]->n_credits;
    return count;
}

struct outcome side_resolve(struct side *side, const char *name, struct resolve_options options, struct arena *arena,
                            struct resolution *ret_resolution) {
    struct problem problem;
    problem_init(&problem, arena);
    options.at = ORGANISATION_TIME;
    options.revision = 1;
    const Catalog__V1__Object *object = find(side, name, &options, &problem);
    if (resolve(object, &side->view.view, &options, arena, ret_resolution, &problem) != STATUS_OK)
        die("cannot resolve %s: %s", name, problem.message);
    return (struct outcome){.dependencies = object_model(object)->n_dependencies,
                            .instances = ret_resolution->model->n_instances,
                            .rows = ret_resolution->model->n_rows,
                            .credits = count_credits(ret_resolution->model),
                            .bytes = arena->used_bytes};
}

struct outcome bench_resolve(struct bench *bench, uint64_t revision, const char *name) {
    struct side side;
    struct arena arena;
    struct resolution resolution;
    int64_t start = measure_cpu();
    arena_init(&arena, 0);
    side_begin(&side, bench, revision);
    struct outcome outcome = side_resolve(&side, name, (struct resolve_options){0}, &arena, &resolution);
    side_end(&side);
    arena_done(&arena);
    outcome.took = measure_cpu() - start;
    return outcome;
}
