/* Documents of random catalogs, each read once: reading them anew for every graph takes longer than what is tested. */
#ifndef CATALOGD_TESTS_RANDOM_GRAPH_POOL_H
#define CATALOGD_TESTS_RANDOM_GRAPH_POOL_H

#include "support/random_graph_text.h"

#include "catalog/v1/object.pb-c.h"

/* One of many random documents of KIND called by NUMBER, as RANDOM picks. Which ones there are hangs on SEED, and is
 * the same for seeds close to it. Ownership: the pool's, until it is asked about a SEED that is not close. */
const Catalog__V1__Object *random_graph_pool_pick(enum random_graph_document kind, size_t number, uint64_t seed,
                                                  struct random *random);

#endif
