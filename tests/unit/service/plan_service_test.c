#include "support/test.h"

#include "base/macros.h"
#include "fixture.h"
#include "model/timestamp.h"

#include "catalog/v1/plan_service.pb-c.h"
#include "catalog/v1/workload_service.pb-c.h"

#include <string.h>

#define PASS CATALOG__V1__GATE_STATE__GATE_STATE_PASS

#define STATEMENT "statement: {source: somebody, action: looks, impact: they know}\nstride: [information_disclosure]\n"

static const char catalog_text[] =
    "kind: threat\nname: t/leak\nversion: 1.0.0\ntitle: Data leaks\nlikelihood: 4\nimpact: 4\n" STATEMENT "---\n"
    "kind: control\nname: c/guard\nversion: 1.0.0\ntitle: Guard\nobjective: It is guarded.\ntype: preventive\n"
    "domain: infrastructure\nmitigates:\n  - {threat: t/leak, strength: full}\n";

#define FEATURE(name, workload, owner, mitigations)                                                                    \
    "---\nkind: feature\nname: " name "\nversion: 1.0.0\ntitle: A feature\nworkload: " workload "\nowner: " owner      \
    "\nstage: build\nelements:\n  - {id: api, kind: process, title: The service}\n"                                    \
    "  - {id: browser, kind: external, title: A browser}\n"                                                            \
    "assets:\n  - {id: data, title: Data, classification: internal, on: [api]}\n"                                      \
    "entry_points:\n  - {id: door, on: api, protocol: https, authentication: none, exposure: internet}\n"              \
    "  - {id: shut, on: api, exposure: none}\n"                                                                        \
    "data_flows:\n  - {id: ask, from: browser, to: api, assets: [data]}\n"                                             \
    "threats:\n  - {id: leak, threat: t/leak, on: api}\n" mitigations

#define GUARDED(status)                                                                                                \
    "mitigations:\n  - {id: guard, title: We guard, control: c/guard, mitigates: [t/leak], on: [api], status: " status \
    "}\n"

static const char features_text[] = FEATURE("f/b", "shop", "team-b", GUARDED("implemented"))
    FEATURE("f/a", "shop", "team-a", GUARDED("planned")) FEATURE("g/c", "depot", "team-c", "");

static void open_catalog(struct fixture *fixture) {
    fixture_open(fixture);
    fixture_apply(fixture, catalog_text, true);
    fixture_apply(fixture, features_text + strlen("---\n"), true);
}

static Catalog__V1__ResolutionTarget *target_of(struct fixture *fixture, const char *name) {
    Catalog__V1__ResolutionTarget *target = ARENA_NEW(&fixture->arena, Catalog__V1__ResolutionTarget);
    catalog__v1__resolution_target__init(target);
    target->target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    target->selector = fixture_selector(fixture, name, "");
    return target;
}

START_TEST(test_plan_service__plans_for_a_stored_feature) {
    struct fixture fixture;
    Catalog__V1__PlanFeatureRequest request;
    open_catalog(&fixture);
    catalog__v1__plan_feature_request__init(&request);
    request.target = target_of(&fixture, "f/a");
    const Catalog__V1__PlanFeatureResponse *plan = fixture_call(&fixture, "PlanService/PlanFeature", &request.base);
    ck_assert_str_eq(plan->model, "f/a");
    ck_assert_uint_eq(plan->revision, 2);
    ck_assert_uint_eq(plan->n_sequence, 1);
    ck_assert_str_eq(plan->sequence[0]->subject, "guard");
    ck_assert_int_eq(plan->gate_after, PASS);
    request.as_planned = true;
    plan = fixture_call(&fixture, "PlanService/PlanFeature", &request.base);
    ck_assert_int_eq(plan->gate, PASS);
    ck_assert(plan->as_planned);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_plan_service__refuses_what_is_not_there) {
    struct fixture fixture;
    Catalog__V1__PlanFeatureRequest request;
    open_catalog(&fixture);
    catalog__v1__plan_feature_request__init(&request);
    ck_assert_str_eq(fixture_fail(&fixture, "PlanService/PlanFeature", &request.base).reason, "NO_TARGET");
    request.target = target_of(&fixture, "f/none");
    ck_assert_int_eq(fixture_fail(&fixture, "PlanService/PlanFeature", &request.base).code, STATUS_NOT_FOUND);
    request.target = target_of(&fixture, "c/guard");
    ck_assert_str_eq(fixture_fail(&fixture, "PlanService/PlanFeature", &request.base).reason, "NOT_A_MODEL");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_plan_service__says_which_control_the_platform_should_have) {
    struct fixture fixture;
    Catalog__V1__PlanOrganisationRequest request;
    open_catalog(&fixture);
    catalog__v1__plan_organisation_request__init(&request);
    const Catalog__V1__PlanOrganisationResponse *plan =
        fixture_call(&fixture, "PlanService/PlanOrganisation", &request.base);
    ck_assert_uint_eq(plan->features, 3);
    ck_assert_uint_eq(plan->features_total, 3);
    ck_assert_uint_eq(plan->n_controls, 1);
    ck_assert_str_eq(plan->next_page_token, "");
    const Catalog__V1__PlatformControl *control = plan->controls[0];
    ck_assert_str_eq(control->control, "c/guard");
    ck_assert_str_eq(control->title, "Guard");
    ck_assert_uint_eq(control->features, 2);
    ck_assert_uint_eq(control->rows_closed, 2);
    ck_assert_uint_eq(control->verdicts_improved, 2);
    ck_assert_uint_eq(control->passes, 2);
    ck_assert_uint_eq(control->n_examples, 2);
    ck_assert_str_eq(control->examples[0], "f/a");
    ck_assert_str_eq(control->examples[1], "g/c");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_plan_service__pages_over_features_at_one_revision_and_time) {
    struct fixture fixture;
    Catalog__V1__PlanOrganisationRequest request;
    open_catalog(&fixture);
    catalog__v1__plan_organisation_request__init(&request);
    request.page_size = 1;
    uint32_t features = 0;
    uint32_t rows_closed = 0;
    int64_t at = 0;
    for (unsigned pages = 0;; pages++) {
        const Catalog__V1__PlanOrganisationResponse *page =
            fixture_call(&fixture, "PlanService/PlanOrganisation", &request.base);
        features += page->features;
        rows_closed += page->n_controls == 0 ? 0 : page->controls[0]->rows_closed;
        ck_assert_uint_eq(page->revision, 2);
        at = pages == 0 ? page->at->seconds : at;
        ck_assert_int_eq(page->at->seconds, at);
        ck_assert_uint_lt(pages, 3);
        if (page->next_page_token[0] == '\0')
            break;
        request.page_token = page->next_page_token;
        fixture.now += NS_PER_DAY;
        fixture_apply(
            &fixture,
            fixture_control(&fixture, "c/other", pages == 0 ? "1.0.0" : "1.0.1", pages == 0 ? "Other" : "More"), true);
    }
    ck_assert_uint_eq(features, 3);
    ck_assert_uint_eq(rows_closed, 2);
    request.page_token = arena_strdup(&fixture.arena, "nonsense");
    ck_assert_str_eq(fixture_fail(&fixture, "PlanService/PlanOrganisation", &request.base).reason, "BAD_PAGE_TOKEN");
    request.page_size = 1001;
    ck_assert_str_eq(fixture_fail(&fixture, "PlanService/PlanOrganisation", &request.base).reason, "BAD_PAGE_SIZE");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_plan_service__has_nothing_to_say_without_features) {
    struct fixture fixture;
    Catalog__V1__PlanOrganisationRequest request;
    Catalog__V1__ListWorkloadsRequest list;
    fixture_open(&fixture);
    fixture_apply(&fixture, catalog_text, true);
    catalog__v1__plan_organisation_request__init(&request);
    const Catalog__V1__PlanOrganisationResponse *plan =
        fixture_call(&fixture, "PlanService/PlanOrganisation", &request.base);
    ck_assert_uint_eq(plan->features_total, 0);
    ck_assert_uint_eq(plan->n_controls, 0);
    catalog__v1__list_workloads_request__init(&list);
    const Catalog__V1__ListWorkloadsResponse *workloads =
        fixture_call(&fixture, "WorkloadService/ListWorkloads", &list.base);
    ck_assert_uint_eq(workloads->n_workloads, 0);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_workload_service__lists_workloads_in_pages) {
    struct fixture fixture;
    Catalog__V1__ListWorkloadsRequest request;
    open_catalog(&fixture);
    catalog__v1__list_workloads_request__init(&request);
    request.page_size = 1;
    const Catalog__V1__ListWorkloadsResponse *page =
        fixture_call(&fixture, "WorkloadService/ListWorkloads", &request.base);
    ck_assert_uint_eq(page->n_workloads, 1);
    ck_assert_str_eq(page->workloads[0]->workload, "depot");
    request.page_token = page->next_page_token;
    page = fixture_call(&fixture, "WorkloadService/ListWorkloads", &request.base);
    ck_assert_str_eq(page->workloads[0]->workload, "shop");
    ck_assert_uint_eq(page->workloads[0]->features, 2);
    ck_assert_uint_eq(page->workloads[0]->n_owners, 2);
    ck_assert_str_eq(page->workloads[0]->owners[0], "team-a");
    ck_assert_str_eq(page->next_page_token, "");
    request.page_token = arena_strdup(&fixture.arena, "");
    request.at_revision = 1;
    page = fixture_call(&fixture, "WorkloadService/ListWorkloads", &request.base);
    ck_assert_uint_eq(page->n_workloads, 0);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_workload_service__rolls_features_up) {
    struct fixture fixture;
    Catalog__V1__GetWorkloadRequest request;
    open_catalog(&fixture);
    catalog__v1__get_workload_request__init(&request);
    request.workload = arena_strdup(&fixture.arena, "shop");
    const Catalog__V1__GetWorkloadResponse *response =
        fixture_call(&fixture, "WorkloadService/GetWorkload", &request.base);
    const Catalog__V1__Workload *workload = response->workload;
    ck_assert_uint_eq(workload->n_features, 2);
    ck_assert_str_eq(workload->features[0]->name, "f/a");
    ck_assert_str_eq(workload->features[0]->version, "1.0.0");
    ck_assert_uint_eq(workload->features[0]->rows_open, 1);
    ck_assert_int_eq(workload->features[1]->now, PASS);
    ck_assert_uint_eq(workload->n_threats, 1);
    const Catalog__V1__WorkloadThreat *threat = workload->threats[0];
    ck_assert_str_eq(threat->threat, "t/leak");
    ck_assert_str_eq(threat->component, "");
    ck_assert_uint_eq(threat->rows, 2);
    ck_assert_uint_eq(threat->n_states, 2);
    ck_assert_uint_eq(threat->states[0]->now, 1);
    ck_assert_uint_eq(threat->states[1]->planned, 2);
    ck_assert_uint_eq(threat->n_coverage, 1);
    ck_assert_int_eq(threat->coverage[0]->layer, CATALOG__V1__LAYER__LAYER_APPLICATION);
    ck_assert_str_eq(threat->coverage[0]->provider, "f/b");
    ck_assert_uint_eq(threat->instance_count, 2);
    ck_assert_str_eq(threat->instances[0]->feature, "f/a");
    ck_assert_uint_eq(threat->instances[0]->rows_open, 1);
    request.workload = arena_strdup(&fixture.arena, "none");
    ck_assert_str_eq(fixture_fail(&fixture, "WorkloadService/GetWorkload", &request.base).reason, "WORKLOAD_NOT_FOUND");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_workload_service__says_what_to_test) {
    struct fixture fixture;
    Catalog__V1__GetTestScopeRequest request;
    open_catalog(&fixture);
    catalog__v1__get_test_scope_request__init(&request);
    request.target = target_of(&fixture, "f/b");
    const Catalog__V1__GetTestScopeResponse *scope =
        fixture_call(&fixture, "WorkloadService/GetTestScope", &request.base);
    ck_assert_str_eq(scope->model, "f/b");
    ck_assert_uint_eq(scope->revision, 2);
    ck_assert_uint_eq(scope->n_entry_points, 1);
    ck_assert_str_eq(scope->entry_points[0]->address, "door");
    ck_assert_str_eq(scope->entry_points[0]->exposure, "internet");
    ck_assert_uint_eq(scope->n_rows, 1);
    ck_assert_str_eq(scope->rows[0]->key, "t/leak@api");
    ck_assert_str_eq(scope->rows[0]->controls[0]->mitigation, "guard");
    ck_assert_str_eq(scope->rows[0]->controls[0]->title, "We guard");
    ck_assert_uint_eq(scope->n_attestations, 0);
    request.target = NULL;
    ck_assert_str_eq(fixture_fail(&fixture, "WorkloadService/GetTestScope", &request.base).reason, "NO_TARGET");
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(plan_service, test_plan_service__plans_for_a_stored_feature, test_plan_service__refuses_what_is_not_there,
           test_plan_service__says_which_control_the_platform_should_have,
           test_plan_service__pages_over_features_at_one_revision_and_time,
           test_plan_service__has_nothing_to_say_without_features, test_workload_service__lists_workloads_in_pages,
           test_workload_service__rolls_features_up, test_workload_service__says_what_to_test)
