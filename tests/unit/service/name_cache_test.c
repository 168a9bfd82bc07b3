#include "fixture.h"
#include "service/name_cache.h"
#include "support/test.h"

struct reader {
    struct fixture *fixture;
    struct name_cache *cache;
};

/* What the cache says of NAME at REVISION. */
static const struct named_versions *read_at(struct reader *reader, const char *name, uint64_t revision) {
    const struct named_versions *named = NULL;
    struct snapshot *snapshot = NULL;
    struct problem problem;
    problem_init(&problem, NULL);
    ck_assert_int_eq(snapshot_begin(reader->fixture->store, revision, &snapshot, &problem), STATUS_OK);
    ck_assert_int_eq(name_cache_get(reader->cache, snapshot, name, &reader->fixture->arena, &named, &problem),
                     STATUS_OK);
    snapshot_end(snapshot);
    return named;
}

static void deprecate(struct fixture *fixture, const char *name) {
    Catalog__V1__DeprecateObjectRequest request;
    catalog__v1__deprecate_object_request__init(&request);
    request.request_id = fixture_request_id(fixture);
    request.name = arena_strdup(&fixture->arena, name);
    request.version = arena_strdup(&fixture->arena, "1.0.0");
    fixture_call(fixture, "CatalogService/DeprecateObject", &request.base);
}

START_TEST(test_name_cache__sees_each_change_and_the_past_as_it_was) {
    static const size_t limits[] = {0, (size_t)1 << 20};
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_apply(&fixture, fixture_control(&fixture, "c/one", "", "One"), true);
    uint64_t before = store_head(fixture.store).revision;
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        struct reader reader = {.fixture = &fixture, .cache = name_cache_new(limits[i])};
        ck_assert_ptr_nonnull(reader.cache);
        const struct named_versions *named = read_at(&reader, "c/one", before);
        ck_assert_uint_eq(named->count, 1);
        ck_assert_uint_le(named->last_revision, before + i);
        ck_assert_str_eq(named->versions[0].name, "c/one");
        ck_assert_str_eq(named->versions[0].version, "1.0.0");
        ck_assert_int_eq(named->versions[0].state, CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED);
        if (i == 0)
            deprecate(&fixture, "c/one");
        for (size_t k = 0; k < 3; k++) {
            named = read_at(&reader, "c/one", 0);
            ck_assert_int_eq(named->versions[0].state, CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED);
            ck_assert_str_eq(named->versions[0].replaced_by, "");
            named = read_at(&reader, "c/one", before);
            ck_assert_int_eq(named->versions[0].state, CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED);
        }
        name_cache_free(reader.cache);
    }
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_name_cache__knows_what_is_not_there) {
    struct fixture fixture;
    fixture_open(&fixture);
    struct reader reader = {.fixture = &fixture, .cache = name_cache_new(1 << 20)};
    ck_assert_ptr_nonnull(reader.cache);
    for (size_t i = 0; i < 2; i++) {
        const struct named_versions *named = read_at(&reader, "c/one", 0);
        ck_assert_uint_eq(named->count, 0);
        ck_assert_uint_eq(named->last_revision, 0);
    }
    fixture_apply(&fixture, fixture_control(&fixture, "c/one", "", "One"), true);
    ck_assert_uint_eq(read_at(&reader, "c/one", 0)->count, 1);
    fixture_apply(&fixture, fixture_control(&fixture, "c/one", "", "Another"), true);
    ck_assert_uint_eq(read_at(&reader, "c/one", 0)->count, 2);
    name_cache_free(reader.cache);
    fixture_close(&fixture);
}
END_TEST

/* More names than there is room for: each is still right, and what was given out stays. */
START_TEST(test_name_cache__gives_copies_that_outlive_it) {
    struct fixture fixture;
    fixture_open(&fixture);
    for (size_t i = 0; i < 20; i++)
        fixture_apply(&fixture, fixture_control(&fixture, arena_printf(&fixture.arena, "c/n%zu", i), "", "One"), true);
    struct reader reader = {.fixture = &fixture, .cache = name_cache_new(1024)};
    ck_assert_ptr_nonnull(reader.cache);
    const struct named_versions *first = read_at(&reader, "c/n0", 0);
    for (size_t i = 0; i < 60; i++) {
        const char *name = arena_printf(&fixture.arena, "c/n%zu", i % 20);
        ck_assert_str_eq(read_at(&reader, name, 0)->versions[0].name, name);
        ck_assert_str_eq(read_at(&reader, name, 0)->versions[0].version, "1.0.0");
    }
    name_cache_free(reader.cache);
    ck_assert_str_eq(first->versions[0].name, "c/n0");
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(name_cache, test_name_cache__sees_each_change_and_the_past_as_it_was,
           test_name_cache__knows_what_is_not_there, test_name_cache__gives_copies_that_outlive_it)
