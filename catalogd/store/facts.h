/* What the store keeps beside an object, because lists and the reverse index need it without unpacking. */
#ifndef CATALOGD_STORE_FACTS_H
#define CATALOGD_STORE_FACTS_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

#include "catalog/v1/object.pb-c.h"

struct object_facts {
    const char *title;
    const char *const *references; /* names of other objects it refers to, each once, in order of first mention */
    size_t reference_count;
};

/* Collects the facts of OBJECT. They live in ARENA and borrow from OBJECT. Errors:
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code facts_of(const Catalog__V1__Object *object, struct arena *arena, struct object_facts *ret_facts,
                                struct problem *problem);

/* The same for canonical bytes. Errors: also STATUS_DATA_LOSS (BLOB_DAMAGED). */
MUST_CHECK status_code facts_of_bytes(slice bytes, struct arena *arena, struct object_facts *ret_facts,
                                      struct problem *problem);

#endif
