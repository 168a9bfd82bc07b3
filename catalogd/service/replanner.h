/* One thread that plans mutations again whose first plan did not hold, so that neither the writer nor a callback does.
 */
#ifndef CATALOGD_SERVICE_REPLANNER_H
#define CATALOGD_SERVICE_REPLANNER_H

#include "service/mutation.h"

struct replanner;

/* Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code replanner_new(struct replanner **ret_replanner, struct problem *problem);

/* Hands MUTATION over, or gives it up when the thread was stopped. Does not block. Any thread. */
void replanner_add(struct replanner *replanner, struct mutation *mutation);

/* Gives up what waits, lets the running one end and ends the thread. */
void replanner_stop(struct replanner *replanner);

/* REPLANNER was stopped, or is NULL. */
void replanner_free(struct replanner *replanner);

#endif
