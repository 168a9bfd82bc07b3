/* A real daemon and peers that do wrong: whatever they send, the next well-behaved call is answered. */
#include "support/test.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "codec/message.h"
#include "rpc/sp/client.h"
#include "rpc/sp/frame.h"
#include "support/daemon.h"
#include "support/raw_socket.h"

#include "catalog/v1/changes_service.pb-c.h"
#include "catalog/v1/envelope.pb-c.h"
#include "catalog/v1/health_service.pb-c.h"

#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define HEALTH "catalog.v1.HealthService/CheckHealth"
#define WATCH  "catalog.v1.ChangesService/WatchChanges"
#define LIST   "catalog.v1.ChangesService/ListChanges"

static struct daemon server;
static char path[96];

static void pause_ms(long ms) {
    nanosleep(&(struct timespec){.tv_nsec = ms * 1000000L}, NULL);
}

/* The socket's file is there a moment before anybody listens at it. */
static bool is_listening(void) {
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_ge(descriptor, 0);
    snprintf(name.sun_path, sizeof name.sun_path, "%s", path);
    bool is_taken = connect(descriptor, (const struct sockaddr *)&name, sizeof name) == 0;
    close(descriptor);
    return is_taken;
}

static void start(void) {
    daemon_init(&server, CATALOGD_PROGRAM);
    snprintf(path, sizeof path, "%s/s", server.directory);
    daemon_start(&server);
    for (int tries = 0; !is_listening(); tries++) {
        ck_assert_msg(tries < 2000, "the daemon did not start");
        pause_ms(10);
    }
}

static void stop(void) {
    ck_assert_int_eq(daemon_stop(&server, SIGTERM), 0);
    ck_assert_int_eq(daemon_check(&server), 0);
    daemon_done(&server);
}

static size_t daemon_descriptors(void) {
    char directory[64];
    size_t count = 0;
    snprintf(directory, sizeof directory, "/proc/%d/fd", (int)server.pid);
    DIR *listing = opendir(directory);
    ck_assert_ptr_nonnull(listing);
    while (readdir(listing) != NULL)
        count++;
    closedir(listing);
    return count;
}

static void await_descriptors(size_t wanted) {
    for (int tries = 0; daemon_descriptors() > wanted; tries++) {
        ck_assert_msg(tries < 2000, "%zu descriptors instead of %zu", daemon_descriptors(), wanted);
        pause_ms(10);
    }
}

static void pack_call(const char *method, const ProtobufCMessage *payload, struct buffer *ret_bytes) {
    struct buffer inner;
    char name[64];
    Catalog__V1__Request request;
    catalog__v1__request__init(&request);
    buffer_init(&inner, 0);
    buffer_init(ret_bytes, 0);
    if (payload != NULL)
        message_pack(payload, &inner);
    snprintf(name, sizeof name, "%s", method);
    request.method = name;
    request.payload = (ProtobufCBinaryData){inner.size, inner.data};
    message_pack(&request.base, ret_bytes);
    buffer_done(&inner);
}

/* The status of the next answer on SOCKET; 0: success. -1: the daemon closed. */
static int read_status(int socket) {
    uint8_t answer[4096];
    size_t size = 0;
    struct arena arena;
    ProtobufCMessage *message = NULL;
    if (!raw_read_frame(socket, answer, &size))
        return -1;
    ck_assert_uint_ge(size, 4);
    arena_init(&arena, 0);
    ck_assert_int_eq(
        message_unpack(&catalog__v1__response__descriptor, slice_of(answer + 4, size - 4), &arena, &message, NULL),
        STATUS_OK);
    const Catalog__V1__Response *response = (const Catalog__V1__Response *)message;
    int code = response->status == NULL ? 0 : (int)response->status->code;
    arena_done(&arena);
    return code;
}

static int greeted_socket(void) {
    int socket = raw_connect(path);
    raw_greet(socket);
    return socket;
}

static void expect_health_on(int socket) {
    struct buffer call;
    pack_call(HEALTH, NULL, &call);
    raw_send_frame(socket, buffer_slice(&call));
    ck_assert_int_eq(read_status(socket), 0);
    buffer_done(&call);
}

static void expect_health(void) {
    int socket = greeted_socket();
    expect_health_on(socket);
    close(socket);
}

START_TEST(test_wire__answers_each_malformed_request_and_keeps_the_connection) {
    Catalog__V1__ListChangesRequest list;
    catalog__v1__list_changes_request__init(&list);
    struct buffer call;
    char text[] = "bench";
    start();
    list.namespace_ = text;
    pack_call(LIST, &list.base, &call);
    int socket = greeted_socket();
    for (size_t cut = 0; cut <= call.size; cut++) {
        raw_send_frame(socket, slice_of(call.data, cut));
        ck_assert_msg(read_status(socket) >= 0, "cut at %zu", cut);
    }
    for (size_t i = 0; i < call.size; i++) {
        call.data[i] ^= 0xff;
        raw_send_frame(socket, buffer_slice(&call));
        ck_assert_msg(read_status(socket) >= 0, "flipped at %zu", i);
        call.data[i] ^= 0xff;
    }
    expect_health_on(socket);
    close(socket);
    buffer_done(&call);
    stop();
}
END_TEST

START_TEST(test_wire__tells_the_limit_to_an_oversize_request_and_goes_on) {
    size_t size = LIMIT_MESSAGE_BYTES + 1024;
    uint8_t *large = calloc(1, size);
    ck_assert_ptr_nonnull(large);
    start();
    int socket = greeted_socket();
    raw_send_frame(socket, slice_of(large, size));
    ck_assert_int_eq(read_status(socket), STATUS_RESOURCE_EXHAUSTED);
    expect_health_on(socket);
    close(socket);
    free(large);
    stop();
}
END_TEST

/* One peer of many that leave at every point of a conversation. */
static void leave_at(int point) {
    int socket = raw_connect(path);
    if (point % 4 > 0)
        raw_greet(socket);
    if (point % 4 > 1)
        raw_request(socket, "\x0a\x24" HEALTH, point % 40);
    if (point % 4 > 2)
        raw_send(socket, "garbage that is no frame", 24);
    close(socket);
}

START_TEST(test_wire__gives_every_descriptor_back_after_peers_that_leave) {
    start();
    expect_health();
    size_t before = daemon_descriptors();
    for (int i = 0; i < 2000; i++)
        leave_at(i);
    expect_health();
    await_descriptors(before);
    stop();
}
END_TEST

START_TEST(test_wire__forgets_watches_whose_peers_left) {
    Catalog__V1__WatchChangesRequest watch;
    catalog__v1__watch_changes_request__init(&watch);
    struct buffer call;
    start();
    expect_health();
    size_t before = daemon_descriptors();
    pack_call(WATCH, &watch.base, &call);
    for (int i = 0; i < 100; i++) {
        int socket = greeted_socket();
        for (int j = 0; j < 10; j++)
            raw_send_frame(socket, buffer_slice(&call));
        close(socket);
    }
    expect_health();
    await_descriptors(before);
    buffer_done(&call);
    stop();
}
END_TEST

START_TEST(test_wire__serves_others_beside_peers_that_never_read) {
    struct buffer call;
    int deaf[8];
    start();
    pack_call(LIST, NULL, &call);
    for (size_t i = 0; i < COUNT_OF(deaf); i++) {
        deaf[i] = greeted_socket();
        for (int j = 0; j < 60; j++)
            raw_send_frame(deaf[i], buffer_slice(&call));
    }
    for (int i = 0; i < 100; i++)
        expect_health();
    for (size_t i = 0; i < COUNT_OF(deaf); i++)
        close(deaf[i]);
    buffer_done(&call);
    stop();
}
END_TEST

/* A client that keeps a number of calls in flight until its connection ends. */
struct storm {
    struct sp_client *client;
    struct buffer calls[3];
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t in_flight;
    size_t answered;
    bool is_over;
};

static void on_answer(void *context, const struct sp_reply *reply);

/* Locked. */
static void send_next(struct storm *storm) {
    slice bytes = buffer_slice(&storm->calls[storm->answered % COUNT_OF(storm->calls)]);
    if (storm->is_over)
        return;
    storm->is_over = sp_client_call(storm->client, bytes, 0, on_answer, storm, NULL) != STATUS_OK;
    storm->in_flight += !storm->is_over;
}

static void on_answer(void *context, const struct sp_reply *reply) {
    struct storm *storm = context;
    pthread_mutex_lock(&storm->lock);
    storm->in_flight--;
    storm->answered += reply->code == STATUS_OK;
    storm->is_over |= reply->code != STATUS_OK;
    send_next(storm);
    pthread_cond_broadcast(&storm->changed);
    pthread_mutex_unlock(&storm->lock);
}

static void storm_start(struct storm *storm, size_t in_flight) {
    Catalog__V1__WatchChangesRequest watch;
    catalog__v1__watch_changes_request__init(&watch);
    watch.wait_ms = 1;
    *storm = (struct storm){0};
    pthread_mutex_init(&storm->lock, NULL);
    pthread_cond_init(&storm->changed, NULL);
    pack_call(HEALTH, NULL, &storm->calls[0]);
    pack_call(LIST, NULL, &storm->calls[1]);
    pack_call(WATCH, &watch.base, &storm->calls[2]);
    struct sp_client_options options = {.url = server.url};
    ck_assert_int_eq(sp_client_open(&options, &storm->client, NULL), STATUS_OK);
    pthread_mutex_lock(&storm->lock);
    for (size_t i = 0; i < in_flight; i++)
        send_next(storm);
    while (storm->answered < 1000 && !storm->is_over)
        pthread_cond_wait(&storm->changed, &storm->lock);
    ck_assert(!storm->is_over);
    pthread_mutex_unlock(&storm->lock);
}

static void storm_end(struct storm *storm) {
    pthread_mutex_lock(&storm->lock);
    while (storm->in_flight > 0)
        pthread_cond_wait(&storm->changed, &storm->lock);
    pthread_mutex_unlock(&storm->lock);
    sp_client_free(storm->client);
    for (size_t i = 0; i < COUNT_OF(storm->calls); i++)
        buffer_done(&storm->calls[i]);
}

START_TEST(test_wire__ends_with_0_at_sigterm_under_load) {
    for (int round = 0; round < 5; round++) {
        struct storm storms[4];
        start();
        for (size_t i = 0; i < COUNT_OF(storms); i++)
            storm_start(&storms[i], 32);
        ck_assert_int_eq(daemon_stop(&server, SIGTERM), 0);
        for (size_t i = 0; i < COUNT_OF(storms); i++)
            storm_end(&storms[i]);
        ck_assert_int_eq(daemon_check(&server), 0);
        daemon_done(&server);
    }
}
END_TEST

START_TEST(test_wire__ends_with_0_at_sigterm_beside_silent_waiting_and_deaf_peers) {
    Catalog__V1__WatchChangesRequest watch;
    catalog__v1__watch_changes_request__init(&watch);
    struct buffer call;
    start();
    pack_call(WATCH, &watch.base, &call);
    int silent = raw_connect(path);
    int half = greeted_socket();
    int waiting = greeted_socket();
    raw_request(half, "half a request", 12);
    raw_send_frame(waiting, buffer_slice(&call));
    expect_health();
    ck_assert_int_eq(daemon_stop(&server, SIGTERM), 0);
    int status = read_status(waiting);
    ck_assert_msg(status == STATUS_UNAVAILABLE || status == -1, "%d", status);
    close(silent);
    close(half);
    close(waiting);
    buffer_done(&call);
    daemon_done(&server);
}
END_TEST

TEST_SUITE(wire, test_wire__answers_each_malformed_request_and_keeps_the_connection,
           test_wire__tells_the_limit_to_an_oversize_request_and_goes_on,
           test_wire__gives_every_descriptor_back_after_peers_that_leave, test_wire__forgets_watches_whose_peers_left,
           test_wire__serves_others_beside_peers_that_never_read, test_wire__ends_with_0_at_sigterm_under_load,
           test_wire__ends_with_0_at_sigterm_beside_silent_waiting_and_deaf_peers)
