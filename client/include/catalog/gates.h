/* Recorded gate results: what the gate said about a feature, and whether the feature is worse by now.
 *
 * Rules for OPTIONS, responses, threads and common errors are those of catalog/objects.h. */
#ifndef CATALOG_GATES_H
#define CATALOG_GATES_H

#include "catalog/call.h"

#include "catalog/v1/gate_service.pb-c.h"

CATALOG_BEGIN

/* Resolves a feature and records the result; REQUEST's request_id "" is a random one. Errors: CATALOG_NOT_FOUND (the
 * feature), CATALOG_INVALID_ARGUMENT (the target is no feature, or its time is to come), CATALOG_RESOURCE_EXHAUSTED
 * (the result is too large to be kept). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_record_gate(struct catalog_client *client,
                                                                     const Catalog__V1__RecordGateRequest *request,
                                                                     const struct catalog_call_options *options,
                                                                     Catalog__V1__RecordGateResponse **ret_response,
                                                                     struct catalog_error **ret_error);

/* Reads one record, whole. Errors: CATALOG_NOT_FOUND. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_get_gate_record(struct catalog_client *client, const Catalog__V1__GetGateRecordRequest *request,
                        const struct catalog_call_options *options, Catalog__V1__GetGateRecordResponse **ret_response,
                        struct catalog_error **ret_error);

/* Compares a feature with a record of it. That something is worse is no error: worse_count of the response says so.
 * Errors: CATALOG_FAILED_PRECONDITION (nothing was recorded of the feature), CATALOG_NOT_FOUND (the feature, or the
 * record that REQUEST names), CATALOG_INVALID_ARGUMENT (the target is no feature, the record is of another). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_check_ratchet(struct catalog_client *client,
                                                                       const Catalog__V1__CheckRatchetRequest *request,
                                                                       const struct catalog_call_options *options,
                                                                       Catalog__V1__CheckRatchetResponse **ret_response,
                                                                       struct catalog_error **ret_error);

/* Walks over the records of a feature, newest first, without lock, reasons and rows. Pages are fetched as they are
 * needed, all at the revision of the first. One thread at a time for each iterator; it ends before its client. */
struct catalog_gate_record_iterator;

/* Starts at the page REQUEST names; its page_size is how many are fetched at once. Nothing is sent yet.
 * Ownership: *ret_iterator is the caller's (catalog_gate_record_iterator_free). Errors: CATALOG_RESOURCE_EXHAUSTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_list_gate_records(struct catalog_client *client, const Catalog__V1__ListGateRecordsRequest *request,
                          const struct catalog_call_options *options,
                          struct catalog_gate_record_iterator **ret_iterator, struct catalog_error **ret_error);

/* The next record; *ret_record is NULL at the end. Ownership: borrowed until the next call on ITERATOR.
 * Errors: those of the call that fetches a page; the same page is asked for again by the next call. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_gate_record_iterator_next(struct catalog_gate_record_iterator *iterator,
                                  const Catalog__V1__GateRecord **ret_record, struct catalog_error **ret_error);
CATALOG_API void catalog_gate_record_iterator_free(struct catalog_gate_record_iterator *iterator);

CATALOG_END

#endif
