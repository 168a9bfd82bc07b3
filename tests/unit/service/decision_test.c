#include "support/test.h"

#include "fixture.h"
#include "model/timestamp.h"
#include "store/check.h"

#include "catalog/v1/changes_service.pb-c.h"
#include "catalog/v1/decision_service.pb-c.h"
#include "catalog/v1/resolution_service.pb-c.h"

#include <string.h>

#define STATE(name) CATALOG__V1__DECISION_STATE__DECISION_STATE_##name
#define KIND(name)  CATALOG__V1__DECISION_KIND__DECISION_KIND_##name
#define DAYS(count) ((count)*NS_PER_DAY)

#define STATEMENT "statement: {source: somebody, action: guesses, impact: they are in}\nstride: [spoofing]\n---\n"

static const char catalog_text[] =
    "kind: policy\nname: policy/organisation\nversion: 1.0.0\ntitle: Policy\n"
    "classifications: [public, internal]\nmatrix:\n"
    "  - {likelihood: 1, bands: [low, low, low, low, medium]}\n"
    "  - {likelihood: 2, bands: [low, low, medium, medium, high]}\n"
    "  - {likelihood: 3, bands: [low, medium, medium, high, high]}\n"
    "  - {likelihood: 4, bands: [low, medium, high, high, critical]}\n"
    "  - {likelihood: 5, bands: [medium, high, high, critical, critical]}\n"
    "approvals:\n  - {band: medium, role: lead, max_days: 90}\n  - {band: high, role: officer, max_days: 30}\n---\n"
    "kind: threat\nname: t/leak\nversion: 1.0.0\ntitle: Data leaks\nlikelihood: 4\nimpact: 4\n" STATEMENT
    "kind: threat\nname: t/worst\nversion: 1.0.0\ntitle: All is lost\nlikelihood: 5\nimpact: 5\n" STATEMENT
    "kind: control\nname: c/watch\nversion: 1.0.0\ntitle: Watch\nobjective: It is watched.\ntype: detective\n"
    "domain: logging_and_monitoring\nmitigates:\n  - {threat: t/leak, strength: partial}\n---\n"
    "kind: control\nname: c/must\nversion: 1.0.0\ntitle: Must\nobjective: It is there.\ntype: preventive\n"
    "domain: infrastructure\n---\n"
    "kind: baseline\nname: b/one\nversion: 1.0.0\ntitle: One\nentries:\n"
    "  - {id: watch, control: c/watch, level: negotiable}\n  - {id: must, control: c/must, level: mandatory}\n---\n"
    "kind: feature\nname: f/feature\nversion: 1.0.0\ntitle: A feature\nworkload: w\nowner: team\nstage: build\n"
    "elements:\n  - {id: api, kind: process, title: The service}\n"
    "threats:\n  - {id: leak, threat: t/leak, on: api}\n  - {id: worst, threat: t/worst, on: api}\n";

static void open_catalog(struct fixture *fixture) {
    fixture_open(fixture);
    fixture_apply(fixture, catalog_text, true);
}

/* A request for the acceptance of the row of THREAT, or else of the entry of CONTROL. */
static Catalog__V1__RequestDecisionRequest *new_request(struct fixture *fixture, const char *threat,
                                                        const char *control, time_ns expires_in) {
    struct arena *arena = &fixture->arena;
    Catalog__V1__RequestDecisionRequest *call = ARENA_NEW(arena, Catalog__V1__RequestDecisionRequest);
    Catalog__V1__DecisionRequest *request = ARENA_NEW(arena, Catalog__V1__DecisionRequest);
    Catalog__V1__DecisionSubject *subject = ARENA_NEW(arena, Catalog__V1__DecisionSubject);
    catalog__v1__request_decision_request__init(call);
    catalog__v1__decision_request__init(request);
    catalog__v1__decision_subject__init(subject);
    subject->threat = arena_strdup(arena, threat);
    subject->place = arena_strdup(arena, threat[0] == '\0' ? "" : "api");
    subject->control = arena_strdup(arena, control);
    request->id = arena_strdup(arena, "take-it");
    request->kind = KIND(ACCEPTED);
    request->justification = arena_strdup(arena, "It is fine.");
    request->subjects = ARENA_NEW(arena, Catalog__V1__DecisionSubject *);
    request->subjects[0] = subject;
    request->n_subjects = 1;
    request->expires_at = ARENA_NEW(arena, Catalog__V1__Timestamp);
    *request->expires_at = timestamp_of(fixture->now + expires_in);
    call->request_id = fixture_request_id(fixture);
    call->feature = arena_strdup(arena, "f/feature");
    call->request = request;
    return call;
}

static const Catalog__V1__Decision *ask(struct fixture *fixture, const char *principal) {
    Catalog__V1__RequestDecisionRequest *request = new_request(fixture, "t/leak", "", DAYS(20));
    fixture->principal = principal;
    const Catalog__V1__RequestDecisionResponse *response =
        fixture_call(fixture, "DecisionService/RequestDecision", &request->base);
    return response->decision;
}

static Catalog__V1__ApproveDecisionRequest *new_approval(struct fixture *fixture, const Catalog__V1__Decision *decision,
                                                         const char *etag) {
    Catalog__V1__ApproveDecisionRequest *request = ARENA_NEW(&fixture->arena, Catalog__V1__ApproveDecisionRequest);
    catalog__v1__approve_decision_request__init(request);
    request->request_id = fixture_request_id(fixture);
    request->id = decision->id;
    request->etag = arena_strdup(&fixture->arena, etag);
    return request;
}

static const Catalog__V1__Decision *approve(struct fixture *fixture, const char *principal,
                                            const Catalog__V1__Decision *decision) {
    fixture->principal = principal;
    const Catalog__V1__ApproveDecisionResponse *response = fixture_call(
        fixture, "DecisionService/ApproveDecision", &new_approval(fixture, decision, decision->etag)->base);
    return response->decision;
}

static Catalog__V1__RevokeDecisionRequest revocation(struct fixture *fixture, const Catalog__V1__Decision *decision) {
    Catalog__V1__RevokeDecisionRequest request;
    catalog__v1__revoke_decision_request__init(&request);
    request.request_id = fixture_request_id(fixture);
    request.id = decision->id;
    return request;
}

static struct problem fail_rejection(struct fixture *fixture, const Catalog__V1__Decision *decision) {
    Catalog__V1__RejectDecisionRequest request;
    catalog__v1__reject_decision_request__init(&request);
    request.request_id = fixture_request_id(fixture);
    request.id = decision->id;
    return fixture_fail(fixture, "DecisionService/RejectDecision", &request.base);
}

/* The state of the row that the decisions are about, at a revision and time (0: now). */
static Catalog__V1__RowState row_state(struct fixture *fixture, uint64_t revision, time_ns time) {
    Catalog__V1__ResolveRequest request;
    Catalog__V1__ResolutionTarget target;
    Catalog__V1__Timestamp at = timestamp_of(time);
    catalog__v1__resolve_request__init(&request);
    catalog__v1__resolution_target__init(&target);
    request.target = &target;
    target.target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    target.selector = fixture_selector(fixture, "f/feature", "");
    target.at_revision = revision;
    target.at = time == 0 ? NULL : &at;
    const Catalog__V1__ResolveResponse *response = fixture_call(fixture, "ResolutionService/Resolve", &request.base);
    for (size_t i = 0; i < response->model->n_rows; i++) {
        if (strcmp(response->model->rows[i]->key, "t/leak@api") == 0)
            return response->model->rows[i]->now->state;
    }
    ck_abort_msg("the row is not there");
    return CATALOG__V1__ROW_STATE__ROW_STATE_UNSPECIFIED;
}

#define OPEN     CATALOG__V1__ROW_STATE__ROW_STATE_OPEN
#define ACCEPTED CATALOG__V1__ROW_STATE__ROW_STATE_ACCEPTED

static void ignore(void *context, const char *line) {
    (void)context;
    (void)line;
}

/* Closes FIXTURE's store and checks that everything in it follows from its log. */
static void check_store(struct fixture *fixture) {
    const struct store_options options = {.directory = fixture->directory, .map_size = (size_t)256 << 20};
    struct store_check_report report;
    struct problem problem;
    problem_init(&problem, NULL);
    service_stop(fixture->service);
    store_close(fixture->store);
    fixture->store = NULL;
    ck_assert_msg(store_check(&options, NULL, ignore, NULL, &report, &problem) == STATUS_OK, "%s", problem.message);
    ck_assert_uint_eq(report.changes, 4);
    ck_assert_uint_eq(report.fault_count, 0);
}

START_TEST(test_decision__counts_from_its_approval_to_its_revocation) {
    struct fixture fixture;
    open_catalog(&fixture);
    const Catalog__V1__Decision *asked = ask(&fixture, "alice");
    ck_assert_str_eq(asked->id, "2");
    ck_assert_str_eq(asked->requester, "alice");
    ck_assert_int_eq(asked->state, STATE(REQUESTED));
    ck_assert_int_eq(asked->requested_at->seconds, fixture.now / NS_PER_SECOND);
    ck_assert_uint_eq(asked->n_recorded_digests, 0);
    ck_assert_int_eq(row_state(&fixture, 0, 0), OPEN);

    fixture.now += DAYS(1);
    const Catalog__V1__Decision *approved = approve(&fixture, "bob", asked);
    ck_assert_str_eq(approved->approver, "bob");
    ck_assert_str_eq(approved->approver_role, "officer");
    ck_assert_int_eq(approved->recorded_band, CATALOG__V1__RISK_BAND__RISK_BAND_HIGH);
    ck_assert_str_eq(approved->recorded_digests[0]->name, "t/leak");
    ck_assert_str_ne(approved->etag, asked->etag);
    ck_assert_int_eq(row_state(&fixture, 0, 0), ACCEPTED);
    ck_assert_int_eq(row_state(&fixture, 0, fixture.now - 1), OPEN);
    ck_assert_int_eq(row_state(&fixture, 0, FIXTURE_START + DAYS(20) - 1), ACCEPTED);
    ck_assert_int_eq(row_state(&fixture, 0, FIXTURE_START + DAYS(20)), OPEN);

    Catalog__V1__RevokeDecisionRequest request = revocation(&fixture, approved);
    const Catalog__V1__RevokeDecisionResponse *revoked =
        fixture_call(&fixture, "DecisionService/RevokeDecision", &request.base);
    ck_assert_int_eq(revoked->decision->state, STATE(REVOKED));
    ck_assert_str_eq(revoked->decision->revoked_by, "bob");
    ck_assert_int_eq(row_state(&fixture, 0, 0), OPEN);
    ck_assert_int_eq(row_state(&fixture, 3, fixture.now), ACCEPTED);
    ck_assert_int_eq(row_state(&fixture, 2, fixture.now), OPEN);
    check_store(&fixture);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_decision__is_not_approved_by_who_asked) {
    struct fixture fixture;
    open_catalog(&fixture);
    const Catalog__V1__Decision *asked = ask(&fixture, "alice");
    struct problem problem =
        fixture_fail(&fixture, "DecisionService/ApproveDecision", &new_approval(&fixture, asked, "")->base);
    ck_assert_int_eq(problem.code, STATUS_PERMISSION_DENIED);
    ck_assert_str_eq(problem.reason, "SELF_APPROVAL");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_decision__is_final_once_it_is_revoked) {
    struct fixture fixture;
    open_catalog(&fixture);
    const Catalog__V1__Decision *asked = ask(&fixture, "alice");
    Catalog__V1__RevokeDecisionRequest request = revocation(&fixture, asked);
    fixture_call(&fixture, "DecisionService/RevokeDecision", &request.base);
    fixture.principal = "bob";
    struct problem problem =
        fixture_fail(&fixture, "DecisionService/ApproveDecision", &new_approval(&fixture, asked, "")->base);
    ck_assert_str_eq(problem.reason, "ALREADY_DECIDED");
    ck_assert_str_eq(fail_rejection(&fixture, asked).reason, "ALREADY_DECIDED");
    /* Revoking once more changes nothing. */
    request.request_id = fixture_request_id(&fixture);
    fixture_call(&fixture, "DecisionService/RevokeDecision", &request.base);
    ck_assert_uint_eq(store_head(fixture.store).revision, 3);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_decision__etag_and_request_id_are_minded) {
    struct fixture fixture;
    open_catalog(&fixture);
    const Catalog__V1__Decision *asked = ask(&fixture, "alice");
    fixture.principal = "bob";
    struct problem problem =
        fixture_fail(&fixture, "DecisionService/ApproveDecision", &new_approval(&fixture, asked, "r1")->base);
    ck_assert_int_eq(problem.code, STATUS_ABORTED);
    ck_assert_str_eq(problem.reason, "ETAG_MISMATCH");
    Catalog__V1__ApproveDecisionRequest *approval = new_approval(&fixture, asked, asked->etag);
    for (size_t i = 0; i < 2; i++) {
        const Catalog__V1__ApproveDecisionResponse *response =
            fixture_call(&fixture, "DecisionService/ApproveDecision", &approval->base);
        ck_assert_int_eq(response->decision->state, STATE(APPROVED));
        ck_assert_uint_eq(response->decision->revision, 3);
    }
    ck_assert_uint_eq(store_head(fixture.store).revision, 3);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_decision__answer_too_large_to_keep_is_made_once_more) {
    struct fixture fixture;
    open_catalog(&fixture);
    Catalog__V1__RequestDecisionRequest *request = new_request(&fixture, "t/leak", "", DAYS(20));
    request->request->justification = arena_calloc(&fixture.arena, 1, 4097);
    memset(request->request->justification, 'x', 4096);
    for (size_t i = 0; i < 2; i++) {
        const Catalog__V1__RequestDecisionResponse *response =
            fixture_call(&fixture, "DecisionService/RequestDecision", &request->base);
        ck_assert_str_eq(response->decision->id, "2");
        ck_assert_str_eq(response->decision->etag, "r2");
        ck_assert_int_eq(response->decision->requested_at->seconds, FIXTURE_START / NS_PER_SECOND);
        fixture.now += DAYS(1) / 2;
    }
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_decision__request_is_refused_where_nobody_could_approve_it) {
    static const struct {
        const char *feature;
        const char *threat;
        const char *control;
        time_ns expires_in;
        status_code code;
        const char *reason;
    } cases[] = {
        {"f/feature", "t/leak", "", DAYS(31), STATUS_INVALID_ARGUMENT, "EXPIRY_TOO_LATE"},
        {"f/feature", "t/leak", "", 0, STATUS_INVALID_ARGUMENT, "BAD_EXPIRY"},
        {"f/feature", "t/worst", "", DAYS(1), STATUS_FAILED_PRECONDITION, "NOBODY_MAY_APPROVE"},
        {"f/feature", "t/other", "", DAYS(1), STATUS_INVALID_ARGUMENT, "INVALID_OBJECT"},
        {"f/feature", "", "c/must", DAYS(1), STATUS_INVALID_ARGUMENT, "INVALID_OBJECT"},
        {"f/feature", "", "", DAYS(1), STATUS_INVALID_ARGUMENT, "INVALID_OBJECT"},
        {"f/absent", "t/leak", "", DAYS(1), STATUS_NOT_FOUND, "OBJECT_NOT_FOUND"},
        {"b/one", "t/leak", "", DAYS(1), STATUS_INVALID_ARGUMENT, "NOT_A_FEATURE"},
        {"none", "t/leak", "", DAYS(1), STATUS_INVALID_ARGUMENT, "BAD_NAME"},
    };
    struct fixture fixture;
    open_catalog(&fixture);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Catalog__V1__RequestDecisionRequest *request =
            new_request(&fixture, cases[i].threat, cases[i].control, cases[i].expires_in);
        request->feature = arena_strdup(&fixture.arena, cases[i].feature);
        struct problem problem = fixture_fail(&fixture, "DecisionService/RequestDecision", &request->base);
        ck_assert_msg(problem.code == cases[i].code && strcmp(problem.reason, cases[i].reason) == 0, "%zu: %s %s", i,
                      problem.reason, problem.message);
    }
    Catalog__V1__RequestDecisionRequest *request = new_request(&fixture, "t/leak", "", DAYS(1));
    request->request = NULL;
    ck_assert_str_eq(fixture_fail(&fixture, "DecisionService/RequestDecision", &request->base).reason, "NO_REQUEST");
    ck_assert_uint_eq(store_head(fixture.store).revision, 1);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_decision__validate_only_stores_nothing) {
    struct fixture fixture;
    open_catalog(&fixture);
    Catalog__V1__RequestDecisionRequest *request = new_request(&fixture, "", "c/watch", DAYS(1));
    request->validate_only = true;
    const Catalog__V1__RequestDecisionResponse *response =
        fixture_call(&fixture, "DecisionService/RequestDecision", &request->base);
    ck_assert_str_eq(response->decision->id, "");
    ck_assert_uint_eq(store_head(fixture.store).revision, 1);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_decision__is_read_as_it_stood) {
    struct fixture fixture;
    open_catalog(&fixture);
    const Catalog__V1__Decision *asked = ask(&fixture, "alice");
    approve(&fixture, "bob", asked);
    Catalog__V1__GetDecisionRequest request;
    catalog__v1__get_decision_request__init(&request);
    request.id = asked->id;
    const Catalog__V1__GetDecisionResponse *now = fixture_call(&fixture, "DecisionService/GetDecision", &request.base);
    ck_assert_int_eq(now->decision->state, STATE(APPROVED));
    request.at_revision = 2;
    const Catalog__V1__GetDecisionResponse *then = fixture_call(&fixture, "DecisionService/GetDecision", &request.base);
    ck_assert_int_eq(then->decision->state, STATE(REQUESTED));
    ck_assert_str_eq(then->decision->etag, asked->etag);
    static const char *const absent[] = {"1", "3", "", "x", "02", "99999999999999999999999"};
    request.at_revision = 0;
    for (size_t i = 0; i < COUNT_OF(absent); i++) {
        request.id = arena_strdup(&fixture.arena, absent[i]);
        ck_assert_str_eq(fixture_fail(&fixture, "DecisionService/GetDecision", &request.base).reason,
                         "DECISION_NOT_FOUND");
    }
    request.id = asked->id;
    request.at_revision = 1;
    ck_assert_int_eq(fixture_fail(&fixture, "DecisionService/GetDecision", &request.base).code, STATUS_NOT_FOUND);
    fixture_close(&fixture);
}
END_TEST

static size_t count_listed(struct fixture *fixture, const char *feature, Catalog__V1__DecisionState state) {
    Catalog__V1__ListDecisionsRequest request;
    size_t count = 0;
    catalog__v1__list_decisions_request__init(&request);
    request.feature = arena_strdup(&fixture->arena, feature);
    request.state = state;
    request.page_size = 2;
    do {
        const Catalog__V1__ListDecisionsResponse *page =
            fixture_call(fixture, "DecisionService/ListDecisions", &request.base);
        ck_assert_uint_le(page->n_decisions, 2);
        count += page->n_decisions;
        request.page_token = page->next_page_token;
    } while (request.page_token[0] != '\0');
    return count;
}

START_TEST(test_decision__lists_by_feature_and_state_in_pages) {
    struct fixture fixture;
    open_catalog(&fixture);
    for (size_t i = 0; i < 5; i++)
        ask(&fixture, "alice");
    approve(&fixture, "bob", ask(&fixture, "alice"));
    ck_assert_uint_eq(count_listed(&fixture, "", STATE(UNSPECIFIED)), 6);
    ck_assert_uint_eq(count_listed(&fixture, "f/feature", STATE(REQUESTED)), 5);
    ck_assert_uint_eq(count_listed(&fixture, "f/feature", STATE(APPROVED)), 1);
    ck_assert_uint_eq(count_listed(&fixture, "f/featur", STATE(UNSPECIFIED)), 0);
    ck_assert_uint_eq(count_listed(&fixture, "f/feature", STATE(REVOKED)), 0);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_decision__is_in_the_log_and_among_the_inputs) {
    struct fixture fixture;
    open_catalog(&fixture);
    approve(&fixture, "bob", ask(&fixture, "alice"));
    Catalog__V1__ListChangesRequest changes;
    catalog__v1__list_changes_request__init(&changes);
    changes.after_revision = 1;
    changes.name = arena_strdup(&fixture.arena, "f/feature");
    const Catalog__V1__ListChangesResponse *log = fixture_call(&fixture, "ChangesService/ListChanges", &changes.base);
    ck_assert_uint_eq(log->n_changes, 2);
    ck_assert_int_eq(log->changes[1]->decisions[0]->state, STATE(APPROVED));
    ck_assert_str_eq(log->changes[1]->decisions[0]->etag, "");

    Catalog__V1__GetResolutionInputsRequest inputs;
    Catalog__V1__ResolutionTarget target;
    catalog__v1__get_resolution_inputs_request__init(&inputs);
    catalog__v1__resolution_target__init(&target);
    inputs.target = &target;
    target.target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    target.selector = fixture_selector(&fixture, "f/feature", "");
    const Catalog__V1__GetResolutionInputsResponse *response =
        fixture_call(&fixture, "ResolutionService/GetResolutionInputs", &inputs.base);
    ck_assert_uint_eq(response->n_decisions, 1);
    ck_assert_str_eq(response->decisions[0]->approver, "bob");
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(decision, test_decision__counts_from_its_approval_to_its_revocation,
           test_decision__is_not_approved_by_who_asked, test_decision__is_final_once_it_is_revoked,
           test_decision__etag_and_request_id_are_minded, test_decision__answer_too_large_to_keep_is_made_once_more,
           test_decision__request_is_refused_where_nobody_could_approve_it, test_decision__validate_only_stores_nothing,
           test_decision__is_read_as_it_stood, test_decision__lists_by_feature_and_state_in_pages,
           test_decision__is_in_the_log_and_among_the_inputs)
