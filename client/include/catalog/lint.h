/* Checking objects without a server. */
#ifndef CATALOG_LINT_H
#define CATALOG_LINT_H

#include "catalog/document.h"

CATALOG_BEGIN

/* Checks every object of DOCUMENTS as publishing all of them at once would, with nothing else in the catalog: what an
 * object names must be among them. An object that asks for no version is checked as a draft. Any other model that is
 * right by itself is resolved at the present time: its requirements must have a solution, and a component must be
 * closed; one that stands on a component without a version is not.
 * Threads: one at a time for DOCUMENTS. Errors: CATALOG_INVALID_ARGUMENT with a violation for each mistake (file, line,
 * column, field, remedy), CATALOG_FAILED_PRECONDITION (MODEL_INVALID, NOT_CLOSED) likewise where only resolving showed
 * mistakes, CATALOG_RESOURCE_EXHAUSTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_documents_check(const struct catalog_documents *documents,
                                                                         struct catalog_error **ret_error);

CATALOG_END

#endif
