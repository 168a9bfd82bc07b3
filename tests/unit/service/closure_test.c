#include "support/test.h"

#include "base/macros.h"
#include "fixture.h"

#include <string.h>

#define APPLY   "CatalogService/ApplyObjects"
#define PUBLISH "CatalogService/PublishObject"

#define THREAT                                                                                                         \
    "kind: threat\nname: t/leak\nversion: 1.0.0\ntitle: T\nlikelihood: 3\nimpact: 3\nstatement: {action: Reads.}\n"
#define INNER                                                                                                          \
    "---\nkind: component\nname: s/inner\nversion: 1.0.0\ntitle: Inner\nservice_class: in_house\n"                     \
    "elements: [{id: box, kind: store}]\nthreats: [{id: leak, threat: t/leak, on: box}]\n"                             \
    "responsibilities: [{id: key, statement: The key is kept., mandatory: true}]\n"
#define OUTER(name, below, version, more)                                                                              \
    "---\nkind: component\nname: s/" name "\n" version "title: Outer\nservice_class: in_house\n"                       \
    "dependencies: [{alias: below, component: s/" below ", requirement: ^1.0}]\n" more
#define PASSES(residual)                                                                                               \
    "responsibilities: [{id: key, statement: Kept., mandatory: true, from: [below.key]}]\n"                            \
    "residuals: [{id: leak, from: [" residual "]}]\n"
#define VERSION "version: 1.0.0\n"

static struct problem refused(struct fixture *fixture, const char *yaml, bool is_validate_only) {
    Catalog__V1__ApplyObjectsRequest *request = fixture_apply_request(fixture, yaml, true);
    request->validate_only = is_validate_only;
    struct problem problem = fixture_fail(fixture, APPLY, &request->base);
    ck_assert_int_eq(problem.code, STATUS_FAILED_PRECONDITION);
    ck_assert_str_eq(problem.reason, "NOT_CLOSED");
    return problem;
}

START_TEST(test_closure__a_component_that_leaves_something_open_is_not_published) {
    struct fixture fixture;
    fixture_open(&fixture);
    for (int is_dry = 0; is_dry < 2; is_dry++) {
        struct problem problem = refused(
            &fixture,
            OUTER("outer", "inner", VERSION, "responsibilities: [{id: own, statement: S.}]\n") INNER "---\n" THREAT,
            is_dry != 0);
        ck_assert_uint_eq(problem.violation_count, 2);
        ck_assert_uint_eq(problem.violations[0].object_index, 0);
        ck_assert_str_eq(problem.violations[0].object, "s/outer");
        ck_assert_str_eq(problem.violations[0].field, "dependencies[0]");
        ck_assert_ptr_nonnull(strstr(problem.violations[0].message, "below.key"));
        ck_assert_ptr_nonnull(strstr(problem.violations[1].remedy, "from: [below.box]"));
        ck_assert_uint_eq(store_head(fixture.store).revision, 0);
    }
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_closure__a_chain_is_published_in_one_call_whatever_its_order) {
    struct fixture fixture;
    fixture_open(&fixture);
    const Catalog__V1__ApplyObjectsResponse *response =
        fixture_apply(&fixture,
                      OUTER("top", "outer", VERSION, PASSES("below.leak"))
                          OUTER("outer", "inner", VERSION, PASSES("below.box")) INNER "---\n" THREAT,
                      true);
    ck_assert_uint_eq(response->n_results, 4);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_closure__every_component_of_a_call_is_told_about) {
    struct fixture fixture;
    fixture_open(&fixture);
    struct problem problem = refused(
        &fixture,
        OUTER("top", "outer", VERSION, PASSES("below.below.box"))
            OUTER("outer", "inner", VERSION, "responsibilities: [{id: key, statement: S.}]\n") INNER "---\n" THREAT,
        false);
    ck_assert_uint_eq(problem.violation_count, 3);
    ck_assert_str_eq(problem.violations[0].object, "s/top");
    ck_assert_ptr_nonnull(strstr(problem.violations[0].remedy, "s/outer@1.0.0 leaves it open"));
    ck_assert_str_eq(problem.violations[2].object, "s/outer");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_closure__a_draft_may_be_open_until_it_is_published) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_apply(&fixture, THREAT INNER, true);
    fixture_apply(&fixture, OUTER("outer", "inner", "", "responsibilities: [{id: own, statement: S.}]\n"), false);
    Catalog__V1__PublishObjectRequest request;
    catalog__v1__publish_object_request__init(&request);
    request.name = (char *)(uintptr_t) "s/outer";
    request.request_id = fixture_request_id(&fixture);
    struct problem problem = fixture_fail(&fixture, PUBLISH, &request.base);
    ck_assert_str_eq(problem.reason, "NOT_CLOSED");
    request.request_id = fixture_request_id(&fixture);
    request.validate_only = true;
    ck_assert_str_eq(fixture_fail(&fixture, PUBLISH, &request.base).reason, "NOT_CLOSED");
    fixture_apply(&fixture, OUTER("outer", "inner", "", PASSES("below.box")), false);
    request.request_id = fixture_request_id(&fixture);
    request.validate_only = false;
    fixture_call(&fixture, PUBLISH, &request.base);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(closure, test_closure__a_component_that_leaves_something_open_is_not_published,
           test_closure__a_chain_is_published_in_one_call_whatever_its_order,
           test_closure__every_component_of_a_call_is_told_about,
           test_closure__a_draft_may_be_open_until_it_is_published)
