#include "support/test.h"

#include "fixture.h"
#include "store/check.h"

#include <lmdb.h>
#include <stdio.h>
#include <string.h>

#define PUBLISH   CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_PUBLISH
#define DRAFT     CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_DRAFT
#define DEPRECATE CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_DEPRECATE
#define YANK      CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_YANK

struct printed {
    char first[1024];
    size_t count;
};

static void print_line(void *context, const char *line) {
    struct printed *printed = context;
    if (printed->count++ == 0)
        snprintf(printed->first, sizeof printed->first, "%s", line);
}

static struct store_check_report run_check(struct fixture *fixture, struct printed *printed) {
    struct store_check_report report;
    struct problem problem;
    problem_init(&problem, NULL);
    *printed = (struct printed){.count = 0};
    store_close(fixture->store);
    fixture->store = NULL;
    status_code status = store_check(&fixture->options, NULL, print_line, printed, &report, &problem);
    ck_assert_msg(status == STATUS_OK, "%s", problem.message);
    return report;
}

static void fill(struct fixture *fixture) {
    static const struct edit edits[] = {
        {.action = DRAFT, .name = "a/b", .version = "", .title = "one", .control = "c/mfa"},
        {.action = PUBLISH, .name = "a/b", .version = "1.0.0", .title = "one", .control = "c/mfa"},
        {.action = PUBLISH, .name = "a/b", .version = "1.1.0", .title = "two", .control = "c/mfa"},
        {.action = DEPRECATE, .name = "a/b", .version = "1.0.0", .title = "one", .control = "c/mfa"},
        {.action = YANK, .name = "a/b", .version = "1.1.0", .title = "two", .control = "c/mfa"},
        {.action = DRAFT, .name = "d/e", .version = "", .title = "three"},
    };
    for (size_t i = 0; i < COUNT_OF(edits); i++) {
        struct done done = fixture_edit(fixture, &edits[i]);
        ck_assert_msg(done.outcome == WRITE_COMMITTED, "edit %zu: %s", i, done.problem.message);
    }
    ck_assert_uint_eq(fixture_record_gate(fixture, "f/login", 2), 7);
    ck_assert_uint_eq(fixture_advise(fixture, "a/b", NULL).revision, 8);
    ck_assert_uint_eq(fixture_advise(fixture, "a/b", "8").revision, 9);
    ck_assert_uint_eq(fixture_import(fixture, "4.15").revision, 10);
}

START_TEST(test_check__finds_nothing_in_a_whole_store) {
    struct fixture fixture;
    struct printed printed;
    fixture_open(&fixture);
    fill(&fixture);
    struct store_check_report report = run_check(&fixture, &printed);
    ck_assert_msg(report.fault_count == 0, "%s", printed.first);
    ck_assert_uint_eq(report.revision, 10);
    ck_assert_uint_eq(report.changes, 10);
    ck_assert_uint_gt(report.records, 9);
    fixture_reopen(&fixture);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_check__an_empty_store_is_whole) {
    struct fixture fixture;
    struct printed printed;
    fixture_open(&fixture);
    struct store_check_report report = run_check(&fixture, &printed);
    ck_assert_uint_eq(report.fault_count, 0);
    fixture_close(&fixture);
}
END_TEST

/* Flips the last bit of the first record of TABLE behind the store's back. */
static void flip_a_bit(struct fixture *fixture, const char *table, bool is_last_record) {
    MDB_env *env = NULL;
    MDB_txn *txn = NULL;
    MDB_dbi dbi = 0;
    MDB_cursor *cursor = NULL;
    MDB_val key;
    MDB_val value;
    uint8_t bytes[4096];
    store_close(fixture->store);
    fixture->store = NULL;
    ck_assert_int_eq(mdb_env_create(&env), 0);
    ck_assert_int_eq(mdb_env_set_maxdbs(env, 32), 0);
    ck_assert_int_eq(mdb_env_open(env, fixture->directory, 0, 0600), 0);
    ck_assert_int_eq(mdb_txn_begin(env, NULL, 0, &txn), 0);
    ck_assert_int_eq(mdb_dbi_open(txn, table, 0, &dbi), 0);
    ck_assert_int_eq(mdb_cursor_open(txn, dbi, &cursor), 0);
    ck_assert_int_eq(mdb_cursor_get(cursor, &key, &value, is_last_record ? MDB_LAST : MDB_FIRST), 0);
    ck_assert_uint_le(value.mv_size, sizeof bytes);
    memcpy(bytes, value.mv_data, value.mv_size);
    bytes[value.mv_size - 1] ^= 1;
    value.mv_data = bytes;
    ck_assert_int_eq(mdb_cursor_put(cursor, &key, &value, MDB_CURRENT), 0);
    mdb_cursor_close(cursor);
    ck_assert_int_eq(mdb_txn_commit(txn), 0);
    mdb_env_close(env);
}

START_TEST(test_check__finds_a_flipped_bit_in_every_table) {
    static const struct {
        const char *table;
        bool is_last_record;
        const char *words; /* part of the first line */
    } rows[] = {
        {"log", false, "revision"},
        {"log", true, "revision"},
        {"blob", false, "digest"},
        {"blob", true, "digest"},
        {"name", false, "table name"},
        {"kind", false, "table kind"},
        {"life", true, "table life"},
        {"version", true, "table version"},
        {"draft", true, "table draft"},
        {"ref", false, "table ref"},
        {"newest", true, "table newest"},
        {"kind_head", true, "table kind_head"},
        {"gate_record", true, "table gate_record"},
        {"advisory", true, "table advisory"},
        {"taxonomy", true, "table taxonomy,"},
        {"taxonomy_entry", false, "table taxonomy_entry"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct fixture fixture;
        struct printed printed;
        fixture_open(&fixture);
        fill(&fixture);
        flip_a_bit(&fixture, rows[i].table, rows[i].is_last_record);
        struct store_check_report report = run_check(&fixture, &printed);
        ck_assert_msg(report.fault_count > 0, "row %zu: table %s", i, rows[i].table);
        ck_assert_msg(strstr(printed.first, rows[i].words) != NULL, "row %zu: %s", i, printed.first);
        ck_assert_uint_eq(printed.count, report.faults_printed);
        fixture_close(&fixture);
    }
}
END_TEST

START_TEST(test_check__computes_each_contract_digest_again) {
    struct fixture fixture;
    struct printed printed;
    fixture_open(&fixture);
    struct edit edit = {
        .action = PUBLISH, .name = "a/b", .version = "1.0.0", .title = "one", .has_wrong_contract = true};
    ck_assert_int_eq(fixture_edit(&fixture, &edit).outcome, WRITE_COMMITTED);
    struct store_check_report report = run_check(&fixture, &printed);
    ck_assert_uint_eq(report.fault_count, 1);
    ck_assert_msg(strstr(printed.first, "contract of a/b@1.0.0") != NULL, "%s", printed.first);
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_check__needs_a_store_that_nobody_uses) {
    struct fixture fixture;
    struct store_check_report report;
    struct printed printed = {.count = 0};
    struct problem problem;
    fixture_open(&fixture);
    problem_init(&problem, NULL);
    ck_assert_int_eq(store_check(&fixture.options, NULL, print_line, &printed, &report, &problem),
                     STATUS_FAILED_PRECONDITION);
    ck_assert_str_eq(problem.reason, "STORE_IN_USE");
    struct store_options nowhere = fixture.options;
    nowhere.directory = "/tmp/catalogd-no-such-directory";
    problem_init(&problem, NULL);
    ck_assert_int_eq(store_check(&nowhere, NULL, print_line, &printed, &report, &problem), STATUS_NOT_FOUND);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(check, test_check__finds_nothing_in_a_whole_store, test_check__an_empty_store_is_whole,
           test_check__finds_a_flipped_bit_in_every_table, test_check__computes_each_contract_digest_again,
           test_check__needs_a_store_that_nobody_uses)
