#include "resolve_texts.h"
#include "support/catalog.h"
#include "support/test.h"

#include <stdio.h>

static struct test_catalog catalog;

/* Resolves a feature with one open row and one unmet entry while a decision of KIND about both is in force. */
static struct resolution resolve_deciding(Catalog__V1__DecisionKind kind, const char *level) {
    static char threat[] = "t/leak";
    static char place[] = "api";
    static char control[] = "c/watch";
    static char id[] = "d-1";
    static char approver[] = "lead";
    static Catalog__V1__DecisionSubject row;
    static Catalog__V1__DecisionSubject entry;
    static Catalog__V1__DecisionSubject *subjects[] = {&row, &entry};
    static Catalog__V1__DecisionRequest request;
    static Catalog__V1__Decision decision;
    static const Catalog__V1__Decision *const decisions[] = {&decision};
    char baseline[512];
    catalog__v1__decision_subject__init(&row);
    catalog__v1__decision_subject__init(&entry);
    catalog__v1__decision_request__init(&request);
    catalog__v1__decision__init(&decision);
    row.threat = threat;
    row.place = place;
    entry.control = control;
    request.kind = kind;
    request.subjects = subjects;
    request.n_subjects = 2;
    request.likelihood = 2;
    decision.id = id;
    decision.approver = approver;
    decision.request = &request;
    snprintf(baseline, sizeof baseline,
             "kind: baseline\nname: b/one\nversion: 1.0.0\ntitle: One\nentries:\n"
             "  - {id: watch, control: c/watch, level: %s}\n",
             level);
    test_catalog_init(&catalog);
    test_catalog_add(&catalog, TEXT_THREATS TEXT_CONTROLS);
    test_catalog_add(&catalog, baseline);
    struct resolve_options options = {.at = TEST_CATALOG_TIME, .decisions = decisions, .decision_count = 1};
    return test_catalog_resolve_with(
        &catalog,
        test_catalog_add(&catalog, "kind: feature\nname: f/feature\nversion: 1.0.0\ntitle: A feature\n"
                                   "elements:\n  - {id: api, kind: process, title: The service}\n"
                                   "threats:\n  - {id: leak, threat: t/leak, on: api}\n"),
        &options);
}

START_TEST(test_resolve_decision__sets_the_state_and_leaves_the_risk_visible) {
    struct resolution resolution = resolve_deciding(CATALOG__V1__DECISION_KIND__DECISION_KIND_ACCEPTED, "negotiable");
    const Catalog__V1__Row *row = test_row(&resolution, "t/leak@api");
    ck_assert_int_eq(row->now->state, CATALOG__V1__ROW_STATE__ROW_STATE_ACCEPTED);
    ck_assert_uint_eq(row->now->residual->likelihood, 4);
    ck_assert(!row->now->above_appetite);
    ck_assert_ptr_null(test_reason(&resolution, "RISK_ABOVE_APPETITE"));
    ck_assert_int_eq(test_entry(&resolution, "c/watch", "")->state, CATALOG__V1__ENTRY_STATE__ENTRY_STATE_LIFTED);
    ck_assert(resolution.model->decisions[0]->in_force);
    ck_assert_str_eq(resolution.model->decisions[0]->approver, "lead");
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_decision__not_applicable_is_a_state_of_its_own) {
    struct resolution resolution =
        resolve_deciding(CATALOG__V1__DECISION_KIND__DECISION_KIND_NOT_APPLICABLE, "negotiable");
    ck_assert_int_eq(test_row(&resolution, "t/leak@api")->now->state, CATALOG__V1__ROW_STATE__ROW_STATE_NOT_APPLICABLE);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_decision__lifts_no_mandatory_entry) {
    struct resolution resolution = resolve_deciding(CATALOG__V1__DECISION_KIND__DECISION_KIND_ACCEPTED, "mandatory");
    ck_assert_int_eq(test_entry(&resolution, "c/watch", "")->state, CATALOG__V1__ENTRY_STATE__ENTRY_STATE_UNMET);
    test_catalog_done(&catalog);
}
END_TEST

START_TEST(test_resolve_decision__rerates_downwards_only) {
    struct resolution resolution = resolve_deciding(CATALOG__V1__DECISION_KIND__DECISION_KIND_RERATED, "advisory");
    const Catalog__V1__Row *row = test_row(&resolution, "t/leak@api");
    ck_assert_uint_eq(row->inherent->likelihood, 2);
    ck_assert_uint_eq(row->inherent->impact, 4);
    ck_assert_int_eq(row->now->state, CATALOG__V1__ROW_STATE__ROW_STATE_OPEN);
    ck_assert_int_eq(test_entry(&resolution, "c/watch", "")->state, CATALOG__V1__ENTRY_STATE__ENTRY_STATE_UNMET);
    test_catalog_done(&catalog);
}
END_TEST

TEST_SUITE(resolve_decision, test_resolve_decision__sets_the_state_and_leaves_the_risk_visible,
           test_resolve_decision__not_applicable_is_a_state_of_its_own, test_resolve_decision__lifts_no_mandatory_entry,
           test_resolve_decision__rerates_downwards_only)
