#include "support/test.h"

#include "catalog/catalog.h"
#include "unit/client/double.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct double_server server;

static struct catalog_client *open_client(const char *url, const struct catalog_client_options *options) {
    struct catalog_client *client = NULL;
    ck_assert_int_eq(catalog_client_open(url, options, &client, NULL), CATALOG_OK);
    return client;
}

static void reply_health(struct double_call *call, uint64_t revision) {
    Catalog__V1__CheckHealthResponse response;
    catalog__v1__check_health_response__init(&response);
    response.state = CATALOG__V1__SERVING_STATE__SERVING_STATE_SERVING;
    response.revision = revision;
    double_reply(call, &response.base, revision);
}

static void answer(struct double_server *self, struct double_call *call) {
    (void)self;
    ck_assert_str_eq(call->envelope->method, "catalog.v1.HealthService/CheckHealth");
    reply_health(call, 7);
}

/* Checks health with CLIENT and returns how it ended. */
static enum catalog_code check(struct catalog_client *client, uint32_t deadline_ms, struct catalog_error **ret_error) {
    struct catalog_call_options options = CATALOG_CALL_OPTIONS_INIT;
    options.deadline_ms = deadline_ms;
    Catalog__V1__CheckHealthResponse *response = NULL;
    enum catalog_code code = catalog_check_health(client, &options, &response, ret_error);
    if (code == CATALOG_OK)
        ck_assert_uint_eq(catalog_message_revision(response), response->revision);
    catalog_message_free(response);
    return code;
}

START_TEST(test_call__brings_the_answer_and_its_revision) {
    double_start(&server, answer);
    struct catalog_client *client = open_client(server.url, NULL);
    Catalog__V1__CheckHealthResponse *response = NULL;
    ck_assert_int_eq(catalog_check_health(client, NULL, &response, NULL), CATALOG_OK);
    ck_assert_uint_eq(response->revision, 7);
    ck_assert_uint_eq(catalog_message_revision(response), 7);
    ck_assert_str_eq(catalog_client_url(client), server.url);
    catalog_message_free(response);
    catalog_client_close(client);
    double_stop(&server);
}
END_TEST

/* Every code ends the call as it came, but for the two that are sent again. */
static void answer_code(struct double_server *self, struct double_call *call) {
    double_fail(call, *(const Catalog__V1__Code *)self->context, 0);
}

START_TEST(test_call__gives_the_server_s_error_after_one_attempt) {
    static Catalog__V1__Code code;
    double_start(&server, answer_code);
    server.context = &code;
    struct catalog_client *client = open_client(server.url, NULL);
    unsigned attempts = 0;
    for (int i = 1; i <= 16; i++) {
        if (i == CATALOG_UNAVAILABLE)
            continue;
        code = (Catalog__V1__Code)i;
        struct catalog_error *error = NULL;
        ck_assert_int_eq(check(client, 0, &error), i);
        ck_assert_str_eq(catalog_error_reason(error), "DOUBLE");
        catalog_error_free(error);
        double_await(&server, ++attempts);
        ck_assert_uint_eq(server.arrived, attempts);
    }
    catalog_client_close(client);
    double_stop(&server);
}
END_TEST

/* What a call that is sent again carries. */
static struct {
    char ids[4][65];
    unsigned count;
    uint32_t retry_after_ms;
    Catalog__V1__Code code;
} repeated;

static void answer_at_third(struct double_server *self, struct double_call *call) {
    (void)self;
    ProtobufCMessage *request = double_request(call, &catalog__v1__yank_object_request__descriptor);
    const Catalog__V1__YankObjectRequest *yank = (const void *)request;
    snprintf(repeated.ids[repeated.count++], sizeof repeated.ids[0], "%s", yank->request_id);
    protobuf_c_message_free_unpacked(request, NULL);
    if (repeated.count < 3) {
        double_fail(call, repeated.code, repeated.retry_after_ms);
        return;
    }
    Catalog__V1__YankObjectResponse response;
    catalog__v1__yank_object_response__init(&response);
    double_reply(call, &response.base, 9);
}

static void expect_repeated(Catalog__V1__Code code, uint32_t retry_after_ms, char *request_id) {
    memset(&repeated, 0, sizeof repeated);
    repeated.code = code;
    repeated.retry_after_ms = retry_after_ms;
    double_start(&server, answer_at_third);
    struct catalog_client *client = open_client(server.url, NULL);
    Catalog__V1__YankObjectRequest request;
    catalog__v1__yank_object_request__init(&request);
    request.request_id = request_id;
    Catalog__V1__YankObjectResponse *response = NULL;
    ck_assert_int_eq(catalog_yank_object(client, &request, NULL, &response, NULL), CATALOG_OK);
    ck_assert_uint_eq(catalog_message_revision(response), 9);
    catalog_message_free(response);
    catalog_client_close(client);
    double_stop(&server);
    ck_assert_uint_eq(repeated.count, 3);
    ck_assert_str_eq(repeated.ids[0], repeated.ids[1]);
    ck_assert_str_eq(repeated.ids[0], repeated.ids[2]);
    if (request_id[0] != '\0')
        ck_assert_str_eq(repeated.ids[0], request_id);
    ck_assert_uint_ge(strlen(repeated.ids[0]), 16);
    ck_assert_str_eq(request.request_id, request_id);
}

START_TEST(test_call__is_repeated_with_the_same_request_id) {
    expect_repeated(CATALOG__V1__CODE__CODE_UNAVAILABLE, 0, (char[]){""});
    expect_repeated(CATALOG__V1__CODE__CODE_UNAVAILABLE, 1, (char[]){"my-own-request-id-1"});
    expect_repeated(CATALOG__V1__CODE__CODE_RESOURCE_EXHAUSTED, 1, (char[]){""});
}
END_TEST

START_TEST(test_call__is_sent_once_when_told_so) {
    static Catalog__V1__Code code = CATALOG__V1__CODE__CODE_UNAVAILABLE;
    double_start(&server, answer_code);
    server.context = &code;
    struct catalog_client_options options = CATALOG_CLIENT_OPTIONS_INIT;
    options.no_retry = true;
    struct catalog_client *client = open_client(server.url, &options);
    ck_assert_int_eq(check(client, 0, NULL), CATALOG_UNAVAILABLE);
    catalog_client_close(client);
    double_await(&server, 1);
    ck_assert_uint_eq(server.arrived, 1);
    double_stop(&server);
}
END_TEST

static void hold(struct double_server *self, struct double_call *call) {
    double_hold(self, call);
}

START_TEST(test_call__ends_at_its_deadline) {
    double_start(&server, hold);
    struct catalog_client *client = open_client(server.url, NULL);
    struct catalog_error *error = NULL;
    ck_assert_int_eq(check(client, 50, &error), CATALOG_DEADLINE_EXCEEDED);
    catalog_error_free(error);
    catalog_client_close(client);
    double_stop(&server);
}
END_TEST

static void hold_first(struct double_server *self, struct double_call *call) {
    if (self->arrived == 0)
        double_hold(self, call);
    else
        reply_health(call, 8);
}

static void *check_in_thread(void *client) {
    ck_assert_int_eq(check(client, 0, NULL), CATALOG_OK);
    return NULL;
}

START_TEST(test_call__goes_on_when_the_server_comes_back) {
    double_start(&server, hold_first);
    struct catalog_client *client = open_client(server.url, NULL);
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, check_in_thread, client), 0);
    double_await(&server, 1);
    double_restart(&server);
    pthread_join(thread, NULL);
    catalog_client_close(client);
    double_await(&server, 2);
    ck_assert_uint_eq(server.arrived, 2);
    double_stop(&server);
}
END_TEST

START_TEST(test_call__goes_to_the_next_server) {
    double_start(&server, answer);
    char urls[512];
    snprintf(urls, sizeof urls, "ipc://%s/nobody, tcp://127.0.0.1:1,%s", server.folder, server.url);
    struct catalog_client *client = open_client(urls, NULL);
    ck_assert_int_eq(check(client, 0, NULL), CATALOG_OK);
    ck_assert_str_eq(catalog_client_url(client), server.url);
    catalog_client_close(client);
    double_stop(&server);
}
END_TEST

START_TEST(test_call__says_that_nobody_is_there) {
    struct catalog_client_options options = CATALOG_CLIENT_OPTIONS_INIT;
    options.unreachable_ms = 1;
    struct catalog_client *client = open_client("ipc:///tmp/catalog-nobody-here", &options);
    struct catalog_error *error = NULL;
    ck_assert_int_eq(check(client, 0, &error), CATALOG_UNAVAILABLE);
    ck_assert_ptr_nonnull(strstr(catalog_error_message(error), "ipc:///tmp/catalog-nobody-here"));
    catalog_error_free(error);
    catalog_client_close(client);
}
END_TEST

/* Completions of many calls. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    unsigned over;
    unsigned cancelled;
} tally = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static void count_end(void *context, ProtobufCMessage *response, struct catalog_error *error) {
    (void)context;
    pthread_mutex_lock(&tally.lock);
    tally.over++;
    if (error != NULL && catalog_error_code(error) == CATALOG_CANCELLED)
        tally.cancelled++;
    pthread_cond_broadcast(&tally.changed);
    pthread_mutex_unlock(&tally.lock);
    catalog_message_free(response);
    catalog_error_free(error);
}

static void await_ends(unsigned count) {
    pthread_mutex_lock(&tally.lock);
    while (tally.over < count)
        pthread_cond_wait(&tally.changed, &tally.lock);
    pthread_mutex_unlock(&tally.lock);
}

static void start_many(struct catalog_client *client, unsigned count, struct catalog_pending **ret_pending) {
    tally.over = 0;
    tally.cancelled = 0;
    Catalog__V1__CheckHealthRequest request;
    catalog__v1__check_health_request__init(&request);
    struct catalog_async_call call = {
        .method = "catalog.v1.HealthService/CheckHealth", .request = &request.base, .completion = count_end};
    for (unsigned i = 0; i < count; i++)
        ck_assert_int_eq(catalog_call_async(client, &call, ret_pending == NULL ? NULL : &ret_pending[i], NULL),
                         CATALOG_OK);
}

#define MANY 64

START_TEST(test_call__many_are_answered_in_any_order) {
    double_start(&server, hold);
    struct catalog_client *client = open_client(server.url, NULL);
    start_many(client, MANY, NULL);
    double_await(&server, MANY);
    struct double_call *call;
    while ((call = double_take_held(&server)) != NULL)
        reply_health(call, 1);
    await_ends(MANY);
    ck_assert_uint_eq(tally.cancelled, 0);
    catalog_client_close(client);
    double_stop(&server);
}
END_TEST

START_TEST(test_call__is_cancelled_alone_or_with_its_client) {
    double_start(&server, hold);
    struct catalog_client *client = open_client(server.url, NULL);
    struct catalog_pending *pending[3] = {NULL};
    start_many(client, 3, pending);
    double_await(&server, 3);
    catalog_pending_cancel(pending[1]);
    await_ends(1);
    ck_assert_uint_eq(tally.cancelled, 1);
    for (int i = 0; i < 3; i++)
        catalog_pending_release(pending[i]);
    catalog_client_close(client);
    ck_assert_uint_eq(tally.over, 3);
    ck_assert_uint_eq(tally.cancelled, 3);
    double_stop(&server);
}
END_TEST

START_TEST(test_call__is_cancelled_while_it_waits_for_a_server) {
    struct catalog_client *client = open_client("ipc:///tmp/catalog-nobody-here", NULL);
    struct catalog_pending *pending = NULL;
    start_many(client, 1, &pending);
    catalog_pending_cancel(pending);
    await_ends(1);
    catalog_pending_release(pending);
    catalog_client_close(client);
}
END_TEST

#define THREADS 4U
#define CALLS   50U

static void *check_often(void *client) {
    for (unsigned i = 0; i < CALLS; i++)
        ck_assert_int_eq(check(client, 0, NULL), CATALOG_OK);
    return NULL;
}

START_TEST(test_call__one_client_serves_many_threads) {
    double_start(&server, answer);
    struct catalog_client *client = open_client(server.url, NULL);
    pthread_t threads[THREADS];
    for (unsigned i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, check_often, client), 0);
    for (unsigned i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    unsigned calls = THREADS * CALLS;
    double_await(&server, calls);
    ck_assert_uint_eq(server.arrived, calls);
    catalog_client_close(client);
    double_stop(&server);
}
END_TEST

/* Answers with the first SIZE bytes of a whole answer. */
static struct {
    uint8_t bytes[256];
    size_t whole;
    size_t size;
} cut;

static void answer_cut(struct double_server *self, struct double_call *call) {
    (void)self;
    double_send(call, slice_of(cut.bytes, cut.size));
}

START_TEST(test_call__refuses_an_answer_cut_at_any_byte) {
    Catalog__V1__CheckHealthResponse health;
    catalog__v1__check_health_response__init(&health);
    health.server_version = (char[]){"0.1.0"};
    health.message = (char[]){"the disk is full"};
    uint8_t payload[128];
    Catalog__V1__Response envelope;
    catalog__v1__response__init(&envelope);
    envelope.payload.data = payload;
    envelope.payload.len = protobuf_c_message_pack(&health.base, payload);
    cut.whole = protobuf_c_message_pack(&envelope.base, cut.bytes);
    double_start(&server, answer_cut);
    struct catalog_client *client = open_client(server.url, NULL);
    /* No bytes at all are an empty answer, which is whole. */
    for (cut.size = 1; cut.size < cut.whole; cut.size++) {
        struct catalog_error *error = NULL;
        ck_assert_int_eq(check(client, 0, &error), CATALOG_DATA_LOSS);
        ck_assert_str_eq(catalog_error_reason(error), "MALFORMED_REPLY");
        catalog_error_free(error);
    }
    ck_assert_int_eq(check(client, 0, NULL), CATALOG_OK);
    catalog_client_close(client);
    double_stop(&server);
}
END_TEST

START_TEST(test_call__refuses_what_it_does_not_know) {
    struct catalog_client *client = open_client("ipc:///tmp/catalog-nobody-here", NULL);
    Catalog__V1__CheckHealthRequest request;
    catalog__v1__check_health_request__init(&request);
    static const char *const unknown[] = {"",
                                          "/",
                                          "CheckHealth",
                                          "catalog.v1.HealthService/",
                                          "HealthService/CheckHealth",
                                          "catalog.v1.HealthService/CheckHealth/"};
    ProtobufCMessage *response = NULL;
    for (size_t i = 0; i < COUNT_OF(unknown); i++)
        ck_assert_int_eq(catalog_call(client, unknown[i], &request.base, NULL, &response, NULL), CATALOG_UNIMPLEMENTED);
    ck_assert_int_eq(catalog_call(client, "catalog.v1.CatalogService/GetObject", &request.base, NULL, &response, NULL),
                     CATALOG_INVALID_ARGUMENT);
    struct catalog_call_options options = CATALOG_CALL_OPTIONS_INIT;
    options.deadline_ms = 600001;
    ck_assert_int_eq(
        catalog_call(client, "catalog.v1.HealthService/CheckHealth", &request.base, &options, &response, NULL),
        CATALOG_INVALID_ARGUMENT);
    catalog_client_close(client);
}
END_TEST

/* Checks health with the authority in the file CA. */
static enum catalog_code check_tls(const char *ca, const char *server_name) {
    char path[96];
    snprintf(path, sizeof path, "%s/%s", server.folder, ca);
    struct catalog_client_options options = CATALOG_CLIENT_OPTIONS_INIT;
    options.tls_ca_file = path;
    options.tls_server_name = server_name;
    options.no_retry = true;
    struct catalog_client *client = open_client(server.url, &options);
    enum catalog_code code = check(client, 0, NULL);
    catalog_client_close(client);
    return code;
}

START_TEST(test_call__trusts_only_the_authority_it_is_given) {
    double_start_tls(&server, answer);
    ck_assert_int_eq(check_tls("ca.pem", NULL), CATALOG_OK);
    ck_assert_int_eq(check_tls("ca.pem", "somebody-else"), CATALOG_UNAVAILABLE);
    ck_assert_int_eq(check_tls("other-ca.pem", NULL), CATALOG_UNAVAILABLE);
    ck_assert_int_eq(check_tls("no-such-file.pem", NULL), CATALOG_INVALID_ARGUMENT);
    double_await(&server, 1);
    ck_assert_uint_eq(server.arrived, 1);
    double_stop(&server);
}
END_TEST

TEST_SUITE(call, test_call__brings_the_answer_and_its_revision, test_call__gives_the_server_s_error_after_one_attempt,
           test_call__is_repeated_with_the_same_request_id, test_call__is_sent_once_when_told_so,
           test_call__ends_at_its_deadline, test_call__goes_on_when_the_server_comes_back,
           test_call__goes_to_the_next_server, test_call__says_that_nobody_is_there,
           test_call__many_are_answered_in_any_order, test_call__is_cancelled_alone_or_with_its_client,
           test_call__is_cancelled_while_it_waits_for_a_server, test_call__one_client_serves_many_threads,
           test_call__refuses_an_answer_cut_at_any_byte, test_call__refuses_what_it_does_not_know,
           test_call__trusts_only_the_authority_it_is_given)
