/* One connection to a server that answers SP requests, with many calls in flight. It never sends a call twice and never
 * connects again: whoever owns it opens another.
 *
 * Lifecycle: sp_client_open, any calls from any thread, sp_client_free. */
#ifndef CATALOGD_RPC_SP_CLIENT_H
#define CATALOGD_RPC_SP_CLIENT_H

#include "base/slice.h"
#include "base/status.h"
#include "rpc/sp/tls.h"

#include <stdbool.h>
#include <stdint.h>

#define SP_CLIENT_CALLS_MAX 4096 /* in flight on one connection */

struct sp_client;

struct sp_client_options {
    const char *url; /* ipc://, tcp:// or tls+tcp:// */
    struct sp_tls_options tls;
    uint32_t connect_timeout_ms; /* until the server has greeted; 0: 5,000 */
};

/* The end of a call. */
struct sp_reply {
    status_code code;    /* STATUS_OK: body is the answer */
    const char *message; /* why not: static or borrowed for the callback */
    slice body;          /* borrowed for the callback */
    bool was_sent;       /* false: the server cannot have seen the call */
};

/* Called once for each call that was accepted, without a lock held, from a thread of nng or from the thread that
 * cancels or frees. May start other calls; must neither block nor free the client. */
typedef void (*sp_reply_function)(void *context, const struct sp_reply *reply);

/* A call in flight; 0 is none. */
typedef struct sp_call_id {
    uint32_t value;
} sp_call_id;

/* Begins to connect and returns at once: calls may follow, they leave once the server has greeted.
 * Ownership: OPTIONS is read during the call. Free *ret_client with sp_client_free.
 * Errors: STATUS_INVALID_ARGUMENT (INVALID_ADDRESS, those of tls.h), STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code sp_client_open(const struct sp_client_options *options, struct sp_client **ret_client,
                                      struct problem *problem);

/* Ends every call with STATUS_CANCELLED, closes the connection and waits for all callbacks. NULL is allowed. Threads:
 * not from a callback. */
void sp_client_free(struct sp_client *client);

/* Whether the connection is there or being made. False: every further call is refused; open another client. */
bool sp_client_is_alive(struct sp_client *client);

/* Sends BYTES (copied) and calls FUNCTION when the answer is there, TIMEOUT_MS is over (STATUS_DEADLINE_EXCEEDED; 0: no
 * timeout) or the connection is lost (STATUS_UNAVAILABLE). Threads: any. *ret_id may be NULL.
 * Errors, after which FUNCTION is not called: STATUS_UNAVAILABLE (the connection is lost), STATUS_RESOURCE_EXHAUSTED
 * (BYTES past LIMIT_MESSAGE_BYTES, SP_CLIENT_CALLS_MAX calls in flight). */
MUST_CHECK status_code sp_client_call(struct sp_client *client, slice bytes, uint32_t timeout_ms,
                                      sp_reply_function function, void *context, sp_call_id *ret_id);

/* Ends the call with STATUS_CANCELLED, if it is still in flight. Threads: any. */
void sp_client_cancel(struct sp_client *client, sp_call_id id);

#endif
