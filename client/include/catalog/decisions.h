/* Decisions: deviations of a feature that are asked for, approved, rejected and revoked.
 *
 * Rules for OPTIONS, responses, threads and common errors are those of catalog/objects.h. Every change takes a request
 * id, "" for a random one. CATALOG_ABORTED: somebody changed it meanwhile; read it again. */
#ifndef CATALOG_DECISIONS_H
#define CATALOG_DECISIONS_H

#include "catalog/call.h"

#include "catalog/v1/decision_service.pb-c.h"

CATALOG_BEGIN

/* Asks for a decision. Errors: CATALOG_NOT_FOUND (the feature), CATALOG_INVALID_ARGUMENT (with a violation for each
 * mistake; the expiry is past or too late), CATALOG_FAILED_PRECONDITION (the Policy lets nobody approve it),
 * CATALOG_RESOURCE_EXHAUSTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_request_decision(struct catalog_client *client, const Catalog__V1__RequestDecisionRequest *request,
                         const struct catalog_call_options *options,
                         Catalog__V1__RequestDecisionResponse **ret_response, struct catalog_error **ret_error);

/* Approves a request of somebody else's. Errors: CATALOG_NOT_FOUND, CATALOG_PERMISSION_DENIED (it is the caller's own),
 * CATALOG_FAILED_PRECONDITION (it was rejected or revoked; the Policy lets nobody approve it), CATALOG_INVALID_ARGUMENT
 * (it does not fit the feature any more), CATALOG_ABORTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_approve_decision(struct catalog_client *client, const Catalog__V1__ApproveDecisionRequest *request,
                         const struct catalog_call_options *options,
                         Catalog__V1__ApproveDecisionResponse **ret_response, struct catalog_error **ret_error);

/* Rejects a request. Errors: CATALOG_NOT_FOUND, CATALOG_FAILED_PRECONDITION (it was approved or revoked),
 * CATALOG_ABORTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_reject_decision(struct catalog_client *client, const Catalog__V1__RejectDecisionRequest *request,
                        const struct catalog_call_options *options, Catalog__V1__RejectDecisionResponse **ret_response,
                        struct catalog_error **ret_error);

/* Ends an approved decision, or takes back a request, for good. Errors: CATALOG_NOT_FOUND,
 * CATALOG_FAILED_PRECONDITION (it was rejected), CATALOG_ABORTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_revoke_decision(struct catalog_client *client, const Catalog__V1__RevokeDecisionRequest *request,
                        const struct catalog_call_options *options, Catalog__V1__RevokeDecisionResponse **ret_response,
                        struct catalog_error **ret_error);

/* Reads one decision. Errors: CATALOG_NOT_FOUND, CATALOG_OUT_OF_RANGE (a future revision). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_get_decision(struct catalog_client *client,
                                                                      const Catalog__V1__GetDecisionRequest *request,
                                                                      const struct catalog_call_options *options,
                                                                      Catalog__V1__GetDecisionResponse **ret_response,
                                                                      struct catalog_error **ret_error);

/* Walks over decisions in order of feature, then the oldest request first. Pages are fetched as they are needed, all
 * at the revision of the first. One thread at a time for each iterator; it ends before its client. */
struct catalog_decision_iterator;

/* Starts at the page REQUEST names; its page_size is how many are fetched at once. Nothing is sent yet.
 * Ownership: *ret_iterator is the caller's (catalog_decision_iterator_free). Errors: CATALOG_RESOURCE_EXHAUSTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_list_decisions(struct catalog_client *client, const Catalog__V1__ListDecisionsRequest *request,
                       const struct catalog_call_options *options, struct catalog_decision_iterator **ret_iterator,
                       struct catalog_error **ret_error);

/* The next decision; *ret_decision is NULL at the end. Ownership: borrowed until the next call on ITERATOR.
 * Errors: those of the call that fetches a page; the same page is asked for again by the next call. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_decision_iterator_next(struct catalog_decision_iterator *iterator, const Catalog__V1__Decision **ret_decision,
                               struct catalog_error **ret_error);
CATALOG_API void catalog_decision_iterator_free(struct catalog_decision_iterator *iterator);

CATALOG_END

#endif
