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

/* One difference and where it was found, for those who judge it. A value is as field_value gives it. */
struct diff_entry {
    Catalog__V1__FieldDifference *difference;
    const char *pattern; /* the path without its brackets: "provides.strength" */
    const ProtobufCFieldDescriptor *field;
    const void *from; /* NULL: absent there */
    const void *to;
    const ProtobufCMessage *from_record; /* what FIELD stands in */
    const ProtobufCMessage *to_record;
};

struct diff_entries {
    struct diff_entry *items; /* in byte order of path */
    size_t count;
};

/* What is different between FROM and TO, the version left out. Records with an id, alias or name are matched by it and
 * print as "provides[tls].strength", texts by themselves ("tags[web]") unless only their order differs, others by
 * position; a record on one side only is one difference with the record's
 * fields as text on that side. `in_contract` is false where a field on the path is text.
 * Ownership: the list lives in ARENA and borrows from FROM and TO. Errors: STATUS_INVALID_ARGUMENT (KIND_MISMATCH),
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code diff_objects(const Catalog__V1__Object *from, const Catalog__V1__Object *to, struct arena *arena,
                                    struct diff_list *ret_list, struct problem *problem);

/* The same with what each difference was found in. Ownership and errors: those of diff_objects. */
MUST_CHECK status_code diff_walk(const Catalog__V1__Object *from, const Catalog__V1__Object *to, struct arena *arena,
                                 struct diff_entries *ret_entries, struct problem *problem);

#endif
