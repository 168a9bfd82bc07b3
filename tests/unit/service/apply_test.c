#include "support/test.h"

#include "base/macros.h"
#include "fixture.h"

#include <string.h>

#define CREATED   CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_CREATED
#define UPDATED   CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_UPDATED
#define UNCHANGED CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_UNCHANGED
#define PUBLISHED CATALOG__V1__APPLY_OUTCOME__APPLY_OUTCOME_PUBLISHED

#define APPLY "CatalogService/ApplyObjects"

static int outcome_of(struct fixture *fixture, const char *yaml, bool publish) {
    const Catalog__V1__ApplyObjectsResponse *response = fixture_apply(fixture, yaml, publish);
    ck_assert_uint_eq(response->n_results, 1);
    return (int)response->results[0]->outcome;
}

START_TEST(test_apply__drafts_are_created_updated_and_unchanged) {
    struct fixture fixture;
    fixture_open(&fixture);
    const char *first = fixture_control(&fixture, "c/mfa", "", "One");
    const char *second = fixture_control(&fixture, "c/mfa", "", "Two");
    ck_assert_int_eq(outcome_of(&fixture, first, false), CREATED);
    ck_assert_int_eq(outcome_of(&fixture, first, false), UNCHANGED);
    ck_assert_int_eq(outcome_of(&fixture, second, false), UPDATED);
    ck_assert_uint_eq(store_head(fixture.store).revision, 2);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_apply__a_published_version_never_changes) {
    struct fixture fixture;
    fixture_open(&fixture);
    const char *first = fixture_control(&fixture, "c/mfa", "1.0.0", "One");
    ck_assert_int_eq(outcome_of(&fixture, first, true), PUBLISHED);
    ck_assert_int_eq(outcome_of(&fixture, first, true), UNCHANGED);
    ck_assert_int_eq(outcome_of(&fixture, first, false), UNCHANGED);
    Catalog__V1__ApplyObjectsRequest *other =
        fixture_apply_request(&fixture, fixture_control(&fixture, "c/mfa", "1.0.0", "Two"), true);
    struct problem problem = fixture_fail(&fixture, APPLY, &other->base);
    ck_assert_int_eq(problem.code, STATUS_ALREADY_EXISTS);
    ck_assert_ptr_nonnull(strstr(problem.message, "sha256:"));
    ck_assert_int_eq(outcome_of(&fixture, fixture_control(&fixture, "c/mfa", "1.0.1", "Two"), true), PUBLISHED);
    ck_assert_uint_eq(store_head(fixture.store).revision, 2);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_apply__all_or_nothing_with_every_violation_of_every_object) {
    struct fixture fixture;
    fixture_open(&fixture);
    Catalog__V1__ApplyObjectsRequest *request = fixture_apply_request(
        &fixture,
        arena_printf(&fixture.arena, "%s%s%s%s", fixture_control(&fixture, "c/good", "1.0.0", "x"),
                     fixture_control(&fixture, "Bad Name", "1.0.0", "x"),
                     fixture_control(&fixture, "c/two", "one", "x"), fixture_control(&fixture, "", "1.0.0", "x")),
        true);
    struct problem problem = fixture_fail(&fixture, APPLY, &request->base);
    static const struct {
        uint32_t index;
        const char *field;
        const char *message;
    } rows[] = {{1, "name", "not the name"}, {2, "version", "number"}, {3, "name", "name is missing"}};
    ck_assert_int_eq(problem.code, STATUS_INVALID_ARGUMENT);
    ck_assert_uint_eq(problem.violation_count, COUNT_OF(rows));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        ck_assert_uint_eq(problem.violations[i].object_index, rows[i].index);
        ck_assert_str_eq(problem.violations[i].field, rows[i].field);
        ck_assert_ptr_nonnull(strstr(problem.violations[i].message, rows[i].message));
    }
    ck_assert_uint_eq(store_head(fixture.store).revision, 0);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_apply__refuses_the_same_version_twice_and_another_kind) {
    struct fixture fixture;
    fixture_open(&fixture);
    const char *one = fixture_control(&fixture, "c/mfa", "1.0.0", "One");
    Catalog__V1__ApplyObjectsRequest *twice =
        fixture_apply_request(&fixture, arena_printf(&fixture.arena, "%s%s", one, one), true);
    struct problem problem = fixture_fail(&fixture, APPLY, &twice->base);
    ck_assert_uint_eq(problem.violation_count, 1);
    ck_assert_uint_eq(problem.violations[0].object_index, 1);
    fixture_apply(&fixture, one, true);
    static const char threat[] = "kind: threat\nname: c/mfa\ntitle: x\nlikelihood: 1\nimpact: 1\n";
    problem = fixture_fail(&fixture, APPLY, &fixture_apply_request(&fixture, threat, false)->base);
    ck_assert_str_eq(problem.violations[0].field, "kind");
    ck_assert_ptr_nonnull(strstr(problem.violations[0].message, "control"));
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_apply__objects_of_a_call_may_refer_to_each_other_in_any_order) {
    static const char threat[] = "---\nkind: threat\nname: t/guess\nversion: 1.0.0\ntitle: x\nstride: [spoofing]\n"
                                 "likelihood: 3\nimpact: 3\n"
                                 "statement: {source: somebody, action: guesses, impact: they are in}\n";
    static const char control[] =
        "---\nkind: control\nname: c/mfa\nversion: 1.0.0\ntitle: x\nobjective: y\ntype: preventive\n"
        "domain: identity_and_access\nmitigates:\n  - {threat: t/guess, strength: full}\n";
    struct fixture fixture;
    fixture_open(&fixture);
    Catalog__V1__ApplyObjectsRequest *alone = fixture_apply_request(&fixture, control, true);
    struct problem problem = fixture_fail(&fixture, APPLY, &alone->base);
    ck_assert_int_eq(problem.code, STATUS_INVALID_ARGUMENT);
    const Catalog__V1__ApplyObjectsResponse *both =
        fixture_apply(&fixture, arena_printf(&fixture.arena, "%s%s", control, threat), true);
    ck_assert_str_eq(both->results[0]->name, "c/mfa");
    ck_assert_str_eq(both->results[1]->name, "t/guess");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_apply__validate_only_stores_nothing) {
    struct fixture fixture;
    fixture_open(&fixture);
    Catalog__V1__ApplyObjectsRequest *request =
        fixture_apply_request(&fixture, fixture_control(&fixture, "c/mfa", "1.0.0", "One"), true);
    request->validate_only = true;
    const Catalog__V1__ApplyObjectsResponse *response = fixture_call(&fixture, APPLY, &request->base);
    ck_assert_int_eq(response->results[0]->outcome, PUBLISHED);
    ck_assert_uint_eq(store_head(fixture.store).revision, 0);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_apply__a_repeated_request_is_answered_and_not_done_again) {
    struct fixture fixture;
    fixture_open(&fixture);
    Catalog__V1__ApplyObjectsRequest *request =
        fixture_apply_request(&fixture, fixture_control(&fixture, "c/mfa", "1.0.0", "One"), true);
    for (int i = 0; i < 3; i++) {
        struct problem problem;
        uint64_t revision = 0;
        const Catalog__V1__ApplyObjectsResponse *response =
            fixture_finish(&fixture, fixture_start(&fixture, APPLY, &request->base), &problem, &revision);
        ck_assert_int_eq(response->results[0]->outcome, PUBLISHED);
        ck_assert_uint_eq(revision, 1);
    }
    Catalog__V1__ApplyObjectsRequest *other =
        fixture_apply_request(&fixture, fixture_control(&fixture, "c/mfa", "2.0.0", "Two"), true);
    other->request_id = request->request_id;
    struct problem problem = fixture_fail(&fixture, APPLY, &other->base);
    ck_assert_str_eq(problem.reason, "REQUEST_ID_REUSED");
    fixture_close(&fixture);
}
END_TEST

/* Its answer is longer than what is kept: it is made again from what the catalog was before. */
START_TEST(test_apply__a_repeated_large_request_gets_the_same_answer) {
    struct fixture fixture;
    fixture_open(&fixture);
    struct buffer yaml;
    buffer_init(&yaml, 0);
    for (int i = 0; i < 100; i++)
        buffer_append_text(
            &yaml, fixture_control(&fixture, arena_printf(&fixture.arena, "c/number-%d", i), "1.0.0", "A control"));
    buffer_append_byte(&yaml, '\0');
    Catalog__V1__ApplyObjectsRequest *request = fixture_apply_request(&fixture, (const char *)yaml.data, true);
    buffer_done(&yaml);
    fixture_apply(&fixture, fixture_control(&fixture, "c/number-7", "1.0.0", "A control"), true);
    for (int i = 0; i < 2; i++) {
        struct problem problem;
        uint64_t revision = 0;
        const Catalog__V1__ApplyObjectsResponse *response =
            fixture_finish(&fixture, fixture_start(&fixture, APPLY, &request->base), &problem, &revision);
        ck_assert_msg(response != NULL, "%s", problem.message);
        ck_assert_uint_eq(response->n_results, 100);
        ck_assert_int_eq(response->results[6]->outcome, PUBLISHED);
        ck_assert_int_eq(response->results[7]->outcome, UNCHANGED);
        ck_assert_uint_eq(revision, 2);
    }
    ck_assert_uint_eq(store_head(fixture.store).revision, 2);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_apply__staged_objects_are_one_change) {
    struct fixture fixture;
    fixture_open(&fixture);
    Catalog__V1__StageObjectsRequest stage;
    catalog__v1__stage_objects_request__init(&stage);
    stage.upload_id = fixture_request_id(&fixture);
    for (uint32_t i = 0; i < 3; i++) {
        stage.objects = fixture_objects(
            &fixture, fixture_control(&fixture, arena_printf(&fixture.arena, "c/number-%u", i), "1.0.0", "x"),
            &stage.n_objects);
        stage.offset = i;
        for (int again = 0; again < 2; again++) {
            const Catalog__V1__StageObjectsResponse *state =
                fixture_call(&fixture, "CatalogService/StageObjects", &stage.base);
            ck_assert_uint_eq(state->object_count, i + 1);
        }
    }
    stage.offset = 7;
    ck_assert_int_eq(fixture_fail(&fixture, "CatalogService/StageObjects", &stage.base).code, STATUS_OUT_OF_RANGE);
    Catalog__V1__ApplyObjectsRequest request;
    catalog__v1__apply_objects_request__init(&request);
    request.request_id = fixture_request_id(&fixture);
    request.upload_id = stage.upload_id;
    request.publish = true;
    const Catalog__V1__ApplyObjectsResponse *response = fixture_call(&fixture, APPLY, &request.base);
    ck_assert_uint_eq(response->n_results, 3);
    ck_assert_uint_eq(store_head(fixture.store).revision, 1);
    request.request_id = fixture_request_id(&fixture);
    request.upload_id = fixture_request_id(&fixture);
    ck_assert_int_eq(fixture_fail(&fixture, APPLY, &request.base).code, STATUS_NOT_FOUND);
    fixture_close(&fixture);
}
END_TEST

/* COUNT controls laid aside under a new upload id, which is returned. */
static char *stage_controls(struct fixture *fixture, int count, const char *title) {
    Catalog__V1__StageObjectsRequest stage;
    catalog__v1__stage_objects_request__init(&stage);
    stage.upload_id = fixture_request_id(fixture);
    struct buffer yaml;
    buffer_init(&yaml, 0);
    for (int i = 0; i < count; i++)
        buffer_append_text(&yaml,
                           fixture_control(fixture, arena_printf(&fixture->arena, "c/number-%d", i), "1.0.0", title));
    buffer_append_byte(&yaml, '\0');
    stage.objects = fixture_objects(fixture, (const char *)yaml.data, &stage.n_objects);
    buffer_done(&yaml);
    fixture_call(fixture, "CatalogService/StageObjects", &stage.base);
    return stage.upload_id;
}

/* As a restart does. */
static void forget_uploads(struct fixture *fixture) {
    struct clock clock = fixture->service->clock;
    service_stop(fixture->service);
    service_free(fixture->service);
    ck_assert_int_eq(service_new(fixture->store, clock, &fixture->service, NULL), STATUS_OK);
}

static void check_answer_without_upload(int count) {
    struct fixture fixture;
    fixture_open(&fixture);
    Catalog__V1__ApplyObjectsRequest request;
    catalog__v1__apply_objects_request__init(&request);
    request.request_id = fixture_request_id(&fixture);
    request.upload_id = stage_controls(&fixture, count, "x");
    request.publish = true;
    const Catalog__V1__ApplyObjectsResponse *first = fixture_call(&fixture, APPLY, &request.base);
    forget_uploads(&fixture);
    const Catalog__V1__ApplyObjectsResponse *again = fixture_call(&fixture, APPLY, &request.base);
    ck_assert_uint_eq(again->n_results, (size_t)count);
    for (size_t i = 0; i < again->n_results; i++) {
        ck_assert_str_eq(again->results[i]->name, first->results[i]->name);
        ck_assert_str_eq(again->results[i]->content_digest, first->results[i]->content_digest);
        ck_assert_int_eq(again->results[i]->outcome, PUBLISHED);
    }
    ck_assert_uint_eq(store_head(fixture.store).revision, 1);
    fixture_close(&fixture);
}

/* The answer about three objects is kept, that about a hundred is not. */
START_TEST(test_apply__answers_again_when_the_upload_is_forgotten) {
    check_answer_without_upload(3);
    check_answer_without_upload(100);
}
END_TEST

START_TEST(test_apply__a_request_id_stands_for_the_content_of_its_upload) {
    struct fixture fixture;
    fixture_open(&fixture);
    Catalog__V1__ApplyObjectsRequest request;
    catalog__v1__apply_objects_request__init(&request);
    request.request_id = fixture_request_id(&fixture);
    request.upload_id = stage_controls(&fixture, 1, "x");
    request.publish = true;
    fixture_call(&fixture, APPLY, &request.base);
    Catalog__V1__StageObjectsRequest stage;
    catalog__v1__stage_objects_request__init(&stage);
    stage.upload_id = request.upload_id;
    stage.objects = fixture_objects(&fixture, fixture_control(&fixture, "c/another", "1.0.0", "y"), &stage.n_objects);
    struct problem problem = fixture_fail(&fixture, "CatalogService/StageObjects", &stage.base);
    ck_assert_str_eq(problem.reason, "UPLOAD_OFFSET");
    stage.offset = 1;
    fixture_call(&fixture, "CatalogService/StageObjects", &stage.base);
    problem = fixture_fail(&fixture, APPLY, &request.base);
    ck_assert_int_eq(problem.code, STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(problem.reason, "REQUEST_ID_REUSED");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_apply__racing_writers_of_one_name_all_get_an_answer) {
    struct fixture fixture;
    struct fake_call *calls[16];
    fixture_open(&fixture);
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        char *version = arena_printf(&fixture.arena, "1.%zu.0", i);
        const char *yaml = fixture_control(&fixture, "c/mfa", version, version);
        calls[i] = fixture_start(&fixture, APPLY, &fixture_apply_request(&fixture, yaml, true)->base);
    }
    uint64_t committed = 0;
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        struct problem problem;
        bool is_committed = fixture_finish(&fixture, calls[i], &problem, NULL) != NULL;
        ck_assert_msg(is_committed || problem.code == STATUS_ABORTED, "%s", problem.message);
        committed += is_committed;
    }
    ck_assert_uint_ge(committed, 1);
    ck_assert_uint_eq(store_head(fixture.store).revision, committed);
    fixture_close(&fixture);
}
END_TEST

#define CONTROL_AND_BASELINES                                                                                          \
    "kind: control\nname: c/watch\nversion: 1.0.0\ntitle: W\nobjective: O\ntype: preventive\n---\n"                    \
    "kind: baseline\nname: b/one\nversion: 1.0.0\ntitle: B\nentries: [{id: e, control: c/watch, level: mandatory}]\n"  \
    "---\n"
#define NARROW(version)                                                                                                \
    "kind: baseline\nname: b/narrow\n" version "title: N\nscope: facts.internet_facing\n"                              \
    "entries: [{id: f, control: c/watch, level: advisory}]\n"

START_TEST(test_apply__tells_what_is_worth_knowing_and_no_mistake) {
    struct fixture fixture;
    fixture_open(&fixture);
    const Catalog__V1__ApplyObjectsResponse *response =
        fixture_apply(&fixture, CONTROL_AND_BASELINES NARROW("version: 1.0.0\n"), true);
    ck_assert_uint_eq(response->n_findings, 1);
    ck_assert_str_eq(response->findings[0]->code, "ENTRY_IMPLIED");
    ck_assert_uint_eq(response->findings[0]->object_index, 2);
    ck_assert_str_eq(response->findings[0]->object, "b/narrow");
    ck_assert_str_eq(response->findings[0]->field, "entries[0]");
    ck_assert_uint_eq(fixture_apply(&fixture, CONTROL_AND_BASELINES, true)->n_findings, 0);
    fixture_apply(&fixture, NARROW("") "description: Again.\n", false);
    Catalog__V1__PublishObjectRequest request;
    catalog__v1__publish_object_request__init(&request);
    request.name = arena_strdup(&fixture.arena, "b/narrow");
    request.request_id = fixture_request_id(&fixture);
    const Catalog__V1__PublishObjectResponse *published =
        fixture_call(&fixture, "CatalogService/PublishObject", &request.base);
    ck_assert_uint_eq(published->n_findings, 1);
    ck_assert_uint_eq(published->findings[0]->object_index, 0);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(apply, test_apply__drafts_are_created_updated_and_unchanged, test_apply__a_published_version_never_changes,
           test_apply__all_or_nothing_with_every_violation_of_every_object,
           test_apply__refuses_the_same_version_twice_and_another_kind,
           test_apply__objects_of_a_call_may_refer_to_each_other_in_any_order, test_apply__validate_only_stores_nothing,
           test_apply__a_repeated_request_is_answered_and_not_done_again,
           test_apply__a_repeated_large_request_gets_the_same_answer, test_apply__staged_objects_are_one_change,
           test_apply__a_request_id_stands_for_the_content_of_its_upload,
           test_apply__answers_again_when_the_upload_is_forgotten,
           test_apply__racing_writers_of_one_name_all_get_an_answer,
           test_apply__tells_what_is_worth_knowing_and_no_mistake)
