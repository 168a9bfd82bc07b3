#include "support/test.h"

#include "fixture.h"

#include <string.h>

/* The ids of the advisories about OBJECT ("": all) at REVISION, those withdrawn in brackets. */
static const char *listed(struct fixture *fixture, const char *object, uint64_t revision) {
    const struct numbered_filter filter = {.name = object, .after_name = "", .limit = 100};
    struct snapshot *snapshot = NULL;
    Catalog__V1__Advisory **advisories = NULL;
    size_t count = 0;
    const char *ids = "";
    ck_assert_int_eq(snapshot_begin(fixture->store, revision, &snapshot, NULL), STATUS_OK);
    ck_assert_int_eq(snapshot_advisories(snapshot, &filter, &fixture->arena, &advisories, &count, NULL), STATUS_OK);
    for (size_t i = 0; i < count; i++)
        ids = arena_printf(&fixture->arena, advisories[i]->withdrawn_at == NULL ? "%s%s " : "%s[%s] ", ids,
                           advisories[i]->id);
    snapshot_end(snapshot);
    return ids;
}

START_TEST(test_store_advisory__stands_from_its_revision_until_it_is_withdrawn) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_publish(&fixture, "a/b", "1.0.0", "one");
    fixture_publish(&fixture, "a/bc", "1.0.0", "two");
    ck_assert_uint_eq(fixture_advise(&fixture, "a/b", NULL).revision, 3);
    ck_assert_uint_eq(fixture_advise(&fixture, "a/bc", NULL).revision, 4);
    ck_assert_uint_eq(fixture_advise(&fixture, "a/b", NULL).revision, 5);
    ck_assert_uint_eq(fixture_advise(&fixture, "a/b", "3").revision, 6);
    ck_assert_str_eq(listed(&fixture, "a/b", 0), "[3] 5 ");
    ck_assert_str_eq(listed(&fixture, "a/b", 5), "3 5 ");
    ck_assert_str_eq(listed(&fixture, "a/b", 4), "3 ");
    ck_assert_str_eq(listed(&fixture, "a/b", 2), "");
    ck_assert_str_eq(listed(&fixture, "a/bc", 0), "4 ");
    ck_assert_str_eq(listed(&fixture, "", 0), "[3] 5 4 ");
    ck_assert_str_eq(listed(&fixture, "a/", 0), "");
    fixture_reopen(&fixture);
    ck_assert_str_eq(listed(&fixture, "a/b", 0), "[3] 5 ");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_store_advisory__mentions_its_object) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_publish(&fixture, "a/b", "1.0.0", "one");
    fixture_advise(&fixture, "a/b", NULL);
    const struct read_mark before = {.name = "a/b", .last_revision = 1};
    const struct edit edit = {.action = CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_PUBLISH,
                              .name = "a/b",
                              .version = "1.1.0",
                              .title = "two",
                              .reads = &before,
                              .read_count = 1};
    ck_assert_int_eq(fixture_edit(&fixture, &edit).outcome, WRITE_CONFLICT);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_store_advisory__about_nothing_is_not_written) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_publish(&fixture, "a/b", "1.0.0", "one");
    ck_assert_int_eq(fixture_advise(&fixture, "a/c", NULL).outcome, WRITE_FAILED);
    ck_assert_str_eq(listed(&fixture, "", 0), "");
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(store_advisory, test_store_advisory__stands_from_its_revision_until_it_is_withdrawn,
           test_store_advisory__mentions_its_object, test_store_advisory__about_nothing_is_not_written)
