/* The mappings of an entry: their order, and what stands at their other ends. */
#ifndef CATALOGD_SERVICE_TAXONOMY_ENDS_H
#define CATALOGD_SERVICE_TAXONOMY_ENDS_H

#include "store/snapshot.h"

#include "catalog/v1/taxonomy_service.pb-c.h"

/* Orders the mappings of RESPONSE by where they lead from and to, and sets its ends: of each mapping the one that is
 * not the entry ID of SCHEME, in the release that it names, else in the greatest. Titles are left out past 512 KiB
 * together, so that the reply stays within its bounds. Ownership: lives in ARENA. Errors: STATUS_DATA_LOSS,
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code taxonomy_set_ends(struct snapshot *snapshot, const char *scheme, const char *id,
                                         struct arena *arena, Catalog__V1__GetTaxonomyEntryResponse *response,
                                         struct problem *problem);

#endif
