/* What a model comes to: its effective model, with threats and controls inherited from what it stands on.
 *
 * The target is a stored model by name, or a model of the caller's own that is never stored. Rules for OPTIONS,
 * responses, threads and common errors are those of catalog/objects.h. */
#ifndef CATALOG_RESOLVE_H
#define CATALOG_RESOLVE_H

#include "catalog/call.h"

#include "catalog/v1/resolution_service.pb-c.h"

CATALOG_BEGIN

struct catalog_cache;

#define CATALOG_RESOLVE_OPTIONS_VERSION 1

/* How catalog_resolve behaves. Start from CATALOG_RESOLVE_OPTIONS_INIT. */
struct catalog_resolve_options {
    unsigned version;
    /* Where everything the resolution reads is kept, so that catalog_resolve_offline can do it again at the same
     * revision. NULL: nowhere. */
    struct catalog_cache *cache;
    /* Written where the resolution succeeded and keeping it failed; the caller's to free. NULL: not told. */
    struct catalog_error **ret_cache_error;
    struct catalog_call_options call; /* for each call that it takes */
};

#define CATALOG_RESOLVE_OPTIONS_INIT                                                                                   \
    { CATALOG_RESOLVE_OPTIONS_VERSION, NULL, NULL, CATALOG_CALL_OPTIONS_INIT }

/* Resolves TARGET. The response is whole: all rows are in its model, next_page_token is empty.
 * Errors: CATALOG_NOT_FOUND (the model), CATALOG_INVALID_ARGUMENT (TARGET), CATALOG_OUT_OF_RANGE (a future revision),
 * CATALOG_RESOURCE_EXHAUSTED. A model that is wrong still resolves: its verdict is INVALID, with reasons. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_resolve(struct catalog_client *client,
                                                                 const Catalog__V1__ResolutionTarget *target,
                                                                 const struct catalog_resolve_options *options,
                                                                 Catalog__V1__ResolveResponse **ret_response,
                                                                 struct catalog_error **ret_error);

/* Resolves TARGET without a server, from what CACHE keeps, with the resolver that the server uses: the effective model
 * and the lock are byte for byte those of the server at the same revision and time. TARGET's at_revision 0: the newest
 * revision the cache has for it; response->revision says which. TARGET's `at` absent: the commit time of at_revision,
 * or the present time when that is 0.
 * Errors: CATALOG_NOT_FOUND (TARGET was never resolved at that revision with this cache), CATALOG_DATA_LOSS (what the
 * cache holds does not fit its digest), CATALOG_INVALID_ARGUMENT. Needs no network. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_resolve_offline(struct catalog_cache *cache,
                                                                         const Catalog__V1__ResolutionTarget *target,
                                                                         Catalog__V1__ResolveResponse **ret_response,
                                                                         struct catalog_error **ret_error);

/* Says why one row stands as it does. Errors: CATALOG_NOT_FOUND (the model or the row). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_explain_row(struct catalog_client *client,
                                                                     const Catalog__V1__ExplainRowRequest *request,
                                                                     const struct catalog_call_options *options,
                                                                     Catalog__V1__ExplainRowResponse **ret_response,
                                                                     struct catalog_error **ret_error);

struct catalog_explanation_iterator;

/* Says so for every row, in the order of the effective model; walk with _next, free with _free.
 * Errors: CATALOG_RESOURCE_EXHAUSTED; _next has those of catalog_resolve. *ret_explanation is NULL at the end, else
 * borrowed until the next call. One thread at a time. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_explain_rows(struct catalog_client *client, const Catalog__V1__ExplainRowsRequest *request,
                     const struct catalog_call_options *options, struct catalog_explanation_iterator **ret_iterator,
                     struct catalog_error **ret_error);
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_explanation_iterator_next(struct catalog_explanation_iterator *iterator,
                                  const Catalog__V1__ExplainRowResponse **ret_explanation,
                                  struct catalog_error **ret_error);
CATALOG_API void catalog_explanation_iterator_free(struct catalog_explanation_iterator *iterator);

/* The same without a server, from what CACHE keeps: one row, and all of them. Errors: those of catalog_resolve_offline,
 * CATALOG_NOT_FOUND (the row). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_explain_row_offline(struct catalog_cache *cache, const Catalog__V1__ExplainRowRequest *request,
                            Catalog__V1__ExplainRowResponse **ret_response, struct catalog_error **ret_error);
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_explain_rows_offline(struct catalog_cache *cache, const Catalog__V1__ResolutionTarget *target,
                             Catalog__V1__ExplainRowsResponse **ret_response, struct catalog_error **ret_error);

/* Lists everything that a resolution reads. Errors: as catalog_resolve. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_get_resolution_inputs(struct catalog_client *client, const Catalog__V1__GetResolutionInputsRequest *request,
                              const struct catalog_call_options *options,
                              Catalog__V1__GetResolutionInputsResponse **ret_response,
                              struct catalog_error **ret_error);

CATALOG_END

#endif
