#include "support/test.h"

#include "base/macros.h"
#include "fixture.h"
#include "support/scarce.h"

#include "catalog/v1/advisory_service.pb-c.h"
#include "catalog/v1/changes_service.pb-c.h"
#include "catalog/v1/gate_service.pb-c.h"
#include "catalog/v1/impact_service.pb-c.h"
#include "catalog/v1/plan_service.pb-c.h"
#include "catalog/v1/resolution_service.pb-c.h"
#include "catalog/v1/upgrade_service.pb-c.h"
#include "catalog/v1/workload_service.pb-c.h"

/* More allocations than any handler takes here. */
#define ALLOCATIONS_MAX 2000

#define NAME "c/mfa"

/* Makes a request in the fixture's arena. */
typedef const ProtobufCMessage *(*request_maker)(struct fixture *fixture);

#define NEW_REQUEST(fixture, variable, Type, type)                                                                     \
    Catalog__V1__##Type *variable = ARENA_NEW(&(fixture)->arena, Catalog__V1__##Type);                                 \
    catalog__v1__##type##__init(variable)

static const ProtobufCMessage *get_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, GetObjectRequest, get_object_request);
    request->selector = fixture_selector(fixture, NAME, "");
    return &request->base;
}

static const ProtobufCMessage *batch_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, BatchGetObjectsRequest, batch_get_objects_request);
    request->n_selectors = 2;
    request->selectors = ARENA_ARRAY(&fixture->arena, Catalog__V1__ObjectSelector *, 2);
    request->selectors[0] = fixture_selector(fixture, NAME, "1.0.0");
    request->selectors[1] = fixture_selector(fixture, "c/none", "");
    return &request->base;
}

static const ProtobufCMessage *diff_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, DiffObjectsRequest, diff_objects_request);
    request->from = fixture_selector(fixture, NAME, "1.0.0");
    request->to = fixture_selector(fixture, NAME, "1.1.0");
    return &request->base;
}

static const ProtobufCMessage *list_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, ListObjectsRequest, list_objects_request);
    request->page_size = 1;
    return &request->base;
}

static const ProtobufCMessage *versions_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, ListVersionsRequest, list_versions_request);
    request->name = arena_strdup(&fixture->arena, NAME);
    request->page_size = 1;
    return &request->base;
}

static const ProtobufCMessage *changes_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, ListChangesRequest, list_changes_request);
    request->name = arena_strdup(&fixture->arena, NAME);
    return &request->base;
}

static const ProtobufCMessage *draft_request(struct fixture *fixture) {
    const char *yaml = fixture_control(fixture, "c/draft", "", "A draft");
    return &fixture_apply_request(fixture, yaml, false)->base;
}

static const ProtobufCMessage *publish_request(struct fixture *fixture) {
    const char *yaml = fixture_control(fixture, "c/new", "1.0.0", "A new one");
    return &fixture_apply_request(fixture, yaml, true)->base;
}

static const ProtobufCMessage *stage_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, StageObjectsRequest, stage_objects_request);
    request->upload_id = fixture_request_id(fixture);
    request->objects =
        fixture_objects(fixture, fixture_control(fixture, "c/staged", "1.0.0", "x"), &request->n_objects);
    return &request->base;
}

static const ProtobufCMessage *yank_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, YankObjectRequest, yank_object_request);
    request->request_id = fixture_request_id(fixture);
    request->name = arena_strdup(&fixture->arena, NAME);
    request->version = arena_strdup(&fixture->arena, "1.0.0");
    request->reason = arena_strdup(&fixture->arena, "it was wrong");
    return &request->base;
}

#define FEATURE "f/feature"

static Catalog__V1__ResolutionTarget *feature_target(struct fixture *fixture) {
    NEW_REQUEST(fixture, target, ResolutionTarget, resolution_target);
    target->target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    target->selector = fixture_selector(fixture, FEATURE, "");
    return target;
}

static const ProtobufCMessage *plan_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, PlanFeatureRequest, plan_feature_request);
    request->target = feature_target(fixture);
    return &request->base;
}

static const ProtobufCMessage *organisation_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, PlanOrganisationRequest, plan_organisation_request);
    return &request->base;
}

static const ProtobufCMessage *workloads_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, ListWorkloadsRequest, list_workloads_request);
    return &request->base;
}

static const ProtobufCMessage *workload_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, GetWorkloadRequest, get_workload_request);
    request->workload = arena_strdup(&fixture->arena, "w");
    return &request->base;
}

static const ProtobufCMessage *scope_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, GetTestScopeRequest, get_test_scope_request);
    request->target = feature_target(fixture);
    return &request->base;
}

static const ProtobufCMessage *record_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, RecordGateRequest, record_gate_request);
    request->request_id = fixture_request_id(fixture);
    request->target = feature_target(fixture);
    return &request->base;
}

static const ProtobufCMessage *get_record_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, GetGateRecordRequest, get_gate_record_request);
    request->id = arena_strdup(&fixture->arena, "4");
    return &request->base;
}

static const ProtobufCMessage *records_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, ListGateRecordsRequest, list_gate_records_request);
    request->feature = arena_strdup(&fixture->arena, FEATURE);
    return &request->base;
}

static const ProtobufCMessage *ratchet_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, CheckRatchetRequest, check_ratchet_request);
    request->target = feature_target(fixture);
    return &request->base;
}

static const ProtobufCMessage *resolve_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, ResolveRequest, resolve_request);
    request->target = feature_target(fixture);
    return &request->base;
}

static const ProtobufCMessage *inputs_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, GetResolutionInputsRequest, get_resolution_inputs_request);
    request->target = feature_target(fixture);
    return &request->base;
}

static const ProtobufCMessage *explain_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, ExplainRowRequest, explain_row_request);
    request->target = feature_target(fixture);
    request->row = arena_strdup(&fixture->arena, "#own@api");
    return &request->base;
}

static const ProtobufCMessage *advise_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, PublishAdvisoryRequest, publish_advisory_request);
    NEW_REQUEST(fixture, advisory, Advisory, advisory);
    request->request_id = fixture_request_id(fixture);
    request->advisory = advisory;
    advisory->object = arena_strdup(&fixture->arena, NAME);
    advisory->range = arena_strdup(&fixture->arena, "*");
    advisory->statement = arena_strdup(&fixture->arena, "It does not do that.");
    return &request->base;
}

/* The advisory that is there before. */
#define ADVISORY "5"

static const ProtobufCMessage *withdraw_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, WithdrawAdvisoryRequest, withdraw_advisory_request);
    request->request_id = fixture_request_id(fixture);
    request->id = arena_strdup(&fixture->arena, ADVISORY);
    request->reason = arena_strdup(&fixture->arena, "it was wrong");
    return &request->base;
}

static const ProtobufCMessage *get_advisory_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, GetAdvisoryRequest, get_advisory_request);
    request->id = arena_strdup(&fixture->arena, ADVISORY);
    return &request->base;
}

static const ProtobufCMessage *advisories_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, ListAdvisoriesRequest, list_advisories_request);
    request->object = arena_strdup(&fixture->arena, NAME);
    return &request->base;
}

static const ProtobufCMessage *impact_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, AnalyzeImpactRequest, analyze_impact_request);
    NEW_REQUEST(fixture, change, ImpactChange, impact_change);
    NEW_REQUEST(fixture, yank, ImpactYank, impact_yank);
    yank->name = arena_strdup(&fixture->arena, NAME);
    yank->version = arena_strdup(&fixture->arena, "1.1.0");
    change->change_case = CATALOG__V1__IMPACT_CHANGE__CHANGE_YANK;
    change->yank = yank;
    request->change = change;
    return &request->base;
}

static const ProtobufCMessage *outdated_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, ListOutdatedRequest, list_outdated_request);
    request->target = feature_target(fixture);
    request->include_current = true;
    request->with_changes = true;
    return &request->base;
}

static const ProtobufCMessage *update_request(struct fixture *fixture) {
    NEW_REQUEST(fixture, request, UpdateLockRequest, update_lock_request);
    request->target = feature_target(fixture);
    request->names = ARENA_ARRAY(&fixture->arena, char *, 1);
    request->names[request->n_names++] = arena_strdup(&fixture->arena, NAME);
    request->precise = arena_strdup(&fixture->arena, "1.0.0");
    return &request->base;
}

static const struct {
    const char *method;
    request_maker make;
} rows[] = {
    {"CatalogService/GetObject", get_request},
    {"CatalogService/BatchGetObjects", batch_request},
    {"CatalogService/DiffObjects", diff_request},
    {"CatalogService/ListObjects", list_request},
    {"CatalogService/ListVersions", versions_request},
    {"ChangesService/ListChanges", changes_request},
    {"CatalogService/ApplyObjects", draft_request},
    {"CatalogService/ApplyObjects", publish_request},
    {"CatalogService/StageObjects", stage_request},
    {"CatalogService/YankObject", yank_request},
    {"PlanService/PlanFeature", plan_request},
    {"PlanService/PlanOrganisation", organisation_request},
    {"WorkloadService/GetWorkload", workload_request},
    {"WorkloadService/ListWorkloads", workloads_request},
    {"WorkloadService/GetTestScope", scope_request},
    {"GateService/RecordGate", record_request},
    {"GateService/GetGateRecord", get_record_request},
    {"GateService/ListGateRecords", records_request},
    {"GateService/CheckRatchet", ratchet_request},
    {"ResolutionService/Resolve", resolve_request},
    {"ResolutionService/GetResolutionInputs", inputs_request},
    {"ResolutionService/ExplainRow", explain_request},
    {"AdvisoryService/PublishAdvisory", advise_request},
    {"AdvisoryService/WithdrawAdvisory", withdraw_request},
    {"AdvisoryService/GetAdvisory", get_advisory_request},
    {"AdvisoryService/ListAdvisories", advisories_request},
    {"ImpactService/AnalyzeImpact", impact_request},
    {"UpgradeService/ListOutdated", outdated_request},
    {"UpgradeService/UpdateLock", update_request},
};

static const char feature_text[] =
    "kind: feature\nname: " FEATURE "\nversion: 1.0.0\ntitle: A feature\nworkload: w\nowner: team\nstage: build\n"
    "elements:\n  - {id: api, kind: process, title: The service}\n"
    "threats:\n  - {id: own, on: api, inline: {title: An own one, likelihood: 3, impact: 3}}\n"
    "mitigations:\n  - {id: mine, control: " NAME ", mitigates: [\"#own\"], on: [api], status: planned}\n";

/* Calls METHOD with its first, second, ... allocation failing, until it needs no more. */
static void starve(struct fixture *fixture, const char *method, request_maker make) {
    for (unsigned i = 1; i < ALLOCATIONS_MAX; i++) {
        struct problem problem;
        const ProtobufCMessage *request = make(fixture);
        fixture->starved_allocation = i;
        struct fake_call *call = fixture_start(fixture, method, request);
        bool has_starved = fixture->has_starved;
        fixture->starved_allocation = 0;
        const void *answer = fixture_finish(fixture, call, &problem, NULL);
        ck_assert_msg(answer != NULL || (has_starved && problem.code == STATUS_RESOURCE_EXHAUSTED),
                      "%s, allocation %u: %s: %s", method, i, status_name(problem.code), problem.message);
        if (!has_starved)
            return;
    }
    ck_abort_msg("%s: no end of allocations", method);
}

START_TEST(test_starve__every_call_fails_whole_or_succeeds) {
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct fixture fixture;
        fixture_open(&fixture);
        fixture_apply(&fixture, fixture_control(&fixture, NAME, "1.0.0", "One"), true);
        fixture_apply(&fixture, fixture_control(&fixture, NAME, "1.1.0", "Two"), true);
        fixture_apply(&fixture, feature_text, true);
        fixture_call(&fixture, "GateService/RecordGate", record_request(&fixture));
        fixture_call(&fixture, "AdvisoryService/PublishAdvisory", advise_request(&fixture));
        starve(&fixture, rows[i].method, rows[i].make);
        fixture_call(&fixture, "CatalogService/GetObject", get_request(&fixture));
        fixture_close(&fixture);
    }
}
END_TEST

START_TEST(test_starve__the_service_starts_whole_or_not_at_all) {
    struct fixture fixture;
    fixture_open(&fixture);
    struct clock clock = fixture.service->clock;
    bool has_starved = true;
    for (unsigned i = 0; has_starved && i < ALLOCATIONS_MAX; i++) {
        service_stop(fixture.service);
        service_free(fixture.service);
        fixture.service = NULL;
        scarce_begin(i);
        status_code status = service_new(fixture.store, clock, &fixture.service, NULL);
        has_starved = scarce_end();
        ck_assert_int_eq(status, has_starved ? STATUS_RESOURCE_EXHAUSTED : STATUS_OK);
        if (has_starved)
            ck_assert_int_eq(service_new(fixture.store, clock, &fixture.service, NULL), STATUS_OK);
    }
    ck_assert(!has_starved);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(starve, test_starve__every_call_fails_whole_or_succeeds, test_starve__the_service_starts_whole_or_not_at_all)
