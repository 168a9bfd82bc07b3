/* A catalogd process of the test's own, on a temporary directory. */
#ifndef CATALOGD_TESTS_DAEMON_H
#define CATALOGD_TESTS_DAEMON_H

#include <stdbool.h>
#include <sys/types.h>

struct daemon {
    const char *program; /* path of catalogd */
    char directory[64];  /* made by daemon_init, removed by daemon_done */
    char url[96];        /* "ipc://DIRECTORY/s" */
    pid_t pid;           /* 0: not running */
};

/* Makes the directory. Aborts the test where it cannot. PROGRAM is borrowed. */
void daemon_init(struct daemon *daemon, const char *program);

/* Starts the process and returns at once; its log goes to DIRECTORY/log. */
void daemon_start(struct daemon *daemon);

/* Sends SIGNAL and waits; returns the exit code, or 128 + the signal that ended it. */
int daemon_stop(struct daemon *daemon, int signal);

/* Runs `catalogd check` on the data and returns its exit code. The daemon must not be running. */
int daemon_check(const struct daemon *daemon);

/* Kills what still runs and removes the directory. */
void daemon_done(struct daemon *daemon);

/* Prints FORMAT to standard error and ends the process with code 1. */
__attribute__((noreturn, format(printf, 1, 2))) void die(const char *format, ...);

#endif
