#include "support/test.h"

#include "base/limits.h"
#include "codec/yaml.h"
#include "fixture.h"
#include "store/check.h"

#include "catalog/v1/advisory_service.pb-c.h"
#include "catalog/v1/changes_service.pb-c.h"
#include "catalog/v1/resolution_service.pb-c.h"

#include <string.h>

#define STATEMENT "statement: {source: somebody, action: guesses, impact: they are in}\nstride: [spoofing]\n---\n"
#define STORE(version)                                                                                                 \
    "kind: component\nname: s/store\nversion: " version "\ntitle: A store\nservice_class: abstracted\n"                \
    "elements:\n  - {id: box, kind: store, title: The box}\nentry_point_policy: closed\n"                              \
    "threats:\n  - {id: leak, threat: t/leak, on: box}\n"                                                              \
    "  - {id: own, on: box, inline: {title: Its own, likelihood: 1, impact: 1, stride: [tampering], statement: "       \
    "{source: a, action: b, impact: c}}}\n"                                                                            \
    "provides:\n  - {id: guard, title: Guarded, control: c/guard, mitigates: [t/leak], strength: full}\n"              \
    "responsibilities:\n  - {id: care, statement: Somebody cares., discharged_by: {statement: true}}\n---\n"

static const char catalog_text[] =
    "kind: threat\nname: t/leak\nversion: 1.0.0\ntitle: Data leaks\nlikelihood: 2\nimpact: 2\n" STATEMENT
    "kind: control\nname: c/guard\nversion: 1.0.0\ntitle: Guard\nobjective: It is guarded.\ntype: preventive\n"
    "domain: infrastructure\nmitigates:\n  - {threat: t/leak, strength: full}\n---\n" STORE("1.0.0");

static const char feature_text[] =
    "kind: feature\nname: f/feature\nversion: 1.0.0\ntitle: A feature\nworkload: w\nowner: team\nstage: build\n"
    "elements:\n  - {id: api, kind: process, title: The service}\n"
    "assets:\n  - {id: data, title: Data, classification: internal, on: [api]}\n"
    "entry_points:\n  - {id: door, on: api, protocol: https, exposure: internet}\n"
    "data_flows:\n  - {id: save, from: api, to: kept}\n"
    "dependencies:\n  - {alias: kept, component: s/store, requirement: ^1.0}\n";

/* Revision 1: the catalog and version 1.0.0 of the store. 2: version 1.0.1. */
static void open_catalog(struct fixture *fixture) {
    fixture_open(fixture);
    fixture_apply(fixture, catalog_text, true);
    fixture_apply(fixture, STORE("1.0.1"), true);
}

static Catalog__V1__PublishAdvisoryRequest *new_request(struct fixture *fixture, const char *yaml) {
    Catalog__V1__PublishAdvisoryRequest *request = ARENA_NEW(&fixture->arena, Catalog__V1__PublishAdvisoryRequest);
    struct document_list documents;
    struct problem problem;
    problem_init(&problem, &fixture->arena);
    status_code status =
        yaml_read(&catalog__v1__advisory__descriptor, slice_text(yaml), &fixture->arena, &documents, &problem);
    ck_assert_msg(status == STATUS_OK, "%s: %s", yaml, problem.message);
    catalog__v1__publish_advisory_request__init(request);
    request->request_id = fixture_request_id(fixture);
    request->advisory = (Catalog__V1__Advisory *)documents.items[0].message;
    return request;
}

static const Catalog__V1__PublishAdvisoryResponse *publish(struct fixture *fixture, const char *yaml) {
    return fixture_call(fixture, "AdvisoryService/PublishAdvisory", &new_request(fixture, yaml)->base);
}

static Catalog__V1__WithdrawAdvisoryRequest *new_withdrawal(struct fixture *fixture, const char *id) {
    Catalog__V1__WithdrawAdvisoryRequest *request = ARENA_NEW(&fixture->arena, Catalog__V1__WithdrawAdvisoryRequest);
    catalog__v1__withdraw_advisory_request__init(request);
    request->request_id = fixture_request_id(fixture);
    request->id = arena_strdup(&fixture->arena, id);
    request->reason = arena_strdup(&fixture->arena, "It was wrong.");
    return request;
}

static const Catalog__V1__Advisory *withdraw(struct fixture *fixture, const char *id) {
    const Catalog__V1__WithdrawAdvisoryResponse *response =
        fixture_call(fixture, "AdvisoryService/WithdrawAdvisory", &new_withdrawal(fixture, id)->base);
    return response->advisory;
}

/* The feature as it resolves at REVISION (0: now). */
static const Catalog__V1__EffectiveModel *resolved(struct fixture *fixture, uint64_t revision) {
    Catalog__V1__ResolveRequest request;
    Catalog__V1__ResolutionTarget target;
    catalog__v1__resolve_request__init(&request);
    catalog__v1__resolution_target__init(&target);
    request.target = &target;
    target.target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    target.selector = fixture_selector(fixture, "f/feature", "");
    target.at_revision = revision;
    const Catalog__V1__ResolveResponse *response = fixture_call(fixture, "ResolutionService/Resolve", &request.base);
    return response->model;
}

#define GUARD "object: s/store\nrange: 1.0.x\nprovisions: [guard]\nstatement: It does not guard.\n"

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
    ck_assert_uint_eq(report.fault_count, 0);
}

START_TEST(test_advisory__reaches_consumers_until_it_is_withdrawn) {
    struct fixture fixture;
    open_catalog(&fixture);
    fixture_apply(&fixture, feature_text, true);
    Catalog__V1__GateState before = resolved(&fixture, 0)->now->state;
    const Catalog__V1__PublishAdvisoryResponse *published = publish(&fixture, GUARD);
    ck_assert_str_eq(published->advisory->id, "4");
    ck_assert_str_eq(published->advisory->author, "tester");
    ck_assert_str_eq(published->advisory->etag, "r4");
    ck_assert_int_eq(published->advisory->published_at->seconds, fixture.now / NS_PER_SECOND);
    ck_assert_uint_eq(published->n_versions, 2);
    ck_assert_str_eq(published->versions[0], "1.0.0");
    ck_assert_str_eq(published->versions[1], "1.0.1");
    ck_assert_int_eq(resolved(&fixture, 0)->now->state, CATALOG__V1__GATE_STATE__GATE_STATE_STALE);
    ck_assert_str_eq(resolved(&fixture, 0)->advisories[0]->id, "4");
    ck_assert_int_eq(resolved(&fixture, 3)->now->state, before);

    fixture.now += NS_PER_DAY;
    const Catalog__V1__Advisory *withdrawn = withdraw(&fixture, "4");
    ck_assert_str_eq(withdrawn->withdrawn_by, "tester");
    ck_assert_str_eq(withdrawn->withdrawn_reason, "It was wrong.");
    ck_assert_int_eq(withdrawn->withdrawn_at->seconds, fixture.now / NS_PER_SECOND);
    ck_assert_uint_eq(withdrawn->revision, 5);
    ck_assert_int_eq(resolved(&fixture, 0)->now->state, before);
    ck_assert_int_eq(resolved(&fixture, 4)->now->state, CATALOG__V1__GATE_STATE__GATE_STATE_STALE);
    check_store(&fixture);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_advisory__says_all_that_is_wrong_with_it) {
    static const struct {
        const char *yaml;
        const char *field;
        const char *message;
    } rows[] = {
        {"object: s/stor\nrange: '*'\nstatement: No.\n", "advisory.object", "no version of s/stor is published"},
        {"object: t/leak\nrange: '*'\nstatement: No.\n", "advisory.object", "t/leak is a threat"},
        {"object: S3\nrange: '*'\nstatement: No.\n", "advisory.object", "it is no name"},
        {"object: s/store\nrange: ^2\nstatement: No.\n", "advisory.range", "no published version of s/store is in it"},
        {"object: s/store\nrange: '>>1'\nstatement: No.\n", "advisory.range", ""},
        {"object: s/store\nrange: '*'\n", "advisory.statement", "it is empty"},
        {"object: s/store\nrange: '*'\nstatement: No.\nprovisions: [gurd]\n", "advisory.provisions[0]", "'gurd'"},
        {"object: s/store\nrange: '*'\nstatement: No.\nthreats: [t/gone]\n", "advisory.threats[0]", "'t/gone'"},
        {"object: s/store\nrange: '*'\nstatement: No.\nthreats: [c/guard]\n", "advisory.threats[0]", "'c/guard'"},
        {"object: s/store\nrange: '*'\nstatement: No.\nthreats: [t/leak, t/leak]\n", "advisory.threats[1]", "twice"},
        {"object: c/guard\nrange: '*'\nstatement: No.\nprovisions: [guard]\n", "advisory.provisions[0]",
         "a control has no provisions"},
        {GUARD "id: 7\n", "advisory.id", "the server gives it"},
        {GUARD "withdrawn_reason: x\n", "advisory.withdrawn_reason", "the server gives it"},
    };
    struct fixture fixture;
    open_catalog(&fixture);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct problem problem =
            fixture_fail(&fixture, "AdvisoryService/PublishAdvisory", &new_request(&fixture, rows[i].yaml)->base);
        ck_assert_msg(problem.code == STATUS_INVALID_ARGUMENT && problem.violation_count == 1 &&
                          strcmp(problem.violations[0].field, rows[i].field) == 0 &&
                          strstr(problem.violations[0].message, rows[i].message) != NULL,
                      "row %zu: %s %s", i, problem.message,
                      problem.violation_count == 0 ? "" : problem.violations[0].message);
    }
    ck_assert_uint_eq(store_head(fixture.store).revision, 2);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_advisory__suggests_the_provision_that_was_meant) {
    struct fixture fixture;
    open_catalog(&fixture);
    Catalog__V1__PublishAdvisoryRequest *request =
        new_request(&fixture, "object: s/store\nrange: '*'\nprovisions: [guards, guard]\nthreats: ['s/store#own']\n");
    struct problem problem = fixture_fail(&fixture, "AdvisoryService/PublishAdvisory", &request->base);
    ck_assert_uint_eq(problem.violation_count, 2);
    ck_assert_str_eq(problem.violations[0].field, "advisory.statement");
    ck_assert_str_eq(problem.violations[1].remedy, "did you mean 'guard'?");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_advisory__needs_something_to_say) {
    struct fixture fixture;
    open_catalog(&fixture);
    Catalog__V1__PublishAdvisoryRequest *request = new_request(&fixture, GUARD);
    Catalog__V1__Advisory *advisory = request->advisory;
    request->advisory = NULL;
    ck_assert_str_eq(fixture_fail(&fixture, "AdvisoryService/PublishAdvisory", &request->base).reason, "NO_ADVISORY");
    request->advisory = advisory;
    advisory->statement = arena_calloc(&fixture.arena, 1, LIMIT_REASON_BYTES + 2);
    memset(advisory->statement, 'x', LIMIT_REASON_BYTES);
    const Catalog__V1__PublishAdvisoryResponse *longest =
        fixture_call(&fixture, "AdvisoryService/PublishAdvisory", &request->base);
    ck_assert_str_eq(longest->advisory->id, "3");
    /* Too large to keep: it is made once more. */
    fixture.now += NS_PER_SECOND;
    longest = fixture_call(&fixture, "AdvisoryService/PublishAdvisory", &request->base);
    ck_assert_str_eq(longest->advisory->id, "3");
    ck_assert_str_eq(longest->advisory->etag, "r3");
    ck_assert_int_eq(longest->advisory->published_at->seconds, FIXTURE_START / NS_PER_SECOND);
    advisory->statement[LIMIT_REASON_BYTES] = 'x';
    request->request_id = fixture_request_id(&fixture);
    struct problem problem = fixture_fail(&fixture, "AdvisoryService/PublishAdvisory", &request->base);
    ck_assert_str_eq(problem.violations[0].field, "advisory.statement");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_advisory__validate_only_stores_nothing) {
    struct fixture fixture;
    open_catalog(&fixture);
    Catalog__V1__PublishAdvisoryRequest *request = new_request(&fixture, GUARD);
    request->validate_only = true;
    const Catalog__V1__PublishAdvisoryResponse *response =
        fixture_call(&fixture, "AdvisoryService/PublishAdvisory", &request->base);
    ck_assert_str_eq(response->advisory->id, "");
    ck_assert_uint_eq(response->n_versions, 2);
    ck_assert_uint_eq(store_head(fixture.store).revision, 2);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_advisory__etag_and_request_id_are_minded) {
    struct fixture fixture;
    open_catalog(&fixture);
    Catalog__V1__PublishAdvisoryRequest *request = new_request(&fixture, GUARD);
    for (size_t i = 0; i < 2; i++) {
        const Catalog__V1__PublishAdvisoryResponse *response =
            fixture_call(&fixture, "AdvisoryService/PublishAdvisory", &request->base);
        ck_assert_str_eq(response->advisory->id, "3");
    }
    request->advisory->range = arena_strdup(&fixture.arena, "1.0.0");
    ck_assert_str_eq(fixture_fail(&fixture, "AdvisoryService/PublishAdvisory", &request->base).reason,
                     "REQUEST_ID_REUSED");
    Catalog__V1__WithdrawAdvisoryRequest *withdrawal = new_withdrawal(&fixture, "3");
    withdrawal->etag = arena_strdup(&fixture.arena, "r1");
    struct problem problem = fixture_fail(&fixture, "AdvisoryService/WithdrawAdvisory", &withdrawal->base);
    ck_assert_int_eq(problem.code, STATUS_ABORTED);
    ck_assert_str_eq(problem.reason, "ETAG_MISMATCH");
    ck_assert_uint_eq(store_head(fixture.store).revision, 3);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_advisory__withdrawing_is_final_and_says_why) {
    struct fixture fixture;
    open_catalog(&fixture);
    publish(&fixture, GUARD);
    Catalog__V1__WithdrawAdvisoryRequest *request = new_withdrawal(&fixture, "3");
    static char nothing[] = "";
    request->reason = nothing;
    ck_assert_str_eq(fixture_fail(&fixture, "AdvisoryService/WithdrawAdvisory", &request->base).reason, "BAD_REASON");
    request = new_withdrawal(&fixture, "3");
    request->validate_only = true;
    fixture_call(&fixture, "AdvisoryService/WithdrawAdvisory", &request->base);
    ck_assert_uint_eq(store_head(fixture.store).revision, 3);
    ck_assert_uint_eq(withdraw(&fixture, "3")->revision, 4);
    ck_assert_uint_eq(withdraw(&fixture, "3")->revision, 4);
    ck_assert_uint_eq(store_head(fixture.store).revision, 4);
    static const char *const absent[] = {"4", "", "x", "03", "99999999999999999999999"};
    for (size_t i = 0; i < COUNT_OF(absent); i++)
        ck_assert_str_eq(
            fixture_fail(&fixture, "AdvisoryService/WithdrawAdvisory", &new_withdrawal(&fixture, absent[i])->base)
                .reason,
            "ADVISORY_NOT_FOUND");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_advisory__is_read_as_it_stood) {
    struct fixture fixture;
    open_catalog(&fixture);
    publish(&fixture, GUARD);
    withdraw(&fixture, "3");
    Catalog__V1__GetAdvisoryRequest request;
    catalog__v1__get_advisory_request__init(&request);
    request.id = arena_strdup(&fixture.arena, "3");
    const Catalog__V1__GetAdvisoryResponse *now = fixture_call(&fixture, "AdvisoryService/GetAdvisory", &request.base);
    ck_assert_ptr_nonnull(now->advisory->withdrawn_at);
    request.at_revision = 3;
    const Catalog__V1__GetAdvisoryResponse *then = fixture_call(&fixture, "AdvisoryService/GetAdvisory", &request.base);
    ck_assert_ptr_null(then->advisory->withdrawn_at);
    ck_assert_str_eq(then->advisory->etag, "r3");
    request.at_revision = 2;
    ck_assert_str_eq(fixture_fail(&fixture, "AdvisoryService/GetAdvisory", &request.base).reason, "ADVISORY_NOT_FOUND");
    fixture_close(&fixture);
}
END_TEST

static size_t count_listed_by(struct fixture *fixture, const char *object, bool include_withdrawn, uint64_t revision,
                              uint32_t page_size) {
    Catalog__V1__ListAdvisoriesRequest request;
    size_t count = 0;
    catalog__v1__list_advisories_request__init(&request);
    request.object = arena_strdup(&fixture->arena, object);
    request.include_withdrawn = include_withdrawn;
    request.at_revision = revision;
    request.page_size = page_size;
    do {
        const Catalog__V1__ListAdvisoriesResponse *page =
            fixture_call(fixture, "AdvisoryService/ListAdvisories", &request.base);
        ck_assert_uint_le(page->n_advisories, page_size);
        count += page->n_advisories;
        request.page_token = page->next_page_token;
    } while (request.page_token[0] != '\0');
    return count;
}

static size_t count_listed(struct fixture *fixture, const char *object, bool include_withdrawn, uint64_t revision) {
    return count_listed_by(fixture, object, include_withdrawn, revision, 2);
}

START_TEST(test_advisory__lists_by_object_in_pages) {
    struct fixture fixture;
    open_catalog(&fixture);
    for (size_t i = 0; i < 5; i++)
        publish(&fixture, GUARD);
    publish(&fixture, "object: c/guard\nrange: '*'\nstatement: It is broken.\n");
    withdraw(&fixture, "5");
    ck_assert_uint_eq(count_listed(&fixture, "", false, 0), 5);
    ck_assert_uint_eq(count_listed(&fixture, "", true, 0), 6);
    ck_assert_uint_eq(count_listed(&fixture, "s/store", false, 0), 4);
    ck_assert_uint_eq(count_listed(&fixture, "c/guard", false, 0), 1);
    ck_assert_uint_eq(count_listed(&fixture, "s/stor", true, 0), 0);
    ck_assert_uint_eq(count_listed(&fixture, "", false, 4), 2);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_advisory__so_many_may_stand_and_no_more) {
    struct fixture fixture;
    open_catalog(&fixture);
    for (size_t i = 0; i < LIMIT_ADVISORIES_STAND; i++)
        publish(&fixture, GUARD);
    struct problem problem =
        fixture_fail(&fixture, "AdvisoryService/PublishAdvisory", &new_request(&fixture, GUARD)->base);
    ck_assert_int_eq(problem.code, STATUS_RESOURCE_EXHAUSTED);
    ck_assert_str_eq(problem.reason, "TOO_MANY_ADVISORIES");
    withdraw(&fixture, "3");
    publish(&fixture, GUARD);
    publish(&fixture, "object: c/guard\nrange: '*'\nstatement: It is broken.\n");
    ck_assert_uint_eq(count_listed_by(&fixture, "", false, 0, LIMIT_PAGE), LIMIT_ADVISORIES_STAND + 1);
    ck_assert_uint_eq(count_listed_by(&fixture, "s/store", true, 0, LIMIT_ADVISORIES_STAND),
                      LIMIT_ADVISORIES_STAND + 1);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_advisory__is_in_the_log_and_among_the_inputs) {
    struct fixture fixture;
    open_catalog(&fixture);
    fixture_apply(&fixture, feature_text, true);
    publish(&fixture, GUARD);
    publish(&fixture, GUARD);
    withdraw(&fixture, "4");
    Catalog__V1__ListChangesRequest changes;
    catalog__v1__list_changes_request__init(&changes);
    changes.after_revision = 3;
    changes.name = arena_strdup(&fixture.arena, "s/store");
    const Catalog__V1__ListChangesResponse *log = fixture_call(&fixture, "ChangesService/ListChanges", &changes.base);
    ck_assert_uint_eq(log->n_changes, 3);
    ck_assert_str_eq(log->changes[0]->advisories[0]->id, "4");
    ck_assert_str_eq(log->changes[0]->advisories[0]->etag, "");
    ck_assert_str_eq(log->changes[2]->advisories[0]->withdrawn_reason, "It was wrong.");

    Catalog__V1__GetResolutionInputsRequest inputs;
    Catalog__V1__ResolutionTarget target;
    catalog__v1__get_resolution_inputs_request__init(&inputs);
    catalog__v1__resolution_target__init(&target);
    inputs.target = &target;
    target.target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    target.selector = fixture_selector(&fixture, "f/feature", "");
    const Catalog__V1__GetResolutionInputsResponse *response =
        fixture_call(&fixture, "ResolutionService/GetResolutionInputs", &inputs.base);
    ck_assert_uint_eq(response->n_advisories, 1);
    ck_assert_str_eq(response->advisories[0]->id, "5");
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(advisory, test_advisory__reaches_consumers_until_it_is_withdrawn,
           test_advisory__says_all_that_is_wrong_with_it, test_advisory__suggests_the_provision_that_was_meant,
           test_advisory__needs_something_to_say, test_advisory__validate_only_stores_nothing,
           test_advisory__etag_and_request_id_are_minded, test_advisory__withdrawing_is_final_and_says_why,
           test_advisory__is_read_as_it_stood, test_advisory__lists_by_object_in_pages,
           test_advisory__so_many_may_stand_and_no_more, test_advisory__is_in_the_log_and_among_the_inputs)
