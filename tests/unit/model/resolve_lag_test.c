#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include <string.h>

#define TEXT_POLICY(lag) "kind: policy\nname: policy/organisation\nversion: 1.0.0\ntitle: P\nlag: " lag "\n"

static struct test_catalog catalog;
static const Catalog__V1__Object *feature;
static Catalog__V1__Lock *lock;

/* A feature that is locked to 1.0.0 of the store, under a Policy with LAG. */
static void open_catalog(const char *policy) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS);
    test_catalog_add(&catalog, policy);
    test_catalog_add_as(&catalog, TEXT_STORE, &(struct view_version){.stored_at = 1});
    feature = test_catalog_add(&catalog, TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    lock = test_catalog_resolve(&catalog, feature).lock;
}

static void publish(const char *version, time_ns stored_at, Catalog__V1__LifecycleState state) {
    test_catalog_add_as(&catalog, TEXT_STORE,
                        &(struct view_version){.version = version, .stored_at = stored_at, .state = state});
}

static struct resolution resolve_at(time_ns at) {
    const struct resolve_options options = {.at = at, .lock = lock};
    return test_catalog_resolve_with(&catalog, feature, &options);
}

static bool is_behind(time_ns at) {
    struct resolution resolution = resolve_at(at);
    return test_reason(&resolution, "LOCK_BEHIND") != NULL;
}

START_TEST(test_resolve_lag__days_count_from_the_first_release_that_is_missed) {
    const time_ns first = TEST_CATALOG_TIME;
    open_catalog(TEXT_POLICY("{days: 30}"));
    publish("1.2.0", first + 20 * NS_PER_DAY, 0);
    publish("1.1.0", first, 0);
    publish("1.0.0", 1, 0);
    ck_assert(!is_behind(first + 30 * NS_PER_DAY - 1));
    ck_assert(is_behind(first + 30 * NS_PER_DAY));
    struct resolution before = resolve_at(first);
    ck_assert_int_eq(before.model->now->next_boundary->seconds, (first + 30 * NS_PER_DAY) / NS_PER_SECOND);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_lag__counts_neither_older_nor_yanked_nor_unfinished_versions) {
    open_catalog(TEXT_POLICY("{days: 1, majors: 1}"));
    publish("0.9.0", 2, 0);
    publish("9.0.0-beta", 2, 0);
    publish("9.1.0", 2, CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED);
    publish("9.2.0", 2, CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DRAFT);
    ck_assert(!is_behind(TEST_CATALOG_TIME));
    publish("1.1.0", 2, CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED);
    ck_assert(is_behind(TEST_CATALOG_TIME));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_lag__majors_count_to_the_newest) {
    open_catalog(TEXT_POLICY("{majors: 2}"));
    publish("2.0.0", 2, 0);
    publish("3.5.0", 3, 0);
    ck_assert(!is_behind(TEST_CATALOG_TIME));
    publish("4.0.0", 4, 0);
    struct resolution resolution = resolve_at(TEST_CATALOG_TIME);
    ck_assert_str_eq(test_reason(&resolution, "LOCK_BEHIND")->subject, "s/store@1.0.0");
    ck_assert_ptr_nonnull(strstr(test_reason(&resolution, "LOCK_BEHIND")->cause, "4.0.0"));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_lag__days_past_the_end_of_time_are_no_limit) {
    open_catalog(TEXT_POLICY("{days: 4294967295}"));
    publish("1.1.0", 2, 0);
    ck_assert(!is_behind(INT64_MAX));
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(resolve_lag, test_resolve_lag__days_count_from_the_first_release_that_is_missed,
           test_resolve_lag__counts_neither_older_nor_yanked_nor_unfinished_versions,
           test_resolve_lag__majors_count_to_the_newest, test_resolve_lag__days_past_the_end_of_time_are_no_limit)
