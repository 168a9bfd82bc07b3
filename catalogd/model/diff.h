/* The differences of two objects of one kind, field by field. */
#ifndef CATALOGD_MODEL_DIFF_H
#define CATALOGD_MODEL_DIFF_H

#include "base/arena.h"
#include "base/status.h"

#include "catalog/v1/catalog_service.pb-c.h"

struct diff_list {
    Catalog__V1__FieldDifference **items; /* in byte order of path; n and items go into a response as they are */
    size_t count;
};

/* What is different between FROM and TO, the version left out. Records with an id, alias or name are matched by it and
 * print as "provides[tls].strength", others by position; a record on one side only is one difference with the record's
 * fields as text on that side. `in_contract` is false where a field on the path is text.
 * Ownership: the list lives in ARENA and borrows from FROM and TO. Errors: STATUS_INVALID_ARGUMENT (KIND_MISMATCH),
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code diff_objects(const Catalog__V1__Object *from, const Catalog__V1__Object *to, struct arena *arena,
                                    struct diff_list *ret_list, struct problem *problem);

#endif
