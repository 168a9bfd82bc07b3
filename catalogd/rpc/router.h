/* From a request on the wire to its answer: envelope, method table, permission, deadline, then the handler where its
 * row says it runs. */
#ifndef CATALOGD_RPC_ROUTER_H
#define CATALOGD_RPC_ROUTER_H

#include "rpc/sp/server.h"
#include "service/method.h"

struct router;

struct router_options {
    const struct method *methods; /* in order of name; borrowed, as the service */
    size_t method_count;
    struct service *service;
    uid_t own_uid;                /* an ipc peer with this uid, or root, is admin */
    bool is_open_to_all;          /* every peer on every transport may call everything */
    uint32_t workers;             /* 0: the number of cores, at least 2 */
    uint32_t queue_calls;         /* 0: LIMIT_QUEUE_CALLS */
    uint32_t deadline_default_ms; /* 0: LIMIT_DEADLINE_DEFAULT_MS */
};

/* Starts the workers. Errors: STATUS_RESOURCE_EXHAUSTED. Ownership: free *ret_router with router_free. */
MUST_CHECK status_code router_new(const struct router_options *options, struct router **ret_router,
                                  struct problem *problem);

/* The deadline of later calls that state none; 0: LIMIT_DEADLINE_DEFAULT_MS. Any thread. */
void router_set_deadline_default(struct router *router, uint32_t milliseconds);

/* Takes REQUEST and sees to it that it is answered. Threads: any; blocks for no call but one of class inline. */
void router_handle(struct router *router, struct sp_request *request);

/* The answer to a request past the limit, for sp_server_options.answer_oversize. Any thread. */
void router_answer_oversize(uint64_t size, size_t limit_bytes, struct buffer *ret_answer);

/* Answers what waits for a worker with UNAVAILABLE and waits for what runs. Later calls for the workers are refused. */
void router_stop(struct router *router);

/* A stopped router whose calls are all finished, or NULL. */
void router_free(struct router *router);

#endif
