/* What to do first: for one model, and for the platform of a whole organisation.
 *
 * Rules for OPTIONS, responses, threads and common errors are those of catalog/objects.h. */
#ifndef CATALOG_PLAN_H
#define CATALOG_PLAN_H

#include "catalog/call.h"

#include "catalog/v1/plan_service.pb-c.h"

CATALOG_BEGIN

/* Ranks what would help one model, and finds a sequence that makes it pass. Where the time of OPTIONS does not suffice
 * the plan is cut short, and its notes say so.
 * Errors: those of catalog_resolve. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_plan_feature(struct catalog_client *client,
                                                                      const Catalog__V1__PlanFeatureRequest *request,
                                                                      const struct catalog_call_options *options,
                                                                      Catalog__V1__PlanFeatureResponse **ret_response,
                                                                      struct catalog_error **ret_error);

#define CATALOG_PLAN_OPTIONS_VERSION 1

/* How catalog_plan_organisation behaves. Start from CATALOG_PLAN_OPTIONS_INIT. */
struct catalog_plan_options {
    unsigned version;
    /* Called after each page, in the thread of the caller: DONE of TOTAL features have been looked at. NULL: never. */
    void (*progress)(void *context, size_t done, size_t total);
    void *progress_context;
    struct catalog_call_options call; /* for each call that it takes */
};

#define CATALOG_PLAN_OPTIONS_INIT                                                                                      \
    { CATALOG_PLAN_OPTIONS_VERSION, NULL, NULL, CATALOG_CALL_OPTIONS_INIT }

/* Ranks the controls that would help most features if the platform had them: all pages, from the one that REQUEST names
 * on, summed up control by control. The response has no next page. OPTIONS may be NULL.
 * Errors: CATALOG_OUT_OF_RANGE (a future revision), CATALOG_INVALID_ARGUMENT (OPTIONS, the page),
 * CATALOG_DEADLINE_EXCEEDED (one feature alone takes longer than a call may), CATALOG_DATA_LOSS (the server names a
 * page as its own successor). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_plan_organisation(struct catalog_client *client, const Catalog__V1__PlanOrganisationRequest *request,
                          const struct catalog_plan_options *options,
                          Catalog__V1__PlanOrganisationResponse **ret_response, struct catalog_error **ret_error);

CATALOG_END

#endif
