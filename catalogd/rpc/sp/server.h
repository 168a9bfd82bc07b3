/* Answers SP requests on any number of addresses. Every stock REQ socket can call it.
 *
 * Each whole request becomes a struct sp_request with one owner, who answers or drops it, from any thread. A sweeper
 * thread closes connections that are silent, slow or do not read; a reaper thread closes, stops and frees.
 *
 * Lifecycle: sp_server_new, sp_server_listen (once for each address), sp_server_start, sp_server_close (no new
 * connections, no more reading), sp_server_drain, sp_server_stop (every connection is over, threads ended),
 * sp_server_free. */
#ifndef CATALOGD_RPC_SP_SERVER_H
#define CATALOGD_RPC_SP_SERVER_H

#include "base/buffer.h"
#include "base/clock.h"
#include "base/status.h"
#include "rpc/sp/address.h"
#include "rpc/sp/tls.h"

#include <sys/types.h>

struct sp_server;
struct sp_request;

/* Who is at the other end of a connection. */
struct sp_peer {
    enum sp_transport transport;
    bool has_uid; /* ipc: the system said who it is */
    uid_t uid;
    char address[64]; /* tcp, tls: without the port */
};

struct sp_server_options {
    /* Takes each request. Threads: one of nng's four; must not block. Calls for one connection come one at a time. */
    void (*handle)(void *context, struct sp_request *request);
    /* Writes the payload of the answer to a request of SIZE bytes that is past LIMIT_BYTES. Threads: as handle. */
    void (*answer_oversize)(void *context, uint64_t size, size_t limit_bytes, struct buffer *ret_answer);
    void *context;
    struct sp_tls_options tls;
    bool allows_plain_network; /* tcp on other addresses than loopback */
    /* 0: as base/limits.h says; may only be lower. */
    size_t message_bytes;
    size_t request_bytes_total;
    size_t unread_output_bytes;
    uint32_t connections;
    uint32_t connections_per_peer; /* tcp and tls, by address */
    uint32_t calls_per_connection;
    uint32_t first_frame_ms;
    uint32_t idle_ms;
    uint32_t stalled_output_ms;
};

/* Errors: STATUS_RESOURCE_EXHAUSTED. Ownership: OPTIONS is copied, its strings are borrowed for the server's life. */
MUST_CHECK status_code sp_server_new(const struct sp_server_options *options, struct sp_server **ret_server,
                                     struct problem *problem);

/* Binds URL; connections are taken once the server is started. An ipc socket gets mode 0600.
 * Errors: STATUS_INVALID_ARGUMENT (INVALID_ADDRESS, PLAIN_NETWORK_REFUSED, those of tls.h),
 * STATUS_FAILED_PRECONDITION (ADDRESS_IN_USE), STATUS_RESOURCE_EXHAUSTED (more than 16 addresses). */
MUST_CHECK status_code sp_server_listen(struct sp_server *server, const char *url, struct problem *problem);

/* The port of the address number INDEX in order of listening: what the system chose for port 0. 0: ipc. */
uint16_t sp_server_port(const struct sp_server *server, size_t index);

/* Errors: STATUS_RESOURCE_EXHAUSTED (no threads). */
MUST_CHECK status_code sp_server_start(struct sp_server *server, struct problem *problem);

/* Reads the files of TLS again: connections accepted from now on use them, those that are open go on. On an error all
 * stays as it was. No address with TLS: does nothing. Threads: the one that starts and closes. Errors: those of tls.h.
 */
MUST_CHECK status_code sp_server_renew_tls(struct sp_server *server, const struct sp_tls_options *tls,
                                           struct problem *problem);

/* No new connections, no new requests; what is in flight goes on. Does not wait. Threads: not a callback. */
void sp_server_close(struct sp_server *server);

/* Tells every request in flight that it is cancelled. */
void sp_server_cancel(struct sp_server *server);

/* After close: waits until every request is answered or dropped and its answer is with the system, TIMEOUT_MS at most.
 * Returns whether that was reached. */
bool sp_server_drain(struct sp_server *server, uint32_t timeout_ms);

/* After close: ends every connection, waits for it, ends the threads. */
void sp_server_stop(struct sp_server *server);

/* SERVER may be NULL or in any state. Requests that are still owned by somebody keep what they need. */
void sp_server_free(struct sp_server *server);

struct sp_server_counts {
    uint64_t connections; /* open now */
    uint64_t accepted;
    uint64_t refused; /* past a cap */
    uint64_t swept;   /* closed by age */
    uint64_t calls_in_flight;
    uint64_t request_bytes; /* held now */
};

struct sp_server_counts sp_server_counts(struct sp_server *server);

/* The request without its backtrace. Borrowed until the request is answered. */
slice sp_request_body(const struct sp_request *request);
const struct sp_peer *sp_request_peer(const struct sp_request *request);
/* clock_monotonic of its last byte. */
time_ns sp_request_received_at(const struct sp_request *request);
/* The peer is gone or sp_server_cancel was called. Any thread. */
bool sp_request_is_cancelled(const struct sp_request *request);

/* Answers with PARTS one after the other (copied) and frees REQUEST; a dead connection discards it. Does not block. */
void sp_request_reply(struct sp_request *request, const slice *parts, size_t count);
/* Frees REQUEST without an answer. */
void sp_request_drop(struct sp_request *request);

/* Ends the library nng if no connection of this process is left in it; with live ones it would abort. Returns whether
 * it did. Call last, from the main thread. */
bool sp_library_done(void);

#endif
