/* One call on its way through the server. It has one owner at a time and is moved, never shared: the connection, then a
 * pool worker or the writer, then the out-queue. Its memory is freed when its reply has been sent. */
#ifndef CATALOGD_SERVICE_CALL_H
#define CATALOGD_SERVICE_CALL_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/status.h"

#include <protobuf-c/protobuf-c.h>

struct method;

/* Who calls. */
struct principal {
    char name[64];   /* "uid:1000", or "anonymous" */
    bool is_admin;   /* may call everything: the ipc peer with the daemon's own uid, or root */
    bool is_trusted; /* the transport is open to all by configuration */
};

struct call {
    const struct method *method;
    struct principal principal;
    struct arena arena;              /* everything the call needs; its limit bounds the call */
    slice payload;                   /* the method's request as it came; borrowed from the request frame */
    const ProtobufCMessage *request; /* the same unpacked, in the arena */
    struct buffer reply;             /* the method's response, packed */
    uint64_t revision;               /* the revision that was read or made; 0: none */
    struct problem problem;          /* code STATUS_OK: the call succeeded */
    time_ns deadline;                /* clock_monotonic */

    /* Set by the rpc room. finish hands the call on to be answered; after it the caller must not touch the call. It may
     * be called from any thread, once, and does not block. */
    void (*finish)(struct call *call);
    /* The peer is gone or the server stops: long work may end early. Any thread. */
    bool (*is_cancelled)(const struct call *call);
    struct call *next; /* for the queue that holds it */
};

/* What a handler did. */
enum call_progress {
    CALL_DONE,   /* reply or problem is set; the router finishes the call */
    CALL_PENDING /* the handler moved the call on; whoever holds it calls finish */
};

/* Packs RESPONSE into the reply. On failure sets the problem. */
void call_reply(struct call *call, const ProtobufCMessage *response);

/* For handlers that append to the reply themselves: an answer that did not fit becomes a problem. */
void call_check_reply(struct call *call);

/* Whether the deadline passed or the call was cancelled; sets the problem if so. */
bool call_is_over(struct call *call);

#endif
