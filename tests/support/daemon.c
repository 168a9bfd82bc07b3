#define _XOPEN_SOURCE 700 /* nftw */

#include "support/daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

void die(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(EXIT_FAILURE);
}

void daemon_init(struct daemon *daemon, const char *program) {
    memset(daemon, 0, sizeof *daemon);
    daemon->program = program;
    snprintf(daemon->directory, sizeof daemon->directory, "/tmp/catalogd-test.XXXXXX");
    if (mkdtemp(daemon->directory) == NULL)
        die("mkdtemp: %s", strerror(errno));
    snprintf(daemon->url, sizeof daemon->url, "ipc://%s/s", daemon->directory);
}

/* Starts PROGRAM with ARGUMENTS, its standard error appended to DIRECTORY/log. */
static pid_t spawn(const struct daemon *daemon, char *const arguments[]) {
    char log[96];
    snprintf(log, sizeof log, "%s/log", daemon->directory);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    pid_t pid = 0;
    int error = posix_spawn(&pid, daemon->program, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        die("cannot start %s: %s", daemon->program, strerror(error));
    return pid;
}

static int wait_for(pid_t pid) {
    int state = 0;
    while (waitpid(pid, &state, 0) < 0) {
        if (errno != EINTR)
            die("waitpid: %s", strerror(errno));
    }
    return WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
}

void daemon_start(struct daemon *daemon) {
    char data[96];
    snprintf(data, sizeof data, "%s/data", daemon->directory);
    char program[] = "catalogd";
    char data_flag[] = "--data";
    char listen_flag[] = "--listen";
    char *const arguments[] = {program, data_flag, data, listen_flag, daemon->url, NULL};
    daemon->pid = spawn(daemon, arguments);
}

int daemon_stop(struct daemon *daemon, int signal) {
    kill(daemon->pid, signal);
    int code = wait_for(daemon->pid);
    daemon->pid = 0;
    return code;
}

int daemon_check(const struct daemon *daemon) {
    char data[96];
    snprintf(data, sizeof data, "%s/data", daemon->directory);
    char program[] = "catalogd";
    char check[] = "check";
    char data_flag[] = "--data";
    char *const arguments[] = {program, check, data_flag, data, NULL};
    return wait_for(spawn(daemon, arguments));
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *walk) {
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

void daemon_done(struct daemon *daemon) {
    if (daemon->pid != 0)
        daemon_stop(daemon, SIGKILL);
    nftw(daemon->directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}
