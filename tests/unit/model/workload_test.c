#include "base/limits.h"
#include "model/test_scope.h"
#include "model/workload.h"
#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include <string.h>

static struct test_catalog catalog;

static void begin(void) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS TEXT_STORE);
}

static void add(struct workload *workload, const char *text) {
    const Catalog__V1__Object *object = test_catalog_add(&catalog, text);
    struct resolution resolution = test_catalog_resolve(&catalog, object);
    ck_assert(workload_add(workload, object->feature, "1.0.0", resolution.model));
}

static const Catalog__V1__WorkloadThreat *find(const Catalog__V1__Workload *workload, const char *threat,
                                               const char *component) {
    for (size_t i = 0; i < workload->n_threats; i++) {
        if (strcmp(workload->threats[i]->threat, threat) == 0 &&
            strcmp(workload->threats[i]->component, component) == 0)
            return workload->threats[i];
    }
    return NULL;
}

#define INLINE "threats:\n  - {id: odd, on: api, inline: {title: An odd one, likelihood: 1, impact: 1}}\n"

START_TEST(test_workload__rolls_up_threats_by_component) {
    begin();
    struct workload *workload = workload_new("w", &catalog.arena);
    add(workload, TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("implemented") TEXT_ANSWER);
    add(workload, TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") INLINE);
    const Catalog__V1__Workload *message = workload_message(workload);
    ck_assert_str_eq(message->workload, "w");
    ck_assert_uint_eq(message->n_features, 2);
    const Catalog__V1__WorkloadThreat *leak = find(message, "t/leak", "s/store");
    ck_assert_ptr_nonnull(leak);
    ck_assert_uint_eq(leak->rows, 2);
    ck_assert_uint_eq(leak->states[0]->now + leak->states[1]->now, 2);
    ck_assert_uint_ge(leak->n_coverage, 2);
    ck_assert_uint_eq(leak->coverage[0]->rows, 1);
    ck_assert_str_eq(leak->instances[0]->instance, "data-store");
    ck_assert_ptr_nonnull(find(message, "f/feature#odd", ""));
    uint32_t rows = 0;
    for (size_t i = 0; i < message->n_states; i++)
        rows += message->states[i]->now;
    ck_assert_uint_eq(rows, message->features[0]->rows + message->features[1]->rows);
    ck_assert_int_ge(message->threats[0]->highest_now, message->threats[message->n_threats - 1]->highest_now);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_workload__of_no_features_is_empty) {
    begin();
    struct workload *workload = workload_new("", &catalog.arena);
    ck_assert(workload_note(workload, "%d of %d", 1, 2));
    const Catalog__V1__Workload *message = workload_message(workload);
    ck_assert_uint_eq(message->n_threats, 0);
    ck_assert_uint_eq(message->n_states, 0);
    ck_assert_str_eq(message->notes[0], "1 of 2");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_workload__says_when_it_has_no_room) {
    begin();
    const Catalog__V1__Object *object = test_catalog_add(&catalog, TEXT_FEATURE_HEAD TEXT_DEPENDENCY(""));
    struct resolution resolution = test_catalog_resolve(&catalog, object);
    bool is_whole = false;
    for (size_t limit = 16; !is_whole; limit += 61) {
        struct arena arena;
        arena_init(&arena, limit);
        struct workload *workload = workload_new("w", &arena);
        is_whole = workload != NULL && workload_add(workload, object->feature, "1.0.0", resolution.model) &&
                   workload_message(workload) != NULL;
        arena_done(&arena);
        ck_assert_uint_lt(limit, MIB);
    }
    test_catalog_done(&catalog);
}
END_TEST

/* ---- What to test ---- */

#define TEXT_ASSUMING                                                                                                  \
    "kind: component\nname: s/assuming\nversion: 1.0.0\ntitle: It takes things for granted\nservice_class: in_house\n" \
    "elements:\n  - {id: box, kind: store, title: The box}\n"                                                          \
    "entry_points:\n  - {id: api, on: box, exposures: [none, vpc], default_exposure: vpc}\n"                           \
    "  - {id: console, on: box, exposures: [none, internet], default_exposure: none}\n"                                \
    "assumptions:\n  - {id: calm, statement: All is calm., covers: [t/leak], attestation_max_age_days: 30}\n"          \
    "responsibilities:\n  - {id: word, statement: Somebody says so., discharged_by: {statement: true}}\n"

static const Catalog__V1__GetTestScopeResponse *scope_of(const char *text, time_ns at) {
    const Catalog__V1__Object *object = test_catalog_add(&catalog, text);
    const struct resolve_options options = {.at = at, .revision = 1};
    struct resolution resolution = test_catalog_resolve_with(&catalog, object, &options);
    Catalog__V1__GetTestScopeResponse *scope = NULL;
    ck_assert_int_eq(test_scope_of(object, resolution.model, memory_view_catalog(&catalog.view), at, &catalog.arena,
                                   &scope, &catalog.problem),
                     STATUS_OK);
    return scope;
}

#define ASSURED                                                                                                        \
    TEXT_FEATURE_HEAD "dependencies:\n  - {alias: data-store, component: s/assuming, requirement: ^1.0}\n"             \
                      "answers:\n  - to: data-store.word\n    statement: {text: We do., who: me, at: 2026-05-01}\n"    \
                      "  - to: data-store.calm\n    statement: {text: It is., who: you, at: 2026-05-15}\n"

START_TEST(test_test_scope__lists_words_and_until_when_they_count) {
    begin();
    test_catalog_add(&catalog, TEXT_ASSUMING);
    const Catalog__V1__GetTestScopeResponse *scope = scope_of(ASSURED, TEST_CATALOG_TIME);
    ck_assert_uint_eq(scope->n_attestations, 2);
    const Catalog__V1__ScopeAttestation *calm = scope->attestations[0];
    ck_assert_str_eq(calm->address, "data-store.calm");
    ck_assert_str_eq(calm->statement, "All is calm.");
    ck_assert_str_eq(calm->who, "you");
    ck_assert_int_eq(calm->until->seconds - calm->at->seconds, 30LL * 86400);
    ck_assert(calm->counts);
    ck_assert_ptr_null(scope->attestations[1]->until);
    ck_assert(scope->attestations[1]->counts);
    ck_assert(!scope_of(ASSURED, TEST_CATALOG_TIME + 14 * NS_PER_DAY)->attestations[0]->counts);
    ck_assert(!scope_of(ASSURED, TEST_CATALOG_TIME - 40 * NS_PER_DAY)->attestations[1]->counts);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_test_scope__a_word_may_count_longer_than_time_is) {
    begin();
    test_catalog_add(&catalog, TEXT_ASSUMING);
    const Catalog__V1__GetTestScopeResponse *scope = scope_of(
        TEXT_FEATURE_HEAD
        "dependencies:\n  - {alias: data-store, component: s/assuming, requirement: ^1.0}\n"
        "answers:\n"
        "  - to: data-store.word\n    statement: {text: So., who: me, at: 2026-05-01, max_age_days: 4294967295}\n",
        TEST_CATALOG_TIME);
    ck_assert_uint_eq(scope->n_attestations, 1);
    ck_assert(scope->attestations[0]->counts);
    ck_assert_ptr_null(scope->attestations[0]->until);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_test_scope__lists_what_is_exposed) {
    begin();
    test_catalog_add(&catalog, TEXT_ASSUMING);
    const Catalog__V1__GetTestScopeResponse *scope = scope_of(ASSURED, TEST_CATALOG_TIME);
    ck_assert_uint_eq(scope->n_entry_points, 2);
    ck_assert_str_eq(scope->entry_points[0]->address, "data-store.api");
    ck_assert_str_eq(scope->entry_points[0]->exposure, "vpc");
    ck_assert_str_eq(scope->entry_points[0]->component, "s/assuming");
    ck_assert_str_eq(scope->entry_points[1]->address, "door");
    ck_assert_str_eq(scope->entry_points[1]->component, "");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_test_scope__lists_rows_that_rest_on_what_nobody_has_seen) {
    static const struct {
        const char *status;
        size_t rows;
    } cases[] = {{"planned", 0}, {"implemented", 1}, {"verified", 0}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        begin();
        const char *text = arena_printf(
            &catalog.arena,
            "%sthreats:\n  - {id: a, threat: t/alter, on: api}\nmitigations:\n  - {id: m, title: Mine, control: "
            "c/guard, "
            "mitigates: [t/alter], on: [api], status: %s, evidence: [{kind: test, digest: "
            "\"sha256:0000000000000000000000000000000000000000000000000000000000000000\", observed_at: 2026-05-01}]}\n",
            TEXT_FEATURE_HEAD, cases[i].status);
        const Catalog__V1__GetTestScopeResponse *scope = scope_of(text, TEST_CATALOG_TIME);
        ck_assert_msg(scope->n_rows == cases[i].rows, "%s: %zu rows", cases[i].status, scope->n_rows);
        if (scope->n_rows > 0)
            ck_assert_str_eq(scope->rows[0]->controls[0]->control, "c/guard");
        test_catalog_done(&catalog);
    }
}
END_TEST

TEST_SUITE(workload, test_workload__rolls_up_threats_by_component, test_workload__of_no_features_is_empty,
           test_workload__says_when_it_has_no_room, test_test_scope__lists_words_and_until_when_they_count,
           test_test_scope__a_word_may_count_longer_than_time_is, test_test_scope__lists_what_is_exposed,
           test_test_scope__lists_rows_that_rest_on_what_nobody_has_seen)
