/* Finding the object version that a request names. */
#ifndef CATALOGD_SERVICE_SELECTOR_H
#define CATALOGD_SERVICE_SELECTOR_H

#include "catalog/v1/catalog_service.pb-c.h"
#include "store/snapshot.h"

/* Refuses what is no name or no version before it is looked for. FIELD names it in the message. Errors:
 * STATUS_INVALID_ARGUMENT (BAD_NAME, BAD_VERSION). */
MUST_CHECK status_code selector_check_name(const char *field, const char *name, struct problem *problem);
MUST_CHECK status_code selector_check_version(const char *field, const char *version, struct problem *problem);

/* What SELECTOR stands for in SNAPSHOT: the version named, the draft, or the newest published or deprecated version by
 * precedence, a pre-release only where there is no release. Takes the same time however many versions there are.
 * Errors: STATUS_INVALID_ARGUMENT, STATUS_NOT_FOUND (OBJECT_NOT_FOUND), STATUS_DATA_LOSS. */
MUST_CHECK status_code selector_find(struct snapshot *snapshot, const Catalog__V1__ObjectSelector *selector,
                                     struct stored_version *ret_version, struct problem *problem);

/* Puts VERSIONS in order, newest first by precedence; of equal ones the greater text first. */
void selector_sort(struct stored_version *versions, size_t count);

#endif
