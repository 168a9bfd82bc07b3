#include "cli/graph_svg.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHUNK_BYTES 65536

extern char **environ;

/* A file that has no name: dot may read and write at its own pace. */
static FILE *write_input(slice dot) {
    FILE *file = tmpfile();
    if (file != NULL && fwrite(dot.data, 1, dot.size, file) == dot.size && fflush(file) == 0 &&
        lseek(fileno(file), 0, SEEK_SET) == 0)
        return file;
    if (file != NULL)
        fclose(file);
    return NULL;
}

/* Returns an errno, 0 when it runs. */
static int spawn(int input, const int output[2], pid_t *ret_pid) {
    char *arguments[] = {(char[]){"dot"}, (char[]){"-Tsvg"}, NULL};
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0)
        return error;
    if ((error = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)) == 0 &&
        (error = posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO)) == 0 &&
        (error = posix_spawn_file_actions_addclose(&actions, output[0])) == 0)
        error = posix_spawnp(ret_pid, "dot", &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

/* Reads until the other end is closed. */
static enum graph_svg read_output(int input, struct buffer *out) {
    time_ns end = clock_monotonic() + GRAPH_SVG_SECONDS_MAX * NS_PER_SECOND;
    for (size_t size = 0; size <= GRAPH_SVG_BYTES_MAX;) {
        struct pollfd ready = {.fd = input, .events = POLLIN};
        time_ns left = end - clock_monotonic();
        int count = left <= 0 ? 0 : poll(&ready, 1, (int)(left / NS_PER_MS) + 1);
        if (count == 0)
            return GRAPH_SVG_TOO_SLOW;
        uint8_t *room = buffer_reserve(out, CHUNK_BYTES);
        ssize_t got = count < 0 || room == NULL ? -1 : read(input, room, CHUNK_BYTES);
        if (got == 0)
            return GRAPH_SVG_DRAWN;
        if (got < 0 && (room == NULL || errno != EINTR))
            return GRAPH_SVG_FAILED;
        if (got > 0) {
            buffer_grow(out, (size_t)got);
            size += (size_t)got;
        }
    }
    return GRAPH_SVG_TOO_LARGE;
}

static enum graph_svg finish(pid_t pid, enum graph_svg result) {
    int status;
    if (result != GRAPH_SVG_DRAWN)
        (void)kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR)
            return GRAPH_SVG_FAILED;
    }
    return result == GRAPH_SVG_DRAWN && (!WIFEXITED(status) || WEXITSTATUS(status) != 0) ? GRAPH_SVG_FAILED : result;
}

static enum graph_svg draw(int input, struct buffer *out) {
    int output[2];
    pid_t pid;
    if (pipe(output) != 0)
        return GRAPH_SVG_FAILED;
    int error = spawn(input, output, &pid);
    close(output[1]);
    enum graph_svg result = error == ENOENT ? GRAPH_SVG_NO_PROGRAM : GRAPH_SVG_FAILED;
    if (error == 0)
        result = finish(pid, read_output(output[0], out));
    close(output[0]);
    return result;
}

enum graph_svg graph_svg_draw(slice dot, struct buffer *out) {
    FILE *input = write_input(dot);
    if (input == NULL)
        return GRAPH_SVG_FAILED;
    enum graph_svg result = draw(fileno(input), out);
    fclose(input);
    return result;
}
