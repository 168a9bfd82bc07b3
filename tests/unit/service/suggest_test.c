#include "support/test.h"

#include "fixture.h"
#include "service/threat_sets.h"

#include "catalog/v1/resolution_service.pb-c.h"
#include "catalog/v1/suggest_service.pb-c.h"

#include <string.h>

#define STATEMENT "statement: {source: somebody, action: guesses, impact: they are in}\nstride: [spoofing]\n"
#define THREAT(name, predicate)                                                                                        \
    "kind: threat\nname: " name "\nversion: 1.0.0\ntitle: T\nlikelihood: 3\nimpact: 3\n" STATEMENT                     \
    "applies_when: " predicate "\n---\n"
#define PROCESS "place.kind == 'process'"

static const char catalog_text[] = THREAT("x/a", PROCESS) THREAT("x/b", "facts.payment_data") THREAT("y/c", PROCESS)
    THREAT("y/d", PROCESS) "kind: feature\nname: f/feature\nversion: 1.0.0\ntitle: A feature\nworkload: w\nowner: "
                           "team\nstage: build\n"
                           "elements:\n  - {id: api, kind: process, title: The service}\n";

static const char policy_text[] =
    "kind: policy\nname: policy/organisation\nversion: 1.0.0\ntitle: P\nclassifications: [public, internal]\nmatrix:\n"
    "  - {likelihood: 1, bands: [low, low, low, low, medium]}\n"
    "  - {likelihood: 2, bands: [low, low, medium, medium, high]}\n"
    "  - {likelihood: 3, bands: [low, medium, medium, high, high]}\n"
    "  - {likelihood: 4, bands: [low, medium, high, high, critical]}\n"
    "  - {likelihood: 5, bands: [medium, high, high, critical, critical]}\n"
    "triage_namespaces: [x]\n";

static void open_catalog(struct fixture *fixture) {
    fixture_open(fixture);
    fixture_apply(fixture, catalog_text, true);
}

static Catalog__V1__ResolutionTarget *target_of(struct fixture *fixture, const char *name) {
    Catalog__V1__ResolutionTarget *target = ARENA_NEW(&fixture->arena, Catalog__V1__ResolutionTarget);
    ck_assert_ptr_nonnull(target);
    catalog__v1__resolution_target__init(target);
    target->target_case = CATALOG__V1__RESOLUTION_TARGET__TARGET_SELECTOR;
    target->selector = fixture_selector(fixture, name, "");
    return target;
}

static Catalog__V1__SuggestThreatsRequest request_for(struct fixture *fixture) {
    Catalog__V1__SuggestThreatsRequest request;
    catalog__v1__suggest_threats_request__init(&request);
    request.target = target_of(fixture, "f/feature");
    return request;
}

static const Catalog__V1__SuggestThreatsResponse *suggest(struct fixture *fixture,
                                                          const Catalog__V1__SuggestThreatsRequest *request) {
    return fixture_call(fixture, "SuggestService/SuggestThreats", &request->base);
}

START_TEST(test_suggest__answers_in_order_with_counts) {
    static const char *const threats[] = {"x/a", "x/b", "y/c", "y/d"};
    struct fixture fixture;
    open_catalog(&fixture);
    Catalog__V1__SuggestThreatsRequest request = request_for(&fixture);
    const Catalog__V1__SuggestThreatsResponse *response = suggest(&fixture, &request);
    ck_assert_uint_eq(response->n_suggestions, COUNT_OF(threats));
    for (size_t i = 0; i < COUNT_OF(threats); i++)
        ck_assert_str_eq(response->suggestions[i]->threat, threats[i]);
    ck_assert_uint_eq(response->counts->open, 3);
    ck_assert_uint_eq(response->counts->unknown, 1);
    ck_assert_str_eq(response->suggestions[1]->unknown[0], "facts.payment_data");
    ck_assert_uint_eq(response->revision, 1);
    ck_assert_int_eq(response->at->seconds, FIXTURE_START / NS_PER_SECOND);
    ck_assert_str_eq(response->next_page_token, "");
    fixture_close(&fixture);
}
END_TEST

/* Neither a later change nor a later time moves pages that were begun. */
START_TEST(test_suggest__pages_are_of_one_revision_and_time) {
    struct fixture fixture;
    open_catalog(&fixture);
    Catalog__V1__SuggestThreatsRequest request = request_for(&fixture);
    size_t count = 0;
    request.page_size = 1;
    do {
        const Catalog__V1__SuggestThreatsResponse *page = suggest(&fixture, &request);
        ck_assert_uint_eq(page->n_suggestions, 1);
        ck_assert_uint_eq(page->counts->open, 3);
        ck_assert_uint_eq(page->revision, 1);
        ck_assert_int_eq(page->at->seconds, FIXTURE_START / NS_PER_SECOND);
        request.page_token = page->next_page_token;
        if (count++ == 0)
            fixture_apply(&fixture, THREAT("w/later", PROCESS), true);
        fixture.now += NS_PER_DAY;
    } while (request.page_token[0] != '\0');
    ck_assert_uint_eq(count, 4);
    request.page_token = arena_strdup(&fixture.arena, "");
    request.page_size = 0;
    ck_assert_uint_eq(suggest(&fixture, &request)->n_suggestions, 5);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_suggest__keeps_to_namespaces) {
    struct fixture fixture;
    open_catalog(&fixture);
    Catalog__V1__SuggestThreatsRequest request = request_for(&fixture);
    char y[] = "y";
    char *namespaces[] = {y};
    request.namespaces = namespaces;
    request.n_namespaces = 1;
    const Catalog__V1__SuggestThreatsResponse *response = suggest(&fixture, &request);
    ck_assert_uint_eq(response->n_suggestions, 2);
    ck_assert_uint_eq(response->counts->threats, 2);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_suggest__refuses_what_makes_no_sense) {
    struct fixture fixture;
    open_catalog(&fixture);
    Catalog__V1__SuggestThreatsRequest request = request_for(&fixture);
    char bad[] = "x/a";
    char *namespaces[] = {bad};
    request.namespaces = namespaces;
    request.n_namespaces = 1;
    struct problem problem = fixture_fail(&fixture, "SuggestService/SuggestThreats", &request.base);
    ck_assert_str_eq(problem.reason, "BAD_NAMESPACE");
    request.n_namespaces = 0;
    request.page_size = 1001;
    ck_assert_str_eq(fixture_fail(&fixture, "SuggestService/SuggestThreats", &request.base).reason, "BAD_PAGE_SIZE");
    request.page_size = 0;
    request.page_token = arena_strdup(&fixture.arena, "nonsense");
    ck_assert_str_eq(fixture_fail(&fixture, "SuggestService/SuggestThreats", &request.base).reason, "BAD_PAGE_TOKEN");
    request.page_token = arena_strdup(&fixture.arena, "");
    request.target = NULL;
    ck_assert_str_eq(fixture_fail(&fixture, "SuggestService/SuggestThreats", &request.base).reason, "NO_TARGET");
    request.target = target_of(&fixture, "x/a");
    ck_assert_str_eq(fixture_fail(&fixture, "SuggestService/SuggestThreats", &request.base).reason, "NOT_A_MODEL");
    request.target = target_of(&fixture, "f/none");
    ck_assert_int_eq(fixture_fail(&fixture, "SuggestService/SuggestThreats", &request.base).code, STATUS_NOT_FOUND);
    fixture_close(&fixture);
}
END_TEST

static bool lists(const Catalog__V1__GetResolutionInputsResponse *inputs, const char *name) {
    for (size_t i = 0; i < inputs->n_versions; i++)
        if (strcmp(inputs->versions[i]->name, name) == 0)
            return true;
    return false;
}

static const Catalog__V1__GetResolutionInputsResponse *inputs_of(struct fixture *fixture) {
    Catalog__V1__GetResolutionInputsRequest request;
    catalog__v1__get_resolution_inputs_request__init(&request);
    request.target = target_of(fixture, "f/feature");
    return fixture_call(fixture, "ResolutionService/GetResolutionInputs", &request.base);
}

START_TEST(test_suggest__inputs_list_what_is_triaged) {
    struct fixture fixture;
    open_catalog(&fixture);
    ck_assert(!lists(inputs_of(&fixture), "x/a"));
    fixture_apply(&fixture, policy_text, true);
    const Catalog__V1__GetResolutionInputsResponse *inputs = inputs_of(&fixture);
    ck_assert(lists(inputs, "x/a"));
    ck_assert(lists(inputs, "x/b"));
    Catalog__V1__ResolveRequest request;
    catalog__v1__resolve_request__init(&request);
    request.target = target_of(&fixture, "f/feature");
    const Catalog__V1__ResolveResponse *response = fixture_call(&fixture, "ResolutionService/Resolve", &request.base);
    ck_assert_int_eq(response->model->now->state, CATALOG__V1__GATE_STATE__GATE_STATE_INCOMPLETE);
    fixture_close(&fixture);
}
END_TEST

/* With its first, second, ... allocation failing, until it needs no more. The set is kept from the first whole call. */
START_TEST(test_suggest__fails_whole_or_succeeds) {
    struct fixture fixture;
    bool has_starved = true;
    open_catalog(&fixture);
    for (unsigned i = 1; has_starved && i < 5000; i++) {
        Catalog__V1__SuggestThreatsRequest request = request_for(&fixture);
        struct problem problem;
        fixture.starved_allocation = i;
        struct fake_call *call = fixture_start(&fixture, "SuggestService/SuggestThreats", &request.base);
        has_starved = fixture.has_starved;
        fixture.starved_allocation = 0;
        const Catalog__V1__SuggestThreatsResponse *answer = fixture_finish(&fixture, call, &problem, NULL);
        ck_assert_msg(answer != NULL || (has_starved && problem.code == STATUS_RESOURCE_EXHAUSTED), "allocation %u: %s",
                      i, problem.message);
        ck_assert(answer == NULL || answer->n_suggestions == 4);
    }
    ck_assert(!has_starved);
    fixture_close(&fixture);
}
END_TEST

/* ---- Sets that are kept ---- */

struct building {
    unsigned built;
    status_code code;
    size_t bytes;
};

static status_code build(void *job, struct arena *arena, const struct suggest_set **ret_set, struct problem *problem) {
    struct building *building = job;
    building->built++;
    if (building->code != STATUS_OK)
        return problem_set(problem, building->code, "TEST", "as asked for");
    *ret_set = arena_alloc(arena, building->bytes);
    return STATUS_OK;
}

static void take_and_give(struct threat_sets *sets, uint8_t key, struct building *building) {
    struct digest digest = {{key}};
    struct kept_set *kept = NULL;
    struct problem problem;
    problem_init(&problem, NULL);
    ck_assert_int_eq(threat_sets_take(sets, &digest, build, building, &kept, &problem), building->code);
    if (building->code == STATUS_OK) {
        ck_assert_ptr_nonnull(kept_set_get(kept));
        threat_sets_give(sets, kept);
    }
}

START_TEST(test_suggest__sets_are_built_once_and_forgotten_when_there_are_many) {
    struct threat_sets *sets = threat_sets_new(1000);
    struct building building = {.bytes = 400};
    ck_assert_ptr_nonnull(sets);
    take_and_give(sets, 1, &building);
    take_and_give(sets, 1, &building);
    ck_assert_uint_eq(building.built, 1);
    take_and_give(sets, 2, &building);
    take_and_give(sets, 1, &building);
    take_and_give(sets, 3, &building);
    ck_assert_uint_eq(building.built, 3);
    take_and_give(sets, 1, &building);
    ck_assert_uint_eq(building.built, 3);
    take_and_give(sets, 2, &building);
    ck_assert_uint_eq(building.built, 4);
    threat_sets_free(sets);
    threat_sets_free(NULL);
}
END_TEST

/* One that is larger than the limit lives as long as it is held. */
START_TEST(test_suggest__a_held_set_stays) {
    struct threat_sets *sets = threat_sets_new(10);
    struct building building = {.bytes = 400};
    struct digest key = {{1}};
    struct kept_set *kept = NULL;
    struct problem problem;
    problem_init(&problem, NULL);
    ck_assert_int_eq(threat_sets_take(sets, &key, build, &building, &kept, &problem), STATUS_OK);
    take_and_give(sets, 2, &building);
    ck_assert_ptr_nonnull(kept_set_get(kept));
    threat_sets_give(sets, kept);
    threat_sets_free(sets);
}
END_TEST

START_TEST(test_suggest__a_set_that_fails_is_not_kept) {
    struct threat_sets *sets = threat_sets_new(1000);
    struct building building = {.bytes = 400, .code = STATUS_DATA_LOSS};
    take_and_give(sets, 1, &building);
    building.code = STATUS_OK;
    take_and_give(sets, 1, &building);
    ck_assert_uint_eq(building.built, 2);
    threat_sets_free(sets);
}
END_TEST

TEST_SUITE(suggest, test_suggest__answers_in_order_with_counts, test_suggest__pages_are_of_one_revision_and_time,
           test_suggest__keeps_to_namespaces, test_suggest__refuses_what_makes_no_sense,
           test_suggest__inputs_list_what_is_triaged, test_suggest__fails_whole_or_succeeds,
           test_suggest__sets_are_built_once_and_forgotten_when_there_are_many, test_suggest__a_held_set_stays,
           test_suggest__a_set_that_fails_is_not_kept)
