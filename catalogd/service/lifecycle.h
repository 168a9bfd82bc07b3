/* Changes of state of published versions. */
#ifndef CATALOGD_SERVICE_LIFECYCLE_H
#define CATALOGD_SERVICE_LIFECYCLE_H

#include "base/status.h"

#include "catalog/v1/object.pb-c.h"

/* Whether ETAG, which may be "", is that of VERSION. Errors: STATUS_ABORTED (ETAG_MISMATCH). */
MUST_CHECK status_code lifecycle_check_etag(const char *etag, const Catalog__V1__ObjectVersion *version,
                                            struct problem *problem);

#endif
