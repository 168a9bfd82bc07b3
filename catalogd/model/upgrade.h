/* Moving a model to newer versions: the lock that does it, and what that changes. */
#ifndef CATALOGD_MODEL_UPGRADE_H
#define CATALOGD_MODEL_UPGRADE_H

#include "model/outdated.h"

#define UPGRADE_STEPS_MAX 2 /* about one pin */

/* Finds out what could be done about PIN, of outdated_compare: moving it within the requirements while everything else
 * stays, and taking the newest version of all. Sets PIN's `conflict`. *ret_count is 0 where it is the newest. Without
 * WITH_CHANGES the steps have neither pins nor difference: that is one resolution less for each.
 * Ownership: everything lives in ARENA and borrows from OUTDATED and PIN. Threads: those of the view. Errors: those of
 * resolve(). */
MUST_CHECK status_code upgrade_steps(const struct outdated *outdated, Catalog__V1__OutdatedPin *pin, bool with_changes,
                                     struct arena *arena, Catalog__V1__UpgradeStep *ret_steps[UPGRADE_STEPS_MAX],
                                     size_t *ret_count, struct problem *problem);

/* Negative: A is the better one to begin with. The order stands at ListOutdatedResponse.steps. */
int upgrade_step_compare(const Catalog__V1__UpgradeStep *a, const Catalog__V1__UpgradeStep *b);

/* Fills lock, pins and difference of RESPONSE for REQUEST's names and precise version; its target is not looked at.
 * Ownership: as upgrade_steps. Errors: those of resolve(); STATUS_INVALID_ARGUMENT (PRECISE_NEEDS_NAME: a precise
 * version is for one name); STATUS_NOT_FOUND (NOT_PINNED: the lock has no such pin; VERSION_NOT_FOUND);
 * STATUS_FAILED_PRECONDITION (VERSION_YANKED, VERSION_OVERRIDDEN, REQUIREMENT_NOT_MET, VERSION_CONFLICT). */
MUST_CHECK status_code upgrade_lock(const struct outdated *outdated, const Catalog__V1__UpdateLockRequest *request,
                                    struct arena *arena, Catalog__V1__UpdateLockResponse *response,
                                    struct problem *problem);

#endif
