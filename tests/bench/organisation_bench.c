/* How fast the engine is at the scale of an organisation, in a store as the daemon has it.
 *
 *   organisation_bench [ROUNDS]          measures; ROUNDS over all features for the percentiles
 *   organisation_bench --write DIRECTORY writes the organisation as YAML files instead, for a daemon of one's own
 *
 * Times are of the thread's own clock: what one core of its own would take. */
#include "bench/measure.h"
#include "bench/organisation_side.h"
#include "codec/message.h"
#include "model/compiled_model.h"
#include "service/name_cache.h"
#include "service/object_cache.h"
#include "support/daemon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* All threats and controls fit in one, for they name each other. */
#define FILE_BYTES ((size_t)2 << 20)

static double milliseconds(int64_t ns) {
    return (double)ns / 1e6;
}

/* ---- One resolution ---- */

struct samples {
    int64_t *items;
    size_t count;
};

static void print_samples(const char *title, struct samples *samples) {
    printf("warm resolve, %-32s median %7.3f ms  p99 %7.3f ms\n", title,
           milliseconds(measure_percentile(samples->items, samples->count, 0.5)),
           milliseconds(measure_percentile(samples->items, samples->count, 0.99)));
}

static void print_sum(const struct outcome *sum, size_t count) {
    printf("on average %.1f instances and %.1f rows: %.0f a second on one core, %.0f KiB while one runs\n",
           (double)sum->instances / (double)count, (double)sum->rows / (double)count,
           (double)count * 1e9 / (double)sum->took, (double)sum->bytes / 1024.0 / (double)count);
    printf("  limited by its rows: %.1f us for each, with its share of validation, credits, texts and digests\n",
           (double)sum->took / 1e3 / (double)sum->rows);
}

static void add(struct outcome *sum, const struct outcome *outcome) {
    sum->took += outcome->took;
    sum->rows += outcome->rows;
    sum->instances += outcome->instances;
    sum->bytes += outcome->bytes;
}

/* A round over all features fills the caches first. */
static void measure_features(struct bench *bench, size_t rounds) {
    size_t features = bench->organisation.shape.features;
    size_t largest = bench->organisation.shape.dependencies;
    struct samples all = {.items = calloc(features * rounds, sizeof(int64_t))};
    struct samples large = {.items = calloc(features * rounds, sizeof(int64_t))};
    struct outcome sum = {0};
    char name[FEATURE_NAME_BYTES];
    if (all.items == NULL || large.items == NULL)
        die("out of memory");
    for (size_t i = 0; i < features * (rounds + 1); i++) {
        bench_feature_name(i % features, name);
        struct outcome outcome = bench_resolve(bench, 0, name);
        if (i < features)
            continue;
        all.items[all.count++] = outcome.took;
        if (outcome.dependencies == largest)
            large.items[large.count++] = outcome.took;
        add(&sum, &outcome);
    }
    snprintf(name, sizeof name, "features with %zu dependencies", largest);
    print_samples(name, &large);
    print_samples("all features", &all);
    print_sum(&sum, all.count);
    free(all.items);
    free(large.items);
}

/* Copies what the object cache holds of component NUMBER into ARENA: its message, and what was compiled of it. */
static size_t contract_bytes(struct bench *bench, size_t number, struct arena *arena) {
    struct problem problem;
    struct side side;
    const char *name = bench->organisation.components[number].name;
    const struct view_version *version = NULL;
    const Catalog__V1__Object *object = NULL;
    const struct compiled_model *compiled = NULL;
    ProtobufCMessage *copy = NULL;
    problem_init(&problem, NULL);
    side_begin(&side, bench, 0);
    if (store_view_find(&side.view, name, "1.0.0", &version, &problem) != STATUS_OK || version == NULL ||
        side.view.view.object(&side.view, version, &object, &problem) != STATUS_OK ||
        message_copy(&object->base, arena, &copy, &problem) != STATUS_OK)
        die("cannot read %s: %s", name, problem.message);
    side_end(&side);
    size_t message_bytes = arena->used_bytes;
    if (compiled_model_build(((const Catalog__V1__Object *)copy)->component, arena, &compiled, &problem) != STATUS_OK)
        die("cannot compile %s: %s", name, problem.message);
    return message_bytes;
}

static void measure_contracts(struct bench *bench) {
    size_t count = bench->organisation.shape.components;
    size_t message_bytes = 0;
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < count; i++) {
        size_t before = arena.used_bytes;
        message_bytes += contract_bytes(bench, i, &arena) - before;
    }
    printf("a cached contract takes %.1f KiB: %.1f unpacked, %.1f compiled\n",
           (double)arena.used_bytes / 1024.0 / (double)count, (double)message_bytes / 1024.0 / (double)count,
           (double)(arena.used_bytes - message_bytes) / 1024.0 / (double)count);
    arena_done(&arena);
}

/* ---- The programme ---- */

static void write_file(const struct buffer *yaml, enum organisation_part part, unsigned number, const char *directory) {
    char path[512];
    snprintf(path, sizeof path, "%s/%u-%s-%02u.yaml", directory, (unsigned)part, organisation_part_name(part), number);
    FILE *file = fopen(path, "w");
    if (file == NULL || fwrite(yaml->data, 1, yaml->size, file) != yaml->size || fclose(file) != 0)
        die("cannot write %s", path);
}

/* In files that can be applied one by one. */
static void write_part(const struct organisation *organisation, enum organisation_part part, const char *directory) {
    struct buffer yaml;
    unsigned files = 0;
    size_t count = organisation_count(organisation, part);
    buffer_init(&yaml, 0);
    for (size_t i = 0; i < count; i++) {
        organisation_write(organisation, part, i, &yaml);
        if (yaml.size < FILE_BYTES && i + 1 < count)
            continue;
        write_file(&yaml, part, files++, directory);
        buffer_reset(&yaml);
    }
    buffer_done(&yaml);
}

static void write_all(const struct organisation *organisation, const char *directory) {
    mkdir(directory, 0777);
    for (size_t part = 0; part < ORGANISATION_PARTS; part++)
        write_part(organisation, (enum organisation_part)part, directory);
}

static void measure_all(struct bench *bench, size_t rounds) {
    int64_t start = measure_now();
    organisation_store_open(&bench->loaded, &bench->organisation);
    printf("organisation of %zu objects, published in %.1f s\n", bench->loaded.objects,
           milliseconds(measure_now() - start) / 1e3);
    bench->caches.store = bench->loaded.store;
    bench_forget(bench);
    measure_features(bench, rounds);
    measure_contracts(bench);
    bench_measure_impact(bench);
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
