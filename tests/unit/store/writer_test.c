#include "support/test.h"

#include "changelog/chain.h"
#include "fixture.h"

#include <stdio.h>
#include <string.h>

#define PUBLISH CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_PUBLISH

START_TEST(test_writer__chains_changes_and_time_never_goes_back) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_publish(&fixture, "a/b", "1.0.0", "x");
    fixture.now -= 500 * NS_PER_SECOND;
    fixture_publish(&fixture, "a/b", "1.0.1", "y");
    ck_assert_int_eq(store_head(fixture.store).committed_at, 1000 * NS_PER_SECOND);
    struct snapshot *snapshot = NULL;
    struct chain_head head = {0};
    ck_assert_int_eq(snapshot_begin(fixture.store, 0, &snapshot, NULL), STATUS_OK);
    for (uint64_t revision = 1; revision <= 2; revision++) {
        slice record = {0};
        Catalog__V1__Change *change = NULL;
        ck_assert_int_eq(snapshot_change(snapshot, revision, &record, NULL), STATUS_OK);
        ck_assert_int_eq(change_read(record, &fixture.arena, &change, NULL), STATUS_OK);
        ck_assert_int_eq(chain_verify(&head, change, record, NULL), STATUS_OK);
    }
    slice record = {0};
    ck_assert_int_eq(snapshot_change(snapshot, 3, &record, NULL), STATUS_NOT_FOUND);
    snapshot_end(snapshot);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_writer__answers_a_repeated_request_again_and_does_it_once) {
    struct fixture fixture;
    fixture_open(&fixture);
    struct edit edit = {
        .action = PUBLISH, .name = "a/b", .version = "1.0.0", .title = "x", .request_id = "the-same-request"};
    struct edit pair[] = {edit, edit};
    struct done done[2];
    fixture_edit_all(&fixture, pair, done, 2);
    ck_assert_int_eq(done[0].outcome, WRITE_COMMITTED);
    ck_assert_int_eq(done[1].outcome, WRITE_REPEATED);
    ck_assert_str_eq(done[1].answer, "made at 1");
    fixture_reopen(&fixture);
    struct done later = fixture_edit(&fixture, &edit);
    ck_assert_int_eq(later.outcome, WRITE_REPEATED);
    ck_assert_uint_eq(later.revision, 1);
    ck_assert_uint_eq(store_head(fixture.store).revision, 1);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_writer__refuses_a_request_id_with_other_content) {
    struct fixture fixture;
    fixture_open(&fixture);
    struct edit edit = {
        .action = PUBLISH, .name = "a/b", .version = "1.0.0", .title = "x", .request_id = "the-same-request"};
    fixture_edit(&fixture, &edit);
    edit.title = "y";
    struct done done = fixture_edit(&fixture, &edit);
    ck_assert_int_eq(done.outcome, WRITE_FAILED);
    ck_assert_int_eq(done.problem.code, STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(done.problem.reason, "REQUEST_ID_REUSED");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_writer__forgets_requests_after_a_day) {
    struct fixture fixture;
    fixture_open(&fixture);
    struct edit edit = {
        .action = PUBLISH, .name = "a/b", .version = "1.0.0", .title = "x", .request_id = "the-same-request"};
    fixture_edit(&fixture, &edit);
    fixture.now += NS_PER_DAY - 1;
    ck_assert_int_eq(fixture_edit(&fixture, &edit).outcome, WRITE_REPEATED);
    fixture.now += 1;
    edit.version = "1.0.1";
    ck_assert_int_eq(fixture_edit(&fixture, &edit).outcome, WRITE_COMMITTED);
    /* The record of the first must not take the second one's along when it goes. */
    fixture_publish(&fixture, "a/b", "1.0.2", "x");
    ck_assert_int_eq(fixture_edit(&fixture, &edit).outcome, WRITE_REPEATED);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_writer__keeps_no_more_requests_than_its_limit) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture.options.request_ids_max = 2;
    fixture_reopen(&fixture);
    fixture_publish(&fixture, "a/b", "1.0.0", "x");
    fixture_publish(&fixture, "a/b", "1.0.1", "x");
    struct edit edit = {.action = PUBLISH, .name = "a/b", .version = "1.0.2", .title = "x"};
    struct done done = fixture_edit(&fixture, &edit);
    ck_assert_int_eq(done.outcome, WRITE_FAILED);
    ck_assert_str_eq(done.problem.reason, "TOO_MANY_REQUESTS");
    fixture.now += 120 * NS_PER_SECOND;
    ck_assert_int_eq(fixture_edit(&fixture, &edit).outcome, WRITE_COMMITTED);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_writer__tells_of_a_new_name_of_a_kind_that_was_listed) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_publish(&fixture, "a/b", "1.0.0", "x");
    struct read_mark listed = {.kind = CATALOG__V1__OBJECT_KIND__OBJECT_KIND_THREAT};
    struct snapshot *snapshot = NULL;
    ck_assert_int_eq(snapshot_begin(fixture.store, 0, &snapshot, NULL), STATUS_OK);
    listed.last_revision = snapshot_kind_revision(snapshot, listed.kind);
    ck_assert_uint_eq(listed.last_revision, 1);
    ck_assert_uint_eq(snapshot_kind_revision(snapshot, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_BASELINE), 0);
    snapshot_end(snapshot);
    struct edit edit = {
        .action = PUBLISH, .name = "c/d", .version = "1.0.0", .title = "x", .reads = &listed, .read_count = 1};
    fixture_publish(&fixture, "a/b", "1.1.0", "another version of a name that was there");
    ck_assert_int_eq(fixture_edit(&fixture, &edit).outcome, WRITE_COMMITTED);
    edit.name = "e/f";
    ck_assert_int_eq(fixture_edit(&fixture, &edit).outcome, WRITE_CONFLICT);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_writer__tells_of_a_conflict_and_writes_nothing) {
    struct fixture fixture;
    fixture_open(&fixture);
    const struct read_mark unused = {.name = "a/b", .last_revision = 0};
    struct edit edits[3];
    struct done done[3];
    for (size_t i = 0; i < COUNT_OF(edits); i++)
        edits[i] = (struct edit){.action = PUBLISH,
                                 .name = "a/b",
                                 .version = i == 0 ? "1.0.0" : "1.0.1",
                                 .title = "x",
                                 .reads = &unused,
                                 .read_count = 1};
    edits[2].name = "a/c";
    edits[2].read_count = 0;
    fixture_edit_all(&fixture, edits, done, 3);
    ck_assert_int_eq(done[0].outcome, WRITE_COMMITTED);
    ck_assert_int_eq(done[1].outcome, WRITE_CONFLICT);
    ck_assert_int_eq(done[2].outcome, WRITE_COMMITTED);
    ck_assert_uint_eq(store_head(fixture.store).revision, 2);
    const struct read_mark current = {.name = "a/b", .last_revision = 1};
    edits[1].reads = &current;
    ck_assert_int_eq(fixture_edit(&fixture, &edits[1]).outcome, WRITE_COMMITTED);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_writer__full_map_refuses_one_and_keeps_the_rest) {
    struct fixture fixture;
    fixture_open(&fixture);
    fixture.options.map_size = STORE_MAP_SIZE_MIN;
    fixture_reopen(&fixture);
    struct edit edits[] = {{.action = PUBLISH, .name = "a/b", .version = "1.0.0", .title = "small"},
                           {.action = PUBLISH, .name = "a/c", .version = "1.0.0", .title = "big", .padding = 2 << 20},
                           {.action = PUBLISH, .name = "a/d", .version = "1.0.0", .title = "small"}};
    struct done done[3];
    fixture_edit_all(&fixture, edits, done, 3);
    ck_assert_int_eq(done[0].outcome, WRITE_COMMITTED);
    ck_assert_int_eq(done[1].outcome, WRITE_FAILED);
    ck_assert_int_eq(done[1].problem.code, STATUS_RESOURCE_EXHAUSTED);
    ck_assert_str_eq(done[1].problem.reason, "STORE_FULL");
    ck_assert_int_eq(done[2].outcome, WRITE_COMMITTED);
    ck_assert(!store_is_read_only(fixture.store));
    struct done last = done[2];
    char version[16];
    for (int i = 0; last.outcome == WRITE_COMMITTED && i < 1000; i++) {
        snprintf(version, sizeof version, "1.0.%d", i);
        struct edit fill = {
            .action = PUBLISH, .name = "a/fill", .version = version, .title = version, .padding = 16 << 10};
        last = fixture_edit(&fixture, &fill);
    }
    ck_assert_str_eq(last.problem.reason, "STORE_FULL");
    uint64_t revision = store_head(fixture.store).revision;
    fixture_reopen(&fixture);
    ck_assert_uint_eq(store_head(fixture.store).revision, revision);
    struct snapshot *snapshot = NULL;
    struct stored_version stored;
    ck_assert_int_eq(snapshot_begin(fixture.store, 0, &snapshot, NULL), STATUS_OK);
    ck_assert_int_eq(snapshot_version(snapshot, "a/d", "1.0.0", &stored, NULL), STATUS_OK);
    snapshot_end(snapshot);
    fixture_close(&fixture);
}
END_TEST

static void note_head(void *context, struct store_head head) {
    *(struct store_head *)context = head;
}

START_TEST(test_writer__tells_its_listener_of_each_commit) {
    struct fixture fixture;
    struct store_head seen = {0};
    fixture_open(&fixture);
    store_set_listener(fixture.store, note_head, &seen);
    fixture_publish(&fixture, "a/b", "1.0.0", "x");
    ck_assert_uint_eq(seen.revision, 1);
    ck_assert_int_eq(seen.committed_at, 1000 * NS_PER_SECOND);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_writer__a_burst_of_jobs_is_committed_in_order) {
    struct fixture fixture;
    struct edit edits[64];
    struct done done[64];
    char versions[64][16];
    fixture_open(&fixture);
    for (size_t i = 0; i < COUNT_OF(edits); i++) {
        snprintf(versions[i], sizeof versions[i], "1.0.%zu", i);
        edits[i] = (struct edit){.action = PUBLISH, .name = "a/b", .version = versions[i], .title = versions[i]};
    }
    fixture_edit_all(&fixture, edits, done, COUNT_OF(edits));
    for (size_t i = 0; i < COUNT_OF(edits); i++)
        ck_assert_uint_eq(done[i].revision, i + 1);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(writer, test_writer__chains_changes_and_time_never_goes_back,
           test_writer__answers_a_repeated_request_again_and_does_it_once,
           test_writer__refuses_a_request_id_with_other_content, test_writer__forgets_requests_after_a_day,
           test_writer__keeps_no_more_requests_than_its_limit, test_writer__tells_of_a_conflict_and_writes_nothing,
           test_writer__tells_of_a_new_name_of_a_kind_that_was_listed,
           test_writer__full_map_refuses_one_and_keeps_the_rest, test_writer__tells_its_listener_of_each_commit,
           test_writer__a_burst_of_jobs_is_committed_in_order)
