/* The log of changes: what was, and what comes. */
#ifndef CATALOG_CHANGES_H
#define CATALOG_CHANGES_H

#include "catalog/call.h"

#include "catalog/v1/changes_service.pb-c.h"

CATALOG_BEGIN

/* Walks over changes in order of revision, without gaps. One thread at a time for each iterator; it ends before its
 * client. */
struct catalog_change_iterator;

/* Walks over the changes after REQUEST's after_revision up to the newest. Its page_size is how many are fetched at
 * once. Nothing is sent yet. OPTIONS may be NULL.
 * Ownership: *ret_iterator is the caller's (catalog_change_iterator_free). Errors: CATALOG_RESOURCE_EXHAUSTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_list_changes(struct catalog_client *client,
                                                                      const Catalog__V1__ListChangesRequest *request,
                                                                      const struct catalog_call_options *options,
                                                                      struct catalog_change_iterator **ret_iterator,
                                                                      struct catalog_error **ret_error);

/* Walks over the changes after REQUEST's after_revision and then waits for more; it goes on where it was when the
 * connection is lost or the server starts again. The deadline in OPTIONS is how long the server may be out of reach
 * before next reports it; next may then be called again. REQUEST's wait_ms is how long one poll waits at the server; 0:
 * 30,000. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_watch_changes(struct catalog_client *client,
                                                                       const Catalog__V1__WatchChangesRequest *request,
                                                                       const struct catalog_call_options *options,
                                                                       struct catalog_change_iterator **ret_iterator,
                                                                       struct catalog_error **ret_error);

/* The next change. *ret_change is NULL at the end of a list; a watch has no end and waits instead.
 * Ownership: borrowed until the next call on ITERATOR. Threads: any but that of a completion.
 * Errors: CATALOG_UNAVAILABLE, CATALOG_DEADLINE_EXCEEDED, CATALOG_OUT_OF_RANGE (the server has no such revision),
 * CATALOG_CANCELLED. After an error the next call asks for the same place again. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_change_iterator_next(struct catalog_change_iterator *iterator,
                                                                              const Catalog__V1__Change **ret_change,
                                                                              struct catalog_error **ret_error);

/* Makes next, now and ever after, end with CATALOG_CANCELLED, also where it waits in another thread. Any thread. */
CATALOG_API void catalog_change_iterator_cancel(struct catalog_change_iterator *iterator);

/* The revision that was handed out last; where a later walk goes on. */
CATALOG_API uint64_t catalog_change_iterator_revision(const struct catalog_change_iterator *iterator);

/* NULL is fine. No other thread may use ITERATOR. */
CATALOG_API void catalog_change_iterator_free(struct catalog_change_iterator *iterator);

CATALOG_END

#endif
