/* How a model uses what it stands on: limits of use, parameters, exposures and entry points. What breaks a limit makes
 * the verdict INVALID; what would break one if an unknown fell the wrong way makes it CONDITIONAL. */
#ifndef CATALOGD_MODEL_USAGE_H
#define CATALOGD_MODEL_USAGE_H

#include "model/graph.h"

/* Looks at every instance. For when places are linked. */
MUST_CHECK bool usage_check(struct graph *graph);

#endif
