/* Checking objects without a server. */
#ifndef CATALOG_LINT_H
#define CATALOG_LINT_H

#include "catalog/document.h"

#include "catalog/v1/catalog_service.pb-c.h"
#include "catalog/v1/taxonomy.pb-c.h"

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

/* What is worth knowing about the objects and no mistake: entries of baselines that change nothing, layers that a
 * component takes from its consumers. `status` of the report stays absent.
 * Ownership: *ret_report is the caller's (catalog_message_free); the files in it are borrowed from DOCUMENTS. Threads:
 * one at a time for DOCUMENTS. Errors: CATALOG_INVALID_ARGUMENT (an object has no name or kind),
 * CATALOG_RESOURCE_EXHAUSTED. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code catalog_documents_find(const struct catalog_documents *documents,
                                                                        Catalog__V1__DocumentsReport **ret_report,
                                                                        struct catalog_error **ret_error);

/* The same with the references of the objects looked up in the COUNT TAXONOMIES (catalog_read_taxonomy): those that are
 * dangling or deprecated are among the findings. */
CATALOG_MUST_CHECK CATALOG_API enum catalog_code
catalog_documents_find_with(const struct catalog_documents *documents,
                            const Catalog__V1__TaxonomyDocument *const *taxonomies, size_t count,
                            Catalog__V1__DocumentsReport **ret_report, struct catalog_error **ret_error);

CATALOG_END

#endif
