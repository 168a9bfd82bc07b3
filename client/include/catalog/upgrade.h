/* Upgrades: what a model is behind, what each step would change, and the lock that catches up.
 *
 * Rules for OPTIONS, responses, threads and common errors are those of catalog/objects.h. */
#ifndef CATALOG_UPGRADE_H
#define CATALOG_UPGRADE_H

#include "catalog/call.h"

#include "catalog/v1/upgrade_service.pb-c.h"

CATALOG_BEGIN

/* Compares what a model stands on with what is published. The response is whole: all pins and steps are in it, the
 * steps in their one order, and next_page_token is empty; REQUEST's page_size is how many pins are fetched at once, its
 * page_token must be "".
 * Errors: CATALOG_NOT_FOUND (the model, or REQUEST's name in it), CATALOG_FAILED_PRECONDITION (no versions can be
 * chosen for the model as it is), CATALOG_INVALID_ARGUMENT, CATALOG_OUT_OF_RANGE (a future revision), CATALOG_DATA_LOSS
 * (the pages do not belong together). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_list_outdated(struct catalog_client *client,
                                                                       const Catalog__V1__ListOutdatedRequest *request,
                                                                       const struct catalog_call_options *options,
                                                                       Catalog__V1__ListOutdatedResponse **ret_response,
                                                                       struct catalog_error **ret_error);

/* Makes a new lock of the one in REQUEST's target, with newer versions of its names. Nothing is stored: the lock is in
 * the response.
 * Errors: CATALOG_NOT_FOUND (the model, a name that the lock does not pin, a precise version that is not published),
 * CATALOG_FAILED_PRECONDITION (a requirement or an override does not admit the precise version, it is yanked, or no
 * versions can be chosen then), CATALOG_INVALID_ARGUMENT, CATALOG_OUT_OF_RANGE. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_update_lock(struct catalog_client *client,
                                                                     const Catalog__V1__UpdateLockRequest *request,
                                                                     const struct catalog_call_options *options,
                                                                     Catalog__V1__UpdateLockResponse **ret_response,
                                                                     struct catalog_error **ret_error);

CATALOG_END

#endif
