#include "support/test.h"

#include "fixture.h"
#include "store/check.h"

#include <fcntl.h>
#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Opens the directory of FIXTURE, whose own store is closed, and expects a refusal. */
static struct problem open_and_fail(struct fixture *fixture, status_code expected) {
    struct store *store = NULL;
    struct problem problem;
    problem_init(&problem, NULL);
    status_code status = store_open(&fixture->options, &store, &problem);
    ck_assert_msg(status == expected, "%s: %s", status_name(status), problem.message);
    ck_assert_ptr_null(store);
    return problem;
}

static void shut(struct fixture *fixture) {
    store_close(fixture->store);
    fixture->store = NULL;
}

START_TEST(test_store__refuses_a_second_opener_in_words) {
    struct fixture fixture;
    fixture_open(&fixture);
    struct problem problem = open_and_fail(&fixture, STATUS_FAILED_PRECONDITION);
    ck_assert_str_eq(problem.reason, "STORE_IN_USE");
    char process[32];
    snprintf(process, sizeof process, "process %ld", (long)getpid());
    ck_assert_ptr_nonnull(strstr(problem.message, process));
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_store__refuses_every_cut_off_file) {
    struct fixture fixture;
    fixture_open(&fixture);
    for (int i = 0; i < 8; i++) {
        char version[16];
        snprintf(version, sizeof version, "1.0.%d", i);
        fixture_publish(&fixture, "a/b", version, version);
    }
    shut(&fixture);
    const char *path = fixture_path(&fixture, "data.mdb");
    struct stat file;
    ck_assert_int_eq(stat(path, &file), 0);
    for (off_t size = file.st_size - 1; size > 0; size -= 4096) {
        ck_assert_int_eq(truncate(path, size), 0);
        struct problem problem = open_and_fail(&fixture, STATUS_DATA_LOSS);
        ck_assert_str_eq(problem.reason, "STORE_DAMAGED");
    }
    fixture_close(&fixture);
}
END_TEST

static void overwrite(const char *path, off_t offset, const void *bytes, size_t size) {
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(pwrite(fd, bytes, size, offset), (ssize_t)size);
    close(fd);
}

START_TEST(test_store__refuses_a_file_of_something_else) {
    struct fixture fixture;
    fixture_open(&fixture);
    shut(&fixture);
    char noise[16384];
    memset(noise, 'n', sizeof noise);
    overwrite(fixture_path(&fixture, "data.mdb"), 0, noise, sizeof noise);
    struct problem problem = open_and_fail(&fixture, STATUS_FAILED_PRECONDITION);
    ck_assert_str_eq(problem.reason, "NOT_A_STORE");
    fixture_close(&fixture);
}
END_TEST

/* A database of LMDB with one record that is none of ours. */
static void make_foreign(const char *directory, const char *table, const char *key, slice value) {
    MDB_env *env = NULL;
    MDB_txn *txn = NULL;
    MDB_dbi dbi = 0;
    ck_assert_int_eq(mdb_env_create(&env), 0);
    ck_assert_int_eq(mdb_env_set_maxdbs(env, 16), 0);
    ck_assert_int_eq(mdb_env_open(env, directory, 0, 0600), 0);
    ck_assert_int_eq(mdb_txn_begin(env, NULL, 0, &txn), 0);
    ck_assert_int_eq(mdb_dbi_open(txn, table, MDB_CREATE, &dbi), 0);
    MDB_val name = {.mv_size = strlen(key), .mv_data = (void *)(uintptr_t)key};
    MDB_val stored = {.mv_size = value.size, .mv_data = (void *)(uintptr_t)value.data};
    ck_assert_int_eq(mdb_put(txn, dbi, &name, &stored, 0), 0);
    ck_assert_int_eq(mdb_txn_commit(txn), 0);
    mdb_env_close(env);
}

START_TEST(test_store__refuses_another_programs_database) {
    struct fixture fixture;
    fixture_open(&fixture);
    shut(&fixture);
    ck_assert_int_eq(unlink(fixture_path(&fixture, "data.mdb")), 0);
    make_foreign(fixture.directory, "people", "alice", slice_text("secret"));
    struct problem problem = open_and_fail(&fixture, STATUS_FAILED_PRECONDITION);
    ck_assert_str_eq(problem.reason, "NOT_A_STORE");
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_store__refuses_a_format_of_the_future) {
    struct fixture fixture;
    fixture_open(&fixture);
    shut(&fixture);
    static const uint8_t format_two[] = {0x08, 0x02};
    make_foreign(fixture.directory, "meta", "format", slice_of(format_two, sizeof format_two));
    struct problem problem = open_and_fail(&fixture, STATUS_FAILED_PRECONDITION);
    ck_assert_str_eq(problem.reason, "STORE_TOO_NEW");
    ck_assert_ptr_nonnull(strstr(problem.message, "format 2"));
    fixture_close(&fixture);
}
END_TEST

START_TEST(test_store__refuses_what_cannot_be_a_directory) {
    struct fixture fixture;
    fixture_open(&fixture);
    shut(&fixture);
    struct fixture wrong = fixture;
    wrong.options.directory = "/tmp/catalogd-no-such-parent/data";
    open_and_fail(&wrong, STATUS_FAILED_PRECONDITION);
    wrong.options = fixture.options;
    wrong.options.map_size = 4096;
    open_and_fail(&wrong, STATUS_INVALID_ARGUMENT);
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(store, test_store__refuses_a_second_opener_in_words, test_store__refuses_every_cut_off_file,
           test_store__refuses_a_file_of_something_else, test_store__refuses_another_programs_database,
           test_store__refuses_a_format_of_the_future, test_store__refuses_what_cannot_be_a_directory)
