/* A catalog out of YAML texts, and resolutions of its models, for tests of the engine. */
#ifndef CATALOGD_TESTS_CATALOG_H
#define CATALOGD_TESTS_CATALOG_H

#include "model/memory_view.h"
#include "model/resolve.h"

/* 2026-06-01T00:00:00Z: what is judged at unless a test says otherwise. */
#define TEST_CATALOG_TIME (1780272000LL * NS_PER_SECOND)

struct test_catalog {
    struct arena arena;
    struct memory_view view;
    const Catalog__V1__Object **objects; /* in the order they were added */
    size_t count;
    size_t capacity;
    struct problem problem;
};

void test_catalog_init(struct test_catalog *catalog);
void test_catalog_done(struct test_catalog *catalog);

/* Adds all objects of TEXT, published. Fails the test when TEXT does not read. Returns the last one. */
const Catalog__V1__Object *test_catalog_add(struct test_catalog *catalog, const char *text);

/* The same with a state of its own: the facts but name, kind and digests (see memory_view_add). */
const Catalog__V1__Object *test_catalog_add_as(struct test_catalog *catalog, const char *text,
                                               const struct view_version *facts);

/* Adds OBJECT, published, which outlives CATALOG. */
void test_catalog_publish(struct test_catalog *catalog, const Catalog__V1__Object *object);

/* Publishes the advisory in TEXT, a YAML document; withdrawn where it has withdrawn_at. Returns it. */
const Catalog__V1__Advisory *test_catalog_advise(struct test_catalog *catalog, const char *text);

/* Adds all .yaml files below DIRECTORY but the taxonomies. */
void test_catalog_add_directory(struct test_catalog *catalog, const char *directory);

/* The object called NAME, the last one added. Fails the test when there is none. */
const Catalog__V1__Object *test_catalog_find(const struct test_catalog *catalog, const char *name);

/* Resolves OBJECT at TEST_CATALOG_TIME, or as OPTIONS say. Fails the test when that fails. */
struct resolution test_catalog_resolve(struct test_catalog *catalog, const Catalog__V1__Object *object);
struct resolution test_catalog_resolve_with(struct test_catalog *catalog, const Catalog__V1__Object *object,
                                            const struct resolve_options *options);

/* The row with KEY, the entry, duty or provision at an address; NULL: none. */
const Catalog__V1__Row *test_row(const struct resolution *resolution, const char *key);
const Catalog__V1__Credit *test_credit(const Catalog__V1__Row *row, const char *source);
const Catalog__V1__EffectiveProvision *test_provision(const struct resolution *resolution, const char *address);
const Catalog__V1__EffectiveResponsibility *test_responsibility(const struct resolution *resolution,
                                                                const char *address);
const Catalog__V1__EffectiveAssumption *test_assumption(const struct resolution *resolution, const char *address);
const Catalog__V1__EffectiveEntry *test_entry(const struct resolution *resolution, const char *control,
                                              const char *place);
const Catalog__V1__EffectiveAdvisory *test_advisory(const struct resolution *resolution, const char *id);
const Catalog__V1__Finding *test_finding(const struct resolution *resolution, const char *code);

/* The first reason of the verdict now with CODE; NULL: none. */
const Catalog__V1__GateReason *test_reason(const struct resolution *resolution, const char *code);

#endif
