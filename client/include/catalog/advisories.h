/* Advisories: warnings about published versions, which void what they name in every lock at once.
 *
 * Rules for OPTIONS, responses, threads and common errors are those of catalog/objects.h. Every change takes a request
 * id, "" for a random one. CATALOG_ABORTED: somebody changed it meanwhile; read it again. */
#ifndef CATALOG_ADVISORIES_H
#define CATALOG_ADVISORIES_H

#include "catalog/call.h"

#include "catalog/v1/advisory_service.pb-c.h"

CATALOG_BEGIN

/* Publishes an advisory. Errors: CATALOG_INVALID_ARGUMENT (with a violation for each mistake),
 * CATALOG_RESOURCE_EXHAUSTED (there are too many about the object). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_publish_advisory(struct catalog_client *client, const Catalog__V1__PublishAdvisoryRequest *request,
                         const struct catalog_call_options *options,
                         Catalog__V1__PublishAdvisoryResponse **ret_response, struct catalog_error **ret_error);

/* Takes an advisory back, for good. Errors: CATALOG_NOT_FOUND, CATALOG_INVALID_ARGUMENT (it does not say why),
 * CATALOG_ABORTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_withdraw_advisory(struct catalog_client *client, const Catalog__V1__WithdrawAdvisoryRequest *request,
                          const struct catalog_call_options *options,
                          Catalog__V1__WithdrawAdvisoryResponse **ret_response, struct catalog_error **ret_error);

/* Reads one advisory. Errors: CATALOG_NOT_FOUND, CATALOG_OUT_OF_RANGE (a future revision). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_get_advisory(struct catalog_client *client,
                                                                      const Catalog__V1__GetAdvisoryRequest *request,
                                                                      const struct catalog_call_options *options,
                                                                      Catalog__V1__GetAdvisoryResponse **ret_response,
                                                                      struct catalog_error **ret_error);

/* Walks over advisories in order of object, then the oldest first. Pages are fetched as they are needed, all at the
 * revision of the first. One thread at a time for each iterator; it ends before its client. */
struct catalog_advisory_iterator;

/* Starts at the page REQUEST names; its page_size is how many are fetched at once. Nothing is sent yet.
 * Ownership: *ret_iterator is the caller's (catalog_advisory_iterator_free). Errors: CATALOG_RESOURCE_EXHAUSTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_list_advisories(struct catalog_client *client, const Catalog__V1__ListAdvisoriesRequest *request,
                        const struct catalog_call_options *options, struct catalog_advisory_iterator **ret_iterator,
                        struct catalog_error **ret_error);

/* The next advisory; *ret_advisory is NULL at the end. Ownership: borrowed until the next call on ITERATOR.
 * Errors: those of the call that fetches a page; the same page is asked for again by the next call. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_advisory_iterator_next(struct catalog_advisory_iterator *iterator, const Catalog__V1__Advisory **ret_advisory,
                               struct catalog_error **ret_error);
CATALOG_API void catalog_advisory_iterator_free(struct catalog_advisory_iterator *iterator);

CATALOG_END

#endif
