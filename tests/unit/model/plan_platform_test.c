#include "base/limits.h"
#include "model/plan_platform.h"
#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include <string.h>

static struct test_catalog catalog;
static struct plan_platform platform;

static void begin(void) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS TEXT_STORE);
    ck_assert_int_eq(plan_platform_begin(&platform, memory_view_catalog(&catalog.view), &catalog.arena, NULL),
                     STATUS_OK);
}

static bool count(const char *text, const struct plan_options *options) {
    bool is_whole = false;
    const Catalog__V1__Object *feature = test_catalog_add(&catalog, text);
    ck_assert_int_eq(plan_platform_count(&platform, feature, memory_view_catalog(&catalog.view), options, &is_whole,
                                         &catalog.problem),
                     STATUS_OK);
    return is_whole;
}

static struct plan_options options_of(void) {
    return (struct plan_options){.resolve = {.at = TEST_CATALOG_TIME, .revision = 1}};
}

#define THREATENED TEXT_FEATURE_HEAD "threats:\n  - {id: a, threat: t/alter, on: api}\n"

START_TEST(test_plan_platform__counts_what_a_control_would_do) {
    const struct plan_options options = options_of();
    begin();
    ck_assert(count(THREATENED, &options));
    ck_assert(count(THREATENED, &options));
    size_t listed = 0;
    Catalog__V1__PlatformControl **controls = plan_platform_list(&platform, &listed);
    ck_assert_uint_eq(listed, 2); /* c/role lowers the risk and closes nothing */
    ck_assert_str_eq(controls[0]->control, "c/guard");
    ck_assert_uint_eq(controls[0]->rows_closed, 2);
    ck_assert_uint_eq(controls[0]->features, 2);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan_platform__counts_controls_that_a_feature_has_in_mind) {
    const struct plan_options options = options_of();
    begin();
    ck_assert(count(THREATENED "mitigations:\n  - {id: m, control: c/guard, mitigates: [t/alter], on: [api], "
                               "status: planned}\n",
                    &options));
    size_t listed = 0;
    Catalog__V1__PlatformControl **controls = plan_platform_list(&platform, &listed);
    ck_assert_uint_eq(listed, 2); /* c/role lowers the risk and closes nothing */
    ck_assert_uint_eq(controls[0]->rows_closed, 1);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_plan_platform__counts_nothing_of_a_feature_that_it_cannot_finish) {
    struct plan_options options = options_of();
    options.resolution_limit = 2;
    begin();
    ck_assert(!count(THREATENED, &options));
    size_t listed = 1;
    plan_platform_list(&platform, &listed);
    ck_assert_uint_eq(listed, 0);
    ck_assert(!count(THREATENED, &options)); /* what was spent counts for all features together */
    options.resolution_limit = 0;
    ck_assert(count(THREATENED, &options));
    test_catalog_done(&catalog);
}
END_TEST

static Catalog__V1__PlatformControl control_of(const char *name, uint32_t rows, uint32_t verdicts, uint32_t features) {
    union {
        const char *in;
        char *out;
    } cast = {.in = name};
    Catalog__V1__PlatformControl control;
    catalog__v1__platform_control__init(&control);
    control.control = cast.out;
    control.rows_closed = rows;
    control.verdicts_improved = verdicts;
    control.features = features;
    return control;
}

START_TEST(test_plan_platform__ranks_rows_verdicts_features_names) {
    Catalog__V1__PlatformControl made[] = {control_of("e", 1, 0, 9), control_of("d", 1, 1, 1), control_of("c", 1, 1, 2),
                                           control_of("b", 1, 1, 2), control_of("a", 2, 0, 0)};
    static const char *const wanted[] = {"a", "b", "c", "d", "e"};
    Catalog__V1__PlatformControl *list[COUNT_OF(made)];
    for (size_t i = 0; i < COUNT_OF(made); i++)
        list[i] = &made[i];
    plan_platform_rank(list, COUNT_OF(made));
    for (size_t i = 0; i < COUNT_OF(made); i++)
        ck_assert_str_eq(list[i]->control, wanted[i]);
    plan_platform_rank(NULL, 0);
}
END_TEST

START_TEST(test_plan_platform__keeps_as_many_examples_as_it_may) {
    char name[] = "f/f";
    char *names[LIMIT_ADVICE_EXAMPLES];
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        names[i] = name;
    Catalog__V1__PlatformControl to = control_of("a", 1, 1, 1);
    Catalog__V1__PlatformControl from = control_of("a", 2, 3, 4);
    from.examples = names;
    from.n_examples = LIMIT_ADVICE_EXAMPLES - 1;
    ck_assert(plan_platform_add(&to, &from, &arena));
    ck_assert(plan_platform_add(&to, &from, &arena));
    ck_assert(plan_platform_add(&to, &from, &arena));
    ck_assert_uint_eq(to.n_examples, LIMIT_ADVICE_EXAMPLES);
    ck_assert_uint_eq(to.rows_closed, 7);
    ck_assert_uint_eq(to.verdicts_improved, 10);
    ck_assert_uint_eq(to.features, 13);
    arena_done(&arena);
}
END_TEST

TEST_SUITE(plan_platform, test_plan_platform__counts_what_a_control_would_do,
           test_plan_platform__counts_controls_that_a_feature_has_in_mind,
           test_plan_platform__counts_nothing_of_a_feature_that_it_cannot_finish,
           test_plan_platform__ranks_rows_verdicts_features_names, test_plan_platform__keeps_as_many_examples_as_it_may)
