/* How long a resolution takes: a 30-level diamond, a feature with 50 dependencies, a chain of 60.
 *
 *   resolve_bench [ROUNDS]
 *
 * Printed beside each: the time to read the same catalog's YAML, as the peer in the same run. */
#include "bench/measure.h"
#include "support/daemon.h"

#include "base/buffer.h"
#include "codec/yaml.h"
#include "model/memory_view.h"
#include "model/resolve.h"

#include <stdio.h>
#include <stdlib.h>

#define THREATS "bench/disclosure", "bench/tampering", "bench/exhaustion"

static void add_basics(struct buffer *yaml) {
    static const char *const threats[] = {THREATS};
    for (size_t i = 0; i < sizeof threats / sizeof threats[0]; i++)
        buffer_printf(yaml,
                      "---\nkind: threat\nname: %s\nversion: 1.0.0\ntitle: A threat\nstride: [tampering]\n"
                      "likelihood: 4\nimpact: 4\n",
                      threats[i]);
    buffer_append_text(yaml, "---\nkind: control\nname: bench/guard\nversion: 1.0.0\ntitle: A control\n"
                             "objective: Guards.\ntype: preventive\ndomain: infrastructure\nmitigates:\n");
    for (size_t i = 0; i < sizeof threats / sizeof threats[0]; i++)
        buffer_printf(yaml, "  - {threat: %s, strength: full}\n", threats[i]);
}

static void add_head(struct buffer *yaml, const char *kind, const char *name) {
    buffer_printf(yaml, "---\nkind: %s\nname: bench/%s\nversion: 1.0.0\ntitle: Made for measuring\n", kind, name);
}

static void add_contract(struct buffer *yaml) {
    buffer_append_text(yaml, "service_class: in_house\n"
                             "parameters: [{name: strict, type: bool, default: 'true'}]\n"
                             "elements: [{id: part, kind: process}]\n"
                             "entry_points: [{id: api, on: part, exposures: [vpc], default_exposure: vpc}]\n"
                             "threats:\n"
                             "  - {id: t1, threat: bench/disclosure, on: part}\n"
                             "  - {id: t2, threat: bench/tampering, on: part, when: config.strict}\n"
                             "  - {id: t3, threat: bench/exhaustion, on: api}\n"
                             "provides:\n"
                             "  - {id: guard, control: bench/guard, when: config.strict, requires: [care],\n"
                             "     mitigates: [bench/disclosure, bench/tampering, bench/exhaustion]}\n"
                             "responsibilities:\n"
                             "  - {id: care, statement: Somebody takes care., mandatory: true,\n"
                             "     covers: [bench/disclosure], discharged_by: {statement: true}}\n");
}

static void add_dependency(struct buffer *yaml, const char *alias, const char *component) {
    buffer_printf(yaml, "  - {alias: %s, component: bench/%s, requirement: ^1.0, exposures: {api: vpc}}\n", alias,
                  component);
}

static void add_answer(struct buffer *yaml, const char *alias) {
    buffer_printf(yaml, "  - {to: %s.care, statement: {text: Done., who: bench, at: 2026-01-01}}\n", alias);
}

static void add_model(struct buffer *yaml, const char *kind, const char *name, char (*components)[32], size_t count) {
    add_head(yaml, kind, name);
    if (kind[0] == 'c')
        add_contract(yaml);
    if (count > 0)
        buffer_append_text(yaml, "dependencies:\n");
    for (size_t i = 0; i < count; i++)
        add_dependency(yaml, components[i], components[i]);
    if (count > 0)
        buffer_append_text(yaml, "answers:\n");
    for (size_t i = 0; i < count; i++)
        add_answer(yaml, components[i]);
}

/* WIDTH components a level, each on all of the level below; the feature on those of the first. */
static void add_levels(struct buffer *yaml, unsigned levels, unsigned width) {
    char(*below)[32] = calloc(width, sizeof *below);
    if (below == NULL)
        die("out of memory");
    size_t below_count = 0;
    for (unsigned level = levels; level-- > 0;) {
        for (unsigned i = 0; i < width; i++) {
            char name[32];
            snprintf(name, sizeof name, "c%u-%u", level, i);
            add_model(yaml, "component", name, below, below_count);
        }
        for (unsigned i = 0; i < width; i++)
            snprintf(below[i], sizeof below[i], "c%u-%u", level, i);
        below_count = width;
    }
    add_model(yaml, "feature", "feature", below, below_count);
    free(below);
}

static const Catalog__V1__Object *read_catalog(slice yaml, struct arena *arena, struct memory_view *view) {
    struct problem problem;
    problem_init(&problem, arena);
    struct document_list documents = {0};
    if (yaml_read(&catalog__v1__object__descriptor, yaml, arena, &documents, &problem) != STATUS_OK)
        die("the made catalog is wrong: %s", problem.message);
    memory_view_init(view, arena, NULL);
    const Catalog__V1__Object *object = NULL;
    for (size_t i = 0; i < documents.count; i++) {
        object = (const Catalog__V1__Object *)documents.items[i].message;
        if (memory_view_add(view, object, NULL, &problem) != STATUS_OK)
            die("%s", problem.message);
    }
    return object;
}

static int64_t time_resolve(const Catalog__V1__Object *feature, const struct memory_view *view, size_t *ret_rows,
                            size_t *ret_bytes) {
    struct arena arena;
    arena_init(&arena, 0);
    struct problem problem;
    problem_init(&problem, &arena);
    struct resolve_options options = {.at = 1790000000LL * NS_PER_SECOND, .revision = 1};
    struct resolution resolution;
    int64_t start = measure_now();
    if (resolve(feature, memory_view_catalog(view), &options, &arena, &resolution, &problem) != STATUS_OK)
        die("resolve: %s", problem.message);
    int64_t took = measure_now() - start;
    *ret_rows = resolution.model->n_rows;
    *ret_bytes = arena.used_bytes;
    arena_done(&arena);
    return took;
}

static int64_t time_reading(slice yaml) {
    struct arena arena;
    arena_init(&arena, 0);
    struct memory_view view;
    int64_t start = measure_now();
    read_catalog(yaml, &arena, &view);
    int64_t took = measure_now() - start;
    arena_done(&arena);
    return took;
}

static void run(const char *title, unsigned levels, unsigned width, size_t rounds) {
    struct buffer yaml;
    buffer_init(&yaml, 0);
    add_basics(&yaml);
    add_levels(&yaml, levels, width);
    struct arena arena;
    arena_init(&arena, 0);
    struct memory_view view;
    const Catalog__V1__Object *feature = read_catalog(buffer_slice(&yaml), &arena, &view);
    int64_t *resolves = calloc(rounds, sizeof *resolves);
    int64_t *readings = calloc(rounds, sizeof *readings);
    if (resolves == NULL || readings == NULL)
        die("out of memory");
    size_t rows = 0;
    size_t bytes = 0;
    for (size_t i = 0; i < rounds; i++) {
        resolves[i] = time_resolve(feature, &view, &rows, &bytes);
        readings[i] = time_reading(buffer_slice(&yaml));
    }
    double median = (double)measure_percentile(resolves, rounds, 0.5) / 1e6;
    double p99 = (double)measure_percentile(resolves, rounds, 0.99) / 1e6;
    double reading = (double)measure_percentile(readings, rounds, 0.5) / 1e6;
    printf("%-34s %6zu rows  median %8.3f ms  p99 %8.3f ms  %7.1f MiB  %5.2f of reading its YAML\n", title, rows,
           median, p99, (double)bytes / (1024.0 * 1024.0), median / reading);
    free(resolves);
    free(readings);
    arena_done(&arena);
    buffer_done(&yaml);
}

int main(int argc, char **argv) {
    size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 50;
    if (rounds == 0)
        die("usage: resolve_bench [ROUNDS], at least 1");
    run("feature with 20 dependencies", 1, 20, rounds);
    run("feature with 50 dependencies", 1, 50, rounds);
    run("diamond, 30 levels of 2", 30, 2, rounds);
    run("chain of 60", 60, 1, rounds);
    run("feature with 1,000 dependencies", 1, 1000, rounds < 5 ? rounds : 5);
    printf("peak memory of this process: %ld KiB\n", measure_peak_kib());
    return EXIT_SUCCESS;
}
