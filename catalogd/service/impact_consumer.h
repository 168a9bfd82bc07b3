/* A consumer as it stands, with all that its resolution hangs on. */
#ifndef CATALOGD_SERVICE_IMPACT_CONSUMER_H
#define CATALOGD_SERVICE_IMPACT_CONSUMER_H

#include "service/impact_change.h"

/* Reads the newest version of NAME without and with the change, and of a feature its lock (that of its newest gate
 * record), its decisions and when it was last looked at. ret_consumer->before is NULL where every version was yanked; a
 * consumer of which the change leaves nothing is looked at as it was. Ownership: *ret_consumer borrows from HYPOTHESIS
 * and ARENA. Errors, in the call's problem: STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code impact_consumer_read(struct hypothesis *hypothesis, const char *name, struct arena *arena,
                                            struct impact_consumer *ret_consumer);

#endif
