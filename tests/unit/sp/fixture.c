#include "unit/sp/fixture.h"

#include "rpc/sp/frame.h"
#include "support/test.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static struct fixture *current;
static pthread_mutex_t held_lock = PTHREAD_MUTEX_INITIALIZER;
static size_t descriptors_before;

static void handle(void *context, struct sp_request *request) {
    struct fixture *fixture = context;
    slice body = sp_request_body(request);
    if (body.size >= 4 && memcmp(body.data, "hold", 4) == 0) {
        pthread_mutex_lock(&held_lock);
        fixture->held[fixture->held_count++ % REQUESTS_HELD_MAX] = request;
        pthread_mutex_unlock(&held_lock);
        return;
    }
    if (body.size >= 4 && memcmp(body.data, "drop", 4) == 0) {
        sp_request_drop(request);
        return;
    }
    if (body.size >= 4 && memcmp(body.data, "huge", 4) == 0) {
        static const uint8_t huge[256 * 1024];
        slice part = slice_of(huge, sizeof huge);
        sp_request_reply(request, &part, 1);
        return;
    }
    sp_request_reply(request, &body, 1);
}

static void answer_oversize(void *context, uint64_t size, size_t limit_bytes, struct buffer *ret_answer) {
    (void)context;
    buffer_printf(ret_answer, "too large: %llu of %zu", (unsigned long long)size, limit_bytes);
}

size_t open_descriptors(void) {
    size_t count = 0;
    DIR *directory = opendir("/proc/self/fd");
    ck_assert_ptr_nonnull(directory);
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count;
}

static void make_certificates(struct fixture *fixture) {
    char command[160];
    snprintf(command, sizeof command, "sh tests/support/certificates.sh %s", fixture->directory);
    ck_assert_int_eq(system(command), 0);
    snprintf(fixture->ca_file, sizeof fixture->ca_file, "%s/ca.pem", fixture->directory);
    snprintf(fixture->cert_file, sizeof fixture->cert_file, "%s/server.pem", fixture->directory);
    snprintf(fixture->key_file, sizeof fixture->key_file, "%s/server.key", fixture->directory);
}

static void listen_everywhere(struct fixture *fixture) {
    struct problem problem;
    problem_init(&problem, NULL);
    snprintf(fixture->path, sizeof fixture->path, "%s/sock", fixture->directory);
    snprintf(fixture->ipc_url, sizeof fixture->ipc_url, "ipc://%s", fixture->path);
    ck_assert_msg(sp_server_listen(fixture->server, fixture->ipc_url, &problem) == STATUS_OK, "%s", problem.message);
    ck_assert_msg(sp_server_listen(fixture->server, "tcp://127.0.0.1:0", &problem) == STATUS_OK, "%s", problem.message);
    ck_assert_msg(sp_server_listen(fixture->server, "tls+tcp://127.0.0.1:0", &problem) == STATUS_OK, "%s",
                  problem.message);
    snprintf(fixture->tcp_url, sizeof fixture->tcp_url, "tcp://127.0.0.1:%u", sp_server_port(fixture->server, 1));
    snprintf(fixture->tls_url, sizeof fixture->tls_url, "tls+tcp://127.0.0.1:%u", sp_server_port(fixture->server, 2));
    ck_assert_msg(sp_server_start(fixture->server, &problem) == STATUS_OK, "%s", problem.message);
}

static bool has_answered_a_probe(void *context) {
    struct fixture *fixture = context;
    int socket = raw_connect(fixture->path);
    uint8_t greeting[FRAME_GREETING_BYTES];
    bool is_there = raw_read(socket, greeting, sizeof greeting);
    close(socket);
    return is_there;
}

static bool has_no_connection(void *context) {
    return sp_server_counts(((struct fixture *)context)->server).connections == 0;
}

void fixture_start(struct fixture *fixture, const struct sp_server_options *options) {
    struct sp_server_options all = options == NULL ? (struct sp_server_options){0} : *options;
    *fixture = (struct fixture){.directory = "/tmp/sp-test-XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(fixture->directory));
    make_certificates(fixture);
    all.handle = handle;
    all.answer_oversize = answer_oversize;
    all.context = fixture;
    all.tls.cert_file = fixture->cert_file;
    all.tls.key_file = fixture->key_file;
    /* Whoever wants client certificates wants those that the fixture's authority signed. */
    if (all.tls.ca_file != NULL)
        all.tls.ca_file = fixture->ca_file;
    current = fixture;
    ck_assert_int_eq(sp_server_new(&all, &fixture->server, NULL), STATUS_OK);
    listen_everywhere(fixture);
    /* The library opens descriptors of its own with the first connection. */
    wait_until(has_answered_a_probe, fixture, "the first connection");
    wait_until(has_no_connection, fixture, "the probe's end");
    descriptors_before = open_descriptors();
}

static bool descriptors_are_back(void *context) {
    (void)context;
    return open_descriptors() <= descriptors_before;
}

void fixture_stop(struct fixture *fixture) {
    wait_until(has_no_connection, fixture, "the end of every connection");
    wait_until(descriptors_are_back, fixture, "every descriptor");
    /* Requests that came in after their peer was gone. */
    fixture_release(fixture);
    sp_server_close(fixture->server);
    ck_assert(sp_server_drain(fixture->server, 5000));
    sp_server_stop(fixture->server);
    ck_assert_uint_eq(sp_server_counts(fixture->server).request_bytes, 0);
    sp_server_free(fixture->server);
    char command[160];
    snprintf(command, sizeof command, "rm -rf %s", fixture->directory);
    ck_assert_int_eq(system(command), 0);
}

size_t fixture_held(void) {
    pthread_mutex_lock(&held_lock);
    size_t count = current->held_count;
    pthread_mutex_unlock(&held_lock);
    return count;
}

size_t fixture_release(struct fixture *fixture) {
    slice answer = slice_text("released");
    pthread_mutex_lock(&held_lock);
    for (size_t i = 0; i < fixture->held_count; i++)
        sp_request_reply(fixture->held[i], &answer, 1);
    size_t released = fixture->held_count;
    fixture->held_count = 0;
    pthread_mutex_unlock(&held_lock);
    return released;
}

void wait_until(bool (*condition)(void *context), void *context, const char *what) {
    time_ns until = clock_monotonic() + 20 * NS_PER_SECOND;
    while (!condition(context)) {
        ck_assert_msg(clock_monotonic() < until, "waited in vain for %s", what);
        nanosleep(&(struct timespec){.tv_nsec = 2 * NS_PER_MS}, NULL);
    }
}
