/* Threats of the catalog that a model may have forgotten.
 *
 * Rules for OPTIONS, responses, threads and common errors are those of catalog/objects.h. */
#ifndef CATALOG_SUGGEST_H
#define CATALOG_SUGGEST_H

#include "catalog/call.h"

#include "catalog/v1/suggest_service.pb-c.h"

CATALOG_BEGIN

/* Suggests threats for the places of a model that has no row for them. The response is whole: all suggestions are in it
 * and next_page_token is empty; REQUEST's page_size is how many are fetched at once, its page_token must be "".
 * Errors: CATALOG_NOT_FOUND (the model), CATALOG_INVALID_ARGUMENT (the target, a namespace),
 * CATALOG_OUT_OF_RANGE (a future revision), CATALOG_RESOURCE_EXHAUSTED (too many suggestions: name namespaces). */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_suggest_threats(struct catalog_client *client, const Catalog__V1__SuggestThreatsRequest *request,
                        const struct catalog_call_options *options, Catalog__V1__SuggestThreatsResponse **ret_response,
                        struct catalog_error **ret_error);

CATALOG_END

#endif
