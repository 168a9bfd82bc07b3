/* Reports over features: workloads rolled up, and what to test of a model. Nothing here blocks anything.
 *
 * Rules for OPTIONS, responses, threads and common errors are those of catalog/objects.h. */
#ifndef CATALOG_WORKLOAD_H
#define CATALOG_WORKLOAD_H

#include "catalog/call.h"

#include "catalog/v1/workload_service.pb-c.h"

CATALOG_BEGIN

/* Rolls the features of one workload up as threats by component. What is left out is said in the notes.
 * Errors: CATALOG_NOT_FOUND (no published feature belongs to it), CATALOG_OUT_OF_RANGE (a future revision). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_get_workload(struct catalog_client *client,
                                                                      const Catalog__V1__GetWorkloadRequest *request,
                                                                      const struct catalog_call_options *options,
                                                                      Catalog__V1__GetWorkloadResponse **ret_response,
                                                                      struct catalog_error **ret_error);

/* Lists what to test of one model. Errors: those of catalog_resolve. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_get_test_scope(struct catalog_client *client, const Catalog__V1__GetTestScopeRequest *request,
                       const struct catalog_call_options *options, Catalog__V1__GetTestScopeResponse **ret_response,
                       struct catalog_error **ret_error);

/* Walks over workloads in order of name. Pages are fetched as they are needed, all at the revision of the first. One
 * thread at a time for each iterator; it ends before its client. */
struct catalog_workload_iterator;

/* Starts at the page REQUEST names; its page_size is how many are fetched at once. Nothing is sent yet.
 * Ownership: *ret_iterator is the caller's (catalog_workload_iterator_free). Errors: CATALOG_RESOURCE_EXHAUSTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_list_workloads(struct catalog_client *client, const Catalog__V1__ListWorkloadsRequest *request,
                       const struct catalog_call_options *options, struct catalog_workload_iterator **ret_iterator,
                       struct catalog_error **ret_error);

/* The next workload; *ret_workload is NULL at the end. Ownership: borrowed until the next call on ITERATOR.
 * Errors: those of the call that fetches a page; the same page is asked for again by the next call. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_workload_iterator_next(struct catalog_workload_iterator *iterator,
                               const Catalog__V1__WorkloadSummary **ret_workload, struct catalog_error **ret_error);
CATALOG_API void catalog_workload_iterator_free(struct catalog_workload_iterator *iterator);

CATALOG_END

#endif
