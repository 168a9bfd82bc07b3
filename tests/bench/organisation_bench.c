/* How fast the engine is at the scale of an organisation, in a store as the daemon has it.
 *
 *   organisation_bench [ROUNDS]          measures; ROUNDS over all features for the percentiles
 *   organisation_bench --write DIRECTORY writes the organisation as YAML files instead, for a daemon of one's own
 *
 * Times are of the thread's own clock: what one core of its own would take. */
#include "bench/measure.h"
#include "bench/organisation_store.h"
#include "support/daemon.h"

#include "model/object.h"
#include "model/resolve.h"
#include "service/name_cache.h"
#include "service/object_cache.h"
#include "service/store_view.h"
#include "store/snapshot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CACHE_BYTES ((size_t)64 << 20)

struct bench {
    struct organisation organisation;
    struct organisation_store loaded;
    struct service caches; /* a service of which only the caches are used */
};

/* What one resolution came to. */
struct outcome {
    int64_t took; /* ns */
    size_t dependencies;
    size_t instances;
    size_t rows;
    size_t credits;
    size_t bytes;
};

static void forget(struct bench *bench) {
    object_cache_free(bench->caches.objects);
    name_cache_free(bench->caches.names);
    bench->caches.objects = object_cache_new(CACHE_BYTES);
    bench->caches.names = name_cache_new(CACHE_BYTES);
    if (bench->caches.objects == NULL || bench->caches.names == NULL)
        die("out of memory");
}

static const Catalog__V1__Object *find(struct store_view *view, const char *name, struct resolve_options *options,
                                       struct problem *problem) {
    const struct view_version *version = NULL;
    const Catalog__V1__Object *object = NULL;
    if (store_view_find(view, name, "1.0.0", &version, problem) != STATUS_OK || version == NULL ||
        view->view.object(view, version, &object, problem) != STATUS_OK ||
        view->view.compiled(view, version, &options->compiled, problem) != STATUS_OK)
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

/* The store as it stood at one revision. */
struct side {
    struct arena arena;
    struct snapshot *snapshot;
    struct store_view view;
};

static void side_begin(struct side *side, struct bench *bench, uint64_t revision) {
    struct problem problem;
    problem_init(&problem, NULL);
    arena_init(&side->arena, 0);
    if (snapshot_begin(bench->loaded.store, revision, &side->snapshot, &problem) != STATUS_OK)
        die("cannot read the store: %s", problem.message);
    store_view_init(&side->view, &bench->caches, side->snapshot, &side->arena, false);
}

static void side_end(struct side *side) {
    store_view_done(&side->view);
    snapshot_end(side->snapshot);
    arena_done(&side->arena);
}

/* ARENA is emptied afterwards and can be used again. */
static struct outcome resolve_at(struct side *side, const char *name, bool with_lock, struct arena *arena) {
    struct problem problem;
    struct resolution resolution;
    struct resolve_options options = {.at = ORGANISATION_TIME, .revision = 1, .leaves_out_lock = !with_lock};
    problem_init(&problem, arena);
    const Catalog__V1__Object *object = find(&side->view, name, &options, &problem);
    if (resolve(object, &side->view.view, &options, arena, &resolution, &problem) != STATUS_OK)
        die("cannot resolve %s: %s", name, problem.message);
    struct outcome outcome = {.dependencies = object_model(object)->n_dependencies,
                              .instances = resolution.model->n_instances,
                              .rows = resolution.model->n_rows,
                              .credits = count_credits(resolution.model),
                              .bytes = arena->used_bytes};
    arena_reset(arena);
    return outcome;
}

/* What the daemon does between request and reply. */
static struct outcome resolve_once(struct bench *bench, uint64_t revision, const char *name) {
    struct side side;
    struct arena arena;
    int64_t start = measure_cpu();
    arena_init(&arena, 0);
    side_begin(&side, bench, revision);
    struct outcome outcome = resolve_at(&side, name, true, &arena);
    side_end(&side);
    arena_done(&arena);
    outcome.took = measure_cpu() - start;
    return outcome;
}

static double milliseconds(int64_t ns) {
    return (double)ns / 1e6;
}

static void feature_name(size_t number, char ret_name[48]) {
    snprintf(ret_name, 48, "made/feature-%zu", number);
}

/* ---- One resolution ---- */

static void measure_features(struct bench *bench, size_t rounds) {
    size_t features = bench->organisation.shape.features;
    int64_t *all = calloc(features * rounds, sizeof *all);
    int64_t *large = calloc(features * rounds, sizeof *large);
    if (all == NULL || large == NULL)
        die("out of memory");
    size_t large_count = 0;
    struct outcome sum = {0};
    for (size_t i = 0; i < features * rounds; i++) {
        char name[48];
        feature_name(i % features, name);
        struct outcome outcome = resolve_once(bench, 0, name);
        all[i] = outcome.took;
        sum.took += outcome.took;
        sum.rows += outcome.rows;
        sum.instances += outcome.instances;
        sum.bytes += outcome.bytes;
        if (outcome.dependencies == bench->organisation.shape.dependencies)
            large[large_count++] = outcome.took;
    }
    size_t count = features * rounds;
    printf("warm resolve, features with %zu dependencies  median %7.3f ms  p99 %7.3f ms\n",
           bench->organisation.shape.dependencies, milliseconds(measure_percentile(large, large_count, 0.5)),
           milliseconds(measure_percentile(large, large_count, 0.99)));
    printf("warm resolve, all features                   median %7.3f ms  p99 %7.3f ms  %.0f a second on one core\n",
           milliseconds(measure_percentile(all, count, 0.5)), milliseconds(measure_percentile(all, count, 0.99)),
           (double)count * 1e9 / (double)sum.took);
    printf("on average %.1f instances, %.1f rows, %.0f KiB of memory while it runs\n",
           (double)sum.instances / (double)count, (double)sum.rows / (double)count,
           (double)sum.bytes / 1024.0 / (double)count);
    free(all);
    free(large);
}

/* ---- Impact ---- */

/* Marks the components that stand on component 0, itself included. */
static bool *components_reached(const struct organisation *organisation) {
    bool *reached = calloc(organisation->shape.components, sizeof *reached);
    if (reached == NULL)
        die("out of memory");
    reached[0] = true;
    for (size_t i = 1; i < organisation->shape.components; i++)
        for (size_t k = 0; k < organisation->components[i].use_count; k++)
            reached[i] |= reached[organisation->components[i].uses[k]];
    return reached;
}

struct impact {
    struct bench *bench;
    struct side sides[2]; /* before and after; for what is shared */
    struct arena arena;   /* likewise */
    bool is_shared;
    size_t step;
    size_t seen;
    size_t consumers;
    size_t changed;
    int64_t took;
};

/* One consumer before and after the newest change: with what earlier ones left behind, or each time with nothing. */
static void compare(struct impact *impact, const char *name) {
    uint64_t revision = store_head(impact->bench->loaded.store).revision;
    struct outcome outcomes[2];
    if (impact->seen++ % impact->step != 0)
        return;
    int64_t start = measure_cpu();
    for (size_t i = 0; i < COUNT_OF(outcomes); i++) {
        if (!impact->is_shared)
            forget(impact->bench);
        outcomes[i] = impact->is_shared ? resolve_at(&impact->sides[i], name, false, &impact->arena)
                                        : resolve_once(impact->bench, revision - 1 + i, name);
    }
    impact->took += measure_cpu() - start;
    impact->consumers++;
    impact->changed += outcomes[0].credits != outcomes[1].credits;
}

static void compare_all(struct impact *impact, const struct organisation *organisation) {
    bool *reached = components_reached(organisation);
    for (size_t i = 1; i < organisation->shape.components; i++)
        if (reached[i])
            compare(impact, organisation->components[i].name);
    for (size_t i = 0; i < organisation->shape.features; i++) {
        char name[48];
        feature_name(i, name);
        if (organisation_feature_uses(organisation, i, reached))
            compare(impact, name);
    }
    free(reached);
}

/* Over every STEPth consumer of component 0. */
static struct impact measure_impact(struct bench *bench, size_t step, bool is_shared) {
    struct impact impact = {.bench = bench, .step = step, .is_shared = is_shared};
    uint64_t revision = store_head(bench->loaded.store).revision;
    forget(bench);
    for (size_t i = 0; i < COUNT_OF(impact.sides); i++)
        side_begin(&impact.sides[i], bench, revision - 1 + i);
    compare_all(&impact, &bench->organisation);
    for (size_t i = 0; i < COUNT_OF(impact.sides); i++)
        side_end(&impact.sides[i]);
    arena_done(&impact.arena);
    return impact;
}

static void measure_change(struct bench *bench) {
    struct buffer yaml;
    buffer_init(&yaml, 0);
    organisation_write_next(&bench->organisation, &yaml);
    organisation_store_publish(&bench->loaded, &yaml);
    buffer_done(&yaml);
    struct impact shared = measure_impact(bench, 1, true);
    struct impact alone = measure_impact(bench, 16, false);
    double each_shared = milliseconds(shared.took) / (double)shared.consumers;
    double each_alone = milliseconds(alone.took) / (double)alone.consumers;
    printf("impact of %s on %zu consumers, caches empty at the start  %.2f s, %zu changed\n",
           bench->organisation.components[0].name, shared.consumers, milliseconds(shared.took) / 1e3, shared.changed);
    printf("before and after for one consumer: %.3f ms; from nothing twice (every 16th): %.3f ms, %.1f times as long\n",
           each_shared, each_alone, each_alone / each_shared);
}

/* ---- The programme ---- */

static void write_file(const struct organisation *organisation, enum organisation_part part, const char *directory) {
    struct buffer yaml;
    char path[512];
    buffer_init(&yaml, 0);
    for (size_t i = 0; i < organisation_count(organisation, part); i++)
        organisation_write(organisation, part, i, &yaml);
    snprintf(path, sizeof path, "%s/%u-%s.yaml", directory, (unsigned)part, organisation_part_name(part));
    FILE *file = fopen(path, "w");
    if (file == NULL || fwrite(yaml.data, 1, yaml.size, file) != yaml.size || fclose(file) != 0)
        die("cannot write %s", path);
    buffer_done(&yaml);
}

static void write_all(const struct organisation *organisation, const char *directory) {
    mkdir(directory, 0777);
    for (size_t part = 0; part < ORGANISATION_PARTS; part++)
        write_file(organisation, (enum organisation_part)part, directory);
}

static void measure_all(struct bench *bench, size_t rounds) {
    int64_t start = measure_now();
    organisation_store_open(&bench->loaded, &bench->organisation);
    printf("organisation of %zu objects, published in %.1f s\n", bench->loaded.objects,
           milliseconds(measure_now() - start) / 1e3);
    forget(bench);
    measure_features(bench, rounds);
    measure_change(bench);
    object_cache_free(bench->caches.objects);
    name_cache_free(bench->caches.names);
    organisation_store_close(&bench->loaded);
    printf("peak memory of this process: %ld KiB\n", measure_peak_kib());
}

int main(int argc, char **argv) {
    struct bench bench = {0};
    struct arena arena;
    arena_init(&arena, 0);
    if (!organisation_plan(&bench.organisation, &organisation_whole, &arena))
        die("out of memory");
    size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 3;
    if (argc == 3 && strcmp(argv[1], "--write") == 0)
        write_all(&bench.organisation, argv[2]);
    else if (argc <= 2 && rounds > 0)
        measure_all(&bench, rounds);
    else
        die("usage: organisation_bench [ROUNDS] | --write DIRECTORY");
    arena_done(&arena);
    return EXIT_SUCCESS;
}
