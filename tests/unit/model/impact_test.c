#include "model/impact.h"
#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include <string.h>

#define DEPENDENT TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("implemented") TEXT_ANSWER

static struct test_catalog catalog;
static struct memory_view overlay;
static const Catalog__V1__Object *feature;
static struct resolve_options options;

static void open_catalog(void) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS TEXT_STORE);
    feature = test_catalog_add(&catalog, DEPENDENT);
    memory_view_init(&overlay, &catalog.arena, memory_view_catalog(&catalog.view));
    options = (struct resolve_options){.at = TEST_CATALOG_TIME};
}

/* Lays the object called NAME over the catalog as VERSION. */
static void lay(const char *name, const char *version) {
    const struct view_version facts = {.version = version, .stored_at = TEST_CATALOG_TIME};
    ck_assert_int_eq(memory_view_add(&overlay, test_catalog_find(&catalog, name), &facts, &catalog.problem), STATUS_OK);
}

static const Catalog__V1__ConsumerImpact *analyze(const char *name, const struct resolve_force *drafts, size_t count) {
    const struct impact_change change = {.before = memory_view_catalog(&catalog.view),
                                         .after = memory_view_catalog(&overlay),
                                         .names = &name,
                                         .name_count = 1,
                                         .drafts = drafts,
                                         .draft_count = count};
    const struct impact_consumer consumer = {
        .before = feature, .after = feature, .version = "1.0.0", .options_before = options, .options_after = options};
    Catalog__V1__ConsumerImpact *impact = NULL;
    ck_assert_int_eq(impact_analyze(&change, &consumer, &catalog.arena, &impact, &catalog.problem), STATUS_OK);
    return impact;
}

START_TEST(test_impact__of_nothing_new_is_nothing) {
    open_catalog();
    const Catalog__V1__ConsumerImpact *impact = analyze("s/store", NULL, 0);
    ck_assert(!impact_is_affected(impact));
    ck_assert(!impact->is_worse);
    ck_assert(!impact->is_locked);
    ck_assert_ptr_null(impact->on_upgrade);
    ck_assert_str_eq(impact->owner, "team");
    ck_assert_str_eq(impact->workload, "w");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_impact__a_locked_consumer_moves_on_upgrade_only) {
    static const struct resolve_force drafts[] = {{"s/store", "1.1.0"}};
    open_catalog();
    struct resolution locked = test_catalog_resolve(&catalog, feature);
    options.lock = locked.lock;
    lay("s/store", "1.1.0");
    const Catalog__V1__ConsumerImpact *impact = analyze("s/store", drafts, 1);
    ck_assert(impact->is_locked);
    ck_assert_uint_eq(impact->on_commit->n_instances, 0);
    ck_assert_ptr_nonnull(impact->on_upgrade);
    ck_assert_uint_eq(impact->on_upgrade->n_instances, 1);
    ck_assert_str_eq(impact->on_upgrade->instances[0]->after, "1.1.0");
    ck_assert_uint_eq(impact->n_requirements, 0);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_impact__a_lock_on_a_threat_is_given_up_on_upgrade) {
    open_catalog();
    struct resolution locked = test_catalog_resolve(&catalog, feature);
    options.lock = locked.lock;
    static const struct view_version facts = {.version = "2.0.0", .stored_at = TEST_CATALOG_TIME};
    const Catalog__V1__Object *worse =
        test_catalog_add_as(&catalog, "kind: threat\nname: t/leak\ntitle: Data leaks\nlikelihood: 5\nimpact: 5\n",
                            &(struct view_version){.version = "0.1.0"});
    ck_assert_int_eq(memory_view_add(&overlay, worse, &facts, &catalog.problem), STATUS_OK);
    const Catalog__V1__ConsumerImpact *impact = analyze("t/leak", NULL, 0);
    ck_assert_uint_eq(impact->on_commit->n_rows, 0);
    ck_assert_ptr_nonnull(impact->on_upgrade);
    ck_assert_uint_gt(impact->on_upgrade->n_rows, 0);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_impact__names_the_paths_of_components_threats_and_controls) {
    static const struct {
        const char *name;
        size_t count;
    } cases[] = {{"s/store", 1}, {"t/leak", 1}, {"c/guard", 1}, {"c/role", 0}, {"t/grouped", 0}};
    open_catalog();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Catalog__V1__ConsumerImpact *impact = analyze(cases[i].name, NULL, 0);
        ck_assert_msg(impact->n_paths == cases[i].count, "%s", cases[i].name);
        if (cases[i].count > 0)
            ck_assert_str_eq(impact->paths[0], "data-store");
    }
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_impact__orders_damage_by_verdict_then_band_then_rows) {
    static const struct impact_damage falling[] = {
        {2, CATALOG__V1__RISK_BAND__RISK_BAND_LOW, 0},         {1, CATALOG__V1__RISK_BAND__RISK_BAND_HIGH, 9},
        {1, CATALOG__V1__RISK_BAND__RISK_BAND_HIGH, 8},        {1, CATALOG__V1__RISK_BAND__RISK_BAND_LOW, 99},
        {0, CATALOG__V1__RISK_BAND__RISK_BAND_UNSPECIFIED, 0}, {-1, CATALOG__V1__RISK_BAND__RISK_BAND_HIGH, 9}};
    for (size_t i = 0; i < sizeof falling / sizeof *falling; i++)
        for (size_t k = 0; k < sizeof falling / sizeof *falling; k++)
            ck_assert_int_eq(impact_damage_compare(&falling[i], &falling[k]), (i > k) - (i < k));
    struct impact_damage none = impact_damage_of(NULL);
    ck_assert_int_eq(impact_damage_compare(&none, &falling[4]), 0);
}
END_TEST

START_TEST(test_impact__counts_every_consumer_once) {
    static const struct resolve_force drafts[] = {{"s/store", "2.0.0"}};
    Catalog__V1__ImpactSummary summary = CATALOG__V1__IMPACT_SUMMARY__INIT;
    open_catalog();
    impact_count(analyze("s/store", NULL, 0), &summary);
    lay("s/store", "2.0.0");
    impact_count(analyze("s/store", drafts, 1), &summary);
    ck_assert_uint_eq(summary.unaffected, 1);
    ck_assert_uint_eq(summary.affected, 1);
    ck_assert_uint_eq(summary.worse_on_commit, 0);
    ck_assert_uint_eq(summary.rows_lost, 0);
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(impact_model, test_impact__of_nothing_new_is_nothing, test_impact__a_locked_consumer_moves_on_upgrade_only,
           test_impact__a_lock_on_a_threat_is_given_up_on_upgrade,
           test_impact__names_the_paths_of_components_threats_and_controls,
           test_impact__orders_damage_by_verdict_then_band_then_rows, test_impact__counts_every_consumer_once)
