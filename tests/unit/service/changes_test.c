#include "support/test.h"

#include "base/limits.h"
#include "base/macros.h"
#include "fixture.h"

#include "catalog/v1/changes_service.pb-c.h"

static void publish(struct fixture *fixture, const char *name, const char *version) {
    fixture_apply(fixture, fixture_control(fixture, name, version, version), true);
}

static char *text(struct fixture *fixture, const char *value) {
    return arena_strdup(&fixture->arena, value);
}

START_TEST(test_changes__list_filters_and_goes_on) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish(&fixture, "a/one", "1.0.0");
    publish(&fixture, "ab/one", "1.0.0");
    publish(&fixture, "a/two", "1.0.0");
    publish(&fixture, "a/one", "1.0.1");
    static const struct {
        uint64_t after;
        uint32_t page_size;
        const char *name_space;
        const char *name;
        size_t count;
        uint64_t last;
        bool has_more;
    } rows[] = {{0, 0, "", "", 4, 4, false},  {0, 2, "", "", 2, 2, true},       {2, 2, "", "", 2, 4, false},
                {0, 0, "a", "", 3, 4, false}, {0, 0, "", "a/one", 2, 4, false}, {0, 1, "", "a/one", 1, 3, true},
                {4, 0, "", "", 0, 4, false}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Catalog__V1__ListChangesRequest request;
        catalog__v1__list_changes_request__init(&request);
        request.after_revision = rows[i].after;
        request.page_size = rows[i].page_size;
        request.namespace_ = text(&fixture, rows[i].name_space);
        request.name = text(&fixture, rows[i].name);
        const Catalog__V1__ListChangesResponse *page =
            fixture_call(&fixture, "ChangesService/ListChanges", &request.base);
        ck_assert_msg(page->n_changes == rows[i].count && page->last_revision == rows[i].last &&
                          page->has_more == rows[i].has_more,
                      "row %zu: %zu changes, last %llu, more %d", i, page->n_changes,
                      (unsigned long long)page->last_revision, page->has_more);
    }
    Catalog__V1__ListChangesRequest future;
    catalog__v1__list_changes_request__init(&future);
    future.after_revision = 5;
    ck_assert_int_eq(fixture_fail(&fixture, "ChangesService/ListChanges", &future.base).code, STATUS_OUT_OF_RANGE);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_changes__watch_wakes_for_its_own_name_only) {
    struct fixture fixture;
    struct problem problem;
    fixture_open(&fixture);
    Catalog__V1__WatchChangesRequest request;
    catalog__v1__watch_changes_request__init(&request);
    request.wait_ms = 60000;
    request.name = text(&fixture, "a/one");
    struct fake_call *watch = fixture_start(&fixture, "ChangesService/WatchChanges", &request.base);
    publish(&fixture, "a/two", "1.0.0");
    publish(&fixture, "a/one", "1.0.0");
    const Catalog__V1__WatchChangesResponse *response = fixture_finish(&fixture, watch, &problem, NULL);
    ck_assert_uint_eq(response->n_changes, 1);
    ck_assert_str_eq(response->changes[0]->objects[0]->name, "a/one");
    ck_assert_uint_eq(response->last_revision, 2);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_changes__watch_answers_at_once_what_is_there) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish(&fixture, "a/one", "1.0.0");
    Catalog__V1__WatchChangesRequest request;
    catalog__v1__watch_changes_request__init(&request);
    const Catalog__V1__WatchChangesResponse *response =
        fixture_call(&fixture, "ChangesService/WatchChanges", &request.base);
    ck_assert_uint_eq(response->n_changes, 1);
    request.wait_ms = 60001;
    ck_assert_int_eq(fixture_fail(&fixture, "ChangesService/WatchChanges", &request.base).code,
                     STATUS_INVALID_ARGUMENT);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_changes__watch_ends_empty_when_its_wait_is_over) {
    struct fixture fixture;
    fixture_open(&fixture);
    publish(&fixture, "a/one", "1.0.0");
    Catalog__V1__WatchChangesRequest request;
    catalog__v1__watch_changes_request__init(&request);
    request.after_revision = 1;
    request.wait_ms = 1;
    const Catalog__V1__WatchChangesResponse *response =
        fixture_call(&fixture, "ChangesService/WatchChanges", &request.base);
    ck_assert_uint_eq(response->n_changes, 0);
    ck_assert_uint_eq(response->last_revision, 1);
    fixture_close(&fixture);
}
END_TEST

#define NAMES_AT_ONCE 64

/* One change of each name, all in flight together. */
static void deprecate_all(struct fixture *fixture, char *const names[NAMES_AT_ONCE], int64_t sunset) {
    struct fake_call *calls[NAMES_AT_ONCE];
    Catalog__V1__Timestamp time;
    catalog__v1__timestamp__init(&time);
    time.seconds = sunset;
    for (size_t i = 0; i < NAMES_AT_ONCE; i++) {
        Catalog__V1__DeprecateObjectRequest request;
        catalog__v1__deprecate_object_request__init(&request);
        request.request_id = fixture_request_id(fixture);
        request.name = names[i];
        request.version = text(fixture, "1.0.0");
        request.sunset = &time;
        calls[i] = fixture_start(fixture, "CatalogService/DeprecateObject", &request.base);
    }
    for (size_t i = 0; i < NAMES_AT_ONCE; i++) {
        struct problem problem;
        ck_assert_msg(fixture_finish(fixture, calls[i], &problem, NULL) != NULL, "%s", problem.message);
    }
}

/* A filter that matches nothing in a long log must not hold the thread until it has seen all of it. */
START_TEST(test_changes__watch_looks_at_a_bounded_number_of_changes) {
    struct fixture fixture;
    char *names[NAMES_AT_ONCE];
    fixture_open(&fixture);
    for (size_t i = 0; i < NAMES_AT_ONCE; i++) {
        names[i] = arena_printf(&fixture.arena, "a/number-%zu", i);
        publish(&fixture, names[i], "1.0.0");
    }
    while (store_head(fixture.store).revision <= LIMIT_CHANGES_LOOKED_AT)
        deprecate_all(&fixture, names, (int64_t)store_head(fixture.store).revision);
    Catalog__V1__WatchChangesRequest request;
    catalog__v1__watch_changes_request__init(&request);
    request.wait_ms = 60000;
    request.name = text(&fixture, "b/nothing");
    const Catalog__V1__WatchChangesResponse *response =
        fixture_call(&fixture, "ChangesService/WatchChanges", &request.base);
    ck_assert_uint_eq(response->n_changes, 0);
    ck_assert_uint_eq(response->last_revision, LIMIT_CHANGES_LOOKED_AT);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_changes__stop_answers_every_watch) {
    struct fixture fixture;
    struct fake_call *watches[8];
    struct problem problem;
    fixture_open(&fixture);
    Catalog__V1__WatchChangesRequest request;
    catalog__v1__watch_changes_request__init(&request);
    request.wait_ms = 60000;
    for (size_t i = 0; i < COUNT_OF(watches); i++)
        watches[i] = fixture_start(&fixture, "ChangesService/WatchChanges", &request.base);
    service_stop(fixture.service);
    for (size_t i = 0; i < COUNT_OF(watches); i++) {
        ck_assert_ptr_null(fixture_finish(&fixture, watches[i], &problem, NULL));
        ck_assert_int_eq(problem.code, STATUS_UNAVAILABLE);
    }
    ck_assert_int_eq(fixture_fail(&fixture, "ChangesService/WatchChanges", &request.base).code, STATUS_UNAVAILABLE);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(changes, test_changes__list_filters_and_goes_on, test_changes__watch_wakes_for_its_own_name_only,
           test_changes__watch_answers_at_once_what_is_there, test_changes__watch_ends_empty_when_its_wait_is_over,
           test_changes__watch_looks_at_a_bounded_number_of_changes, test_changes__stop_answers_every_watch)
