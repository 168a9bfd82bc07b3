/* What a new version of the most used component costs over all its consumers: as AnalyzeImpact answers it, before and
 * after for each with what the ones before it left in the caches, and each by itself. */
#include "bench/measure.h"
#include "bench/organisation_side.h"
#include "codec/yaml.h"
#include "model/memory_view.h"
#include "support/daemon.h"

#include "catalog/v1/impact_service.pb-c.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEP_ALONE 16 /* of the consumers that are looked at by themselves */

static double seconds(int64_t ns) {
    return (double)ns / 1e9;
}

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

struct walk {
    struct bench *bench;
    uint64_t revision;    /* after the change; the one before is before it */
    struct side sides[2]; /* before and after, for what is shared */
    struct arena arena;   /* likewise */
    size_t step;          /* every so many consumers */
    size_t seen;
    size_t consumers;
    size_t changed;
};

typedef void (*visitor)(struct walk *walk, const char *name);

static void visit_one(struct walk *walk, const char *name, visitor visit) {
    if (walk->seen++ % walk->step != 0)
        return;
    visit(walk, name);
    walk->consumers++;
}

/* Calls VISIT for every STEPth consumer of component 0; what it took. */
static int64_t walk_consumers(struct walk *walk, size_t step, visitor visit) {
    const struct organisation *organisation = &walk->bench->organisation;
    bool *reached = components_reached(organisation);
    int64_t start = measure_cpu();
    walk->step = step;
    walk->seen = walk->consumers = walk->changed = 0;
    for (size_t i = 1; i < organisation->shape.components; i++)
        if (reached[i])
            visit_one(walk, organisation->components[i].name, visit);
    for (size_t i = 0; i < organisation->shape.features; i++) {
        char name[FEATURE_NAME_BYTES];
        bench_feature_name(i, name);
        if (organisation_feature_uses(organisation, i, reached))
            visit_one(walk, name, visit);
    }
    free(reached);
    return measure_cpu() - start;
}

static void compare_shared(struct walk *walk, const char *name) {
    struct outcome outcomes[2];
    struct resolution resolution;
    for (size_t i = 0; i < COUNT_OF(outcomes); i++) {
        const struct resolve_options options = {.leaves_out_lock = true};
        outcomes[i] = side_resolve(&walk->sides[i], name, options, &walk->arena, &resolution);
        arena_reset(&walk->arena);
    }
    walk->changed += outcomes[0].credits != outcomes[1].credits;
}

static void compare_from_nothing(struct walk *walk, const char *name) {
    for (uint64_t i = 0; i < 2; i++) {
        bench_forget(walk->bench);
        bench_resolve(walk->bench, walk->revision - 1 + i, name);
    }
}

/* ---- From YAML ---- */

/* Appends the document of the object called NAME. */
static void write_named(const struct organisation *organisation, const char *name, struct buffer *yaml) {
    size_t number = strtoul(name + strcspn(name, "0123456789"), NULL, 10);
    if (strncmp(name, "made/threat-", 12) == 0)
        organisation_write(organisation, ORGANISATION_MEASURES, number, yaml);
    else if (strncmp(name, "made/control-", 13) == 0)
        organisation_write(organisation, ORGANISATION_MEASURES, organisation->shape.threats + number, yaml);
    else if (strncmp(name, "made/feature-", 13) == 0)
        organisation_write(organisation, ORGANISATION_FEATURES, number, yaml);
    for (size_t i = 0; i < organisation->shape.components; i++)
        if (strcmp(organisation->components[i].name, name) == 0)
            organisation_write(organisation, ORGANISATION_COMPONENTS, i, yaml);
}

/* The files of NAME and of all that it stands on. */
static void write_files(struct walk *walk, const char *name, struct buffer *yaml) {
    const struct organisation *organisation = &walk->bench->organisation;
    struct resolution resolution;
    side_resolve(&walk->sides[0], name, (struct resolve_options){0}, &walk->arena, &resolution);
    organisation_write(organisation, ORGANISATION_POLICY, 0, yaml);
    for (size_t i = 0; i < organisation_count(organisation, ORGANISATION_BASELINES); i++)
        organisation_write(organisation, ORGANISATION_BASELINES, i, yaml);
    for (size_t i = 0; i < resolution.lock->n_pins; i++)
        write_named(organisation, resolution.lock->pins[i]->name, yaml);
    write_named(organisation, name, yaml);
    arena_reset(&walk->arena);
}

static void resolve_files(slice yaml) {
    struct arena arena;
    struct problem problem;
    struct memory_view view;
    struct resolution resolution;
    struct document_list documents = {0};
    const struct resolve_options options = {.at = ORGANISATION_TIME, .revision = 1};
    arena_init(&arena, 0);
    problem_init(&problem, &arena);
    memory_view_init(&view, &arena, NULL);
    if (yaml_read(&catalog__v1__object__descriptor, yaml, &arena, &documents, &problem) != STATUS_OK)
        die("the made catalog is wrong: %s", problem.message);
    const Catalog__V1__Object *object = NULL;
    for (size_t i = 0; i < documents.count; i++) {
        object = (const Catalog__V1__Object *)documents.items[i].message;
        if (memory_view_add(&view, object, NULL, &problem) != STATUS_OK)
            die("%s", problem.message);
    }
    if (object == NULL ||
        resolve(object, memory_view_catalog(&view), &options, &arena, &resolution, &problem) != STATUS_OK)
        die("%s", problem.message);
    arena_done(&arena);
}

static int64_t files_took; /* without making the files */

static void compare_files(struct walk *walk, const char *name) {
    struct buffer yaml;
    buffer_init(&yaml, 0);
    write_files(walk, name, &yaml);
    int64_t start = measure_cpu();
    resolve_files(buffer_slice(&yaml));
    resolve_files(buffer_slice(&yaml));
    files_took += measure_cpu() - start;
    buffer_done(&yaml);
}

/* ---- As the service answers it ---- */

static const Catalog__V1__AnalyzeImpactResponse *ask(struct bench *bench, Catalog__V1__AnalyzeImpactRequest *request,
                                                     struct arena *arena) {
    return (const Catalog__V1__AnalyzeImpactResponse *)organisation_store_call(
        &bench->loaded, "catalog.v1.ImpactService/AnalyzeImpact", &request->base, arena);
}

static void measure_service(struct bench *bench, const struct buffer *yaml) {
    struct arena arena;
    struct document_list documents = {0};
    Catalog__V1__ImpactPublish publish = CATALOG__V1__IMPACT_PUBLISH__INIT;
    Catalog__V1__ImpactChange change = CATALOG__V1__IMPACT_CHANGE__INIT;
    Catalog__V1__AnalyzeImpactRequest request = CATALOG__V1__ANALYZE_IMPACT_REQUEST__INIT;
    const Catalog__V1__AnalyzeImpactResponse *response = NULL;
    arena_init(&arena, 0);
    if (yaml_read(&catalog__v1__object__descriptor, buffer_slice(yaml), &arena, &documents, NULL) != STATUS_OK)
        die("the made catalog is wrong");
    Catalog__V1__Object *object = (Catalog__V1__Object *)documents.items[0].message;
    publish.objects = &object;
    publish.n_objects = 1;
    change.change_case = CATALOG__V1__IMPACT_CHANGE__CHANGE_PUBLISH;
    change.publish = &publish;
    request.change = &change;
    int64_t start = measure_cpu();
    do {
        response = ask(bench, &request, &arena);
        request.page_token = response->next_page_token;
    } while (response->consumers_done < response->consumers_total);
    printf("AnalyzeImpact of a new %s, caches empty: %u consumers, %.2f s on one core, first page in it\n",
           bench->organisation.components[0].name, response->consumers_total, seconds(measure_cpu() - start));
    arena_done(&arena);
}

static void begin_sides(struct walk *walk) {
    for (size_t i = 0; i < COUNT_OF(walk->sides); i++)
        side_begin(&walk->sides[i], walk->bench, walk->revision - 1 + i);
}

static void end_sides(struct walk *walk) {
    for (size_t i = 0; i < COUNT_OF(walk->sides); i++)
        side_end(&walk->sides[i]);
}

static double milliseconds_each(int64_t took, const struct walk *walk) {
    return seconds(took) * 1e3 / (double)walk->consumers;
}

static void print_alone(const char *how, double alone, double shared) {
    printf("  each by itself twice, %-30s %7.3f ms, %4.1f times as long (every %dth)\n", how, alone, alone / shared,
           STEP_ALONE);
}

static void measure_walks(struct bench *bench) {
    struct walk walk = {.bench = bench, .revision = store_head(bench->loaded.store).revision};
    arena_init(&walk.arena, 0);
    bench_forget(bench);
    begin_sides(&walk);
    int64_t took = walk_consumers(&walk, 1, compare_shared);
    double shared = milliseconds_each(took, &walk);
    printf("before and after for %zu consumers, caches empty at the start: %.2f s, %zu changed, %.3f ms for each\n",
           walk.consumers, seconds(took), walk.changed, shared);
    walk_consumers(&walk, STEP_ALONE, compare_files);
    double files = milliseconds_each(files_took, &walk);
    end_sides(&walk);
    double alone = milliseconds_each(walk_consumers(&walk, STEP_ALONE, compare_from_nothing), &walk);
    print_alone("from the store, caches empty", alone, shared);
    print_alone("from its YAML files", files, shared);
    printf("  limited by what no two resolutions share: of each by itself, %.0f %% is reading, verifying, unpacking,\n"
           "  compiling and locking, which an analysis saves; the rest is resolving, which each consumer needs before "
           "and after\n",
           100.0 * (alone - shared) / alone);
    arena_done(&walk.arena);
}

void bench_measure_impact(struct bench *bench) {
    struct buffer yaml;
    buffer_init(&yaml, 0);
    organisation_write_next(&bench->organisation, &yaml);
    measure_service(bench, &yaml);
    organisation_store_publish(&bench->loaded, &yaml);
    buffer_done(&yaml);
    measure_walks(bench);
}
