/* Answers put together from stored bytes, without unpacking them. */
#ifndef CATALOGD_STORE_SPLICE_H
#define CATALOGD_STORE_SPLICE_H

#include "store/snapshot.h"

/* Appends VERSION as field NUMBER of the message that BYTES holds: a catalog.v1.ObjectVersion, with the object whose
 * canonical bytes are OBJECT (empty: left out). BYTES says by has_failed whether it fitted. */
void splice_version(struct buffer *bytes, uint32_t number, const struct stored_version *version, slice object);

/* Appends BYTES as field NUMBER, length-delimited. */
void splice_block(struct buffer *bytes, uint32_t number, slice block);

/* Appends MESSAGE as field NUMBER. */
void splice_message(struct buffer *bytes, uint32_t number, const ProtobufCMessage *message);

/* The number of VERSION, in a draft the one asked for; borrowed. False: its record is damaged. */
bool stored_version_number(const struct stored_version *version, slice *ret_text);

/* The state of VERSION; unspecified when its record is damaged. */
Catalog__V1__LifecycleState stored_version_state(const struct stored_version *version);

#define ETAG_BYTES 24

/* The etag of an object version whose last change was REVISION. */
void etag_format(uint64_t revision, char ret_etag[ETAG_BYTES]);

/* VERSION as a message of its own, in ARENA, without the object. Errors: STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED.
 */
MUST_CHECK status_code splice_unpack(const struct stored_version *version, struct arena *arena,
                                     Catalog__V1__ObjectVersion **ret_version, struct problem *problem);

#endif
