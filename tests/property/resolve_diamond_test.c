/* A diamond resolves in time linear in its declared dependencies, not in its paths: counted in the steps that the
 * resolver counts itself. */
#include "model/resolver.h"
#include "support/catalog.h"
#include "support/random.h"
#include "support/test.h"

#include "base/buffer.h"

enum {
    LEVELS_MAX = 30,
    STEPS_EACH = 25, /* for a declared dependency, however deep it lies; what is declared once costs that once */
};

/* Level N declares two others, the next one twice or it and the one after it: the paths double at each or nearly. */
static void write_level(struct buffer *text, struct random *random, size_t level, size_t last) {
    buffer_printf(text,
                  "kind: component\nname: d/level-%zu\nversion: 1.0.0\ntitle: Level\nservice_class: in_house\n"
                  "elements:\n  - {id: box, kind: store, title: Box}\n"
                  "threats:\n  - {id: odd, threat: t/a, on: box}\n"
                  "provides:\n  - {id: give, control: c/a, mitigates: [t/a]%s}\n"
                  "responsibilities:\n  - {id: duty, statement: S, covers: [t/a]%s}\n",
                  level, level < last ? ", requires: [a.give, b.give]" : ", requires: [duty]",
                  level < last ? ", from: [a.duty, b.duty]" : "");
    if (level < last) {
        size_t other = level + 2 <= last && random_below(random, 2) == 0 ? level + 2 : level + 1;
        buffer_printf(text,
                      "dependencies:\n  - {alias: a, component: d/level-%zu, requirement: ^1.0}\n"
                      "  - {alias: b, component: d/level-%zu, requirement: ^1.0}\n",
                      level + 1, other);
    }
    buffer_append_text(text, "---\n");
}

static void write_diamond(struct buffer *text, struct random *random, size_t levels) {
    buffer_append_text(text, "kind: threat\nname: t/a\nversion: 1.0.0\ntitle: T\nlikelihood: 3\nimpact: 3\n---\n"
                             "kind: control\nname: c/a\nversion: 1.0.0\ntitle: C\nobjective: O\ntype: preventive\n"
                             "mitigates:\n  - {threat: t/a, strength: full}\n---\n");
    for (size_t level = 1; level <= levels; level++)
        write_level(text, random, level, levels);
    buffer_append_text(text, "kind: feature\nname: d/top\nversion: 1.0.0\ntitle: Top\nmitigations:\n"
                             "  - {id: own, control: c/a, mitigates: [t/a], on: [a], status: implemented}\n"
                             "answers:\n  - {to: a.duty, by: [own]}\n  - {to: b.duty, by: [own]}\n"
                             "dependencies:\n  - {alias: a, component: d/level-1, requirement: ^1.0}\n"
                             "  - {alias: b, component: d/level-1, requirement: ^1.0}\n");
    buffer_append_byte(text, '\0');
}

static void check_diamond(uint64_t seed, size_t levels) {
    struct random random = {seed};
    struct test_catalog catalog;
    struct buffer text;
    struct graph graph;
    const struct resolve_options options = {.at = TEST_CATALOG_TIME};
    buffer_init(&text, 0);
    test_catalog_init(&catalog);
    write_diamond(&text, &random, levels);
    const Catalog__V1__Object *feature = test_catalog_add(&catalog, (const char *)text.data);
    ck_assert_int_eq(
        resolver_run(feature, memory_view_catalog(&catalog.view), &options, &catalog.arena, &graph, &catalog.problem),
        STATUS_OK);
    size_t declared = 2 * levels;
    ck_assert_uint_eq(graph.instances.count, declared + 1);
    ck_assert_msg(graph.steps <= declared * STEPS_EACH, "PROPERTY_SEED=%llu: %llu steps for %zu dependencies",
                  (unsigned long long)seed, (unsigned long long)graph.steps, declared);
    test_catalog_done(&catalog);
    buffer_done(&text);
}

START_TEST(test_resolve_property__a_diamond_is_linear_in_its_dependencies) {
    uint64_t seed = property_seed();
    size_t runs = property_runs(10000);
    for (size_t i = 0; i < runs; i++)
        check_diamond(seed + i, i % 100 == 0 ? LEVELS_MAX : 1 + (seed + i) % 7);
}
END_TEST

START_TEST(test_resolve_property__a_diamond_prints_few_addresses) {
    struct random random = {property_seed()};
    struct test_catalog catalog;
    struct buffer text;
    buffer_init(&text, 0);
    test_catalog_init(&catalog);
    write_diamond(&text, &random, LEVELS_MAX);
    struct resolution resolution = test_catalog_resolve(&catalog, test_catalog_add(&catalog, (const char *)text.data));
    ck_assert_uint_eq(resolution.model->n_instances, 2 * LEVELS_MAX);
    ck_assert_uint_eq(resolution.model->n_rows, 2 * LEVELS_MAX);
    for (size_t i = 0; i < resolution.model->n_instances; i++)
        ck_assert_uint_le(resolution.model->instances[i]->n_other_addresses, 8);
    test_catalog_done(&catalog);
    buffer_done(&text);
}
END_TEST

TEST_SUITE(resolve_diamond, test_resolve_property__a_diamond_is_linear_in_its_dependencies,
           test_resolve_property__a_diamond_prints_few_addresses)
