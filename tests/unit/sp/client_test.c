#include "support/test.h"

#include "rpc/sp/client.h"
#include "rpc/sp/frame.h"
#include "unit/sp/fixture.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct fixture fixture;

/* Counts the ends of calls by status code. */
struct ends {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t count;
    size_t by_code[17];
    size_t bytes;
    char last[64];
};

static void ends_init(struct ends *ends) {
    *ends = (struct ends){0};
    pthread_mutex_init(&ends->lock, NULL);
    pthread_cond_init(&ends->changed, NULL);
}

static void note_end(void *context, const struct sp_reply *reply) {
    struct ends *ends = context;
    pthread_mutex_lock(&ends->lock);
    ends->count++;
    ends->by_code[reply->code]++;
    ends->bytes += reply->body.size;
    snprintf(ends->last, sizeof ends->last, "%.*s", (int)(reply->body.size < 60 ? reply->body.size : 60),
             reply->body.size > 0 ? (const char *)reply->body.data : "");
    pthread_cond_signal(&ends->changed);
    pthread_mutex_unlock(&ends->lock);
}

static void await_ends(struct ends *ends, size_t count) {
    pthread_mutex_lock(&ends->lock);
    while (ends->count < count)
        pthread_cond_wait(&ends->changed, &ends->lock);
    ck_assert_uint_eq(ends->count, count);
    pthread_mutex_unlock(&ends->lock);
}

static struct sp_client *open_client(const char *url) {
    struct sp_client_options options = {
        .url = url,
        .tls = {.ca_file = fixture.ca_file, .server_name = "localhost"},
        .connect_timeout_ms = 10000,
    };
    struct sp_client *client = NULL;
    struct problem problem;
    problem_init(&problem, NULL);
    ck_assert_msg(sp_client_open(&options, &client, &problem) == STATUS_OK, "%s", problem.message);
    return client;
}

static void start_call(struct sp_client *client, slice bytes, uint32_t timeout_ms, struct ends *ends,
                       sp_call_id *ret_id) {
    ck_assert_int_eq(sp_client_call(client, bytes, timeout_ms, note_end, ends, ret_id), STATUS_OK);
}

START_TEST(test_client__carries_many_calls_at_once_on_every_transport) {
    fixture_start(&fixture, NULL);
    const char *urls[] = {fixture.ipc_url, fixture.tcp_url, fixture.tls_url};
    for (size_t i = 0; i < COUNT_OF(urls); i++) {
        struct ends ends;
        ends_init(&ends);
        struct sp_client *client = open_client(urls[i]);
        for (int call = 0; call < 1000; call++)
            start_call(client, slice_text("hello"), 20000, &ends, NULL);
        await_ends(&ends, 1000);
        ck_assert_uint_eq(ends.by_code[STATUS_OK], 1000);
        ck_assert_uint_eq(ends.bytes, 5000);
        ck_assert(sp_client_is_alive(client));
        sp_client_free(client);
    }
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_client__carries_the_largest_message_both_ways) {
    fixture_start(&fixture, NULL);
    struct ends ends;
    ends_init(&ends);
    uint8_t *large = calloc(1, LIMIT_MESSAGE_BYTES + 1);
    ck_assert_ptr_nonnull(large);
    struct sp_client *client = open_client(fixture.ipc_url);
    start_call(client, slice_of(large, LIMIT_MESSAGE_BYTES), 20000, &ends, NULL);
    await_ends(&ends, 1);
    ck_assert_uint_eq(ends.bytes, LIMIT_MESSAGE_BYTES);
    ck_assert_int_eq(sp_client_call(client, slice_of(large, LIMIT_MESSAGE_BYTES + 1), 0, note_end, &ends, NULL),
                     STATUS_RESOURCE_EXHAUSTED);
    sp_client_free(client);
    free(large);
    fixture_stop(&fixture);
}
END_TEST

static bool one_is_held(void *context) {
    (void)context;
    return fixture_held() == 1;
}

START_TEST(test_client__times_out_cancels_and_ignores_late_answers) {
    fixture_start(&fixture, NULL);
    struct ends ends;
    sp_call_id id;
    ends_init(&ends);
    struct sp_client *client = open_client(fixture.ipc_url);
    start_call(client, slice_text("drop"), 20000, &ends, &id);
    start_call(client, slice_text("drop"), 20, &ends, NULL);
    await_ends(&ends, 1);
    ck_assert_uint_eq(ends.by_code[STATUS_DEADLINE_EXCEEDED], 1);
    sp_client_cancel(client, id);
    sp_client_cancel(client, id);
    await_ends(&ends, 2);
    ck_assert_uint_eq(ends.by_code[STATUS_CANCELLED], 1);
    start_call(client, slice_text("hold"), 20000, &ends, &id);
    wait_until(one_is_held, NULL, "the call");
    sp_client_cancel(client, id);
    fixture_release(&fixture);
    start_call(client, slice_text("hello"), 20000, &ends, NULL);
    await_ends(&ends, 4);
    ck_assert_str_eq(ends.last, "hello");
    sp_client_free(client);
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_client__ends_its_calls_when_it_is_freed) {
    fixture_start(&fixture, NULL);
    struct ends ends;
    ends_init(&ends);
    struct sp_client *client = open_client(fixture.ipc_url);
    for (int i = 0; i < 20; i++)
        start_call(client, slice_text("hold"), 0, &ends, NULL);
    sp_client_free(client);
    ck_assert_uint_eq(ends.count, 20);
    ck_assert_uint_eq(ends.by_code[STATUS_CANCELLED], 20);
    fixture_release(&fixture);
    fixture_stop(&fixture);
}
END_TEST

static bool is_dead(void *client) {
    return !sp_client_is_alive(client);
}

START_TEST(test_client__says_unavailable_when_nobody_listens) {
    struct ends ends;
    ends_init(&ends);
    struct sp_client *client = open_client("ipc:///tmp/nobody-listens-here.sock");
    if (sp_client_call(client, slice_text("hello"), 0, note_end, &ends, NULL) == STATUS_OK) {
        await_ends(&ends, 1);
        ck_assert_uint_eq(ends.by_code[STATUS_UNAVAILABLE], 1);
    }
    wait_until(is_dead, client, "the end of the connection");
    ck_assert_int_eq(sp_client_call(client, slice_text("hello"), 0, note_end, &ends, NULL), STATUS_UNAVAILABLE);
    sp_client_free(client);
}
END_TEST

START_TEST(test_client__says_unavailable_when_the_server_stops) {
    fixture_start(&fixture, NULL);
    struct ends ends;
    ends_init(&ends);
    struct sp_client *client = open_client(fixture.ipc_url);
    start_call(client, slice_text("hold"), 0, &ends, NULL);
    wait_until(one_is_held, NULL, "the call");
    sp_server_stop(fixture.server);
    await_ends(&ends, 1);
    ck_assert_uint_eq(ends.by_code[STATUS_UNAVAILABLE], 1);
    fixture_release(&fixture);
    sp_client_free(client);
    fixture_stop(&fixture);
}
END_TEST

static void expect_unavailable(const char *url, const char *ca_file, const char *server_name, uint32_t timeout_ms) {
    struct ends ends;
    ends_init(&ends);
    struct sp_client_options options = {
        .url = url,
        .tls = {.ca_file = ca_file, .server_name = server_name},
        .connect_timeout_ms = timeout_ms,
    };
    struct sp_client *client = NULL;
    ck_assert_int_eq(sp_client_open(&options, &client, NULL), STATUS_OK);
    if (sp_client_call(client, slice_text("hello"), 0, note_end, &ends, NULL) == STATUS_OK) {
        await_ends(&ends, 1);
        ck_assert_uint_eq(ends.by_code[STATUS_UNAVAILABLE], 1);
    }
    sp_client_free(client);
}

START_TEST(test_client__refuses_a_server_it_cannot_verify) {
    char other_ca[96];
    fixture_start(&fixture, NULL);
    snprintf(other_ca, sizeof other_ca, "%s/other-ca.pem", fixture.directory);
    expect_unavailable(fixture.tls_url, other_ca, "localhost", 10000);
    expect_unavailable(fixture.tls_url, fixture.ca_file, "elsewhere", 10000);
    struct sp_client_options options = {.url = fixture.tls_url};
    struct sp_client *client = NULL;
    ck_assert_int_eq(sp_client_open(&options, &client, NULL), STATUS_INVALID_ARGUMENT);
    options.tls.ca_file = "/nonexistent";
    ck_assert_int_eq(sp_client_open(&options, &client, NULL), STATUS_INVALID_ARGUMENT);
    options.tls.ca_file = fixture.key_file;
    ck_assert_int_eq(sp_client_open(&options, &client, NULL), STATUS_INVALID_ARGUMENT);
    options.tls = (struct sp_tls_options){.is_insecure = true};
    ck_assert_int_eq(sp_client_open(&options, &client, NULL), STATUS_OK);
    struct ends ends;
    ends_init(&ends);
    start_call(client, slice_text("hello"), 20000, &ends, NULL);
    await_ends(&ends, 1);
    ck_assert_uint_eq(ends.by_code[STATUS_OK], 1);
    sp_client_free(client);
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_client__shows_its_certificate_to_a_server_that_wants_one) {
    char client_cert[96];
    char client_key[96];
    struct sp_server_options options = {.tls.ca_file = "ca.pem"};
    fixture_start(&fixture, &options);
    expect_unavailable(fixture.tls_url, fixture.ca_file, "localhost", 10000);
    snprintf(client_cert, sizeof client_cert, "%s/client.pem", fixture.directory);
    snprintf(client_key, sizeof client_key, "%s/client.key", fixture.directory);
    struct sp_client_options with_certificate = {
        .url = fixture.tls_url,
        .tls = {.ca_file = fixture.ca_file,
                .server_name = "localhost",
                .cert_file = client_cert,
                .key_file = client_key},
    };
    struct sp_client *client = NULL;
    struct ends ends;
    ends_init(&ends);
    ck_assert_int_eq(sp_client_open(&with_certificate, &client, NULL), STATUS_OK);
    start_call(client, slice_text("hello"), 20000, &ends, NULL);
    await_ends(&ends, 1);
    ck_assert_uint_eq(ends.by_code[STATUS_OK], 1);
    sp_client_free(client);
    fixture_stop(&fixture);
}
END_TEST

START_TEST(test_client__gives_up_a_server_that_never_greets) {
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    char url[160];
    snprintf(name.sun_path, sizeof name.sun_path, "/tmp/sp-mute-%d", (int)getpid());
    snprintf(url, sizeof url, "ipc://%s", name.sun_path);
    int mute = socket(AF_UNIX, SOCK_STREAM, 0);
    ck_assert_int_eq(bind(mute, (const struct sockaddr *)&name, sizeof name), 0);
    ck_assert_int_eq(listen(mute, 8), 0);
    expect_unavailable(url, NULL, NULL, 50);
    close(mute);
    unlink(name.sun_path);
}
END_TEST

TEST_SUITE(client, test_client__carries_many_calls_at_once_on_every_transport,
           test_client__carries_the_largest_message_both_ways, test_client__times_out_cancels_and_ignores_late_answers,
           test_client__ends_its_calls_when_it_is_freed, test_client__says_unavailable_when_nobody_listens,
           test_client__says_unavailable_when_the_server_stops, test_client__refuses_a_server_it_cannot_verify,
           test_client__shows_its_certificate_to_a_server_that_wants_one,
           test_client__gives_up_a_server_that_never_greets)
