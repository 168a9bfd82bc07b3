/* Changes of state of published versions. */
#ifndef CATALOGD_SERVICE_LIFECYCLE_H
#define CATALOGD_SERVICE_LIFECYCLE_H

#include "base/status.h"

#include "store/snapshot.h"

#include "catalog/v1/catalog_service.pb-c.h"

/* Whether ETAG, which may be "", is that of VERSION. Errors: STATUS_ABORTED (ETAG_MISMATCH). */
MUST_CHECK status_code lifecycle_check_etag(const char *etag, const Catalog__V1__ObjectVersion *version,
                                            struct problem *problem);

/* Whether what REQUEST names as the replacement, if anything, is "namespace/slug" or "namespace/slug@version" of
 * something else that is published. Errors: STATUS_INVALID_ARGUMENT (BAD_REPLACEMENT), STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code lifecycle_check_replacement(struct snapshot *snapshot,
                                                   const Catalog__V1__DeprecateObjectRequest *request,
                                                   struct arena *arena, struct problem *problem);

#endif
