/* A server in the test's own process that answers as the test says. */
#ifndef CATALOGD_TESTS_CLIENT_DOUBLE_H
#define CATALOGD_TESTS_CLIENT_DOUBLE_H

#include "base/slice.h"
#include "catalog/call.h"
#include "rpc/sp/server.h"

#include "catalog/v1/envelope.pb-c.h"

#include <pthread.h>

/* One call that arrived. Ends with one of double_reply, double_fail, double_send and double_drop, from any thread. */
struct double_call {
    struct sp_request *request;
    Catalog__V1__Request *envelope;
    struct double_call *next; /* for the test */
};

struct double_server {
    char folder[64];
    char url[128];
    struct sp_server *server;
    void (*handle)(struct double_server *server, struct double_call *call);
    void *context;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    unsigned arrived;         /* calls so far; guarded by lock */
    struct double_call *held; /* by double_hold, newest first; guarded by lock */
};

/* Starts to answer with HANDLE, which runs in one of nng's threads. */
void double_start(struct double_server *server, void (*handle)(struct double_server *, struct double_call *));

/* The same over TLS on a port of its own, as "localhost", with certificates that are made for it in server->folder. */
void double_start_tls(struct double_server *server, void (*handle)(struct double_server *, struct double_call *));

/* Stops and goes away; held calls are dropped. */
void double_stop(struct double_server *server);

/* Stops the server as a crash would and starts one at the same address. */
void double_restart(struct double_server *server);

/* Waits until COUNT calls have arrived in all. */
void double_await(struct double_server *server, unsigned count);

void double_reply(struct double_call *call, const ProtobufCMessage *response, uint64_t revision);
void double_fail(struct double_call *call, Catalog__V1__Code code, uint32_t retry_after_ms);
void double_send(struct double_call *call, slice frame);
void double_drop(struct double_call *call);

/* Keeps CALL for later. */
void double_hold(struct double_server *server, struct double_call *call);
struct double_call *double_take_held(struct double_server *server);

/* The call's own request, freed by the caller with protobuf_c_message_free_unpacked. */
ProtobufCMessage *double_request(const struct double_call *call, const ProtobufCMessageDescriptor *descriptor);

#endif
