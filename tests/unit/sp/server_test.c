#include "support/test.h"

#include "rpc/sp/frame.h"
#include "unit/sp/fixture.h"

#include <fcntl.h>
#include <nng/nng.h>
#include <nng/protocol/reqrep0/req.h>
#include <nng/supplemental/tls/tls.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static struct fixture fixture;

static nng_socket stock_dial(const char *url) {
    nng_socket socket;
    nng_dialer dialer;
    ck_assert_int_eq(nng_req0_open(&socket), 0);
    nng_socket_set_ms(socket, NNG_OPT_RECVTIMEO, 20000);
    nng_socket_set_ms(socket, NNG_OPT_SENDTIMEO, 20000);
    ck_assert_int_eq(nng_dialer_create(&dialer, socket, url), 0);
    if (strncmp(url, "tls", 3) == 0) {
        nng_tls_config *config;
        ck_assert_int_eq(nng_tls_config_alloc(&config, NNG_TLS_MODE_CLIENT), 0);
        ck_assert_int_eq(nng_tls_config_ca_file(config, fixture.ca_file), 0);
        ck_assert_int_eq(nng_tls_config_server_name(config, "localhost"), 0);
        ck_assert_int_eq(nng_dialer_set_ptr(dialer, NNG_OPT_TLS_CONFIG, config), 0);
        nng_tls_config_free(config);
    }
    ck_assert_int_eq(nng_dialer_start(dialer, 0), 0);
    return socket;
}

static void stock_call(nng_socket socket, const void *payload, size_t size) {
    void *answer = NULL;
    size_t answer_size = 0;
    int error = nng_send(socket, (void *)(uintptr_t)payload, size, 0);
    ck_assert_msg(error == 0, "send: %s", nng_strerror(error));
    error = nng_recv(socket, &answer, &answer_size, NNG_FLAG_ALLOC);
    ck_assert_msg(error == 0, "receive: %s", nng_strerror(error));
    ck_assert_uint_eq(answer_size, size);
    ck_assert_mem_eq(answer, payload, size);
    nng_free(answer, answer_size);
}

static void raw_call(const char *payload, const char *expected) {
    uint8_t answer[4096];
    size_t size = 0;
    int socket = raw_connect(fixture.path);
    raw_greet(socket);
    raw_request(socket, payload, -1);
    ck_assert(raw_read_frame(socket, answer, &size));
    ck_assert_uint_eq(size, 4 + strlen(expected));
    ck_assert_mem_eq(answer, "\x80\0\0\1", 4);
    ck_assert_mem_eq(answer + 4, expected, strlen(expected));
    close(socket);
}

START_TEST(test_server__answers_a_stock_req_socket_on_every_transport) {
    fixture_start(&fixture, NULL);
    const char *urls[] = {fixture.ipc_url, fixture.tcp_url, fixture.tls_url};
    uint8_t *large = calloc(1, 1 * MIB);
    ck_assert_ptr_nonnull(large);
    for (size_t i = 0; i < COUNT_OF(urls); i++) {
        nng_socket socket = stock_dial(urls[i]);
        stock_call(socket, "hello", 5);
        stock_call(socket, large, 1 * MIB);
        for (int round = 0; round < 50; round++)
            stock_call(socket, "again", 5);
        nng_close(socket);
    }
    free(large);
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_server__answers_the_next_after_500_that_connect_and_leave) {
    fixture_start(&fixture, NULL);
    for (int i = 0; i < 500; i++) {
        int socket = raw_connect(fixture.path);
        if (i % 3 == 1)
            raw_greet(socket);
        if (i % 3 == 2) {
            struct linger reset = {.l_onoff = 1, .l_linger = 0};
            raw_greet(socket);
            raw_request(socket, "hello", i % 18);
            setsockopt(socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        }
        close(socket);
    }
    raw_call("hello", "hello");
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_server__closes_silent_and_half_spoken_peers) {
    struct sp_server_options options = {.first_frame_ms = 150};
    fixture_start(&fixture, &options);
    uint8_t byte;
    for (int cut = -2; cut < 18; cut++) {
        int socket = raw_connect(fixture.path);
        if (cut >= -1)
            raw_greet(socket);
        if (cut >= 0)
            raw_request(socket, "hello", cut);
        while (raw_read(socket, &byte, 1))
            continue;
        close(socket);
    }
    ck_assert_uint_ge(sp_server_counts(fixture.server).swept, 19);
    raw_call("hello", "hello");
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_server__closes_a_peer_that_never_begins_the_tls_handshake) {
    struct sp_server_options options = {.first_frame_ms = 150};
    fixture_start(&fixture, &options);
    nng_stream_dialer *dialer;
    nng_aio *aio;
    ck_assert_int_eq(nng_stream_dialer_alloc(&dialer, strstr(fixture.tls_url, "tcp://")), 0);
    ck_assert_int_eq(nng_aio_alloc(&aio, NULL, NULL), 0);
    nng_stream_dialer_dial(dialer, aio);
    nng_aio_wait(aio);
    ck_assert_int_eq(nng_aio_result(aio), 0);
    nng_stream *stream = nng_aio_get_output(aio, 0);
    uint8_t byte;
    ck_assert_int_eq(nng_aio_set_iov(aio, 1, &(nng_iov){&byte, 1}), 0);
    nng_aio_set_timeout(aio, 20000);
    nng_stream_recv(stream, aio);
    nng_aio_wait(aio);
    ck_assert_int_ne(nng_aio_result(aio), 0);
    ck_assert_int_ne(nng_aio_result(aio), NNG_ETIMEDOUT);
    nng_stream_free(stream);
    nng_aio_free(aio);
    nng_stream_dialer_free(dialer);
    fixture_stop(&fixture);
}
END_TEST

static void send_oversize_head(int socket, uint64_t size) {
    uint8_t head[FRAME_HEAD_BYTES];
    raw_send(socket, head, frame_head(true, size, head));
    raw_send(socket, "\0\0\0\7\x80\0\0\1", 8);
}

START_TEST(test_server__answers_an_oversize_frame_in_band_and_goes_on) {
    struct sp_server_options options = {.message_bytes = 64 * KIB};
    fixture_start(&fixture, &options);
    size_t size = 65 * KIB;
    uint8_t *filler = calloc(1, size);
    uint8_t answer[4096];
    size_t answer_size = 0;
    ck_assert_ptr_nonnull(filler);
    int socket = raw_connect(fixture.path);
    raw_greet(socket);
    send_oversize_head(socket, size);
    raw_send(socket, filler, size - 8);
    raw_request(socket, "hello", -1);
    ck_assert(raw_read_frame(socket, answer, &answer_size));
    ck_assert_mem_eq(answer, "\0\0\0\7\x80\0\0\1too large: 66560 of 65536", answer_size);
    ck_assert(raw_read_frame(socket, answer, &answer_size));
    ck_assert_mem_eq(answer + 4, "hello", 5);
    close(socket);
    free(filler);
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_server__answers_a_frame_too_long_to_skip_and_then_closes) {
    fixture_start(&fixture, NULL);
    uint8_t *filler = calloc(1, 1 * MIB);
    uint8_t answer[4096];
    size_t answer_size = 0;
    ck_assert_ptr_nonnull(filler);
    int socket = raw_connect(fixture.path);
    raw_greet(socket);
    send_oversize_head(socket, UINT64_MAX);
    raw_send(socket, filler, 1 * MIB);
    ck_assert(raw_read_frame(socket, answer, &answer_size));
    ck_assert_mem_eq(answer + 8, "too large: 18446744073709551615 of 4194304", answer_size - 8);
    for (int i = 0; i < 66; i++)
        raw_send(socket, filler, 1 * MIB);
    ck_assert(!raw_read(socket, answer, 1));
    close(socket);
    free(filler);
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_server__closes_at_a_backtrace_without_end) {
    fixture_start(&fixture, NULL);
    uint8_t bytes[FRAME_HEAD_BYTES + 128] = {0};
    int socket = raw_connect(fixture.path);
    raw_greet(socket);
    frame_head(true, 128, bytes);
    raw_send(socket, bytes, sizeof bytes);
    ck_assert(!raw_read(socket, bytes, 1));
    close(socket);
    raw_call("hello", "hello");
    fixture_stop(&fixture);
}
END_TEST

static bool all_are_held(void *context) {
    return fixture_held() == *(size_t *)context;
}

START_TEST(test_server__stops_reading_past_the_calls_in_flight) {
    struct sp_server_options options = {.calls_per_connection = 4};
    fixture_start(&fixture, &options);
    uint8_t answer[4096];
    size_t answer_size = 0;
    size_t held = 4;
    int socket = raw_connect(fixture.path);
    raw_greet(socket);
    for (int i = 0; i < 10; i++)
        raw_request(socket, "hold", -1);
    wait_until(all_are_held, &held, "four calls");
    raw_call("hello", "hello");
    ck_assert_uint_eq(fixture_held(), 4);
    ck_assert_uint_eq(sp_server_counts(fixture.server).calls_in_flight, 4);
    for (size_t answered = 0; answered < 10;) {
        size_t released = fixture_release(&fixture);
        for (size_t i = 0; i < released; i++, answered++)
            ck_assert(raw_read_frame(socket, answer, &answer_size));
    }
    close(socket);
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_server__cancels_the_calls_of_a_peer_that_left) {
    fixture_start(&fixture, NULL);
    size_t held = 1;
    int socket = raw_connect(fixture.path);
    raw_greet(socket);
    raw_request(socket, "hold", -1);
    wait_until(all_are_held, &held, "the call");
    ck_assert(!sp_request_is_cancelled(fixture.held[0]));
    close(socket);
    time_ns until = clock_monotonic() + 20 * NS_PER_SECOND;
    while (!sp_request_is_cancelled(fixture.held[0]))
        ck_assert(clock_monotonic() < until);
    fixture_release(&fixture);
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_server__closes_a_peer_that_never_reads_and_serves_the_others) {
    struct sp_server_options options = {.stalled_output_ms = 150};
    fixture_start(&fixture, &options);
    int socket = raw_connect(fixture.path);
    raw_greet(socket);
    for (int i = 0; i < 200; i++)
        raw_request(socket, "huge", -1);
    raw_call("hello", "hello");
    time_ns until = clock_monotonic() + 20 * NS_PER_SECOND;
    while (sp_server_counts(fixture.server).swept == 0)
        ck_assert(clock_monotonic() < until);
    raw_call("hello", "hello");
    close(socket);
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_server__holds_large_frames_back_when_memory_is_spent) {
    struct sp_server_options options = {.request_bytes_total = 256 * KIB};
    fixture_start(&fixture, &options);
    uint8_t *filler = calloc(1, 200 * KIB);
    uint8_t head[FRAME_HEAD_BYTES];
    uint8_t answer[4096];
    size_t answer_size = 0;
    size_t held = 1;
    int sockets[2];
    ck_assert_ptr_nonnull(filler);
    memcpy(filler, "\x80\0\0\1hold", 8);
    for (size_t i = 0; i < COUNT_OF(sockets); i++) {
        sockets[i] = raw_connect(fixture.path);
        raw_greet(sockets[i]);
        raw_send(sockets[i], head, frame_head(true, 200 * KIB, head));
        if (i == 0)
            raw_send(sockets[0], filler, 200 * KIB);
        wait_until(all_are_held, &held, "the first large call");
    }
    raw_call("hello", "hello");
    ck_assert_uint_le(sp_server_counts(fixture.server).request_bytes, 256 * KIB);
    fixture_release(&fixture);
    ck_assert(raw_read_frame(sockets[0], answer, &answer_size));
    raw_send(sockets[1], filler, 200 * KIB);
    wait_until(all_are_held, &held, "the second large call");
    fixture_release(&fixture);
    ck_assert(raw_read_frame(sockets[1], answer, &answer_size));
    for (size_t i = 0; i < COUNT_OF(sockets); i++)
        close(sockets[i]);
    free(filler);
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_server__refuses_connections_past_the_cap) {
    struct sp_server_options options = {.connections = 3};
    fixture_start(&fixture, &options);
    int sockets[3];
    uint8_t byte;
    for (size_t i = 0; i < COUNT_OF(sockets); i++) {
        sockets[i] = raw_connect(fixture.path);
        raw_greet(sockets[i]);
    }
    int fourth = raw_connect(fixture.path);
    ck_assert(!raw_read(fourth, &byte, 1));
    close(fourth);
    ck_assert_uint_eq(sp_server_counts(fixture.server).refused, 1);
    for (size_t i = 0; i < COUNT_OF(sockets); i++)
        close(sockets[i]);
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_server__makes_the_socket_private_and_knows_the_peer) {
    fixture_start(&fixture, NULL);
    struct stat found;
    size_t held = 1;
    ck_assert_int_eq(stat(fixture.path, &found), 0);
    ck_assert_uint_eq(found.st_mode & 0777, 0600);
    int socket = raw_connect(fixture.path);
    raw_greet(socket);
    raw_request(socket, "hold", -1);
    wait_until(all_are_held, &held, "the call");
    ck_assert(sp_request_peer(fixture.held[0])->has_uid);
    ck_assert_uint_eq(sp_request_peer(fixture.held[0])->uid, getuid());
    fixture_release(&fixture);
    close(socket);
    fixture_stop(&fixture);
}
END_TEST

static void expect_refusal(const char *url, status_code code, const char *words) {
    struct problem problem;
    problem_init(&problem, NULL);
    ck_assert_msg(sp_server_listen(fixture.server, url, &problem) == code, "%s: %s", url, problem.message);
    ck_assert_msg(strstr(problem.message, words) != NULL, "%s: %s", url, problem.message);
}

START_TEST(test_server__refuses_bad_addresses_in_words) {
    char long_url[160];
    char file_url[160];
    fixture_start(&fixture, NULL);
    snprintf(long_url, sizeof long_url, "ipc:///tmp/%0120d", 1);
    snprintf(file_url, sizeof file_url, "ipc://%s", fixture.ca_file);
    expect_refusal(long_url, STATUS_INVALID_ARGUMENT, "the system allows 107");
    expect_refusal("ipc://relative", STATUS_INVALID_ARGUMENT, "begin with /");
    expect_refusal("http://localhost:1", STATUS_INVALID_ARGUMENT, "scheme is not known");
    expect_refusal("tcp://0.0.0.0:0", STATUS_INVALID_ARGUMENT, "without encryption");
    expect_refusal("tcp://127.0.0.1", STATUS_INVALID_ARGUMENT, "host and port");
    expect_refusal(fixture.ipc_url, STATUS_FAILED_PRECONDITION, "another process answers");
    expect_refusal(file_url, STATUS_FAILED_PRECONDITION, "is not a socket");
    expect_refusal(fixture.tcp_url, STATUS_FAILED_PRECONDITION, "cannot listen");
    raw_call("hello", "hello");
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_server__replaces_the_socket_of_a_dead_process) {
    fixture_start(&fixture, NULL);
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    char url[128];
    struct problem problem;
    problem_init(&problem, NULL);
    snprintf(name.sun_path, sizeof name.sun_path, "%s/dead", fixture.directory);
    snprintf(url, sizeof url, "ipc://%s", name.sun_path);
    int dead = socket(AF_UNIX, SOCK_STREAM, 0);
    ck_assert_int_eq(bind(dead, (const struct sockaddr *)&name, sizeof name), 0);
    close(dead);
    struct sp_server_options options = {0};
    struct sp_server *second;
    ck_assert_int_eq(sp_server_new(&options, &second, NULL), STATUS_OK);
    ck_assert_msg(sp_server_listen(second, url, &problem) == STATUS_OK, "%s", problem.message);
    sp_server_free(second);
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_server__stops_while_peers_are_silent_busy_and_deaf) {
    fixture_start(&fixture, NULL);
    int silent = raw_connect(fixture.path);
    int busy = raw_connect(fixture.path);
    int deaf = raw_connect(fixture.path);
    size_t held = 1;
    raw_greet(busy);
    raw_request(busy, "hold", -1);
    wait_until(all_are_held, &held, "the call");
    raw_greet(deaf);
    for (int i = 0; i < 50; i++)
        raw_request(deaf, "huge", -1);
    sp_server_close(fixture.server);
    ck_assert(!sp_server_drain(fixture.server, 50));
    sp_server_cancel(fixture.server);
    ck_assert(sp_request_is_cancelled(fixture.held[0]));
    sp_server_stop(fixture.server);
    ck_assert_uint_eq(sp_server_counts(fixture.server).connections, 0);
    fixture_release(&fixture);
    close(silent);
    close(busy);
    close(deaf);
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_server__accepts_again_when_descriptors_are_back) {
    static int hogs[1 << 16];
    size_t count = 0;
    uint8_t greeting[FRAME_GREETING_BYTES];
    struct rlimit limit;
    fixture_start(&fixture, NULL);
    ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
    struct rlimit low = {.rlim_cur = 128, .rlim_max = limit.rlim_max};
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &low), 0);
    while (count < COUNT_OF(hogs) && (hogs[count] = open("/dev/null", O_RDONLY)) >= 0)
        count++;
    ck_assert_uint_gt(count, 0);
    close(hogs[--count]);
    int socket = raw_connect(fixture.path);
    while (count > 0)
        close(hogs[--count]);
    ck_assert(raw_read(socket, greeting, sizeof greeting));
    close(socket);
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
    raw_call("hello", "hello");
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_server__refuses_tls_files_that_are_none) {
    struct sp_server_options options = {0};
    struct sp_server *server = NULL;
    struct problem problem;
    ck_assert_int_eq(sp_server_new(&options, &server, NULL), STATUS_OK);
    problem_init(&problem, NULL);
    ck_assert_int_eq(sp_server_listen(server, "tls+tcp://127.0.0.1:0", &problem), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(problem.reason, "TLS_CERTIFICATE_MISSING");
    sp_server_free(server);
    options.tls.cert_file = "/nonexistent";
    options.tls.key_file = "/nonexistent";
    ck_assert_int_eq(sp_server_new(&options, &server, NULL), STATUS_OK);
    problem_init(&problem, NULL);
    ck_assert_int_eq(sp_server_listen(server, "tls+tcp://127.0.0.1:0", &problem), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(problem.reason, "TLS_FILE_UNREADABLE");
    sp_server_free(server);
    options.tls.cert_file = "tests/support/certificates.sh";
    options.tls.key_file = "tests/support/certificates.sh";
    ck_assert_int_eq(sp_server_new(&options, &server, NULL), STATUS_OK);
    problem_init(&problem, NULL);
    ck_assert_int_eq(sp_server_listen(server, "tls+tcp://127.0.0.1:0", &problem), STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(problem.reason, "TLS_FILE_INVALID");
    sp_server_free(server);
}
END_TEST

TEST_SUITE(server, test_server__answers_a_stock_req_socket_on_every_transport,
           test_server__answers_the_next_after_500_that_connect_and_leave,
           test_server__closes_silent_and_half_spoken_peers,
           test_server__closes_a_peer_that_never_begins_the_tls_handshake,
           test_server__answers_an_oversize_frame_in_band_and_goes_on,
           test_server__answers_a_frame_too_long_to_skip_and_then_closes,
           test_server__closes_at_a_backtrace_without_end, test_server__stops_reading_past_the_calls_in_flight,
           test_server__cancels_the_calls_of_a_peer_that_left,
           test_server__closes_a_peer_that_never_reads_and_serves_the_others,
           test_server__holds_large_frames_back_when_memory_is_spent, test_server__refuses_connections_past_the_cap,
           test_server__makes_the_socket_private_and_knows_the_peer, test_server__refuses_bad_addresses_in_words,
           test_server__replaces_the_socket_of_a_dead_process, test_server__stops_while_peers_are_silent_busy_and_deaf,
           test_server__accepts_again_when_descriptors_are_back, test_server__refuses_tls_files_that_are_none)
