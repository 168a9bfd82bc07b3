#include "support/catalog.h"
#include "support/random.h"
#include "support/test.h"

#include "base/macros.h"
#include "model/closure.h"

#include <string.h>

/* A closed component leaves nothing open that its contract does not show: whatever the facts are, a feature that sees
 * to all that the component asks finds every duty below it met, and every row there mitigated or passed on. */

#define THREATS                                                                                                        \
    "kind: threat\nname: t/a\nversion: 1.0.0\ntitle: A\nlikelihood: 3\nimpact: 3\n---\n"                               \
    "kind: threat\nname: t/b\nversion: 1.0.0\ntitle: B\nlikelihood: 3\nimpact: 3\n---\n"                               \
    "kind: threat\nname: t/c\nversion: 1.0.0\ntitle: C\nlikelihood: 3\nimpact: 3\n---\n"                               \
    "kind: control\nname: c/guard\nversion: 1.0.0\ntitle: G\nobjective: G.\ntype: preventive\nmitigates:\n"            \
    "  - {threat: t/a, strength: full}\n  - {threat: t/b, strength: full}\n  - {threat: t/c, strength: full}\n---\n"
#define WORD "statement: {text: So., who: us, at: 2026-01-01}}\n"

static const char *const predicates[] = {
    "",
    "facts.multi_tenant",
    "!facts.multi_tenant",
    "facts.human_access",
    "facts.multi_tenant && facts.human_access",
    "facts.multi_tenant || facts.human_access",
};
static const char *const fact_values[] = {"", "\"true\"", "\"false\"", "unknown"};
static const char threat_names[] = {'a', 'b', 'c'};

enum { THREAT_COUNT = COUNT_OF(threat_names), DUTY_COUNT = 3 };

struct text {
    struct arena *arena;
    struct random *random;
    const char *text;
};

#define ADD(into, ...)                                                                                                 \
    ((into)->text = arena_printf((into)->arena, "%s%s", (into)->text, arena_printf((into)->arena, __VA_ARGS__)))

static size_t one_of(struct text *text, size_t count) {
    return random_below(text->random, count);
}

static const char *any_predicate(struct text *text) {
    return predicates[one_of(text, COUNT_OF(predicates))];
}

static void add_facts(struct text *text) {
    static const char *const names[] = {"multi_tenant", "human_access"};
    ADD(text, "facts:\n  ephemeral_data: \"false\"\n");
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *value = fact_values[one_of(text, COUNT_OF(fact_values))];
        if (value[0] != '\0')
            ADD(text, "  %s: %s\n", names[i], value);
    }
}

/* What has something to leave: threats of which some are answered, and duties that some answers hang on. */
static void add_box(struct text *text) {
    ADD(text, "kind: component\nname: s/box\nversion: 1.0.0\ntitle: B\nservice_class: in_house\n"
              "elements: [{id: box, kind: store}]\nthreats:\n");
    for (size_t i = 0; i < THREAT_COUNT; i++)
        ADD(text, "  - {id: t%zu, threat: t/%c, on: box, when: \"%s\"}\n", i, threat_names[i], any_predicate(text));
    ADD(text, "provides:\n");
    for (size_t i = 0; i < THREAT_COUNT; i++) {
        size_t needed = one_of(text, DUTY_COUNT + 1);
        if (one_of(text, 2) == 0)
            ADD(text,
                "  - {id: p%zu, control: c/guard, mitigates: [t/%c], strength: full, when: \"%s\", requires: [%s]}\n",
                i, threat_names[i], any_predicate(text),
                needed == DUTY_COUNT ? "" : arena_printf(text->arena, "d%zu", needed));
    }
    ADD(text, "responsibilities:\n");
    for (size_t i = 0; i < DUTY_COUNT; i++)
        ADD(text, "  - {id: d%zu, statement: S., when: \"%s\", covers: [t/%c], discharged_by: {statement: true}}\n", i,
            any_predicate(text), threat_names[one_of(text, THREAT_COUNT)]);
    ADD(text, "residuals:\n  - {id: rest, threat: t/a, on: box, when: \"%s\", likelihood: 2, impact: 2}\n---\n",
        any_predicate(text));
}

/* Answers some duties, passes some on, and does so with some rows; half of the time all that is left is passed on. */
static void add_passing(struct text *text, const char *name, const char *below, const char *place) {
    const char *answers = "";
    ADD(text, "kind: component\nname: s/%s\nversion: 1.0.0\ntitle: O\nservice_class: in_house\n", name);
    add_facts(text);
    ADD(text, "dependencies: [{alias: below, component: s/%s, requirement: ^1.0}]\nresponsibilities:\n", below);
    for (size_t i = 0; i < DUTY_COUNT; i++) {
        if (one_of(text, 3) == 0)
            answers = arena_printf(text->arena, "%s  - {to: below.d%zu, " WORD, answers, i);
        ADD(text, "  - {id: d%zu, statement: S., from: [%s], when: \"%s\", discharged_by: {statement: true}}\n", i,
            one_of(text, 6) == 0 ? "" : arena_printf(text->arena, "below.d%zu", i),
            one_of(text, 2) == 0 ? "" : any_predicate(text));
    }
    if (answers[0] != '\0')
        ADD(text, "answers:\n%s", answers);
    if (one_of(text, 2) == 0)
        ADD(text,
            "mitigations:\n  - {id: m, control: c/guard, mitigates: [t/%c], on: [%s], strength: full, status: "
            "implemented}\n",
            threat_names[one_of(text, THREAT_COUNT)], place);
    ADD(text, "residuals:\n");
    if (one_of(text, 2) == 0) {
        ADD(text, "  - {id: rest, from: [%s]}\n---\n", place);
        return;
    }
    for (size_t i = 0; i < THREAT_COUNT; i++)
        ADD(text, "  - {id: r%zu, threat: t/%c, from: [%s], when: \"%s\"}\n", i, threat_names[i], place,
            any_predicate(text));
    ADD(text, "  - {id: rest, threat: t/a, from: [below.rest], when: \"%s\"}\n---\n", any_predicate(text));
}

static void add_feature(struct text *text) {
    ADD(text, "kind: feature\nname: f/f\nversion: 1.0.0\ntitle: F\nworkload: w\nowner: o\nstage: build\n");
    add_facts(text);
    ADD(text, "dependencies: [{alias: top, component: s/outer, requirement: ^1.0}]\nanswers:\n");
    for (size_t i = 0; i < DUTY_COUNT; i++)
        ADD(text, "  - {to: top.d%zu, " WORD, i);
}

static bool is_closed(struct test_catalog *catalog, const char *name) {
    struct problem problem;
    const Catalog__V1__Object *object = test_catalog_find(catalog, name);
    struct resolution resolution = test_catalog_resolve(catalog, object);
    problem_init(&problem, &catalog->arena);
    return closure_check(object, &resolution, 0, &catalog->arena, &problem) == STATUS_OK;
}

static bool is_passed_on(const Catalog__V1__Row *row) {
    for (size_t i = 0; i < row->n_sources; i++) {
        const Catalog__V1__RowSource *source = row->sources[i];
        if (source->kind == CATALOG__V1__ROW_SOURCE_KIND__ROW_SOURCE_KIND_RESIDUAL &&
            strcmp(source->instance, "top") == 0)
            return true;
    }
    return false;
}

static const char *first_left_open(const struct resolution *resolution) {
    const Catalog__V1__EffectiveModel *model = resolution->model;
    for (size_t i = 0; i < model->n_responsibilities; i++) {
        if (model->responsibilities[i]->n_causes > 0)
            return model->responsibilities[i]->address;
    }
    for (size_t i = 0; i < model->n_rows; i++) {
        const Catalog__V1__Row *row = model->rows[i];
        bool is_answered = row->now->state == CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED ||
                           row->now->state == CATALOG__V1__ROW_STATE__ROW_STATE_NOT_APPLICABLE;
        if (!is_answered && !is_passed_on(row))
            return row->key;
    }
    return NULL;
}

static const char *write_catalog(struct arena *arena, struct random *random, const char **ret_feature) {
    struct text components = {arena, random, THREATS};
    struct text feature = {arena, random, ""};
    bool is_deep = random_below(random, 2) == 0;
    add_box(&components);
    if (is_deep)
        add_passing(&components, "middle", "box", "below.box");
    add_passing(&components, "outer", is_deep ? "middle" : "box", is_deep ? "below.below.box" : "below.box");
    add_feature(&feature);
    *ret_feature = feature.text;
    return components.text;
}

START_TEST(test_closure__a_closed_component_leaves_open_only_what_it_shows) {
    uint64_t seed = property_seed();
    size_t runs = property_runs(10000);
    size_t closed = 0;
    for (size_t i = 0; i < runs; i++) {
        struct random random = {seed + i};
        struct test_catalog catalog;
        const char *feature = NULL;
        test_catalog_init(&catalog);
        const char *components = write_catalog(&catalog.arena, &random, &feature);
        test_catalog_add(&catalog, components);
        bool is_inner_closed = strstr(components, "s/middle\n") == NULL || is_closed(&catalog, "s/middle");
        if (is_inner_closed && is_closed(&catalog, "s/outer")) {
            struct resolution resolution = test_catalog_resolve(&catalog, test_catalog_add(&catalog, feature));
            const char *open = first_left_open(&resolution);
            closed++;
            ck_assert_msg(open == NULL, "PROPERTY_SEED=%llu: %s is left open\n%s%s", (unsigned long long)(seed + i),
                          open, components, feature);
        }
        test_catalog_done(&catalog);
    }
    ck_assert_msg(runs < 400 || closed > runs / 10, "only %zu of %zu were closed", closed, runs);
}
END_TEST

TEST_SUITE(closure, test_closure__a_closed_component_leaves_open_only_what_it_shows)
