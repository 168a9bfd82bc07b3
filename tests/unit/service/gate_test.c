#include "support/test.h"

#include "base/limits.h"
#include "fixture.h"
#include "model/timestamp.h"
#include "store/check.h"

#include "catalog/v1/gate_service.pb-c.h"
#include "catalog/v1/resolution_service.pb-c.h"

#include <string.h>

#define BLOCKED    CATALOG__V1__GATE_STATE__GATE_STATE_BLOCKED
#define DAYS(days) ((days)*NS_PER_DAY)
#define STATEMENT  "statement: {source: somebody, action: guesses, impact: they are in}\nstride: [spoofing]\n---\n"
#define THREATS                                                                                                        \
    "kind: threat\nname: t/leak\nversion: 1.0.0\ntitle: Data leaks\nlikelihood: 4\nimpact: 4\n" STATEMENT              \
    "kind: threat\nname: t/worst\nversion: 1.0.0\ntitle: All is lost\nlikelihood: 5\nimpact: 5\n" STATEMENT
#define POLICY                                                                                                         \
    "kind: policy\nname: policy/organisation\nversion: 1.0.0\ntitle: Policy\nreview_interval_days: 90\n"               \
    "classifications: [public, internal]\nmatrix:\n"                                                                   \
    "  - {likelihood: 1, bands: [low, low, low, low, medium]}\n"                                                       \
    "  - {likelihood: 2, bands: [low, low, medium, medium, high]}\n"                                                   \
    "  - {likelihood: 3, bands: [low, medium, medium, high, high]}\n"                                                  \
    "  - {likelihood: 4, bands: [low, medium, high, high, critical]}\n"                                                \
    "  - {likelihood: 5, bands: [medium, high, high, critical, critical]}\n---\n"
#define FEATURE(version)                                                                                               \
    "kind: feature\nname: f/feature\nversion: " version                                                                \
    "\ntitle: A feature\nworkload: w\nowner: team\nstage: legacy\n"                                                    \
    "elements:\n  - {id: api, kind: process, title: The service}\n"                                                    \
    "threats:\n  - {id: leak, threat: t/leak, on: api}\n"
#define WORSE "  - {id: worst, threat: t/worst, on: api}\n"

static void open_catalog(struct fixture *fixture) {
    fixture_open(fixture);
    fixture_apply(fixture, THREATS POLICY FEATURE("1.0.0"), true);
}

static Catalog__V1__ResolutionTarget *stored(struct fixture *fixture, const char *name) {
    Catalog__V1__ResolutionTarget *target = ARENA_NEW(&fixture->arena, Catalog__V1__ResolutionTarget);
    catalog__v1__resolution_target__init(target);
    target->target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    target->selector = fixture_selector(fixture, name, "");
    return target;
}

static Catalog__V1__ResolutionTarget *of_ones_own(struct fixture *fixture, const char *yaml) {
    Catalog__V1__ResolutionTarget *target = ARENA_NEW(&fixture->arena, Catalog__V1__ResolutionTarget);
    size_t count = 0;
    catalog__v1__resolution_target__init(target);
    target->target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_OBJECT;
    target->object = fixture_objects(fixture, yaml, &count)[0];
    return target;
}

static Catalog__V1__RecordGateRequest *new_request(struct fixture *fixture, Catalog__V1__ResolutionTarget *target) {
    Catalog__V1__RecordGateRequest *request = ARENA_NEW(&fixture->arena, Catalog__V1__RecordGateRequest);
    catalog__v1__record_gate_request__init(request);
    request->request_id = fixture_request_id(fixture);
    request->target = target;
    return request;
}

static const Catalog__V1__GateRecord *record(struct fixture *fixture, Catalog__V1__ResolutionTarget *target) {
    const Catalog__V1__RecordGateResponse *response =
        fixture_call(fixture, "GateService/RecordGate", &new_request(fixture, target)->base);
    return response->record;
}

static const Catalog__V1__GateRecord *get(struct fixture *fixture, char *id) {
    Catalog__V1__GetGateRecordRequest request;
    catalog__v1__get_gate_record_request__init(&request);
    request.id = id;
    const Catalog__V1__GetGateRecordResponse *response =
        fixture_call(fixture, "GateService/GetGateRecord", &request.base);
    return response->record;
}

START_TEST(test_gate__records_a_stored_feature) {
    struct fixture fixture;
    open_catalog(&fixture);
    const Catalog__V1__GateRecord *made = record(&fixture, stored(&fixture, "f/feature"));
    ck_assert_str_eq(made->id, "2");
    ck_assert_str_eq(made->author, "tester");
    ck_assert_str_eq(made->version, "1.0.0");
    ck_assert_int_eq(made->now, CATALOG__V1__GATE_STATE__GATE_STATE_INCOMPLETE);
    ck_assert_int_eq(timestamp_time(made->recorded_at, 0), fixture.now);
    ck_assert_uint_eq(made->n_rows, 0);
    ck_assert_uint_eq(made->row_count, 1);
    const Catalog__V1__GateRecord *whole = get(&fixture, made->id);
    ck_assert_str_eq(whole->id, "2");
    ck_assert_uint_eq(whole->n_rows, 1);
    ck_assert_str_eq(whole->rows[0]->key, "t/leak@api");
    ck_assert_uint_eq(whole->at_revision, 1);
    ck_assert_str_eq(whole->lock->pins[0]->name, "t/leak");
    ck_assert_str_eq(whole->lock_digest, made->lock_digest);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_gate__the_same_request_records_once) {
    struct fixture fixture;
    open_catalog(&fixture);
    Catalog__V1__RecordGateRequest *request = new_request(&fixture, stored(&fixture, "f/feature"));
    const Catalog__V1__RecordGateResponse *first = fixture_call(&fixture, "GateService/RecordGate", &request->base);
    const Catalog__V1__RecordGateResponse *second = fixture_call(&fixture, "GateService/RecordGate", &request->base);
    ck_assert_str_eq(first->record->id, second->record->id);
    ck_assert_str_ne(record(&fixture, stored(&fixture, "f/feature"))->id, first->record->id);
    request = new_request(&fixture, stored(&fixture, "f/feature"));
    request->validate_only = true;
    const Catalog__V1__RecordGateResponse *dry = fixture_call(&fixture, "GateService/RecordGate", &request->base);
    ck_assert_str_eq(dry->record->id, "");
    ck_assert_uint_eq(dry->record->row_count, 1);
    fixture_close(&fixture);
}
END_TEST

/* A feature that nobody published is recorded under its name, which it does not take. */
START_TEST(test_gate__records_a_feature_of_ones_own) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_apply(&fixture, THREATS, true);
    const Catalog__V1__GateRecord *made = record(&fixture, of_ones_own(&fixture, FEATURE("2.0.0")));
    ck_assert_str_eq(made->feature, "f/feature");
    ck_assert_str_eq(made->version, "");
    fixture_apply(&fixture,
                  "kind: threat\nname: f/feature\nversion: 1.0.0\ntitle: T\nlikelihood: 4\nimpact: 4\n" STATEMENT,
                  true);
    struct problem problem = fixture_fail(&fixture, "GateService/RecordGate",
                                          &new_request(&fixture, of_ones_own(&fixture, FEATURE("2.0.0")))->base);
    ck_assert_str_eq(problem.reason, "NOT_A_FEATURE");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_gate__refuses_what_cannot_be_recorded) {
    struct fixture fixture;
    open_catalog(&fixture);
    Catalog__V1__ResolutionTarget *target = stored(&fixture, "f/feature");
    Catalog__V1__Timestamp to_come = timestamp_of(fixture.now + 1);
    target->at = &to_come;
    struct problem problem = fixture_fail(&fixture, "GateService/RecordGate", &new_request(&fixture, target)->base);
    ck_assert_int_eq(problem.code, STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(problem.reason, "TIME_TO_COME");
    problem = fixture_fail(&fixture, "GateService/RecordGate", &new_request(&fixture, NULL)->base);
    ck_assert_str_eq(problem.reason, "NO_TARGET");
    problem =
        fixture_fail(&fixture, "GateService/RecordGate", &new_request(&fixture, stored(&fixture, "f/none"))->base);
    ck_assert_int_eq(problem.code, STATUS_NOT_FOUND);
    target = of_ones_own(&fixture, "kind: component\nname: c/one\nversion: 1.0.0\ntitle: C\n");
    problem = fixture_fail(&fixture, "GateService/RecordGate", &new_request(&fixture, target)->base);
    ck_assert_str_eq(problem.reason, "NOT_A_FEATURE");
    target = of_ones_own(&fixture, "kind: feature\nname: nowhere\ntitle: F\n");
    problem = fixture_fail(&fixture, "GateService/RecordGate", &new_request(&fixture, target)->base);
    ck_assert_str_eq(problem.reason, "BAD_NAME");
    Catalog__V1__GetGateRecordRequest wrong;
    catalog__v1__get_gate_record_request__init(&wrong);
    wrong.id = arena_strdup(&fixture.arena, "1");
    ck_assert_str_eq(fixture_fail(&fixture, "GateService/GetGateRecord", &wrong.base).reason, "GATE_RECORD_NOT_FOUND");
    fixture_close(&fixture);
}
END_TEST

static const Catalog__V1__ListGateRecordsResponse *list(struct fixture *fixture, char *token, uint32_t page_size) {
    Catalog__V1__ListGateRecordsRequest request;
    catalog__v1__list_gate_records_request__init(&request);
    request.feature = arena_strdup(&fixture->arena, "f/feature");
    request.page_token = token;
    request.page_size = page_size;
    return fixture_call(fixture, "GateService/ListGateRecords", &request.base);
}

START_TEST(test_gate__lists_pages_newest_first) {
    struct fixture fixture;
    open_catalog(&fixture);
    ck_assert_uint_eq(list(&fixture, arena_strdup(&fixture.arena, ""), 0)->n_records, 0);
    for (size_t i = 0; i < 5; i++)
        record(&fixture, stored(&fixture, "f/feature"));
    const Catalog__V1__ListGateRecordsResponse *page = list(&fixture, arena_strdup(&fixture.arena, ""), 2);
    record(&fixture, stored(&fixture, "f/feature"));
    uint64_t expected = 6;
    for (;;) {
        for (size_t i = 0; i < page->n_records; i++)
            ck_assert_str_eq(page->records[i]->id,
                             arena_printf(&fixture.arena, "%llu", (unsigned long long)expected--));
        if (page->next_page_token[0] == '\0')
            break;
        page = list(&fixture, page->next_page_token, 2);
    }
    ck_assert_uint_eq(expected, 1);
    Catalog__V1__ListGateRecordsRequest wrong;
    catalog__v1__list_gate_records_request__init(&wrong);
    ck_assert_str_eq(fixture_fail(&fixture, "GateService/ListGateRecords", &wrong.base).reason, "BAD_NAME");
    fixture_close(&fixture);
}
END_TEST

static Catalog__V1__CheckRatchetRequest *new_check(struct fixture *fixture, Catalog__V1__ResolutionTarget *target,
                                                   const char *id) {
    Catalog__V1__CheckRatchetRequest *request = ARENA_NEW(&fixture->arena, Catalog__V1__CheckRatchetRequest);
    catalog__v1__check_ratchet_request__init(request);
    request->target = target;
    request->record = arena_strdup(&fixture->arena, id);
    return request;
}

static const Catalog__V1__CheckRatchetResponse *check(struct fixture *fixture, Catalog__V1__ResolutionTarget *target,
                                                      const char *id) {
    return fixture_call(fixture, "GateService/CheckRatchet", &new_check(fixture, target, id)->base);
}

START_TEST(test_gate__ratchet_compares_with_the_newest_or_a_named_record) {
    struct fixture fixture;
    open_catalog(&fixture);
    struct problem problem = fixture_fail(&fixture, "GateService/CheckRatchet",
                                          &new_check(&fixture, stored(&fixture, "f/feature"), "")->base);
    ck_assert_int_eq(problem.code, STATUS_FAILED_PRECONDITION);
    ck_assert_str_eq(problem.reason, "NO_GATE_RECORD");
    ck_assert_ptr_nonnull(strstr(problem.message, "resolve --record"));
    const char *first = record(&fixture, stored(&fixture, "f/feature"))->id;
    const Catalog__V1__CheckRatchetResponse *same = check(&fixture, stored(&fixture, "f/feature"), "");
    ck_assert_uint_eq(same->worse_count + same->better_count, 0);
    ck_assert_str_eq(same->record->id, first);
    const Catalog__V1__CheckRatchetResponse *worse = check(&fixture, of_ones_own(&fixture, FEATURE("1.1.0") WORSE), "");
    ck_assert_uint_eq(worse->worse_count, 2);
    ck_assert_str_eq(worse->worse[0]->code, "RISK_ABOVE_APPETITE");
    ck_assert_int_eq(worse->worse[1]->rule, CATALOG__V1__RATCHET_RULE__RATCHET_RULE_NEW_ROW);
    ck_assert_str_eq(worse->worse[1]->subject, "t/worst@api");
    ck_assert_ptr_null(worse->record->lock);
    record(&fixture, of_ones_own(&fixture, FEATURE("1.1.0") WORSE));
    ck_assert_uint_eq(check(&fixture, of_ones_own(&fixture, FEATURE("1.1.0") WORSE), "")->worse_count, 0);
    ck_assert_uint_eq(check(&fixture, of_ones_own(&fixture, FEATURE("1.1.0") WORSE), first)->worse_count, 2);
    Catalog__V1__ResolutionTarget *past = stored(&fixture, "f/feature");
    past->at_revision = 2;
    ck_assert_str_eq(check(&fixture, past, "")->record->id, first);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_gate__ratchet_refuses_records_of_others) {
    struct fixture fixture;
    open_catalog(&fixture);
    fixture_apply(&fixture, "kind: feature\nname: f/other\nversion: 1.0.0\ntitle: F\n", true);
    const char *other = record(&fixture, stored(&fixture, "f/other"))->id;
    struct problem problem = fixture_fail(&fixture, "GateService/CheckRatchet",
                                          &new_check(&fixture, stored(&fixture, "f/feature"), other)->base);
    ck_assert_str_eq(problem.reason, "OTHER_FEATURE");
    problem = fixture_fail(&fixture, "GateService/CheckRatchet",
                           &new_check(&fixture, stored(&fixture, "f/feature"), "999")->base);
    ck_assert_int_eq(problem.code, STATUS_NOT_FOUND);
    fixture_close(&fixture);
}
END_TEST

static bool is_due(struct fixture *fixture, Catalog__V1__ResolutionTarget *target, time_ns time) {
    Catalog__V1__ResolveRequest request;
    Catalog__V1__Timestamp at = timestamp_of(time);
    catalog__v1__resolve_request__init(&request);
    target->at = &at;
    request.target = target;
    const Catalog__V1__ResolveResponse *response = fixture_call(fixture, "ResolutionService/Resolve", &request.base);
    bool is_stale = false;
    for (size_t i = 0; i < response->model->now->n_reasons; i++)
        is_stale |= strcmp(response->model->now->reasons[i]->code, "REVIEW_DUE") == 0;
    return is_stale;
}

START_TEST(test_gate__publishing_and_recording_are_looks_at_a_feature) {
    struct fixture fixture;
    open_catalog(&fixture);
    time_ns published = fixture.now;
    ck_assert(!is_due(&fixture, stored(&fixture, "f/feature"), published + DAYS(90) - 1));
    ck_assert(is_due(&fixture, stored(&fixture, "f/feature"), published + DAYS(90)));
    fixture.now += DAYS(80);
    record(&fixture, stored(&fixture, "f/feature"));
    ck_assert(!is_due(&fixture, stored(&fixture, "f/feature"), published + DAYS(170) - 1));
    ck_assert(is_due(&fixture, stored(&fixture, "f/feature"), published + DAYS(170)));
    ck_assert(is_due(&fixture, of_ones_own(&fixture, FEATURE("1.1.0")), published + DAYS(170)));
    fixture.now += DAYS(10);
    fixture_apply(&fixture, FEATURE("2.0.0") WORSE, true);
    ck_assert(!is_due(&fixture, stored(&fixture, "f/feature"), published + DAYS(180) - 1));
    ck_assert(is_due(&fixture, stored(&fixture, "f/feature"), published + DAYS(180)));
    ck_assert(!is_due(&fixture, of_ones_own(&fixture, "kind: feature\nname: f/new\nversion: 1.0.0\ntitle: F\n"),
                      published + DAYS(999)));
    fixture_close(&fixture);
}
END_TEST

static void ignore(void *context, const char *line) {
    (void)context;
    (void)line;
}

START_TEST(test_gate__records_survive_a_check) {
    struct fixture fixture;
    struct store_check_report report;
    struct problem problem;
    open_catalog(&fixture);
    record(&fixture, stored(&fixture, "f/feature"));
    service_stop(fixture.service);
    store_close(fixture.store);
    fixture.store = NULL;
    const struct store_options options = {.directory = fixture.directory, .map_size = (size_t)256 << 20};
    problem_init(&problem, NULL);
    ck_assert_int_eq(store_check(&options, NULL, ignore, NULL, &report, &problem), STATUS_OK);
    ck_assert_uint_eq(report.fault_count, 0);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(gate, test_gate__records_a_stored_feature, test_gate__the_same_request_records_once,
           test_gate__records_a_feature_of_ones_own, test_gate__refuses_what_cannot_be_recorded,
           test_gate__lists_pages_newest_first, test_gate__ratchet_compares_with_the_newest_or_a_named_record,
           test_gate__ratchet_refuses_records_of_others, test_gate__publishing_and_recording_are_looks_at_a_feature,
           test_gate__records_survive_a_check)
