#include "support/test.h"

#include "fixture.h"
#include "store/check.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 5

/* Publishes until it is killed, and tells of each version once it is acknowledged. */
static void publish_for_ever(struct fixture *fixture, unsigned round, int acknowledged) {
    fixture_reopen(fixture);
    for (unsigned i = 0;; i++) {
        char version[32];
        snprintf(version, sizeof version, "%u.%u.0", round, i);
        fixture_publish(fixture, "a/b", version, version);
        if (write(acknowledged, version, sizeof version) != (ssize_t)sizeof version)
            _exit(1);
    }
}

static pid_t start_child(struct fixture *fixture, unsigned round, int *ret_acknowledged) {
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        close(ends[0]);
        fixture->requests = round * 1000000;
        publish_for_ever(fixture, round, ends[1]);
    }
    close(ends[1]);
    *ret_acknowledged = ends[0];
    return child;
}

static void expect_version(struct fixture *fixture, const char *version) {
    struct snapshot *snapshot = NULL;
    struct stored_version stored;
    ck_assert_int_eq(snapshot_begin(fixture->store, 0, &snapshot, NULL), STATUS_OK);
    ck_assert_msg(snapshot_version(snapshot, "a/b", version, &stored, NULL) == STATUS_OK, "%s was lost", version);
    snapshot_end(snapshot);
}

static void print_fault(void *context, const char *line) {
    (void)context;
    fprintf(stderr, "%s\n", line);
}

static void expect_clean(struct fixture *fixture) {
    struct store_check_report report;
    store_close(fixture->store);
    fixture->store = NULL;
    ck_assert_int_eq(store_check(&fixture->options, NULL, print_fault, NULL, &report, NULL), STATUS_OK);
    ck_assert_uint_eq(report.fault_count, 0);
}

START_TEST(test_kill__loses_nothing_that_was_acknowledged) {
    struct fixture fixture;
    fixture_open(&fixture);
    store_close(fixture.store);
    fixture.store = NULL;
    for (unsigned round = 1; round <= ROUNDS; round++) {
        int acknowledged = -1;
        char version[32] = "";
        char last[32] = "";
        pid_t child = start_child(&fixture, round, &acknowledged);
        for (unsigned i = 0; i < round * 7; i++)
            ck_assert_int_eq(read(acknowledged, version, sizeof version), (ssize_t)sizeof version);
        kill(child, SIGKILL);
        while (read(acknowledged, last, sizeof last) == (ssize_t)sizeof last)
            memcpy(version, last, sizeof version);
        close(acknowledged);
        ck_assert_int_eq(waitpid(child, NULL, 0), child);
        fixture_reopen(&fixture);
        expect_version(&fixture, version);
        expect_clean(&fixture);
    }
    fixture_close(&fixture);
}
END_TEST

TEST_SUITE(kill, test_kill__loses_nothing_that_was_acknowledged)
