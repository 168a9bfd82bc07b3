/* What an entry of a taxonomy says of the circumstances of a threat, put into a draft of one. */
#ifndef CATALOGD_MODEL_PROMOTE_CIRCUMSTANCES_H
#define CATALOGD_MODEL_PROMOTE_CIRCUMSTANCES_H

#include "base/arena.h"

#include "catalog/v1/taxonomy.pb-c.h"
#include "catalog/v1/threat.pb-c.h"

#include <stdbool.h>

/* Sets likelihood, impact (the entry's severity) and the statement of THREAT: prerequisites, impact and the goals that
 * suffer. What ENTRY does not say stays empty. Ownership: THREAT borrows from ENTRY and ARENA. False: no room. */
MUST_CHECK bool promote_circumstances(const Catalog__V1__TaxonomyEntry *entry, struct arena *arena,
                                      Catalog__V1__Threat *threat);

#endif
