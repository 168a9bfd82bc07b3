#include "fixture.h"
#include "service/name_cache.h"
#include "support/test.h"

struct reader {
    struct fixture *fixture;
    struct name_cache *cache;
    struct snapshot *snapshot;
    struct problem problem;
};

/* Reads NAME at REVISION; end with end_read. */
static struct named_versions *begin_read(struct reader *reader, const char *name, uint64_t revision) {
    struct named_versions *named = NULL;
    problem_init(&reader->problem, NULL);
    ck_assert_int_eq(snapshot_begin(reader->fixture->store, revision, &reader->snapshot, &reader->problem), STATUS_OK);
    ck_assert_int_eq(
        name_cache_get(reader->cache, reader->snapshot, name, &reader->fixture->arena, &named, &reader->problem),
        STATUS_OK);
    return named;
}

static void end_read(struct reader *reader, struct named_versions *named) {
    name_cache_give(reader->cache, named);
    snapshot_end(reader->snapshot);
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
        struct named_versions *named = begin_read(&reader, "c/one", before);
        ck_assert_uint_eq(named->count, 1);
        ck_assert_uint_le(named->last_revision, before + i);
        ck_assert_str_eq(named->versions[0].name, "c/one");
        ck_assert_str_eq(named->versions[0].version, "1.0.0");
        ck_assert_int_eq(named->versions[0].state, CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED);
        if (i == 0)
            deprecate(&fixture, "c/one");
        end_read(&reader, named);
        for (size_t k = 0; k < 3; k++) {
            named = begin_read(&reader, "c/one", 0);
            ck_assert_int_eq(named->versions[0].state, CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DEPRECATED);
            ck_assert_str_eq(named->versions[0].replaced_by, "");
            end_read(&reader, named);
            named = begin_read(&reader, "c/one", before);
            ck_assert_int_eq(named->versions[0].state, CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED);
            end_read(&reader, named);
        }
        name_cache_free(reader.cache);
    }
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_name_cache__shares_what_is_there_and_nothing_else) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_apply(&fixture, fixture_control(&fixture, "c/one", "", "One"), true);
    struct reader readers[2] = {{.fixture = &fixture, .cache = name_cache_new(1 << 20)}};
    ck_assert_ptr_nonnull(readers[0].cache);
    readers[1] = readers[0];
    struct named_versions *first = begin_read(&readers[0], "c/one", 0);
    struct named_versions *second = begin_read(&readers[1], "c/one", 0);
    ck_assert_ptr_eq(first, second);
    end_read(&readers[0], first);
    end_read(&readers[1], second);
    first = begin_read(&readers[0], "c/absent", 0);
    second = begin_read(&readers[1], "c/absent", 0);
    ck_assert_ptr_ne(first, second);
    ck_assert_uint_eq(first->count, 0);
    ck_assert_uint_eq(first->last_revision, 0);
    end_read(&readers[0], first);
    end_read(&readers[1], second);
    name_cache_free(readers[0].cache);
    fixture_close(&fixture);
}
END_TEST

/* More names than there is room for: each is still right, and what is held stays. */
START_TEST(test_name_cache__drops_what_nobody_uses) {
    struct fixture fixture;
    fixture_open(&fixture);
    for (size_t i = 0; i < 20; i++)
        fixture_apply(&fixture, fixture_control(&fixture, arena_printf(&fixture.arena, "c/n%zu", i), "", "One"), true);
    struct reader reader = {.fixture = &fixture, .cache = name_cache_new(1024)};
    struct reader holder = {.fixture = &fixture, .cache = reader.cache};
    ck_assert_ptr_nonnull(reader.cache);
    struct named_versions *held = begin_read(&holder, "c/n0", 0);
    for (size_t i = 0; i < 60; i++) {
        const char *name = arena_printf(&fixture.arena, "c/n%zu", i % 20);
        struct named_versions *named = begin_read(&reader, name, 0);
        ck_assert_str_eq(named->versions[0].name, name);
        end_read(&reader, named);
    }
    ck_assert_str_eq(held->versions[0].name, "c/n0");
    end_read(&holder, held);
    name_cache_free(reader.cache);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(name_cache, test_name_cache__sees_each_change_and_the_past_as_it_was,
           test_name_cache__shares_what_is_there_and_nothing_else, test_name_cache__drops_what_nobody_uses)
