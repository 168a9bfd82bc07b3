/* Which version number a change of an object asks for: the contract difference of two versions, judged change by
 * change.
 *
 * Of a component each rule of bump_rules.c is asked; a contract change without a rule is MAJOR. Of the other kinds,
 * which nobody chooses by range, a change in the contract is MAJOR. A change outside of the contract is PATCH. */
#ifndef CATALOGD_MODEL_BUMP_H
#define CATALOGD_MODEL_BUMP_H

#include "model/semver.h"
#include "model/view.h"

#include "catalog/v1/catalog_service.pb-c.h"

struct bump_options {
    const struct catalog_view *view; /* the Policy's classifications, and the mitigation groups of threats */

    /* Paths of changed texts that a curator says mean the same as before. Only one text that replaces another inside
     * the contract can be marked. */
    char *const *editorial;
    size_t editorial_count;
};

struct bump_result {
    Catalog__V1__ClassifiedChange **changes; /* MAJOR first, then in byte order of path */
    size_t count;
    Catalog__V1__VersionBump bump; /* the greatest of them; UNSPECIFIED: nothing differs */
};

/* Classifies every difference between FROM and TO, two objects of one kind; their versions do not count.
 * Ownership: *ret_result lives in ARENA and borrows from FROM and TO. Threads: any; the view's rule holds.
 * Errors: STATUS_INVALID_ARGUMENT (KIND_MISMATCH; NOT_EDITORIAL: a mark names no such text, each a violation),
 * STATUS_RESOURCE_EXHAUSTED, and what the view fails with. */
MUST_CHECK status_code bump_classify(const Catalog__V1__Object *from, const Catalog__V1__Object *to,
                                     const struct bump_options *options, struct arena *arena,
                                     struct bump_result *ret_result, struct problem *problem);

/* The release after VERSION: its number for BUMP raised and the lower ones 0; a pre-release and build metadata are left
 * out. Without a bump: VERSION's release. False: the number does not fit 64 bits. */
MUST_CHECK bool bump_next(const struct semver *version, Catalog__V1__VersionBump bump, struct semver *ret_next);

#endif
