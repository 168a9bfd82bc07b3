/* Shared by the files of the server alone. Order of locks: server->lock, then a link's, then server->reap_lock. */
#ifndef CATALOGD_RPC_SP_SERVER_INTERNAL_H
#define CATALOGD_RPC_SP_SERVER_INTERNAL_H

#include "rpc/sp/link.h"
#include "rpc/sp/server.h"

#include <stdatomic.h>

#define LISTENERS_MAX   16
#define SWEEP_MS        100
#define ACCEPT_PAUSE_MS 100

struct listener {
    struct sp_server *server;
    struct sp_address address;
    char *url;
    nng_stream_listener *stream_listener;
    nng_aio *accept_aio;
    bool is_pausing; /* accept_aio sleeps after a failure: re-armed at once it would burn a core */
    uint16_t port;
};

/* One peer. References: the server's list, and each request. */
struct connection {
    struct sp_link link;
    struct sp_server *server; /* a reference */
    struct sp_peer peer;
    atomic_uint references;
    atomic_bool is_over;
    uint32_t calls_in_flight; /* under link.lock */
    struct connection *next;  /* under server->lock */
    struct connection *previous;
    struct connection *next_reap; /* under server->reap_lock */
};

struct sp_request {
    struct connection *connection; /* a reference */
    struct sp_frame *frame;
    slice body;
    struct frame_backtrace backtrace;
    time_ns received_at;
};

struct sp_server {
    struct sp_server_options options;
    atomic_uint references; /* the owner, and each connection */
    struct listener listeners[LISTENERS_MAX];
    size_t listener_count;
    pthread_mutex_t lock;
    struct connection *connections;
    size_t connection_count;
    pthread_cond_t sweeper_wake; /* with lock */
    pthread_t sweeper;
    pthread_mutex_t reap_lock;
    pthread_cond_t reaper_wake; /* with reap_lock */
    struct connection *reap_list;
    pthread_t reaper;
    bool has_threads;
    bool is_stopping; /* under lock: the sweeper ends */
    bool is_reaped;   /* under reap_lock: the reaper ends when its list is empty */
    atomic_bool is_closed;
    atomic_bool is_cancelled;
    atomic_size_t request_bytes;
    atomic_size_t calls_in_flight;
    atomic_uint_fast64_t accepted;
    atomic_uint_fast64_t refused;
    atomic_uint_fast64_t swept;
};

/* Takes STREAM from LISTENER, past a cap to end it at once. */
void connection_open(struct listener *listener, nng_stream *stream);
void connection_unref(struct connection *connection);

/* Whether CONNECTION is too slow or too quiet. Locked. */
bool connection_is_overdue(const struct connection *connection, time_ns now);

status_code listener_open(struct listener *listener, struct sp_server *server, const char *url,
                          struct problem *problem);
void listener_start(struct listener *listener);
/* Connections accepted from now on use CONFIG, which is not kept on an error. The address is one with TLS. */
status_code listener_renew_tls(struct listener *listener, struct nng_tls_config *config, struct problem *problem);
/* Waits for its callback. */
void listener_close(struct listener *listener);

/* Gives CONNECTION, broken, to the reaper. Any lock may be held. */
void server_reap(struct sp_server *server, struct connection *connection);
void *server_sweeper_run(void *server);
void *server_reaper_run(void *server);
void server_unref(struct sp_server *server);

#endif
