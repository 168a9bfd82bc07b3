/* What stands behind a client: its calls, the connection they go over, and the thread that looks after both.
 *
 * One lock guards everything. It is held while a call is handed to the connection, which never calls back from there;
 * it is never held while a completion runs or a connection is closed. Threads that touch a call: the caller's (start),
 * nng's (its answer), and the client's own worker, which alone repeats, expires, cancels, and closes connections. */
#ifndef CATALOG_LIB_ENGINE_H
#define CATALOG_LIB_ENGINE_H

#include "base/buffer.h"
#include "base/clock.h"
#include "catalog/call.h"
#include "lib/url.h"
#include "rpc/sp/client.h"

#include <pthread.h>

/* One connection, from dialing to its end. */
struct session {
    struct sp_client *sp;
    const char *url;      /* borrowed from the client */
    size_t users;         /* calls sent over it and not yet answered, and threads that use sp */
    bool has_answered;    /* at least once: the server is there */
    bool is_unwanted;     /* the server said that it cannot serve: take another one for the next call */
    struct session *next; /* in engine.retired */
};

enum pending_state {
    PENDING_WAITING, /* for its turn, in client.waiting */
    PENDING_SENT,    /* for its answer, in client.sent */
    PENDING_ENDING,  /* for its completion, in client.ending, with the error it ends with */
    PENDING_OVER     /* in no list */
};

struct catalog_pending {
    struct catalog_client *client;
    struct catalog_pending *previous; /* in the list of its state */
    struct catalog_pending *next;
    enum pending_state state;
    unsigned references;

    const char *name;
    const ProtobufCMethodDescriptor *method;
    struct arena arena; /* holds name and payload */
    slice payload;
    catalog_completion completion;
    void *context;
    time_ns deadline;   /* monotonic, as all times here */
    time_ns give_up_at; /* when no server can be reached */
    time_ns due;        /* when it is sent next */
    unsigned attempts;
    bool is_seen; /* some server may have seen it */
    bool no_retry;
    bool is_cancelled;
    bool is_cancel_told; /* to the connection */
    struct session *session;
    sp_call_id id;
    struct catalog_error *error; /* of the last attempt */
};

struct pending_list {
    struct catalog_pending *head;
    struct catalog_pending *tail;
};

struct catalog_client {
    struct arena arena; /* holds the strings of options */
    struct catalog_client_options options;
    struct url_list urls;

    pthread_mutex_t lock;
    pthread_cond_t wake; /* for the worker; CLOCK_MONOTONIC */
    pthread_t worker;
    bool has_worker;
    bool is_closing;
    size_t active; /* calls whose completion has not returned */
    struct pending_list waiting;
    struct pending_list sent;
    struct pending_list ending;

    struct session *session; /* the present one, or NULL */
    struct session *retired; /* to be closed when nobody uses them */
    size_t url_index;
    unsigned failures;   /* connections in a row that never answered */
    time_ns may_open_at; /* the next connection */
};

/* Everything below is called with the lock held, unless it says otherwise. */

/* The connection for the next call; opens one where there is none. NULL: none now; either *ret_open_at is when one may
 * be opened (not 0), or *ret_error says why there is none. */
struct session *session_current(struct catalog_client *client, time_ns now, time_ns *ret_open_at,
                                struct catalog_error **ret_error);

/* SESSION answered. */
void session_note_answer(struct catalog_client *client, struct session *session);

/* Closes what nobody uses any more. ALL: what is in use as well, the present one included. Lets the lock go meanwhile.
 * Worker only. */
void session_reap(struct catalog_client *client, bool all);

/* Whether there is anything to reap. */
bool session_has_idle(const struct catalog_client *client);

/* Puts CALL at the end of the list of STATE, out of the one it is in. */
void pending_move(struct catalog_pending *call, enum pending_state state);

/* Sends CALL now, or sets when; or puts it among the ending ones. */
void pending_attempt(struct catalog_pending *call, time_ns now);

/* Puts CALL among the ending ones with ERROR, which it takes over. */
void pending_end(struct catalog_pending *call, struct catalog_error *error);

/* CALL's deadline passed while it waited: ends it with what its last attempt said, or CATALOG_DEADLINE_EXCEEDED. */
void pending_expire(struct catalog_pending *call);

/* Runs CALL's completion. Not locked on entry and exit. Takes RESPONSE and ERROR over; CALL may be gone afterwards. */
void pending_complete(struct catalog_pending *call, ProtobufCMessage *response, struct catalog_error *error);

/* Not locked. Starts the worker. False: no thread to be had. */
MUST_CHECK bool engine_start(struct catalog_client *client);

/* Not locked. Ends all calls, waits for them, closes all connections, ends the worker. */
void engine_stop(struct catalog_client *client);

#endif
