/* For answers that can be cut short and say so: how long to go on with them. */
#ifndef CATALOGD_SERVICE_PATIENCE_H
#define CATALOGD_SERVICE_PATIENCE_H

#include "service/call.h"

#include <stdbool.h>

struct patience {
    const struct call *call;
    time_ns until; /* clock_monotonic */
};

/* Three quarters of the time that CALL has left, so that what was found still gets there; at most MOST_NS (0: no
 * matter). */
struct patience patience_of(const struct call *call, time_ns most_ns);

/* Whether the time of PATIENCE, a struct patience, is over, or its call was given up. Any thread. */
bool patience_is_over(void *patience);

#endif
