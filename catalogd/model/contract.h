/* The two digests of an object version, and which fields the contract digest holds. */
#ifndef CATALOGD_MODEL_CONTRACT_H
#define CATALOGD_MODEL_CONTRACT_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/status.h"

#include "catalog/v1/object.pb-c.h"

/* What a field is to those who resolve against an object. */
enum contract_part {
    CONTRACT_UNLISTED, /* no field of the six kinds */
    CONTRACT_TEXT,     /* for people, or a place where evidence lies: cannot change a resolution */
    CONTRACT_TERM      /* can change somebody's resolution */
};

/* What FIELD of a message of DESCRIPTOR is. Every field that can be reached from catalog.v1.Object is listed. */
enum contract_part contract_part_of(const ProtobufCMessageDescriptor *descriptor,
                                    const ProtobufCFieldDescriptor *field);

/* SHA-256 over "catalog.v1.Object\n" and the canonical bytes of OBJECT with its version empty: that of the stored
 * bytes. ARENA is scratch. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code content_digest(const Catalog__V1__Object *object, struct arena *arena, struct digest *ret_digest,
                                      struct problem *problem);

/* The same over the terms only. Equal: nobody's resolution can tell the two objects apart. ARENA is scratch.
 * Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code contract_digest(const Catalog__V1__Object *object, struct arena *arena,
                                       struct digest *ret_digest, struct problem *problem);

#endif
