#include "support/test.h"

#include "base/macros.h"
#include "fixture.h"

#include "catalog/v1/changes_service.pb-c.h"

#include <string.h>

#define APPLY   "CatalogService/ApplyObjects"
#define PUBLISH "CatalogService/PublishObject"

#define MINOR CATALOG__V1__VERSION_BUMP__VERSION_BUMP_MINOR
#define MAJOR CATALOG__V1__VERSION_BUMP__VERSION_BUMP_MAJOR

/* A component that needs nothing from anybody else; PART is what a test is about. */
static const char *component(struct fixture *fixture, const char *version, const char *part) {
    return arena_printf(&fixture->arena,
                        "---\nkind: component\nname: own/store\n%s%s\ntitle: Store\nservice_class: abstracted\n"
                        "elements: [{id: table, kind: store, title: Table}]\n%s",
                        version[0] == '\0' ? "" : "version: ", version, part);
}

#define DUTY     "responsibilities: [{id: look, statement: Look at it., mandatory: true}]\n"
#define WORDED   "responsibilities: [{id: look, statement: Look at it well., mandatory: true}]\n"
#define OPTIONAL "responsibilities: [{id: look, statement: Look at it.}]\n"
#define TWO                                                                                                            \
    "responsibilities: [{id: look, statement: Look at it., mandatory: true}, {id: more, statement: Look again.}]\n"

static const char *publish(struct fixture *fixture, const char *yaml) {
    const Catalog__V1__ApplyObjectsResponse *response = fixture_apply(fixture, yaml, true);
    return response->results[response->n_results - 1]->version;
}

START_TEST(test_numbering__assigns_the_smallest_legal_number) {
    static const struct {
        const char *part;
        const char *version;
    } rows[] = {{DUTY, "1.0.0"},
                {DUTY, "1.0.0"}, /* the same again */
                {"tags: [store]\n" DUTY, "1.0.1"},
                {"tags: [store]\n" OPTIONAL, "1.1.0"},
                {"tags: [store]\n" TWO, "2.0.0"},
                {DUTY, "2.1.0"}};
    struct fixture fixture;
    fixture_open(&fixture);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *version = publish(&fixture, component(&fixture, "", rows[i].part));
        ck_assert_msg(strcmp(version, rows[i].version) == 0, "row %zu: %s", i, version);
    }
    ck_assert_uint_eq(store_head(fixture.store).revision, COUNT_OF(rows) - 1);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_numbering__refuses_a_number_that_is_too_low) {
    static const struct {
        const char *version;
        const char *part;
        bool is_refused;
    } rows[] = {{"1.0.1", OPTIONAL, true}, {"1.1.0", TWO, true},        {"1.0.1-rc.1", TWO, true},
                {"0.9.0", TWO, false},     {"1.1.0", OPTIONAL, false},  {"2.0.0-rc.1", TWO, false},
                {"2.0.0", TWO, false},     {"2.0.0+again", DUTY, true}, {"2.0.1", TWO, false},
                {"1.1.1", DUTY, true}};
    struct fixture fixture;
    fixture_open(&fixture);
    publish(&fixture, component(&fixture, "1.0.0", DUTY));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *yaml = component(&fixture, rows[i].version, rows[i].part);
        if (!rows[i].is_refused) {
            ck_assert_str_eq(publish(&fixture, yaml), rows[i].version);
            continue;
        }
        struct problem problem = fixture_fail(&fixture, APPLY, &fixture_apply_request(&fixture, yaml, true)->base);
        ck_assert_msg(problem.code == STATUS_FAILED_PRECONDITION, "row %zu: %s", i, problem.message);
        ck_assert_str_eq(problem.reason, "VERSION_TOO_LOW");
        ck_assert_uint_eq(problem.violation_count, 1);
        ck_assert_ptr_nonnull(strstr(problem.violations[0].field, "responsibilities["));
        ck_assert_ptr_nonnull(strstr(problem.violations[0].remedy, "publish as "));
    }
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_numbering__several_versions_of_a_call_follow_each_other) {
    struct fixture fixture;
    fixture_open(&fixture);
    const Catalog__V1__ApplyObjectsResponse *response =
        fixture_apply(&fixture,
                      arena_printf(&fixture.arena, "%s%s%s", component(&fixture, "", TWO),
                                   component(&fixture, "1.1.0", OPTIONAL), component(&fixture, "1.0.0", DUTY)),
                      true);
    ck_assert_str_eq(response->results[0]->version, "2.0.0");
    ck_assert_str_eq(response->results[1]->version, "1.1.0");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_numbering__a_yanked_version_is_passed_over_and_its_number_not_used_again) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish(&fixture, component(&fixture, "1.0.0", DUTY));
    publish(&fixture, component(&fixture, "1.1.0", OPTIONAL));
    Catalog__V1__YankObjectRequest yank;
    catalog__v1__yank_object_request__init(&yank);
    yank.request_id = fixture_request_id(&fixture);
    yank.name = arena_strdup(&fixture.arena, "own/store");
    yank.version = arena_strdup(&fixture.arena, "1.1.0");
    yank.reason = arena_strdup(&fixture.arena, "it is mandatory");
    fixture_call(&fixture, "CatalogService/YankObject", &yank.base);
    ck_assert_str_eq(publish(&fixture, component(&fixture, "", "tags: [a]\n" DUTY)), "1.0.1");
    ck_assert_str_eq(publish(&fixture, component(&fixture, "", "tags: [b]\n" OPTIONAL)), "1.1.1");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_numbering__asking_only_tells_number_and_changes) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish(&fixture, component(&fixture, "1.0.0", DUTY));
    Catalog__V1__ApplyObjectsRequest *request =
        fixture_apply_request(&fixture, component(&fixture, "", OPTIONAL), true);
    request->validate_only = true;
    const Catalog__V1__ApplyObjectsResponse *response = fixture_call(&fixture, APPLY, &request->base);
    const Catalog__V1__ApplyResult *result = response->results[0];
    ck_assert_str_eq(result->version, "1.1.0");
    ck_assert_str_eq(result->compared_with, "1.0.0");
    ck_assert_int_eq(result->bump, MINOR);
    ck_assert_uint_eq(result->n_changes, 1);
    ck_assert_str_eq(result->changes[0]->rule, "demand-eased");
    ck_assert_uint_eq(store_head(fixture.store).revision, 1);

    fixture_apply(&fixture, component(&fixture, "", TWO), false);
    Catalog__V1__PublishObjectRequest publishing;
    catalog__v1__publish_object_request__init(&publishing);
    publishing.request_id = fixture_request_id(&fixture);
    publishing.name = arena_strdup(&fixture.arena, "own/store");
    publishing.validate_only = true;
    const Catalog__V1__PublishObjectResponse *published = fixture_call(&fixture, PUBLISH, &publishing.base);
    ck_assert_str_eq(published->version->version, "2.0.0");
    ck_assert_int_eq(published->bump, MAJOR);
    ck_assert_str_eq(published->changes[0]->path, "responsibilities[more]");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_numbering__an_editorial_mark_makes_a_text_patch_and_is_recorded) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish(&fixture, component(&fixture, "1.0.0", DUTY));
    Catalog__V1__ApplyObjectsRequest *request = fixture_apply_request(&fixture, component(&fixture, "", WORDED), true);
    char *paths[] = {arena_strdup(&fixture.arena, "responsibilities[look].mandatory")};
    Catalog__V1__EditorialMark mark;
    catalog__v1__editorial_mark__init(&mark);
    Catalog__V1__EditorialMark *marks[] = {&mark};
    mark.name = arena_strdup(&fixture.arena, "own/other");
    mark.paths = paths;
    mark.n_paths = COUNT_OF(paths);
    request->editorial = marks;
    request->n_editorial = COUNT_OF(marks);
    ck_assert_str_eq(fixture_fail(&fixture, APPLY, &request->base).reason, "NOT_EDITORIAL");
    mark.name = arena_strdup(&fixture.arena, "own/store");
    struct problem problem = fixture_fail(&fixture, APPLY, &request->base);
    ck_assert_str_eq(problem.reason, "NOT_EDITORIAL");
    ck_assert_str_eq(problem.violations[0].field, paths[0]);
    paths[0] = arena_strdup(&fixture.arena, "responsibilities[look].statement");
    const Catalog__V1__ApplyObjectsResponse *response = fixture_call(&fixture, APPLY, &request->base);
    ck_assert_str_eq(response->results[0]->version, "1.0.1");

    Catalog__V1__ListChangesRequest list;
    catalog__v1__list_changes_request__init(&list);
    list.after_revision = 1;
    const Catalog__V1__ListChangesResponse *changes = fixture_call(&fixture, "ChangesService/ListChanges", &list.base);
    ck_assert_uint_eq(changes->changes[0]->objects[0]->n_editorial, 1);
    ck_assert_str_eq(changes->changes[0]->objects[0]->editorial[0], paths[0]);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(numbering, test_numbering__assigns_the_smallest_legal_number,
           test_numbering__refuses_a_number_that_is_too_low,
           test_numbering__several_versions_of_a_call_follow_each_other,
           test_numbering__a_yanked_version_is_passed_over_and_its_number_not_used_again,
           test_numbering__asking_only_tells_number_and_changes,
           test_numbering__an_editorial_mark_makes_a_text_patch_and_is_recorded)
