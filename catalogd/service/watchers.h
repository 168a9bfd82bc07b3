/* Calls that wait for changes. One thread looks at them after each commit and when a wait is over; the writer only
 * wakes it. Any thread. */
#ifndef CATALOGD_SERVICE_WATCHERS_H
#define CATALOGD_SERVICE_WATCHERS_H

#include "service/change_reader.h"
#include "service/service.h"

struct watchers;

/* STORE is borrowed. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code watchers_new(struct store *store, struct watchers **ret_watchers, struct problem *problem);

/* Answers all with UNAVAILABLE, refuses new ones and ends the thread. */
void watchers_stop(struct watchers *watchers);

/* WATCHERS was stopped, or is NULL. */
void watchers_free(struct watchers *watchers);

/* There is something new. Does not block. */
void watchers_wake(struct watchers *watchers);

/* Parks CALL, a WatchChanges, until there is a change after REVISION that its filter lets through, or UNTIL
 * (clock_monotonic). False: the call is not parked and its problem says why (RESOURCE_EXHAUSTED: LIMIT_WATCHERS,
 * UNAVAILABLE). */
MUST_CHECK bool watchers_park(struct watchers *watchers, struct call *call, uint64_t revision, time_ns until);

/* Reads what a WatchChanges call asked for, after REVISION, into its reply. Looks at LIMIT_CHANGES_LOOKED_AT changes at
 * most. True: the call can be answered, because something was found or failed or there is more to look at; false:
 * nothing yet, *ret_after is where to go on from. */
bool watch_read(struct store *store, struct call *call, uint64_t revision, uint64_t *ret_after);

/* Ends the reply of a WatchChanges call. */
void watch_reply(struct call *call, uint64_t after);

#endif
