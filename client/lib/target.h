/* What is resolved, as a key. */
#ifndef CATALOG_LIB_TARGET_H
#define CATALOG_LIB_TARGET_H

#include "base/digest.h"
#include "catalog/error.h"

#include "catalog/v1/resolution_service.pb-c.h"

/* The digest of what TARGET names or holds and, WITH_LOCK, of its lock, which decides what a resolution reads; whatever
 * its revision and time. Any thread.
 * Errors: CATALOG_INVALID_ARGUMENT (it names nothing), CATALOG_RESOURCE_EXHAUSTED. */
enum catalog_code target_digest(const Catalog__V1__ResolutionTarget *target, bool with_lock, struct digest *ret_digest,
                                struct catalog_error **ret_error);

#endif
