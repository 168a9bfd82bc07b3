#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include <stdio.h>

#define MITIGATED CATALOG__V1__ROW_STATE__ROW_STATE_MITIGATED
#define PARTIAL   CATALOG__V1__ROW_STATE__ROW_STATE_PARTIAL
#define OPEN      CATALOG__V1__ROW_STATE__ROW_STATE_OPEN

static struct test_catalog catalog;

static struct resolution resolve_text(const char *store, const char *feature) {
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS);
    test_catalog_add(&catalog, store);
    return test_catalog_resolve(&catalog, test_catalog_add(&catalog, feature));
}

static const Catalog__V1__Row *leak_of(const struct resolution *resolution) {
    const Catalog__V1__Row *row = test_row(resolution, "t/leak@data-store.box");
    ck_assert_ptr_nonnull(row);
    return row;
}

START_TEST(test_resolve_credit__counts_a_provision_whose_responsibility_is_met) {
    struct resolution resolution =
        resolve_text(TEXT_STORE, TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("implemented") TEXT_ANSWER);
    const Catalog__V1__Row *row = leak_of(&resolution);
    ck_assert_int_eq(row->now->state, MITIGATED);
    ck_assert_int_eq(row->now->mitigated_by, CATALOG__V1__MITIGATED_BY__MITIGATED_BY_MIXED);
    ck_assert_uint_eq(row->now->depth, 2);
    ck_assert(test_credit(row, "data-store.guard")->counts_now);
    ck_assert(test_credit(row, "role")->counts_now);
    ck_assert(!test_credit(row, "data-store.watch")->counts_now);
    ck_assert_str_eq(test_credit(row, "data-store.watch")->causes[0]->code, "NOT_CONFIGURED");
    ck_assert_uint_eq(row->now->residual->likelihood, 1);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_credit__an_unmet_responsibility_takes_the_components_credit_only) {
    struct resolution resolution = resolve_text(
        TEXT_STORE, TEXT_FEATURE_HEAD TEXT_DEPENDENCY(", configuration: {watched: true}") TEXT_ROLE("implemented"));
    const Catalog__V1__Row *row = leak_of(&resolution);
    ck_assert_int_eq(row->now->state, PARTIAL);
    ck_assert_int_eq(row->now->mitigated_by, CATALOG__V1__MITIGATED_BY__MITIGATED_BY_OWN);
    ck_assert(!test_credit(row, "data-store.guard")->counts_now);
    ck_assert(!test_credit(row, "data-store.watch")->counts_now);
    ck_assert_str_eq(row->now->causes[1]->code, "RESPONSIBILITY_UNMET");
    ck_assert_str_eq(row->now->causes[1]->subject, "data-store.key");
    ck_assert_int_eq(test_responsibility(&resolution, "data-store.key")->state,
                     CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET);
    ck_assert_ptr_nonnull(test_reason(&resolution, "RESPONSIBILITY_UNMET"));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_credit__planned_counts_as_planned_only) {
    struct resolution resolution =
        resolve_text(TEXT_STORE, TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("planned") TEXT_ANSWER);
    const Catalog__V1__Row *row = leak_of(&resolution);
    ck_assert_int_eq(row->now->state, OPEN);
    ck_assert_int_eq(row->planned->state, MITIGATED);
    ck_assert_int_eq(test_responsibility(&resolution, "data-store.key")->planned,
                     CATALOG__V1__DUTY_STATE__DUTY_STATE_MET);
    ck_assert_int_eq(resolution.model->now->state, CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED);
    ck_assert_int_eq(resolution.model->planned->state, CATALOG__V1__GATE_STATE__GATE_STATE_PASS);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_credit__proposed_counts_nowhere) {
    struct resolution resolution =
        resolve_text(TEXT_STORE, TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("proposed") TEXT_ANSWER);
    ck_assert_int_eq(leak_of(&resolution)->planned->state, OPEN);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_credit__an_answer_needs_control_and_evidence) {
    static const char *const mitigations[] = {
        "mitigations:\n  - {id: role, control: c/watch, mitigates: [t/leak], on: [data-store], status: implemented, "
        "evidence: [{kind: policy}]}\n",
        "mitigations:\n  - {id: role, control: c/role, mitigates: [t/leak], on: [data-store], status: implemented, "
        "evidence: [{kind: photograph}]}\n",
        "mitigations:\n  - {id: role, control: c/role, mitigates: [t/leak], on: [data-store], status: implemented}\n",
    };
    for (size_t i = 0; i < sizeof mitigations / sizeof *mitigations; i++) {
        char text[4096];
        snprintf(text, sizeof text, "%s%s%s%s", TEXT_FEATURE_HEAD, TEXT_DEPENDENCY(""), mitigations[i], TEXT_ANSWER);
        struct resolution resolution = resolve_text(TEXT_STORE, text);
        ck_assert_msg(test_responsibility(&resolution, "data-store.key")->state ==
                          CATALOG__V1__DUTY_STATE__DUTY_STATE_UNMET,
                      "case %zu", i);
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_resolve_credit__a_flow_that_ends_in_the_instance_is_covered) {
    struct resolution resolution =
        resolve_text(TEXT_STORE, TEXT_FEATURE_HEAD TEXT_DEPENDENCY("") TEXT_ROLE("implemented") TEXT_ANSWER
                     "threats:\n  - {id: on-the-way, threat: t/leak, on: save}\n"
                     "  - {id: other-way, threat: t/leak, on: ask}\n");
    ck_assert(test_credit(test_row(&resolution, "t/leak@save"), "data-store.guard")->counts_now);
    ck_assert_ptr_null(test_credit(test_row(&resolution, "t/leak@ask"), "data-store.guard"));
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_credit__a_mitigation_may_use_a_provision_elsewhere) {
    struct resolution resolution = resolve_text(
        TEXT_STORE,
        TEXT_FEATURE_HEAD TEXT_DEPENDENCY(
            "") "mitigations:\n  - {id: role, control: c/role, mitigates: [t/leak], on: [data-store], layer: identity, "
                "status: implemented, evidence: [{kind: policy}]}\n"
                "  - {id: borrowed, uses: data-store.guard, mitigates: [t/leak], on: [api], status: implemented}\n"
                "  - {id: lost, uses: data-store.watch, mitigates: [t/leak], on: [door], status: "
                "implemented}\n" TEXT_ANSWER
                "threats:\n  - {id: a, threat: t/leak, on: api}\n  - {id: b, threat: t/leak, on: door}\n");
    const Catalog__V1__Credit *borrowed = test_credit(test_row(&resolution, "t/leak@api"), "borrowed");
    ck_assert(borrowed->counts_now);
    ck_assert(borrowed->is_inherited);
    ck_assert_str_eq(borrowed->provider, "s/store");
    ck_assert_int_eq(borrowed->strength, CATALOG__V1__STRENGTH__STRENGTH_FULL);
    ck_assert_int_eq(borrowed->layer, CATALOG__V1__LAYER__LAYER_PLATFORM_API);
    ck_assert(!test_credit(test_row(&resolution, "t/leak@door"), "lost")->counts_now);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_credit__a_group_needs_all_of_its_controls) {
    static const struct {
        const char *second;
        Catalog__V1__RowState state;
    } cases[] = {
        {"", PARTIAL},
        {"  - {id: watch, control: c/watch, mitigates: [t/grouped], on: [api], status: implemented}\n", MITIGATED},
        {"  - {id: other, control: c/role, mitigates: [t/grouped], on: [api], layer: identity, status: "
         "implemented}\n",
         PARTIAL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[4096];
        snprintf(text, sizeof text,
                 "%sthreats:\n  - {id: g, threat: t/grouped, on: api}\n"
                 "mitigations:\n  - {id: guard, control: c/guard, mitigates: [t/grouped], on: [api], status: "
                 "implemented}\n%s",
                 TEXT_FEATURE_HEAD, cases[i].second);
        struct resolution resolution = resolve_text(TEXT_STORE, text);
        ck_assert_msg(test_row(&resolution, "t/grouped@api")->now->state == cases[i].state, "case %zu", i);
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_resolve_credit__partial_ones_in_two_groups_answer_a_threat) {
    static const struct {
        const char *layer;
        Catalog__V1__RowState state;
    } cases[] = {{"application", PARTIAL}, {"identity", MITIGATED}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[4096];
        snprintf(
            text, sizeof text,
            "%sthreats:\n  - {id: l, threat: t/leak, on: api}\n"
            "mitigations:\n  - {id: watch, control: c/watch, mitigates: [t/leak], on: [api], status: implemented}\n"
            "  - {id: role, control: c/role, mitigates: [t/leak], on: [api], layer: %s, status: implemented}\n",
            TEXT_FEATURE_HEAD, cases[i].layer);
        struct resolution resolution = resolve_text(TEXT_STORE, text);
        ck_assert_msg(test_row(&resolution, "t/leak@api")->now->state == cases[i].state, "case %zu", i);
        test_catalog_done(&catalog);
    }
}
END_TEST

START_TEST(test_resolve_credit__expires_at_the_boundary_and_not_before) {
    static const char mitigation[] =
        "threats:\n  - {id: l, threat: t/leak, on: api}\n"
        "mitigations:\n  - {id: guard, control: c/guard, mitigates: [t/leak], on: [api], status: implemented, "
        "evidence: [{kind: test, valid_until: 2026-07-01}]}\n";
    const time_ns boundary = 1782864000LL * NS_PER_SECOND; /* 2026-07-01T00:00:00Z */
    struct resolve_options options = {.at = boundary - 1};
    char text[4096];
    snprintf(text, sizeof text, "%s%s", TEXT_FEATURE_HEAD, mitigation);
    resolve_text(TEXT_STORE, text);
    const Catalog__V1__Object *feature = test_catalog_find(&catalog, "f/feature");
    struct resolution before = test_catalog_resolve_with(&catalog, feature, &options);
    options.at = boundary;
    struct resolution after = test_catalog_resolve_with(&catalog, feature, &options);
    ck_assert_int_eq(test_row(&before, "t/leak@api")->now->state, MITIGATED);
    ck_assert_int_eq(before.model->now->next_boundary->seconds, boundary / NS_PER_SECOND);
    ck_assert_int_eq(test_row(&after, "t/leak@api")->now->state, OPEN);
    ck_assert_ptr_nonnull(test_finding(&after, "EVIDENCE_EXPIRED"));
    ck_assert_ptr_null(after.model->now->next_boundary);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_credit__never_counts_only_because_of_itself) {
    struct resolution resolution = resolve_text(
        "kind: component\nname: s/store\nversion: 1.0.0\ntitle: A store\nservice_class: abstracted\n"
        "elements:\n  - {id: box, kind: store, title: The box}\n"
        "threats:\n  - {id: leak, threat: t/leak, on: box}\n"
        "provides:\n  - {id: guard, control: c/guard, mitigates: [t/leak], strength: full, requires: [key]}\n"
        "responsibilities:\n  - {id: key, statement: The key is kept., mandatory: true}\n",
        TEXT_FEATURE_HEAD "dependencies:\n  - {alias: data-store, component: s/store, requirement: ^1.0}\n"
                          "mitigations:\n  - {id: circle, uses: data-store.guard, mitigates: [t/leak], on: [api], "
                          "status: implemented}\n"
                          "answers:\n  - {to: data-store.key, by: [circle]}\n");
    ck_assert_int_eq(test_provision(&resolution, "data-store.guard")->state,
                     CATALOG__V1__CREDIT_STATE__CREDIT_STATE_NOT_CREDITED);
    ck_assert_str_eq(test_finding(&resolution, "CIRCULAR_CREDIT")->subject, "data-store.guard");
    ck_assert_int_eq(leak_of(&resolution)->now->state, OPEN);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_credit__refuses_more_strength_than_the_control_has) {
    struct resolution resolution = resolve_text(
        TEXT_STORE, TEXT_FEATURE_HEAD "threats:\n  - {id: l, threat: t/leak, on: api}\n"
                                      "mitigations:\n  - {id: watch, control: c/watch, mitigates: [t/leak], on: [api], "
                                      "strength: full, status: implemented}\n");
    ck_assert_ptr_nonnull(test_reason(&resolution, "INVALID_OBJECT"));
    ck_assert_int_eq(resolution.model->now->state, CATALOG__V1__GATE_STATE__GATE_STATE_INVALID);
    ck_assert_int_eq(test_row(&resolution, "t/leak@api")->now->state, PARTIAL);
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(resolve_credit, test_resolve_credit__counts_a_provision_whose_responsibility_is_met,
           test_resolve_credit__an_unmet_responsibility_takes_the_components_credit_only,
           test_resolve_credit__planned_counts_as_planned_only, test_resolve_credit__proposed_counts_nowhere,
           test_resolve_credit__an_answer_needs_control_and_evidence,
           test_resolve_credit__a_flow_that_ends_in_the_instance_is_covered,
           test_resolve_credit__a_mitigation_may_use_a_provision_elsewhere,
           test_resolve_credit__a_group_needs_all_of_its_controls,
           test_resolve_credit__partial_ones_in_two_groups_answer_a_threat,
           test_resolve_credit__expires_at_the_boundary_and_not_before,
           test_resolve_credit__never_counts_only_because_of_itself,
           test_resolve_credit__refuses_more_strength_than_the_control_has)
