/* Impact: who would lose or gain what by a change, before it is made.
 *
 * Rules for responses, threads and common errors are those of catalog/objects.h. */
#ifndef CATALOG_IMPACT_H
#define CATALOG_IMPACT_H

#include "catalog/call.h"

#include "catalog/v1/impact_service.pb-c.h"

CATALOG_BEGIN

#define CATALOG_IMPACT_OPTIONS_VERSION 1

/* How catalog_analyze_impact behaves. Start from CATALOG_IMPACT_OPTIONS_INIT. */
struct catalog_impact_options {
    unsigned version;
    /* Told how many of TOTAL consumers were looked at. NULL: nobody is told. Threads: the caller's. */
    void (*progress)(void *context, size_t done, size_t total);
    void *progress_context;
    struct catalog_call_options call; /* for each call that it takes */
};

#define CATALOG_IMPACT_OPTIONS_INIT                                                                                    \
    { CATALOG_IMPACT_OPTIONS_VERSION, NULL, NULL, CATALOG_CALL_OPTIONS_INIT }

/* Asks until every consumer was looked at and every page was read, all at the revision and time of the first answer.
 * *ret_response is one answer with all consumers. OPTIONS may be NULL.
 * Errors: CATALOG_INVALID_ARGUMENT, CATALOG_NOT_FOUND, CATALOG_ALREADY_EXISTS and CATALOG_FAILED_PRECONDITION where the
 * change itself would be refused (object_index counts in the objects to be published), CATALOG_OUT_OF_RANGE (a future
 * revision), CATALOG_DATA_LOSS (the answers do not belong together). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_analyze_impact(struct catalog_client *client, const Catalog__V1__AnalyzeImpactRequest *request,
                       const struct catalog_impact_options *options, Catalog__V1__AnalyzeImpactResponse **ret_response,
                       struct catalog_error **ret_error);

CATALOG_END

#endif
