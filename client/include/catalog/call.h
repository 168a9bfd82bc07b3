/* Calling a method by name, at once or later. The typed functions of the other headers stand on this one.
 *
 * A call is sent again by itself when the connection was lost, when the server answered CATALOG_UNAVAILABLE, or
 * CATALOG_RESOURCE_EXHAUSTED with advice to retry: after the advised time, or a random time that doubles from 20 ms to
 * 2 s, and always within the deadline. Each attempt carries the same request_id, so that a change happens once. Where a
 * request has a field `request_id` and it is empty, the library fills in 26 random characters. */
#ifndef CATALOG_CALL_H
#define CATALOG_CALL_H

#include "catalog/client.h"
#include "catalog/message.h"

CATALOG_BEGIN

#define CATALOG_CALL_OPTIONS_VERSION 1

/* How one call behaves. Start from CATALOG_CALL_OPTIONS_INIT. */
struct catalog_call_options {
    unsigned version;
    uint32_t deadline_ms; /* for the whole call, all attempts together; 0: the client's */
    bool no_retry;        /* sent once */
};

#define CATALOG_CALL_OPTIONS_INIT                                                                                      \
    { CATALOG_CALL_OPTIONS_VERSION, 0, false }

/* Calls METHOD ("catalog.v1.CatalogService/GetObject") and waits for its answer. REQUEST is the method's own request
 * message; OPTIONS may be NULL.
 * Ownership: *ret_response is the caller's (catalog_message_free), of the method's response type.
 * Threads: any but that of a completion. Errors: those of the method; CATALOG_UNIMPLEMENTED (the library does not know
 * METHOD), CATALOG_INVALID_ARGUMENT (REQUEST is of another type or over 4 MiB), CATALOG_UNAVAILABLE,
 * CATALOG_DEADLINE_EXCEEDED, CATALOG_DATA_LOSS (the answer is malformed). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_call(struct catalog_client *client, const char *method,
                                                              const ProtobufCMessage *request,
                                                              const struct catalog_call_options *options,
                                                              ProtobufCMessage **ret_response,
                                                              struct catalog_error **ret_error);

/* One call that was started. */
struct catalog_pending;

/* Takes the end of a call: exactly one of RESPONSE and ERROR is not NULL, and it is the function's to free.
 * Threads: one of the library's own threads, several completions at once in different ones; no lock is held. It must
 * not block, and must not use functions that wait (catalog_call and the typed ones, catalog_client_close); starting and
 * cancelling further calls is fine. */
typedef void (*catalog_completion)(void *context, ProtobufCMessage *response, struct catalog_error *error);

/* A call to start. Nothing in it is kept: the request is packed at once. */
struct catalog_async_call {
    const char *method; /* "catalog.v1.CatalogService/GetObject" */
    const ProtobufCMessage *request;
    const struct catalog_call_options *options; /* NULL: the client's */
    catalog_completion completion;
    void *context; /* for completion */
};

/* Starts a call and returns. Its completion runs exactly once for a call that was started, and not at all when this
 * function fails; it may run before this function returns.
 * Ownership: *ret_pending, where ret_pending is not NULL, is the caller's, given back with catalog_pending_release.
 * Threads: any. Errors: CATALOG_UNIMPLEMENTED, CATALOG_INVALID_ARGUMENT, CATALOG_RESOURCE_EXHAUSTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_call_async(struct catalog_client *client,
                                                                    const struct catalog_async_call *call,
                                                                    struct catalog_pending **ret_pending,
                                                                    struct catalog_error **ret_error);

/* Gives the call up: its completion runs with CATALOG_CANCELLED, unless it ends otherwise first. Whether the server
 * acted is then not known. Does not wait. Any thread. */
CATALOG_API void catalog_pending_cancel(struct catalog_pending *pending);

/* Gives the handle back; the call goes on. NULL is fine. Any thread, before catalog_client_close. */
CATALOG_API void catalog_pending_release(struct catalog_pending *pending);

CATALOG_END

#endif
