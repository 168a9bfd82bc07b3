/* A lock against what was resolved with it. */
#ifndef CATALOGCTL_LOCK_CHECK_H
#define CATALOGCTL_LOCK_CHECK_H

#include "cli/target.h"

#include "catalog/v1/resolution_service.pb-c.h"

/* Refuses a lock of another model, and a pin whose version has other content in this catalog than it had where the lock
 * was made. Says on standard error how many pins did not fit any more and were chosen anew. True without a lock. */
bool lock_check(struct session *session, const struct target *target, const Catalog__V1__ResolveResponse *response);

#endif
