#include "unit/client/double.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void end(struct double_call *call) {
    protobuf_c_message_free_unpacked(&call->envelope->base, NULL);
    free(call);
}

void double_send(struct double_call *call, slice frame) {
    sp_request_reply(call->request, &frame, 1);
    end(call);
}

void double_drop(struct double_call *call) {
    sp_request_drop(call->request);
    end(call);
}

static void send_envelope(struct double_call *call, const Catalog__V1__Response *envelope) {
    size_t size = protobuf_c_message_get_packed_size(&envelope->base);
    uint8_t *bytes = malloc(size + 1);
    protobuf_c_message_pack(&envelope->base, bytes);
    double_send(call, slice_of(bytes, size));
    free(bytes);
}

void double_reply(struct double_call *call, const ProtobufCMessage *response, uint64_t revision) {
    Catalog__V1__Response envelope;
    catalog__v1__response__init(&envelope);
    envelope.revision = revision;
    envelope.payload.len = protobuf_c_message_get_packed_size(response);
    envelope.payload.data = malloc(envelope.payload.len + 1);
    protobuf_c_message_pack(response, envelope.payload.data);
    send_envelope(call, &envelope);
    free(envelope.payload.data);
}

void double_fail(struct double_call *call, Catalog__V1__Code code, uint32_t retry_after_ms) {
    Catalog__V1__Status status;
    catalog__v1__status__init(&status);
    status.code = code;
    status.reason = (char[]){"DOUBLE"};
    status.message = (char[]){"the double says no"};
    status.retry_after_ms = retry_after_ms;
    Catalog__V1__Response envelope;
    catalog__v1__response__init(&envelope);
    envelope.status = &status;
    send_envelope(call, &envelope);
}

static void take_request(void *context, struct sp_request *request) {
    struct double_server *server = context;
    slice body = sp_request_body(request);
    struct double_call *call = calloc(1, sizeof *call);
    call->request = request;
    call->envelope = (Catalog__V1__Request *)(void *)protobuf_c_message_unpack(&catalog__v1__request__descriptor, NULL,
                                                                               body.size, body.data);
    ck_assert_ptr_nonnull(call->envelope);
    server->handle(server, call);
    pthread_mutex_lock(&server->lock);
    server->arrived++;
    pthread_cond_broadcast(&server->changed);
    pthread_mutex_unlock(&server->lock);
}

static void start_server(struct double_server *server, const char *url, const struct sp_tls_options *tls) {
    struct sp_server_options options = {.handle = take_request, .context = server};
    if (tls != NULL)
        options.tls = *tls;
    ck_assert_int_eq(sp_server_new(&options, &server->server, NULL), STATUS_OK);
    ck_assert_int_eq(sp_server_listen(server->server, url, NULL), STATUS_OK);
    ck_assert_int_eq(sp_server_start(server->server, NULL), STATUS_OK);
}

static void prepare(struct double_server *server, void (*handle)(struct double_server *, struct double_call *)) {
    *server = (struct double_server){.handle = handle};
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->changed, NULL);
    snprintf(server->folder, sizeof server->folder, "/tmp/catalog-double-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(server->folder));
}

void double_start(struct double_server *server, void (*handle)(struct double_server *, struct double_call *)) {
    prepare(server, handle);
    snprintf(server->url, sizeof server->url, "ipc://%s/socket", server->folder);
    start_server(server, server->url, NULL);
}

void double_start_tls(struct double_server *server, void (*handle)(struct double_server *, struct double_call *)) {
    char command[128];
    char cert[96];
    char key[96];
    prepare(server, handle);
    snprintf(command, sizeof command, "sh tests/support/certificates.sh '%s'", server->folder);
    ck_assert_int_eq(system(command), 0);
    snprintf(cert, sizeof cert, "%s/server.pem", server->folder);
    snprintf(key, sizeof key, "%s/server.key", server->folder);
    struct sp_tls_options tls = {.cert_file = cert, .key_file = key};
    start_server(server, "tls+tcp://127.0.0.1:0", &tls);
    snprintf(server->url, sizeof server->url, "tls+tcp://localhost:%u", (unsigned)sp_server_port(server->server, 0));
}

static void end_server(struct double_server *server) {
    struct double_call *call;
    sp_server_close(server->server);
    sp_server_stop(server->server);
    while ((call = double_take_held(server)) != NULL)
        double_drop(call);
    sp_server_free(server->server);
}

void double_stop(struct double_server *server) {
    char command[96];
    end_server(server);
    snprintf(command, sizeof command, "rm -rf '%s'", server->folder);
    ck_assert_int_eq(system(command), 0);
    pthread_cond_destroy(&server->changed);
    pthread_mutex_destroy(&server->lock);
}

void double_restart(struct double_server *server) {
    end_server(server);
    start_server(server, server->url, NULL);
}

void double_await(struct double_server *server, unsigned count) {
    pthread_mutex_lock(&server->lock);
    while (server->arrived < count)
        pthread_cond_wait(&server->changed, &server->lock);
    pthread_mutex_unlock(&server->lock);
}

void double_hold(struct double_server *server, struct double_call *call) {
    pthread_mutex_lock(&server->lock);
    call->next = server->held;
    server->held = call;
    pthread_mutex_unlock(&server->lock);
}

struct double_call *double_take_held(struct double_server *server) {
    pthread_mutex_lock(&server->lock);
    struct double_call *call = server->held;
    if (call != NULL)
        server->held = call->next;
    pthread_mutex_unlock(&server->lock);
    return call;
}

ProtobufCMessage *double_request(const struct double_call *call, const ProtobufCMessageDescriptor *descriptor) {
    ProtobufCMessage *request =
        protobuf_c_message_unpack(descriptor, NULL, call->envelope->payload.len, call->envelope->payload.data);
    ck_assert_ptr_nonnull(request);
    return request;
}
