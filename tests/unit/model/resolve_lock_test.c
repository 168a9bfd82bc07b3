#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include "model/explain.h"

#include <string.h>

static struct test_catalog catalog;

static const Catalog__V1__Object *start(const char *more) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS TEXT_STORE);
    return test_catalog_add(&catalog, more);
}

START_TEST(test_resolve_lock__pins_what_was_chosen_in_order_of_kind_and_name) {
    struct resolution resolution = test_catalog_resolve(
        &catalog, start(TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("implemented") TEXT_ANSWER));
    static const char *const names[] = {"t/leak", "t/theft", "c/guard", "c/role", "c/watch", "s/store"};
    ck_assert_uint_eq(resolution.lock->n_pins, 6);
    for (size_t i = 0; i < 6; i++) {
        ck_assert_str_eq(resolution.lock->pins[i]->name, names[i]);
        ck_assert_int_eq(strncmp(resolution.lock->pins[i]->contract_digest, "sha256:", 7), 0);
    }
    ck_assert_uint_eq(resolution.lock->revision, 1);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_lock__keeps_pins_while_newer_versions_appear) {
    const Catalog__V1__Object *feature = start(TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    struct resolution first = test_catalog_resolve(&catalog, feature);
    test_catalog_add_as(&catalog, TEXT_STORE, &(struct view_version){.version = "1.1.0"});
    test_catalog_add_as(&catalog, "kind: threat\nname: t/leak\ntitle: New\nlikelihood: 1\nimpact: 1\n",
                        &(struct view_version){.version = "2.0.0"});
    struct resolve_options options = {.at = TEST_CATALOG_TIME, .revision = 2, .lock = first.lock};
    struct resolution locked = test_catalog_resolve_with(&catalog, feature, &options);
    struct resolution free_again = test_catalog_resolve(&catalog, feature);
    ck_assert_str_eq(locked.model->instances[0]->version, "1.0.0");
    ck_assert_str_eq(test_row(&locked, "t/leak@data-store.box")->title, "Data leaks");
    ck_assert_str_eq(locked.model->effective_digest, first.model->effective_digest);
    ck_assert_str_eq(free_again.model->instances[0]->version, "1.1.0");
    ck_assert_str_eq(test_row(&free_again, "t/leak@data-store.box")->title, "New");
    ck_assert_str_ne(free_again.model->effective_digest, first.model->effective_digest);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_lock__a_yanked_version_stays_by_its_pin_only) {
    const Catalog__V1__Object *feature = start(TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    struct resolution first = test_catalog_resolve(&catalog, feature);
    test_catalog_add_as(&catalog, TEXT_STORE,
                        &(struct view_version){.version = "1.0.0",
                                               .state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED,
                                               .reason = "It leaks."});
    struct resolve_options options = {.at = TEST_CATALOG_TIME, .lock = first.lock};
    struct resolution locked = test_catalog_resolve_with(&catalog, feature, &options);
    struct resolution unlocked = test_catalog_resolve(&catalog, feature);
    ck_assert_str_eq(locked.model->instances[0]->yanked, "It leaks.");
    ck_assert_str_eq(test_finding(&locked, "YANKED_OBJECT")->subject, "s/store@1.0.0");
    ck_assert_uint_eq(unlocked.model->n_instances, 0);
    ck_assert_int_eq(unlocked.model->now->state, CATALOG__V1__GATE_STATE__GATE_STATE_INVALID);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_lock__a_deprecated_version_is_stale_after_its_sunset) {
    const Catalog__V1__Object *feature = start(TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    const time_ns sunset = TEST_CATALOG_TIME + NS_PER_DAY;
    test_catalog_add_as(&catalog, TEXT_STORE,
                        &(struct view_version){.version = "1.0.0",
                                               .state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED,
                                               .replaced_by = "s/store@2.0.0",
                                               .sunset = sunset});
    struct resolution before = test_catalog_resolve(&catalog, feature);
    struct resolve_options options = {.at = sunset};
    struct resolution after = test_catalog_resolve_with(&catalog, feature, &options);
    ck_assert_str_eq(before.model->instances[0]->deprecated, "s/store@2.0.0");
    ck_assert_str_eq(test_finding(&before, "DEPRECATED_OBJECT")->remedy, "Use s/store@2.0.0.");
    ck_assert_int_eq(before.model->now->next_boundary->seconds, sunset / NS_PER_SECOND);
    ck_assert_ptr_null(test_reason(&before, "SUNSET_PASSED"));
    ck_assert_str_eq(test_reason(&after, "SUNSET_PASSED")->subject, "s/store@1.0.0");
    test_catalog_done(&catalog);
}
END_TEST

#define TEXT_POLICY(more)                                                                                              \
    "kind: policy\nname: policy/organisation\nversion: 1.0.0\ntitle: P\nreview_interval_days: " more "\n"

static struct resolution reviewed(const Catalog__V1__Object *feature, time_ns at) {
    const struct resolve_options options = {.at = at, .is_reviewed = true, .reviewed_at = TEST_CATALOG_TIME};
    return test_catalog_resolve_with(&catalog, feature, &options);
}

START_TEST(test_resolve_lock__a_feature_is_due_for_a_review_from_the_end_of_the_interval_on) {
    const time_ns due = TEST_CATALOG_TIME + 30 * NS_PER_DAY;
    const Catalog__V1__Object *feature = start(TEXT_POLICY("30") "---\n" TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    struct resolution before = reviewed(feature, due - 1);
    struct resolution after = reviewed(feature, due);
    ck_assert_ptr_null(test_reason(&before, "REVIEW_DUE"));
    ck_assert_int_eq(before.model->now->next_boundary->seconds, due / NS_PER_SECOND);
    const Catalog__V1__GateReason *reason = test_reason(&after, "REVIEW_DUE");
    ck_assert_str_eq(reason->subject, "f/feature");
    ck_assert_int_eq(reason->state, CATALOG__V1__GATE_STATE__GATE_STATE_STALE);
    ck_assert_ptr_nonnull(strstr(reason->cause, "2026-06-01"));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_lock__nothing_is_due_without_a_look_or_an_interval) {
    static const char *const intervals[] = {"0", "30", "4294967295"};
    for (size_t i = 0; i < COUNT_OF(intervals); i++) {
        test_catalog_init(&catalog);
        test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS TEXT_STORE);
        const char *policy = arena_printf(&catalog.arena, TEXT_POLICY("%s"), intervals[i]);
        test_catalog_add(&catalog, policy);
        const Catalog__V1__Object *feature = test_catalog_add(&catalog, TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
        const struct resolve_options never = {.at = INT64_MAX};
        struct resolution unseen = test_catalog_resolve_with(&catalog, feature, &never);
        ck_assert_ptr_null(test_reason(&unseen, "REVIEW_DUE"));
        struct resolution seen = reviewed(feature, INT64_MAX);
        ck_assert_msg((test_reason(&seen, "REVIEW_DUE") != NULL) == (i == 1), "%s days", intervals[i]);
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_resolve_lock__digest_holds_neither_revision_nor_time) {
    const Catalog__V1__Object *feature = start(TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    struct resolve_options options = {.at = TEST_CATALOG_TIME + NS_PER_DAY, .revision = 99};
    struct resolution first = test_catalog_resolve(&catalog, feature);
    struct resolution later = test_catalog_resolve_with(&catalog, feature, &options);
    ck_assert_str_eq(first.model->effective_digest, later.model->effective_digest);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_lock__refuses_what_is_no_model) {
    test_catalog_init(&catalog);
    const Catalog__V1__Object *threat =
        test_catalog_add(&catalog, "kind: threat\nname: t/x\nversion: 1.0.0\ntitle: X\n");
    struct resolve_options options = {.at = TEST_CATALOG_TIME};
    struct resolution resolution;
    ck_assert_int_eq(
        resolve(threat, memory_view_catalog(&catalog.view), &options, &catalog.arena, &resolution, &catalog.problem),
        STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(catalog.problem.reason, "NOT_A_MODEL");
    test_catalog_done(&catalog);
}
END_TEST

static const Catalog__V1__DerivationStep *step_about(const Catalog__V1__ExplainRowResponse *answer,
                                                     const char *predicate) {
    for (size_t i = 0; i < answer->n_steps; i++) {
        if (strcmp(answer->steps[i]->predicate, predicate) == 0)
            return answer->steps[i];
    }
    ck_abort_msg("no step about %s", predicate);
    return NULL;
}

static const Catalog__V1__DerivationStep *step_with(const Catalog__V1__ExplainRowResponse *answer, const char *rule) {
    for (size_t i = 0; i < answer->n_steps; i++) {
        if (strcmp(answer->steps[i]->rule, rule) == 0)
            return answer->steps[i];
    }
    ck_abort_msg("no step %s", rule);
    return NULL;
}

START_TEST(test_explain__tells_rule_version_record_and_values) {
    const Catalog__V1__Object *feature =
        start(TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("implemented") TEXT_ANSWER);
    struct resolve_options options = {.at = TEST_CATALOG_TIME};
    Catalog__V1__ExplainRowResponse *answer;
    ck_assert_int_eq(explain_row(feature, memory_view_catalog(&catalog.view), &options, "t/leak@data-store.box",
                                 &catalog.arena, &answer, &catalog.problem),
                     STATUS_OK);
    ck_assert_str_eq(answer->row->key, "t/leak@data-store.box");
    ck_assert_str_eq(answer->steps[0]->rule, "row");
    ck_assert_str_eq(answer->steps[0]->outcome, "MITIGATED");
    const Catalog__V1__DerivationStep *when = step_about(answer, "config.watched");
    ck_assert_str_eq(when->rule, "credit.when");
    ck_assert_str_eq(when->object, "s/store@1.0.0");
    ck_assert_str_eq(when->values[0]->name, "config.watched");
    ck_assert_str_eq(when->values[0]->value, "false");
    ck_assert_str_eq(when->outcome, "false");
    ck_assert_str_eq(step_with(answer, "credit.requires")->record, "responsibilities[key]");
    ck_assert_str_eq(step_with(answer, "duty.answer")->record, "mitigations[role]");
    ck_assert_str_eq(step_with(answer, "mitigation.status")->outcome, "implemented");
    for (size_t i = 1; i < answer->n_steps; i++)
        ck_assert_uint_le(answer->steps[i]->depth, answer->steps[i - 1]->depth + 1);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_explain__says_that_there_is_no_such_row) {
    const Catalog__V1__Object *feature = start(TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    struct resolve_options options = {.at = TEST_CATALOG_TIME};
    Catalog__V1__ExplainRowResponse *answer;
    ck_assert_int_eq(explain_row(feature, memory_view_catalog(&catalog.view), &options, "t/leak@nowhere",
                                 &catalog.arena, &answer, &catalog.problem),
                     STATUS_NOT_FOUND);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_lock__a_forced_version_goes_before_requirements_and_pins) {
    static const struct resolve_force forced[] = {{"s/store", "2.0.0"}};
    const Catalog__V1__Object *feature = start(TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    struct resolution first = test_catalog_resolve(&catalog, feature);
    test_catalog_add_as(&catalog, TEXT_STORE, &(struct view_version){.version = "2.0.0"});
    const struct resolve_options options = {
        .at = TEST_CATALOG_TIME, .lock = first.lock, .forced = forced, .forced_count = 1};
    struct resolution resolution = test_catalog_resolve_with(&catalog, feature, &options);
    ck_assert_str_eq(resolution.model->instances[0]->version, "2.0.0");
    ck_assert_ptr_null(test_finding(&resolution, "VERSION_OVERRIDE"));
    ck_assert_uint_eq(first.overruled_count, 0);
    ck_assert_uint_eq(resolution.overruled_count, 1);
    ck_assert_str_eq(resolution.overruled[0].declared_by, "");
    ck_assert_str_eq(resolution.overruled[0].alias, "data-store");
    ck_assert_str_eq(resolution.overruled[0].requirement, "^1.0");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_lock__a_forced_version_replaces_an_override_of_the_model) {
    static const struct resolve_force forced[] = {{"s/store", "1.1.0"}, {"s/unused", "1.0.0"}};
    const Catalog__V1__Object *feature =
        start(TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") "overrides:\n  - {component: s/store, version: 2.0.0, rationale: "
                                                    "We try it.}\n");
    test_catalog_add_as(&catalog, TEXT_STORE, &(struct view_version){.version = "1.1.0"});
    test_catalog_add_as(&catalog, TEXT_STORE, &(struct view_version){.version = "2.0.0"});
    const struct resolve_options options = {.at = TEST_CATALOG_TIME, .forced = forced, .forced_count = 2};
    struct resolution resolution = test_catalog_resolve_with(&catalog, feature, &options);
    ck_assert_str_eq(resolution.model->instances[0]->version, "1.1.0");
    ck_assert_uint_eq(resolution.overruled_count, 0);
    ck_assert_ptr_nonnull(test_finding(&resolution, "VERSION_OVERRIDE"));
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(resolve_lock, test_resolve_lock__a_forced_version_goes_before_requirements_and_pins,
           test_resolve_lock__a_forced_version_replaces_an_override_of_the_model,
           test_resolve_lock__pins_what_was_chosen_in_order_of_kind_and_name,
           test_resolve_lock__keeps_pins_while_newer_versions_appear,
           test_resolve_lock__a_yanked_version_stays_by_its_pin_only,
           test_resolve_lock__a_deprecated_version_is_stale_after_its_sunset,
           test_resolve_lock__a_feature_is_due_for_a_review_from_the_end_of_the_interval_on,
           test_resolve_lock__nothing_is_due_without_a_look_or_an_interval,
           test_resolve_lock__digest_holds_neither_revision_nor_time, test_resolve_lock__refuses_what_is_no_model,
           test_explain__tells_rule_version_record_and_values, test_explain__says_that_there_is_no_such_row)
