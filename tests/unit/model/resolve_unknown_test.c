#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include <stdio.h>

#define CONDITIONAL CATALOG__V1__ROW_STATE__ROW_STATE_CONDITIONAL

/* A component whose only control hangs on a fact, and whose threat hangs on a parameter. */
#define TEXT_OPEN_STORE                                                                                                \
    "kind: component\nname: s/store\nversion: 1.0.0\ntitle: A store\nservice_class: abstracted\n"                      \
    "parameters:\n  - {name: mode, type: enum, allowed_values: [open, shut]}\n"                                        \
    "elements:\n  - {id: box, kind: store, title: The box}\n"                                                          \
    "entry_points:\n  - {id: api, on: box, exposures: [vpc], default_exposure: vpc}\n"                                 \
    "threats:\n  - {id: leak, threat: t/leak, on: box}\n"                                                              \
    "  - {id: alter, threat: t/alter, on: box, when: config.mode == \"open\"}\n"                                       \
    "provides:\n"                                                                                                      \
    "  - {id: guard, control: c/guard, mitigates: [t/leak], strength: full, when: facts.private_account}\n"            \
    "assumptions:\n  - {id: ours, statement: It is ours., holds_when: facts.human_access, covers: [t/theft]}\n"

static struct test_catalog catalog;

static struct resolution resolve_with(const char *facts, const char *more) {
    char text[4096];
    snprintf(text, sizeof text,
             "%sfacts: {%s}\ndependencies:\n  - {alias: data-store, component: s/store, requirement: ^1.0%s}\n",
             TEXT_FEATURE_HEAD, facts, more);
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS TEXT_OPEN_STORE);
    return test_catalog_resolve(&catalog, test_catalog_add(&catalog, text));
}

START_TEST(test_resolve_unknown__is_conditional_and_names_the_fact) {
    struct resolution resolution = resolve_with("private_account: unknown", "");
    const Catalog__V1__Row *row = test_row(&resolution, "t/leak@data-store.box");
    ck_assert_int_eq(row->now->state, CONDITIONAL);
    ck_assert_uint_eq(row->now->n_unknown, 1);
    ck_assert_str_eq(row->now->unknown[0], "facts.private_account");
    ck_assert_uint_eq(row->now->residual->likelihood, 4);
    ck_assert_uint_eq(row->now->residual_lenient->likelihood, 1);
    ck_assert_int_eq(resolution.model->now->state, CATALOG__V1__GATE_STATE__GATE_STATE_CONDITIONAL);
    ck_assert_int_eq(test_provision(&resolution, "data-store.guard")->state,
                     CATALOG__V1__CREDIT_STATE__CREDIT_STATE_UNKNOWN);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_unknown__a_known_fact_settles_it) {
    static const struct {
        const char *facts;
        Catalog__V1__RowState state;
    } cases[] = {{"private_account: true, human_access: true", CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED},
                 {"private_account: false", CATALOG__V1__ROW_STATE__ROW_STATE_OPEN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct resolution resolution = resolve_with(cases[i].facts, "");
        ck_assert_int_eq(test_row(&resolution, "t/leak@data-store.box")->now->state, cases[i].state);
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_resolve_unknown__a_threat_that_may_apply_does_strictly) {
    struct resolution resolution = resolve_with("private_account: true", "");
    const Catalog__V1__Row *row = test_row(&resolution, "t/alter@data-store.box");
    ck_assert_int_eq(row->now->state, CONDITIONAL);
    ck_assert_str_eq(row->now->unknown[0], "data-store.config.mode");
    ck_assert_str_eq(row->sources[0]->unknown[0], "data-store.config.mode");
    ck_assert_uint_eq(row->now->residual_lenient->impact, 1);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_unknown__a_threat_that_does_not_apply_has_no_row) {
    struct resolution resolution = resolve_with("private_account: true", ", configuration: {mode: shut}");
    ck_assert_ptr_null(test_row(&resolution, "t/alter@data-store.box"));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_unknown__an_assumption_is_met_pending_or_violated) {
    static const struct {
        const char *facts;
        Catalog__V1__DutyState state;
        bool has_row;
    } cases[] = {{"human_access: true", CATALOG__V1__DUTY_STATE__DUTY_STATE_MET, false},
                 {"human_access: unknown", CATALOG__V1__DUTY_STATE__DUTY_STATE_PENDING, true},
                 {"human_access: false", CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct resolution resolution = resolve_with(cases[i].facts, "");
        ck_assert_int_eq(test_assumption(&resolution, "data-store.ours")->state, cases[i].state);
        ck_assert_int_eq(test_row(&resolution, "t/theft@data-store.box") != NULL, cases[i].has_row);
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_resolve_unknown__an_attestation_meets_a_pending_assumption_while_it_is_young) {
    static const struct {
        const char *facts;
        const char *statement;
        Catalog__V1__DutyState state;
    } cases[] = {
        {"personal_data: true", "at: 2026-05-01", CATALOG__V1__DUTY_STATE__DUTY_STATE_MET},
        {"personal_data: true", "at: 2026-05-01, max_age_days: 31", CATALOG__V1__DUTY_STATE__DUTY_STATE_PENDING},
        {"personal_data: true", "at: 2026-05-01, max_age_days: 32", CATALOG__V1__DUTY_STATE__DUTY_STATE_MET},
        {"personal_data: true", "at: 2025-05-01", CATALOG__V1__DUTY_STATE__DUTY_STATE_PENDING},
        {"personal_data: true", "at: 2026-07-01", CATALOG__V1__DUTY_STATE__DUTY_STATE_PENDING},
        {"human_access: false", "at: 2026-05-01", CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char more[512];
        snprintf(more, sizeof more, "}\nanswers:\n  - {to: data-store.ours, statement: {text: It is., who: us, %s}",
                 cases[i].statement);
        struct resolution resolution = resolve_with(cases[i].facts, more);
        ck_assert_msg(test_assumption(&resolution, "data-store.ours")->state == cases[i].state, "case %zu", i);
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_resolve_unknown__the_derived_classification_is_a_fact) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS
                     "kind: component\nname: s/store\nversion: 1.0.0\ntitle: A store\nservice_class: abstracted\n"
                     "elements:\n  - {id: box, kind: store, title: The box}\n"
                     "threats:\n"
                     "  - {id: a, threat: t/leak, on: box, when: facts.data_classification >= \"internal\"}\n"
                     "  - {id: b, threat: t/alter, on: box, when: facts.data_classification > \"internal\"}\n");
    struct resolution resolution = test_catalog_resolve(
        &catalog, test_catalog_add(&catalog, TEXT_FEATURE_HEAD
                                   "dependencies:\n  - {alias: data-store, component: s/store, requirement: ^1.0}\n"));
    ck_assert_str_eq(resolution.model->data_classification, "internal");
    ck_assert_ptr_nonnull(test_row(&resolution, "t/leak@data-store.box"));
    ck_assert_ptr_null(test_row(&resolution, "t/alter@data-store.box"));
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(resolve_unknown, test_resolve_unknown__is_conditional_and_names_the_fact,
           test_resolve_unknown__a_known_fact_settles_it, test_resolve_unknown__a_threat_that_may_apply_does_strictly,
           test_resolve_unknown__a_threat_that_does_not_apply_has_no_row,
           test_resolve_unknown__an_assumption_is_met_pending_or_violated,
           test_resolve_unknown__an_attestation_meets_a_pending_assumption_while_it_is_young,
           test_resolve_unknown__the_derived_classification_is_a_fact)
