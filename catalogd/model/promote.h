/* From an entry of a reference scheme to drafts of the organisation's own: a threat with a control for each mitigation,
 * or a control. A curator makes something of them; what the scheme does not say stays empty. */
#ifndef CATALOGD_MODEL_PROMOTE_H
#define CATALOGD_MODEL_PROMOTE_H

#include "base/arena.h"
#include "base/status.h"

#include "catalog/v1/object.pb-c.h"
#include "catalog/v1/taxonomy_service.pb-c.h"

#include <stdbool.h>

/* Whether entries of SCHEME are controls: NIST SP 800-53, ASVS, D3FEND, CSF. Entries of other schemes are, too, where
 * their kind is "control", "requirement", "mitigation" or "countermeasure". */
bool promote_is_control(const char *scheme, const char *kind);

/* The drafts of FOUND's entry in NAME_SPACE: the threat or control first, named after scheme and id ("cwe-79",
 * "attack-t1078-004"), then a control for each mitigation of a threat, and for each entry of a scheme of controls that
 * a mapping relates to it. What a requirement wants verified ("Verify that X") becomes what is so ("X"). Each has the
 * entry it is from among its references, with the release. What a mitigation does not say of its strength is PARTIAL.
 * Ownership: the drafts live in ARENA and borrow from FOUND. Errors: STATUS_INVALID_ARGUMENT (NO_ENTRY, BAD_NAMESPACE),
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code promote(const Catalog__V1__GetTaxonomyEntryResponse *found, const char *name_space,
                               struct arena *arena, Catalog__V1__Object ***ret_objects, size_t *ret_count,
                               struct problem *problem);

#endif
