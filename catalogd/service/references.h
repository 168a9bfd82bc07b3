/* What references stand for, as a snapshot knows it. */
#ifndef CATALOGD_SERVICE_REFERENCES_H
#define CATALOGD_SERVICE_REFERENCES_H

#include "store/snapshot.h"

#include "catalog/v1/taxonomy_service.pb-c.h"

/* Looks REFERENCE up: in its release where it has one, else in the greatest one of its scheme. Ownership: RET_KNOWN
 * lives in ARENA and borrows from REFERENCE. Errors: STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code reference_look_up(struct snapshot *snapshot, const Catalog__V1__Reference *reference,
                                         struct arena *arena, Catalog__V1__KnownReference **ret_known,
                                         struct problem *problem);

#endif
