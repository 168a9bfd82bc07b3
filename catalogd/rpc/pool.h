/* Worker threads that run calls in the order they come, from a queue with a bound. */
#ifndef CATALOGD_RPC_POOL_H
#define CATALOGD_RPC_POOL_H

#include "service/call.h"

struct pool;

/* Runs one call that a worker took; the call is RUN's. Threads: a worker. */
typedef void (*pool_run)(void *context, struct call *call);

/* Starts WORKERS threads (0: the number of cores, at least 2). At most QUEUE_CALLS wait. Ownership: free *ret_pool with
 * pool_free. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code pool_new(uint32_t workers, size_t queue_calls, pool_run run, void *context,
                                struct pool **ret_pool, struct problem *problem);

/* Gives CALL to the workers. False: the queue is full or the pool is stopped, and the call is still the caller's.
 * Threads: any. Does not block. */
MUST_CHECK bool pool_submit(struct pool *pool, struct call *call);

/* Takes no more calls, hands those that wait to ABANDON, and waits for those that run. */
void pool_stop(struct pool *pool, pool_run abandon);

/* A stopped pool, or NULL. */
void pool_free(struct pool *pool);

#endif
