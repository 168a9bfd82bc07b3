#define _XOPEN_SOURCE 700 /* nftw */

#include "support/catalog.h"

#include "codec/yaml.h"
#include "model/object.h"

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void test_catalog_init(struct test_catalog *catalog) {
    *catalog = (struct test_catalog){0};
    arena_init(&catalog->arena, 0);
    problem_init(&catalog->problem, &catalog->arena);
    memory_view_init(&catalog->view, &catalog->arena, NULL);
}

void test_catalog_done(struct test_catalog *catalog) {
    free(catalog->objects);
    arena_done(&catalog->arena);
}

static void fail_with(const struct problem *problem, const char *what) {
    const struct violation *first = problem->violation_count > 0 ? &problem->violations[0] : NULL;
    ck_abort_msg("%s: %s %s (%s: %s, line %u)", what, problem->reason, problem->message, first ? first->field : "",
                 first ? first->message : "", first ? first->line : 0);
}

static void add_object(struct test_catalog *catalog, const Catalog__V1__Object *object,
                       const struct view_version *facts) {
    if (memory_view_add(&catalog->view, object, facts, &catalog->problem) != STATUS_OK)
        fail_with(&catalog->problem, "memory_view_add");
    if (catalog->count == catalog->capacity) {
        catalog->capacity = catalog->capacity * 2 + 16;
        catalog->objects = realloc(catalog->objects, catalog->capacity * sizeof(Catalog__V1__Object *));
        ck_assert_ptr_nonnull(catalog->objects);
    }
    catalog->objects[catalog->count++] = object;
}

const Catalog__V1__Object *test_catalog_add_as(struct test_catalog *catalog, const char *text,
                                               const struct view_version *facts) {
    struct document_list documents;
    status_code status =
        yaml_read(&catalog__v1__object__descriptor, slice_text(text), &catalog->arena, &documents, &catalog->problem);
    if (status != STATUS_OK)
        fail_with(&catalog->problem, text);
    ck_assert_uint_gt(documents.count, 0);
    for (size_t i = 0; i < documents.count; i++)
        add_object(catalog, (const Catalog__V1__Object *)documents.items[i].message, facts);
    return catalog->objects[catalog->count - 1];
}

const Catalog__V1__Object *test_catalog_add(struct test_catalog *catalog, const char *text) {
    return test_catalog_add_as(catalog, text, NULL);
}

void test_catalog_publish(struct test_catalog *catalog, const Catalog__V1__Object *object) {
    add_object(catalog, object, NULL);
}

const Catalog__V1__Advisory *test_catalog_advise(struct test_catalog *catalog, const char *text) {
    struct document_list documents;
    status_code status =
        yaml_read(&catalog__v1__advisory__descriptor, slice_text(text), &catalog->arena, &documents, &catalog->problem);
    if (status != STATUS_OK)
        fail_with(&catalog->problem, text);
    ck_assert_uint_eq(documents.count, 1);
    const Catalog__V1__Advisory *advisory = (const Catalog__V1__Advisory *)documents.items[0].message;
    ck_assert_int_eq(memory_view_add_advisory(&catalog->view, advisory, &catalog->problem), STATUS_OK);
    return advisory;
}

static void add_file(struct test_catalog *catalog, const char *path) {
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s cannot be read", path);
    char *text = calloc(1, 1 << 20);
    ck_assert_ptr_nonnull(text);
    size_t size = fread(text, 1, (1 << 20) - 1, file);
    ck_assert_uint_gt(size, 0);
    fclose(file);
    test_catalog_add(catalog, text);
    free(text);
}

static struct test_catalog *walked; /* nftw hands no context to its callback */

static int visit(const char *path, const struct stat *info, int type, struct FTW *position) {
    (void)info;
    const char *ending = strchr(path + position->base, '.');
    if (type == FTW_F && ending != NULL && strcmp(strrchr(ending, '.'), ".yaml") == 0 &&
        strstr(ending, ".taxonomy.") == NULL)
        add_file(walked, path);
    return 0;
}

void test_catalog_add_directory(struct test_catalog *catalog, const char *directory) {
    walked = catalog;
    ck_assert_int_eq(nftw(directory, visit, 8, FTW_PHYS), 0);
    walked = NULL;
}

const Catalog__V1__Object *test_catalog_find(const struct test_catalog *catalog, const char *name) {
    for (size_t i = catalog->count; i > 0; i--) {
        if (strcmp(object_name(catalog->objects[i - 1]), name) == 0)
            return catalog->objects[i - 1];
    }
    ck_abort_msg("no object %s", name);
    return NULL;
}

struct resolution test_catalog_resolve_with(struct test_catalog *catalog, const Catalog__V1__Object *object,
                                            const struct resolve_options *options) {
    struct resolution resolution;
    status_code status =
        resolve(object, memory_view_catalog(&catalog->view), options, &catalog->arena, &resolution, &catalog->problem);
    if (status != STATUS_OK)
        fail_with(&catalog->problem, object_name(object));
    return resolution;
}

struct resolution test_catalog_resolve(struct test_catalog *catalog, const Catalog__V1__Object *object) {
    struct resolve_options options = {.at = TEST_CATALOG_TIME, .revision = 1};
    return test_catalog_resolve_with(catalog, object, &options);
}

#define FIND(list, count, member, wanted)                                                                              \
    do {                                                                                                               \
        for (size_t i = 0; i < (count); i++) {                                                                         \
            if (strcmp((list)[i]->member, (wanted)) == 0)                                                              \
                return (list)[i];                                                                                      \
        }                                                                                                              \
        return NULL;                                                                                                   \
    } while (0)

const Catalog__V1__Row *test_row(const struct resolution *resolution, const char *key) {
    FIND(resolution->model->rows, resolution->model->n_rows, key, key);
}

const Catalog__V1__Credit *test_credit(const Catalog__V1__Row *row, const char *source) {
    FIND(row->credits, row->n_credits, source, source);
}

const Catalog__V1__EffectiveProvision *test_provision(const struct resolution *resolution, const char *address) {
    FIND(resolution->model->provisions, resolution->model->n_provisions, address, address);
}

const Catalog__V1__EffectiveResponsibility *test_responsibility(const struct resolution *resolution,
                                                                const char *address) {
    FIND(resolution->model->responsibilities, resolution->model->n_responsibilities, address, address);
}

const Catalog__V1__EffectiveAssumption *test_assumption(const struct resolution *resolution, const char *address) {
    FIND(resolution->model->assumptions, resolution->model->n_assumptions, address, address);
}

const Catalog__V1__EffectiveEntry *test_entry(const struct resolution *resolution, const char *control,
                                              const char *place) {
    for (size_t i = 0; i < resolution->model->n_baseline; i++) {
        const Catalog__V1__EffectiveEntry *entry = resolution->model->baseline[i];
        if (strcmp(entry->control, control) == 0 && strcmp(entry->place, place) == 0)
            return entry;
    }
    return NULL;
}

const Catalog__V1__EffectiveAdvisory *test_advisory(const struct resolution *resolution, const char *id) {
    FIND(resolution->model->advisories, resolution->model->n_advisories, id, id);
}

const Catalog__V1__Finding *test_finding(const struct resolution *resolution, const char *code) {
    FIND(resolution->model->findings, resolution->model->n_findings, code, code);
}

const Catalog__V1__GateReason *test_reason(const struct resolution *resolution, const char *code) {
    FIND(resolution->model->now->reasons, resolution->model->now->n_reasons, code, code);
}
