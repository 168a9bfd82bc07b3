/* The calls in flight on one connection, by request id. The low bits of an id are its slot, the high bit is set as SP
 * wants it, the rest changes with each use of the slot, so that a late answer finds nobody. */
#ifndef CATALOGD_RPC_SP_CALL_TABLE_H
#define CATALOGD_RPC_SP_CALL_TABLE_H

#include "base/clock.h"
#include "rpc/sp/client.h"

#define CALL_NO_DEADLINE INT64_MAX

struct pending_call {
    uint32_t id; /* 0: the slot is free */
    uint32_t next_free;
    time_ns deadline; /* clock_monotonic */
    sp_reply_function function;
    void *context;
};

/* Zeroed is empty. One thread at a time. */
struct call_table {
    struct pending_call *slots;
    uint32_t capacity;
    uint32_t first_free; /* slot number + 1; 0: none */
    uint32_t count;
    uint32_t generation;
};

/* A new call, or NULL: SP_CLIENT_CALLS_MAX are in flight, or no memory. Valid until the next call_table function. */
struct pending_call *call_table_add(struct call_table *table);

/* Takes the call with ID out into *ret_call; false if there is none. */
bool call_table_take(struct call_table *table, uint32_t id, struct pending_call *ret_call);

/* Takes out any call whose deadline is at or before NOW. */
bool call_table_take_overdue(struct call_table *table, time_ns now, struct pending_call *ret_call);

/* The earliest deadline, or CALL_NO_DEADLINE. */
time_ns call_table_deadline(const struct call_table *table);

void call_table_done(struct call_table *table);

#endif
