#include "support/test.h"

#include "fixture.h"

#include <string.h>

static struct snapshot *snapshot_at(struct fixture *fixture, uint64_t revision) {
    struct snapshot *snapshot = NULL;
    ck_assert_int_eq(snapshot_begin(fixture->store, revision, &snapshot, NULL), STATUS_OK);
    return snapshot;
}

static status_code newest(struct fixture *fixture, uint64_t revision, const char *feature,
                          Catalog__V1__GateRecord **ret_record, struct problem *problem) {
    struct snapshot *snapshot = snapshot_at(fixture, revision);
    problem_init(problem, NULL);
    status_code status = snapshot_newest_gate_record(snapshot, feature, &fixture->arena, ret_record, problem);
    snapshot_end(snapshot);
    return status;
}

START_TEST(test_gate_record__the_newest_is_that_of_the_revision) {
    struct fixture fixture;
    struct problem problem;
    Catalog__V1__GateRecord *record = NULL;
    fixture_open(&fixture);
    fixture_record_gate(&fixture, "f/login", 1);
    fixture_publish(&fixture, "a/b", "1.0.0", "one");
    fixture_record_gate(&fixture, "f/login-new", 1);
    fixture.now += NS_PER_SECOND;
    fixture_record_gate(&fixture, "f/login", 3);
    ck_assert_int_eq(newest(&fixture, 0, "f/login", &record, &problem), STATUS_OK);
    ck_assert_str_eq(record->id, "4");
    ck_assert_uint_eq(record->n_rows, 3);
    ck_assert_str_eq(record->rows[2]->key, "stride/tampering@place-2");
    ck_assert_int_eq(newest(&fixture, 3, "f/login", &record, &problem), STATUS_OK);
    ck_assert_str_eq(record->id, "1");
    ck_assert_int_eq(newest(&fixture, 2, "f/login-new", &record, &problem), STATUS_NOT_FOUND);
    ck_assert_str_eq(problem.reason, "NO_GATE_RECORD");
    ck_assert_int_eq(newest(&fixture, 0, "no-name", &record, &problem), STATUS_NOT_FOUND);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_gate_record__is_found_by_its_id) {
    static const struct {
        const char *id;
        uint64_t revision;
        status_code status;
    } rows[] = {{"2", 0, STATUS_OK},        {"1", 0, STATUS_NOT_FOUND}, {"2", 1, STATUS_NOT_FOUND},
                {"3", 0, STATUS_NOT_FOUND}, {"", 0, STATUS_NOT_FOUND},  {"two", 0, STATUS_NOT_FOUND},
                {"02", 0, STATUS_NOT_FOUND}};
    struct fixture fixture;
    fixture_open(&fixture);
    fixture_publish(&fixture, "a/b", "1.0.0", "one");
    fixture_record_gate(&fixture, "f/login", 2);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct snapshot *snapshot = snapshot_at(&fixture, rows[i].revision);
        Catalog__V1__GateRecord *record = NULL;
        struct problem problem;
        problem_init(&problem, NULL);
        status_code status = snapshot_gate_record(snapshot, rows[i].id, &fixture.arena, &record, &problem);
        ck_assert_msg(status == rows[i].status, "row %zu: %d", i, (int)status);
        if (status == STATUS_OK)
            ck_assert_uint_eq(record->n_rows, 2);
        else
            ck_assert_str_eq(problem.reason, "GATE_RECORD_NOT_FOUND");
        snapshot_end(snapshot);
    }
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_gate_record__lists_show_heads_newest_first) {
    struct fixture fixture;
    Catalog__V1__GateRecord **records = NULL;
    size_t count = 0;
    fixture_open(&fixture);
    for (size_t i = 0; i < 5; i++)
        fixture_record_gate(&fixture, i == 2 ? "f/other" : "f/login", i);
    struct snapshot *snapshot = snapshot_at(&fixture, 0);
    struct gate_record_filter filter = {.feature = "f/login", .limit = 3};
    ck_assert_int_eq(snapshot_gate_records(snapshot, &filter, &fixture.arena, &records, &count, NULL), STATUS_OK);
    ck_assert_uint_eq(count, 3);
    ck_assert_str_eq(records[0]->id, "5");
    ck_assert_str_eq(records[1]->id, "4");
    ck_assert_str_eq(records[2]->id, "2");
    ck_assert_uint_eq(records[0]->row_count, 4);
    ck_assert_uint_eq(records[0]->n_rows, 0);
    ck_assert_ptr_nonnull(records[0]->recorded_at);
    filter.before = 2;
    ck_assert_int_eq(snapshot_gate_records(snapshot, &filter, &fixture.arena, &records, &count, NULL), STATUS_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_str_eq(records[0]->id, "1");
    filter = (struct gate_record_filter){.feature = "f/none", .limit = 3};
    ck_assert_int_eq(snapshot_gate_records(snapshot, &filter, &fixture.arena, &records, &count, NULL), STATUS_OK);
    ck_assert_uint_eq(count, 0);
    snapshot_end(snapshot);
    fixture_close(&fixture);
}
END_TEST

static time_ns reviewed_at(struct fixture *fixture, uint64_t revision, const char *name) {
    time_ns time = 0;
    struct snapshot *snapshot = snapshot_at(fixture, revision);
    ck_assert_int_eq(snapshot_reviewed_at(snapshot, name, &time, NULL), STATUS_OK);
    snapshot_end(snapshot);
    return time;
}

START_TEST(test_gate_record__looked_at_is_the_newer_of_record_and_publication) {
    struct fixture fixture;
    fixture_open(&fixture);
    time_ns start = fixture.now;
    fixture_publish(&fixture, "a/b", "1.0.0", "one");
    fixture.now = start + 1;
    fixture_record_gate(&fixture, "a/b", 0);
    fixture.now = start + 2;
    fixture_publish(&fixture, "a/b", "0.9.0", "late patch");
    fixture.now = start + 3;
    fixture_publish(&fixture, "a/b-c", "1.0.0", "other");
    ck_assert_int_eq(reviewed_at(&fixture, 1, "a/b"), start);
    ck_assert_int_eq(reviewed_at(&fixture, 2, "a/b"), start + 1);
    ck_assert_int_eq(reviewed_at(&fixture, 0, "a/b"), start + 2);
    ck_assert_int_eq(reviewed_at(&fixture, 0, "a/none"), INT64_MIN);
    ck_assert_int_eq(reviewed_at(&fixture, 0, ""), INT64_MIN);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_gate_record__takes_no_name) {
    struct fixture fixture;
    struct stored_name name;
    fixture_open(&fixture);
    fixture_record_gate(&fixture, "f/never-published", 1);
    struct snapshot *snapshot = snapshot_at(&fixture, 0);
    ck_assert(!snapshot_name(snapshot, "f/never-published", &name));
    snapshot_end(snapshot);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(gate_record, test_gate_record__the_newest_is_that_of_the_revision, test_gate_record__is_found_by_its_id,
           test_gate_record__lists_show_heads_newest_first,
           test_gate_record__looked_at_is_the_newer_of_record_and_publication, test_gate_record__takes_no_name)
