/* What of a change somebody asked for: one change holds all objects of one call. */
#ifndef CATALOGCTL_CHANGE_FILTER_H
#define CATALOGCTL_CHANGE_FILTER_H

#include "base/arena.h"

#include "catalog/v1/change.pb-c.h"

/* Empty texts: everything. Borrowed. */
struct change_filter {
    const char *namespace_;
    const char *name; /* of an object */
};

/* CHANGE with only those objects, decisions, advisories and gate records that FILTER lets through. Made in ARENA; what
 * is in it is CHANGE's. NULL: no memory. */
const Catalog__V1__Change *change_filter_apply(const struct change_filter *filter, const Catalog__V1__Change *change,
                                               struct arena *arena);

#endif
