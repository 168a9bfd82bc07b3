/* A load of calls over one connection with a fixed number in flight. */
#ifndef CATALOGD_TESTS_LOAD_H
#define CATALOGD_TESTS_LOAD_H

#include "base/buffer.h"
#include "rpc/sp/client.h"

#include <stdbool.h>
#include <stddef.h>

/* Writes the body of call NUMBER. Threads: several at once. */
typedef void (*load_request)(void *context, size_t number, struct buffer *ret_body);

/* Whether REPLY is what was asked for. */
typedef bool (*load_check)(void *context, slice reply);

struct load {
    const char *url;
    load_request request;
    load_check check; /* NULL: every reply is fine */
    void *context;
    size_t calls;
    size_t in_flight;
};

/* Sends all calls and waits for all replies; returns calls a second. Ends the process when a call fails. */
double load_run(const struct load *load);

#endif
