#include "support/test.h"

#include "codec/message.h"
#include "rpc/envelope.h"
#include "rpc/router.h"
#include "rpc/sp/client.h"

#include "catalog/v1/catalog_service.pb-c.h"
#include "catalog/v1/changes_service.pb-c.h"
#include "catalog/v1/envelope.pb-c.h"
#include "catalog/v1/health_service.pb-c.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define HEALTH  "catalog.v1.HealthService/CheckHealth"
#define LIST    "catalog.v1.ChangesService/ListChanges"
#define WATCH   "catalog.v1.ChangesService/WatchChanges"
#define PUBLISH "catalog.v1.CatalogService/PublishObject"

/* One call from the outside. */
struct outcome {
    bool is_over;
    status_code transport;
    const Catalog__V1__Response *response;
};

static struct {
    struct sp_server *server;
    struct router *router;
    struct sp_client *client;
    char directory[64];
    char url[96];
    struct arena arena;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct call *parked; /* by the handler of WATCH */
    bool is_gate_open;   /* the handler of LIST waits for it */
    size_t entered;      /* handlers of LIST that wait */
} world = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static enum call_progress check_health(struct service *service, struct call *call) {
    (void)service;
    Catalog__V1__CheckHealthResponse response;
    catalog__v1__check_health_response__init(&response);
    response.server_version = call->principal.name;
    call->revision = 7;
    call_reply(call, &response.base);
    return CALL_DONE;
}

/* Waits in a worker until the gate opens. */
static enum call_progress list_changes(struct service *service, struct call *call) {
    (void)service;
    Catalog__V1__ListChangesResponse response;
    catalog__v1__list_changes_response__init(&response);
    pthread_mutex_lock(&world.lock);
    world.entered++;
    pthread_cond_broadcast(&world.changed);
    while (!world.is_gate_open)
        pthread_cond_wait(&world.changed, &world.lock);
    pthread_mutex_unlock(&world.lock);
    call_reply(call, &response.base);
    return CALL_DONE;
}

static enum call_progress watch_changes(struct service *service, struct call *call) {
    (void)service;
    pthread_mutex_lock(&world.lock);
    world.parked = call;
    pthread_cond_broadcast(&world.changed);
    pthread_mutex_unlock(&world.lock);
    return CALL_PENDING;
}

static enum call_progress publish_object(struct service *service, struct call *call) {
    (void)service;
    problem_set(&call->problem, STATUS_NOT_FOUND, "NO_DRAFT", "there is no draft");
    return CALL_DONE;
}

static enum permission publish_permission(const ProtobufCMessage *request) {
    (void)request;
    return PERMISSION_CURATE;
}

static const struct method methods[] = {
    {.name = PUBLISH,
     .request = &catalog__v1__publish_object_request__descriptor,
     .response = &catalog__v1__publish_object_response__descriptor,
     .handler = publish_object,
     .method_class = METHOD_WRITE,
     .permission = PERMISSION_WRITE,
     .permission_of = publish_permission,
     .is_mutation = true},
    {.name = LIST,
     .request = &catalog__v1__list_changes_request__descriptor,
     .response = &catalog__v1__list_changes_response__descriptor,
     .handler = list_changes,
     .method_class = METHOD_POOLED,
     .permission = PERMISSION_READ},
    {.name = WATCH,
     .request = &catalog__v1__watch_changes_request__descriptor,
     .response = &catalog__v1__watch_changes_response__descriptor,
     .handler = watch_changes,
     .method_class = METHOD_WAIT,
     .permission = PERMISSION_READ},
    {.name = HEALTH,
     .request = &catalog__v1__check_health_request__descriptor,
     .response = &catalog__v1__check_health_response__descriptor,
     .handler = check_health,
     .method_class = METHOD_INLINE,
     .permission = PERMISSION_NONE},
};

static void handle(void *context, struct sp_request *request) {
    (void)context;
    router_handle(world.router, request);
}

static void answer_oversize(void *context, uint64_t size, size_t limit_bytes, struct buffer *ret_answer) {
    (void)context;
    router_answer_oversize(size, limit_bytes, ret_answer);
}

static void start(const struct router_options *extra) {
    struct router_options options = *extra;
    struct sp_server_options server = {.handle = handle, .answer_oversize = answer_oversize};
    snprintf(world.directory, sizeof world.directory, "/tmp/router-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(world.directory));
    snprintf(world.url, sizeof world.url, "ipc://%s/s", world.directory);
    arena_init(&world.arena, 0);
    world.is_gate_open = false;
    world.parked = NULL;
    world.entered = 0;
    options.methods = methods;
    options.method_count = COUNT_OF(methods);
    ck_assert_int_eq(router_new(&options, &world.router, NULL), STATUS_OK);
    ck_assert_int_eq(sp_server_new(&server, &world.server, NULL), STATUS_OK);
    ck_assert_int_eq(sp_server_listen(world.server, world.url, NULL), STATUS_OK);
    ck_assert_int_eq(sp_server_listen(world.server, "tcp://127.0.0.1:0", NULL), STATUS_OK);
    ck_assert_int_eq(sp_server_start(world.server, NULL), STATUS_OK);
    struct sp_client_options client = {.url = world.url};
    ck_assert_int_eq(sp_client_open(&client, &world.client, NULL), STATUS_OK);
}

static void start_as_owner(void) {
    struct router_options options = {.own_uid = getuid()};
    start(&options);
}

static void open_gate(void) {
    pthread_mutex_lock(&world.lock);
    world.is_gate_open = true;
    pthread_cond_broadcast(&world.changed);
    pthread_mutex_unlock(&world.lock);
}

static void stop(void) {
    open_gate();
    sp_server_close(world.server);
    ck_assert(sp_server_drain(world.server, 10000));
    router_stop(world.router);
    sp_client_free(world.client);
    sp_server_free(world.server);
    router_free(world.router);
    arena_done(&world.arena);
    rmdir(world.directory);
}

static void note(void *context, const struct sp_reply *reply) {
    struct outcome *outcome = context;
    ProtobufCMessage *message = NULL;
    pthread_mutex_lock(&world.lock);
    outcome->is_over = true;
    outcome->transport = reply->code;
    if (reply->code == STATUS_OK)
        ck_assert_int_eq(message_unpack(&catalog__v1__response__descriptor, reply->body, &world.arena, &message, NULL),
                         STATUS_OK);
    outcome->response = (const Catalog__V1__Response *)message;
    pthread_cond_broadcast(&world.changed);
    pthread_mutex_unlock(&world.lock);
}

static void send_bytes(slice bytes, struct outcome *outcome) {
    *outcome = (struct outcome){0};
    ck_assert_int_eq(sp_client_call(world.client, bytes, 30000, note, outcome, NULL), STATUS_OK);
}

static void send_call(const char *method, uint32_t timeout_ms, const ProtobufCMessage *payload,
                      struct outcome *outcome) {
    struct buffer inner;
    struct buffer outer;
    buffer_init(&inner, 0);
    buffer_init(&outer, 0);
    if (payload != NULL)
        message_pack(payload, &inner);
    Catalog__V1__Request request;
    catalog__v1__request__init(&request);
    request.method = (char *)(uintptr_t)method;
    request.timeout_ms = timeout_ms;
    request.payload = (ProtobufCBinaryData){inner.size, inner.data};
    message_pack(&request.base, &outer);
    send_bytes(buffer_slice(&outer), outcome);
    buffer_done(&inner);
    buffer_done(&outer);
}

static const Catalog__V1__Response *await(struct outcome *outcome) {
    pthread_mutex_lock(&world.lock);
    while (!outcome->is_over)
        pthread_cond_wait(&world.changed, &world.lock);
    pthread_mutex_unlock(&world.lock);
    ck_assert_int_eq(outcome->transport, STATUS_OK);
    return outcome->response;
}

static void expect_status(struct outcome *outcome, status_code code, const char *reason) {
    const Catalog__V1__Response *response = await(outcome);
    ck_assert_ptr_nonnull(response->status);
    ck_assert_msg((status_code)response->status->code == code && strcmp(response->status->reason, reason) == 0,
                  "%d %s: %s", response->status->code, response->status->reason, response->status->message);
}

static void expect_refusal(const char *method, const ProtobufCMessage *payload, status_code code, const char *reason) {
    struct outcome outcome;
    send_call(method, 0, payload, &outcome);
    expect_status(&outcome, code, reason);
}

START_TEST(test_router__answers_with_revision_and_payload) {
    struct outcome outcome;
    char name[32];
    ProtobufCMessage *message = NULL;
    start_as_owner();
    send_call(HEALTH, 0, NULL, &outcome);
    const Catalog__V1__Response *response = await(&outcome);
    ck_assert_ptr_null(response->status);
    ck_assert_uint_eq(response->revision, 7);
    ck_assert_int_eq(message_unpack(&catalog__v1__check_health_response__descriptor,
                                    slice_of(response->payload.data, response->payload.len), &world.arena, &message,
                                    NULL),
                     STATUS_OK);
    snprintf(name, sizeof name, "uid:%u", (unsigned)getuid());
    ck_assert_str_eq(((const Catalog__V1__CheckHealthResponse *)message)->server_version, name);
    stop();
}
END_TEST

START_TEST(test_router__refuses_what_it_cannot_read) {
    struct outcome outcome;
    start_as_owner();
    expect_refusal("catalog.v1.HealthService/Nothing", NULL, STATUS_UNIMPLEMENTED, "UNKNOWN_METHOD");
    expect_refusal("", NULL, STATUS_INVALID_ARGUMENT, "INVALID_METHOD");
    send_bytes(slice_text("\xff\xff"), &outcome);
    expect_status(&outcome, STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE");
    send_bytes(slice_of("\x0a\x24"
                        "catalog.v1.HealthService/CheckHealth"
                        "\x22\x01\xff",
                        41),
               &outcome);
    expect_status(&outcome, STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE");
    stop();
}
END_TEST

START_TEST(test_router__wants_a_request_id_for_mutations_and_no_unknown_fields) {
    Catalog__V1__PublishObjectRequest request;
    catalog__v1__publish_object_request__init(&request);
    uint8_t one = 1;
    ProtobufCMessageUnknownField unknown = {
        .tag = 999, .wire_type = PROTOBUF_C_WIRE_TYPE_VARINT, .len = 1, .data = &one};
    const char *const bad_ids[] = {"", "short", "has-a-space-in-it now",
                                   "01234567890123456789012345678901234567890123456789012345678901234"};
    start_as_owner();
    for (size_t i = 0; i < COUNT_OF(bad_ids); i++) {
        request.request_id = arena_strdup(&world.arena, bad_ids[i]);
        expect_refusal(PUBLISH, &request.base, STATUS_INVALID_ARGUMENT, "INVALID_REQUEST_ID");
    }
    request.request_id = arena_strdup(&world.arena, "0123456789abcdef");
    expect_refusal(PUBLISH, &request.base, STATUS_NOT_FOUND, "NO_DRAFT");
    request.base.unknown_fields = &unknown;
    request.base.n_unknown_fields = 1;
    expect_refusal(PUBLISH, &request.base, STATUS_INVALID_ARGUMENT, "UNKNOWN_FIELD");
    stop();
}
END_TEST

static void expect_on_tcp(const char *method, bool is_allowed) {
    char url[64];
    struct outcome outcome;
    struct sp_client *own = world.client;
    snprintf(url, sizeof url, "tcp://127.0.0.1:%u", sp_server_port(world.server, 1));
    struct sp_client_options options = {.url = url};
    ck_assert_int_eq(sp_client_open(&options, &world.client, NULL), STATUS_OK);
    send_call(method, 0, NULL, &outcome);
    if (is_allowed)
        ck_assert_ptr_null(await(&outcome)->status);
    else
        expect_status(&outcome, STATUS_PERMISSION_DENIED, "ANONYMOUS_CALLER");
    sp_client_free(world.client);
    world.client = own;
}

START_TEST(test_router__lets_strangers_on_tcp_ask_for_health_only) {
    start_as_owner();
    open_gate();
    expect_on_tcp(HEALTH, true);
    expect_on_tcp(LIST, false);
    stop();
}
END_TEST

START_TEST(test_router__lets_everybody_in_when_told_so) {
    struct router_options options = {.own_uid = getuid(), .is_open_to_all = true};
    start(&options);
    open_gate();
    expect_on_tcp(LIST, true);
    stop();
}
END_TEST

START_TEST(test_router__refuses_other_users_on_ipc) {
    /* Root is admin everywhere, so there is no other user to be. */
    if (getuid() == 0)
        return;
    struct router_options options = {.own_uid = getuid() + 1};
    start(&options);
    expect_refusal(LIST, NULL, STATUS_PERMISSION_DENIED, "NOT_THE_OWNER");
    stop();
}
END_TEST

START_TEST(test_router__refuses_with_advice_when_the_queue_is_full) {
    struct router_options options = {.own_uid = getuid(), .workers = 1, .queue_calls = 1};
    struct outcome running;
    struct outcome waiting;
    struct outcome refused;
    struct outcome health;
    start(&options);
    send_call(LIST, 0, NULL, &running);
    pthread_mutex_lock(&world.lock);
    while (world.entered == 0)
        pthread_cond_wait(&world.changed, &world.lock);
    pthread_mutex_unlock(&world.lock);
    send_call(LIST, 0, NULL, &waiting);
    send_call(LIST, 0, NULL, &refused);
    expect_status(&refused, STATUS_RESOURCE_EXHAUSTED, "QUEUE_FULL");
    ck_assert_uint_gt(refused.response->status->retry_after_ms, 0);
    send_call(HEALTH, 0, NULL, &health);
    ck_assert_ptr_null(await(&health)->status);
    open_gate();
    ck_assert_ptr_null(await(&running)->status);
    ck_assert_ptr_null(await(&waiting)->status);
    stop();
}
END_TEST

START_TEST(test_router__does_not_run_a_call_whose_deadline_passed_in_the_queue) {
    struct router_options options = {.own_uid = getuid(), .workers = 1};
    struct outcome running;
    struct outcome late;
    start(&options);
    send_call(LIST, 0, NULL, &running);
    send_call(LIST, 1, NULL, &late);
    pthread_mutex_lock(&world.lock);
    while (world.entered == 0)
        pthread_cond_wait(&world.changed, &world.lock);
    pthread_mutex_unlock(&world.lock);
    time_ns until = clock_monotonic() + 50 * NS_PER_MS;
    while (clock_monotonic() < until)
        continue;
    open_gate();
    ck_assert_ptr_null(await(&running)->status);
    expect_status(&late, STATUS_DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED");
    ck_assert_uint_eq(world.entered, 1);
    stop();
}
END_TEST

START_TEST(test_router__answers_a_parked_call_when_it_is_finished) {
    struct outcome outcome;
    start_as_owner();
    send_call(WATCH, 0, NULL, &outcome);
    pthread_mutex_lock(&world.lock);
    while (world.parked == NULL)
        pthread_cond_wait(&world.changed, &world.lock);
    pthread_mutex_unlock(&world.lock);
    ck_assert(!world.parked->is_cancelled(world.parked));
    problem_set(&world.parked->problem, STATUS_UNAVAILABLE, "STOPPING", "later");
    world.parked->finish(world.parked);
    expect_status(&outcome, STATUS_UNAVAILABLE, "STOPPING");
    stop();
}
END_TEST

START_TEST(test_router__answers_the_queue_when_it_stops) {
    struct router_options options = {.own_uid = getuid(), .workers = 1};
    struct outcome running;
    struct outcome waiting;
    start(&options);
    send_call(LIST, 0, NULL, &running);
    pthread_mutex_lock(&world.lock);
    while (world.entered == 0)
        pthread_cond_wait(&world.changed, &world.lock);
    pthread_mutex_unlock(&world.lock);
    send_call(LIST, 0, NULL, &waiting);
    struct outcome health;
    send_call(HEALTH, 0, NULL, &health);
    await(&health);
    open_gate();
    router_stop(world.router);
    ck_assert_ptr_null(await(&running)->status);
    const Catalog__V1__Response *response = await(&waiting);
    if (response->status != NULL)
        ck_assert_str_eq(response->status->reason, "STOPPING");
    stop();
}
END_TEST

START_TEST(test_router__tells_the_limit_to_a_request_past_it) {
    struct buffer answer;
    ProtobufCMessage *message = NULL;
    arena_init(&world.arena, 0);
    buffer_init(&answer, 0);
    router_answer_oversize(5000000, 4194304, &answer);
    ck_assert_int_eq(
        message_unpack(&catalog__v1__response__descriptor, buffer_slice(&answer), &world.arena, &message, NULL),
        STATUS_OK);
    const Catalog__V1__Status *status = ((const Catalog__V1__Response *)message)->status;
    ck_assert_int_eq(status->code, CATALOG__V1__CODE__CODE_RESOURCE_EXHAUSTED);
    ck_assert_str_eq(status->reason, "MESSAGE_TOO_LARGE");
    ck_assert_ptr_nonnull(strstr(status->message, "4194304"));
    buffer_done(&answer);
    arena_done(&world.arena);
}
END_TEST

TEST_SUITE(router, test_router__answers_with_revision_and_payload, test_router__refuses_what_it_cannot_read,
           test_router__wants_a_request_id_for_mutations_and_no_unknown_fields,
           test_router__lets_strangers_on_tcp_ask_for_health_only, test_router__lets_everybody_in_when_told_so,
           test_router__refuses_other_users_on_ipc, test_router__refuses_with_advice_when_the_queue_is_full,
           test_router__does_not_run_a_call_whose_deadline_passed_in_the_queue,
           test_router__answers_a_parked_call_when_it_is_finished, test_router__answers_the_queue_when_it_stops,
           test_router__tells_the_limit_to_a_request_past_it)
