#include "support/test.h"

#include "base/buffer.h"
#include "base/macros.h"
#include "fixture.h"
#include "model/effective_diff.h"

#include "catalog/v1/decision_service.pb-c.h"
#include "catalog/v1/gate_service.pb-c.h"
#include "catalog/v1/impact_service.pb-c.h"
#include "catalog/v1/resolution_service.pb-c.h"

#include <string.h>

#define GATE(name) CATALOG__V1__GATE_STATE__GATE_STATE_##name

#define CATALOG                                                                                                        \
    "kind: threat\nname: t/leak\nversion: 1.0.0\ntitle: Data leaks\nlikelihood: 4\nimpact: 4\n"                        \
    "statement: {action: reads}\n---\n"                                                                                \
    "kind: control\nname: c/guard\nversion: 1.0.0\ntitle: Guard\nobjective: It is guarded.\ntype: preventive\n"        \
    "mitigates:\n  - {threat: t/leak, strength: full}\n---\n" STORE("1.0.0", GUARD) "---\n" FEATURE("1.0.0")

#define GUARD "provides:\n  - {id: guard, title: Guarded, control: c/guard, mitigates: [t/leak], strength: full}\n"

#define STORE(version, more)                                                                                           \
    "kind: component\nname: s/store\nversion: " version "\ntitle: A store\nservice_class: abstracted\n"                \
    "elements:\n  - {id: box, kind: store, title: The box}\n"                                                          \
    "threats:\n  - {id: leak, threat: t/leak, on: box}\n" more                                                         \
    "responsibilities:\n  - {id: key, statement: The key is kept.}\n"

#define FEATURE(version)     FEATURE_NAMED("f/feature", version)
#define FEATURE_CALLED(name) FEATURE_NAMED(name, "1.0.0")

#define FEATURE_NAMED(name, version)                                                                                   \
    "kind: feature\nname: " name "\nversion: " version "\ntitle: A feature\nworkload: w\nowner: team\nstage: build\n"  \
    "elements:\n  - {id: api, kind: process, title: The service}\n  - {id: browser, kind: external, title: A "         \
    "browser}\n"                                                                                                       \
    "assets:\n  - {id: data, title: Data, classification: internal, on: [api]}\n"                                      \
    "entry_points:\n  - {id: door, on: api, protocol: https, exposure: internet}\n"                                    \
    "data_flows:\n  - {id: ask, from: browser, to: api, assets: [data]}\n"                                             \
    "  - {id: save, from: api, to: data-store.box}\n"                                                                  \
    "dependencies:\n  - {alias: data-store, component: s/store, requirement: ^1.0}\n"

static struct fixture fixture;
static Catalog__V1__ImpactChange change;
static Catalog__V1__ImpactPublish publish;
static Catalog__V1__ImpactYank yank;
static Catalog__V1__ImpactDeprecate deprecate;
static char name_store[] = "s/store";
static char version_first[] = "1.0.0";

static void open_catalog(void) {
    fixture_open(&fixture);
    fixture_apply(&fixture, CATALOG, true);
    catalog__v1__impact_change__init(&change);
}

static void publishes(const char *yaml) {
    catalog__v1__impact_publish__init(&publish);
    publish.objects = fixture_objects(&fixture, yaml, &publish.n_objects);
    change.change_case = CATALOG__V1__IMPACT_CHANGE__CHANGE_PUBLISH;
    change.publish = &publish;
}

static void yanks(void) {
    catalog__v1__impact_yank__init(&yank);
    yank.name = name_store;
    yank.version = version_first;
    change.change_case = CATALOG__V1__IMPACT_CHANGE__CHANGE_YANK;
    change.yank = &yank;
}

static Catalog__V1__AnalyzeImpactRequest request(void) {
    Catalog__V1__AnalyzeImpactRequest request = CATALOG__V1__ANALYZE_IMPACT_REQUEST__INIT;
    request.change = &change;
    return request;
}

static const Catalog__V1__AnalyzeImpactResponse *analyze(void) {
    Catalog__V1__AnalyzeImpactRequest question = request();
    const Catalog__V1__AnalyzeImpactResponse *answer =
        fixture_call(&fixture, "ImpactService/AnalyzeImpact", &question.base);
    ck_assert_uint_eq(answer->consumers_done, answer->consumers_total);
    return answer;
}

static const Catalog__V1__EffectiveModel *resolve_locked(Catalog__V1__Lock *lock) {
    Catalog__V1__ResolveRequest question = CATALOG__V1__RESOLVE_REQUEST__INIT;
    Catalog__V1__ResolutionTarget target = CATALOG__V1__RESOLUTION_TARGET__INIT;
    question.target = &target;
    target.target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    target.selector = fixture_selector(&fixture, "f/feature", "");
    target.lock = lock;
    const Catalog__V1__ResolveResponse *answer = fixture_call(&fixture, "ResolutionService/Resolve", &question.base);
    return answer->model;
}

static const Catalog__V1__EffectiveModel *resolve_feature(void) {
    return resolve_locked(NULL);
}

static void expect_diff(const Catalog__V1__EffectiveModel *before, const Catalog__V1__EffectiveModel *after,
                        const Catalog__V1__EffectiveDiff *told) {
    Catalog__V1__EffectiveDiff *diff = NULL;
    struct problem problem;
    problem_init(&problem, NULL);
    ck_assert_int_eq(effective_diff(before, after, &fixture.arena, &diff, &problem), STATUS_OK);
    size_t size = protobuf_c_message_get_packed_size(&diff->base);
    ck_assert_uint_eq(size, protobuf_c_message_get_packed_size(&told->base));
    uint8_t *left = arena_alloc(&fixture.arena, size + 1);
    uint8_t *right = arena_alloc(&fixture.arena, size + 1);
    protobuf_c_message_pack(&diff->base, left);
    protobuf_c_message_pack(&told->base, right);
    ck_assert_mem_eq(left, right, size);
}

static void expect_refusal(status_code code, const char *reason) {
    Catalog__V1__AnalyzeImpactRequest question = request();
    struct problem problem = fixture_fail(&fixture, "ImpactService/AnalyzeImpact", &question.base);
    ck_assert_int_eq(problem.code, code);
    ck_assert_str_eq(problem.reason, reason);
}

START_TEST(test_impact__of_a_draft_is_what_publishing_it_does) {
    open_catalog();
    publishes(STORE(
        "", "residuals:\n  - {id: rest, threat: t/leak, on: box, likelihood: 2, impact: 4, rationale: It stays.}\n"));
    const Catalog__V1__EffectiveModel *before = resolve_feature();
    const Catalog__V1__AnalyzeImpactResponse *answer = analyze();
    ck_assert_uint_eq(answer->n_drafts, 1);
    ck_assert_str_eq(answer->drafts[0]->version, "2.0.0");
    ck_assert_str_eq(answer->drafts[0]->compared_with, "1.0.0");
    ck_assert_uint_eq(answer->n_consumers, 1);
    const Catalog__V1__ConsumerImpact *consumer = answer->consumers[0];
    ck_assert_str_eq(consumer->name, "f/feature");
    ck_assert_str_eq(consumer->owner, "team");
    ck_assert_uint_eq(consumer->n_paths, 1);
    ck_assert_str_eq(consumer->paths[0], "data-store");
    ck_assert_ptr_nonnull(consumer->on_upgrade);
    ck_assert_uint_eq(consumer->on_upgrade->rows_lost, 1);
    ck_assert_uint_eq(consumer->n_requirements, 1);
    ck_assert_str_eq(consumer->requirements[0]->before, "^1.0");
    ck_assert_str_eq(consumer->requirements[0]->after, "^2.0.0");
    ck_assert_str_eq(consumer->requirements[0]->declared_by, "f/feature");
    ck_assert(consumer->is_worse);
    ck_assert_uint_eq(answer->summary->worse_on_upgrade, 1);
    ck_assert_uint_eq(answer->summary->worse_on_commit, 0);

    fixture_apply(&fixture, STORE("2.0.0", ""), true);
    expect_diff(before, resolve_feature(), consumer->on_commit);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_impact__of_a_minor_draft_comes_on_commit) {
    static const char minor[] = STORE("", GUARD "parameters:\n  - {name: mode, type: bool, default: \"false\"}\n");
    open_catalog();
    publishes(minor);
    const Catalog__V1__EffectiveModel *before = resolve_feature();
    const Catalog__V1__AnalyzeImpactResponse *answer = analyze();
    ck_assert_uint_eq(answer->n_consumers, 1);
    ck_assert_ptr_null(answer->consumers[0]->on_upgrade);
    ck_assert_uint_eq(answer->consumers[0]->on_commit->n_instances, 1);
    fixture_apply(&fixture, minor, true);
    expect_diff(before, resolve_feature(), answer->consumers[0]->on_commit);
    fixture_close(&fixture);
}
END_TEST

/* The lock that the feature is recorded with. */
static Catalog__V1__Lock *record_gate(void) {
    Catalog__V1__RecordGateRequest record = CATALOG__V1__RECORD_GATE_REQUEST__INIT;
    Catalog__V1__GetGateRecordRequest get = CATALOG__V1__GET_GATE_RECORD_REQUEST__INIT;
    Catalog__V1__ResolutionTarget target = CATALOG__V1__RESOLUTION_TARGET__INIT;
    target.target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    target.selector = fixture_selector(&fixture, "f/feature", "");
    record.request_id = fixture_request_id(&fixture);
    record.target = &target;
    const Catalog__V1__RecordGateResponse *made = fixture_call(&fixture, "GateService/RecordGate", &record.base);
    get.id = made->record->id;
    const Catalog__V1__GetGateRecordResponse *whole = fixture_call(&fixture, "GateService/GetGateRecord", &get.base);
    return whole->record->lock;
}

START_TEST(test_impact__a_gate_record_locks) {
    static const char minor[] = STORE("", GUARD "parameters:\n  - {name: mode, type: bool, default: \"false\"}\n");
    open_catalog();
    Catalog__V1__Lock *lock = record_gate();
    publishes(minor);
    const Catalog__V1__EffectiveModel *before = resolve_locked(lock);
    Catalog__V1__AnalyzeImpactRequest question = request();
    question.include_unaffected = true;
    const Catalog__V1__AnalyzeImpactResponse *answer =
        fixture_call(&fixture, "ImpactService/AnalyzeImpact", &question.base);
    ck_assert_uint_eq(answer->n_consumers, 1);
    ck_assert(answer->consumers[0]->is_locked);
    ck_assert_uint_eq(answer->consumers[0]->on_commit->n_instances, 0);
    ck_assert_ptr_nonnull(answer->consumers[0]->on_upgrade);
    fixture_apply(&fixture, minor, true);
    expect_diff(before, resolve_locked(lock), answer->consumers[0]->on_commit);
    expect_diff(before, resolve_feature(), answer->consumers[0]->on_upgrade);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_impact__of_a_feature_is_its_own_next_version) {
    static const char next[] = FEATURE("") "threats:\n  - {id: leak, threat: t/leak, on: api}\n";
    open_catalog();
    publishes(next);
    const Catalog__V1__EffectiveModel *before = resolve_feature();
    const Catalog__V1__AnalyzeImpactResponse *answer = analyze();
    ck_assert_uint_eq(answer->n_consumers, 1);
    ck_assert_uint_eq(answer->consumers[0]->on_commit->rows_lost, 1);
    fixture_apply(&fixture, next, true);
    expect_diff(before, resolve_feature(), answer->consumers[0]->on_commit);
    fixture_close(&fixture);
}
END_TEST

/* A call that comes too late has looked at one consumer all the same: asking again gets further, and to the end. */
START_TEST(test_impact__what_was_found_out_outlives_a_deadline) {
    open_catalog();
    fixture_apply(&fixture, FEATURE_CALLED("f/other") "---\n" FEATURE_CALLED("f/third"), true);
    yanks();
    Catalog__V1__AnalyzeImpactRequest question = request();
    Catalog__V1__Timestamp at = CATALOG__V1__TIMESTAMP__INIT;
    at.seconds = fixture.now / NS_PER_SECOND;
    question.at = &at;
    fixture.is_late = true;
    for (size_t i = 0; i < 3; i++) {
        struct problem late = fixture_fail(&fixture, "ImpactService/AnalyzeImpact", &question.base);
        ck_assert_int_eq(late.code, STATUS_DEADLINE_EXCEEDED);
    }
    const Catalog__V1__AnalyzeImpactResponse *answer =
        fixture_call(&fixture, "ImpactService/AnalyzeImpact", &question.base);
    ck_assert_uint_eq(answer->n_consumers, 3);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_impact__of_a_yank_is_what_the_yank_does) {
    Catalog__V1__YankObjectRequest real = CATALOG__V1__YANK_OBJECT_REQUEST__INIT;
    static char reason[] = "It leaks.";
    open_catalog();
    fixture_apply(&fixture, STORE("1.0.1", GUARD), true);
    yanks();
    ck_assert_uint_eq(analyze()->n_consumers, 0);
    ck_assert_uint_eq(analyze()->summary->unaffected, 1);
    static char newest[] = "1.0.1";
    yank.version = newest;
    yank.reason = reason;
    const Catalog__V1__EffectiveModel *before = resolve_feature();
    const Catalog__V1__AnalyzeImpactResponse *answer = analyze();
    ck_assert_uint_eq(answer->n_consumers, 1);
    real.request_id = fixture_request_id(&fixture);
    real.name = name_store;
    real.version = newest;
    real.reason = reason;
    fixture_call(&fixture, "CatalogService/YankObject", &real.base);
    expect_diff(before, resolve_feature(), answer->consumers[0]->on_commit);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_impact__of_a_deprecation_is_what_it_does) {
    Catalog__V1__DeprecateObjectRequest real = CATALOG__V1__DEPRECATE_OBJECT_REQUEST__INIT;
    Catalog__V1__Timestamp sunset = CATALOG__V1__TIMESTAMP__INIT;
    open_catalog();
    sunset.seconds = 1;
    catalog__v1__impact_deprecate__init(&deprecate);
    deprecate.name = name_store;
    deprecate.version = version_first;
    deprecate.sunset = &sunset;
    change.change_case = CATALOG__V1__IMPACT_CHANGE__CHANGE_DEPRECATE;
    change.deprecate = &deprecate;
    const Catalog__V1__EffectiveModel *before = resolve_feature();
    const Catalog__V1__AnalyzeImpactResponse *answer = analyze();
    ck_assert_uint_eq(answer->n_consumers, 1);
    real.request_id = fixture_request_id(&fixture);
    real.name = name_store;
    real.version = version_first;
    real.sunset = &sunset;
    fixture_call(&fixture, "CatalogService/DeprecateObject", &real.base);
    expect_diff(before, resolve_feature(), answer->consumers[0]->on_commit);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_impact__of_a_baseline_reaches_every_feature) {
    static const char baseline[] = "kind: baseline\nname: b/one\ntitle: One\nentries:\n"
                                   "  - {id: guard, control: c/guard, level: mandatory, each: \"place.kind == "
                                   "'process'\"}\n";
    open_catalog();
    publishes(baseline);
    const Catalog__V1__EffectiveModel *before = resolve_feature();
    const Catalog__V1__AnalyzeImpactResponse *answer = analyze();
    ck_assert_uint_eq(answer->consumers_total, 1);
    ck_assert_uint_eq(answer->n_consumers, 1);
    ck_assert_uint_eq(answer->consumers[0]->on_commit->n_entries, 1);
    ck_assert_int_eq(answer->consumers[0]->on_commit->now_after, GATE(BLOCKED));
    fixture_apply(&fixture, baseline, true);
    expect_diff(before, resolve_feature(), answer->consumers[0]->on_commit);
    fixture_close(&fixture);
}
END_TEST

/* The feature names neither: what it leaves to triage makes it incomplete. */
START_TEST(test_impact__of_a_threat_to_triage_reaches_every_feature) {
    static const char threat[] = "kind: threat\nname: x/new\ntitle: New\nlikelihood: 1\nimpact: 1\n"
                                 "statement: {action: reads}\napplies_when: \"place.kind == 'process'\"\n";
    open_catalog();
    fixture_apply(&fixture,
                  "kind: policy\nname: policy/organisation\nversion: 1.0.0\ntitle: P\n"
                  "classifications: [public, internal]\nmatrix:\n"
                  "  - {likelihood: 1, bands: [low, low, low, low, medium]}\n"
                  "  - {likelihood: 2, bands: [low, low, medium, medium, high]}\n"
                  "  - {likelihood: 3, bands: [low, medium, medium, high, high]}\n"
                  "  - {likelihood: 4, bands: [low, medium, high, high, critical]}\n"
                  "  - {likelihood: 5, bands: [medium, high, high, critical, critical]}\n"
                  "triage_namespaces: [x]\n",
                  true);
    publishes("kind: threat\nname: y/new\ntitle: New\nlikelihood: 1\nimpact: 1\nstatement: {action: reads}\n");
    ck_assert_uint_eq(analyze()->consumers_total, 0);
    publishes(threat);
    const Catalog__V1__EffectiveModel *before = resolve_feature();
    const Catalog__V1__AnalyzeImpactResponse *answer = analyze();
    ck_assert_uint_eq(answer->n_consumers, 1);
    ck_assert_int_eq(answer->consumers[0]->on_commit->now_after, GATE(INCOMPLETE));
    fixture_apply(&fixture, threat, true);
    expect_diff(before, resolve_feature(), answer->consumers[0]->on_commit);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_impact__reaches_through_components_and_threats) {
    open_catalog();
    fixture_apply(&fixture,
                  "kind: component\nname: s/front\nversion: 1.0.0\ntitle: In front\nservice_class: in_house\n"
                  "elements:\n  - {id: box, kind: process, title: Box}\n"
                  "dependencies:\n  - {alias: inner, component: s/store, requirement: ^1.0}\n"
                  "responsibilities:\n  - {id: inner-key, statement: Kept., from: [inner.key]}\n",
                  true);
    publishes("kind: threat\nname: t/leak\ntitle: Data leaks\nlikelihood: 5\nimpact: 5\nstatement: {action: reads}\n");
    Catalog__V1__AnalyzeImpactRequest question = request();
    question.include_unaffected = true;
    const Catalog__V1__AnalyzeImpactResponse *answer =
        fixture_call(&fixture, "ImpactService/AnalyzeImpact", &question.base);
    ck_assert_uint_eq(answer->consumers_total, 3);
    ck_assert_uint_eq(answer->n_consumers, 3);
    ck_assert_uint_eq(answer->summary->affected, 3);
    question.page_size = 1;
    for (size_t i = 0; i < 3; i++) {
        const Catalog__V1__AnalyzeImpactResponse *page =
            fixture_call(&fixture, "ImpactService/AnalyzeImpact", &question.base);
        ck_assert_uint_eq(page->n_consumers, 1);
        ck_assert_str_eq(page->consumers[0]->name, answer->consumers[i]->name);
        ck_assert_int_eq(page->next_page_token[0] == '\0', i == 2);
        question.page_token = page->next_page_token;
        fixture.now += NS_PER_DAY;
        fixture_apply(&fixture, fixture_control(&fixture, "c/later", "", i == 0 ? "x" : "y"), true);
    }
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_impact__of_a_revocation_is_what_it_does) {
    static char feature[] = "f/feature";
    open_catalog();
    Catalog__V1__DecisionSubject subject = CATALOG__V1__DECISION_SUBJECT__INIT;
    Catalog__V1__DecisionSubject *subjects[] = {&subject};
    Catalog__V1__DecisionRequest asked = CATALOG__V1__DECISION_REQUEST__INIT;
    Catalog__V1__RequestDecisionRequest ask = CATALOG__V1__REQUEST_DECISION_REQUEST__INIT;
    Catalog__V1__Timestamp expires = CATALOG__V1__TIMESTAMP__INIT;
    static char threat[] = "t/leak";
    static char place[] = "api";
    static char id[] = "take-it";
    static char why[] = "It is fine.";
    fixture_apply(&fixture, FEATURE("2.0.0") "threats:\n  - {id: leak, threat: t/leak, on: api}\n", true);
    expires.seconds = fixture.now / NS_PER_SECOND + 86400;
    subject.threat = threat;
    subject.place = place;
    asked.id = id;
    asked.kind = CATALOG__V1__DECISION_KIND__DECISION_KIND_ACCEPTED;
    asked.justification = why;
    asked.subjects = subjects;
    asked.n_subjects = 1;
    asked.expires_at = &expires;
    ask.request_id = fixture_request_id(&fixture);
    ask.feature = feature;
    ask.request = &asked;
    const Catalog__V1__RequestDecisionResponse *response =
        fixture_call(&fixture, "DecisionService/RequestDecision", &ask.base);
    Catalog__V1__ApproveDecisionRequest approve = CATALOG__V1__APPROVE_DECISION_REQUEST__INIT;
    approve.request_id = fixture_request_id(&fixture);
    approve.id = response->decision->id;
    fixture.principal = "lead";
    fixture_call(&fixture, "DecisionService/ApproveDecision", &approve.base);

    change.change_case = CATALOG__V1__IMPACT_CHANGE__CHANGE_REVOKE_DECISION;
    change.revoke_decision = response->decision->id;
    const Catalog__V1__EffectiveModel *before = resolve_feature();
    const Catalog__V1__AnalyzeImpactResponse *answer = analyze();
    ck_assert_uint_eq(answer->consumers_total, 1);
    ck_assert_uint_eq(answer->n_consumers, 1);
    ck_assert_uint_eq(answer->consumers[0]->on_commit->n_decisions, 1);
    ck_assert_uint_eq(answer->summary->decisions_lapsed, 1);
    ck_assert_uint_eq(answer->summary->rows_lost, 1);
    Catalog__V1__RevokeDecisionRequest revoke = CATALOG__V1__REVOKE_DECISION_REQUEST__INIT;
    revoke.request_id = fixture_request_id(&fixture);
    revoke.id = response->decision->id;
    fixture_call(&fixture, "DecisionService/RevokeDecision", &revoke.base);
    expect_diff(before, resolve_feature(), answer->consumers[0]->on_commit);
    expect_refusal(STATUS_FAILED_PRECONDITION, "DECISION_OVER");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_impact__refuses_what_the_change_itself_would_be_refused_for) {
    static char no_version[] = "9.9.9";
    static char no_id[] = "77";
    open_catalog();
    expect_refusal(STATUS_INVALID_ARGUMENT, "NO_CHANGE");
    catalog__v1__impact_publish__init(&publish);
    change.change_case = CATALOG__V1__IMPACT_CHANGE__CHANGE_PUBLISH;
    change.publish = &publish;
    expect_refusal(STATUS_INVALID_ARGUMENT, "NO_OBJECTS");
    publishes(STORE("1.0.1", ""));
    expect_refusal(STATUS_FAILED_PRECONDITION, "VERSION_TOO_LOW");
    yanks();
    yank.version = no_version;
    expect_refusal(STATUS_NOT_FOUND, "OBJECT_NOT_FOUND");
    change.change_case = CATALOG__V1__IMPACT_CHANGE__CHANGE_REVOKE_DECISION;
    change.revoke_decision = no_id;
    expect_refusal(STATUS_NOT_FOUND, "DECISION_NOT_FOUND");
    change.change_case = CATALOG__V1__IMPACT_CHANGE__CHANGE_WITHDRAW_ADVISORY;
    change.withdraw_advisory = no_id;
    expect_refusal(STATUS_NOT_FOUND, "ADVISORY_NOT_FOUND");
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(impact, test_impact__of_a_draft_is_what_publishing_it_does, test_impact__of_a_minor_draft_comes_on_commit,
           test_impact__a_gate_record_locks, test_impact__of_a_feature_is_its_own_next_version,
           test_impact__what_was_found_out_outlives_a_deadline, test_impact__of_a_yank_is_what_the_yank_does,
           test_impact__of_a_deprecation_is_what_it_does, test_impact__of_a_baseline_reaches_every_feature,
           test_impact__of_a_threat_to_triage_reaches_every_feature,
           test_impact__reaches_through_components_and_threats, test_impact__of_a_revocation_is_what_it_does,
           test_impact__refuses_what_the_change_itself_would_be_refused_for)
