/* Answers put together from stored bytes, without unpacking them. */
#ifndef CATALOGD_STORE_SPLICE_H
#define CATALOGD_STORE_SPLICE_H

#include "store/snapshot.h"

/* Appends VERSION as field NUMBER of the message that BYTES holds: a catalog.v1.ObjectVersion, with the object whose
 * canonical bytes are OBJECT (empty: left out). BYTES says by has_failed whether it fitted. */
void splice_version(struct buffer *bytes, uint32_t number, const struct stored_version *version, slice object);

/* Appends BYTES as field NUMBER, length-delimited. */
void splice_block(struct buffer *bytes, uint32_t number, slice block);

/* VERSION as a message of its own, in ARENA, without the object. Errors: STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED.
 */
MUST_CHECK status_code splice_unpack(const struct stored_version *version, struct arena *arena,
                                     Catalog__V1__ObjectVersion **ret_version, struct problem *problem);

#endif
