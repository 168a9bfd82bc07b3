/* Canonical bytes and digests.
 *
 * The canonical bytes of a message are what protobuf-c packs: fields in tag order, zero values left out. That is one
 * form for one content as long as the message holds no unknown fields at any depth (write paths guard with
 * refuse_unknown) and the schema has no maps and no floats (it has none). */
#ifndef CATALOGD_CODEC_CANONICAL_H
#define CATALOGD_CODEC_CANONICAL_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/slice.h"
#include "base/status.h"

#include <protobuf-c/protobuf-c.h>

/* Whether FIELD of a message of DESCRIPTOR counts. Called once for each field that holds something, at every depth. */
typedef bool (*canonical_keep)(void *context, const ProtobufCMessageDescriptor *descriptor,
                               const ProtobufCFieldDescriptor *field);

/* SHA-256 over the message's full name, a line feed and BYTES: "catalog.v1.Object\n...". For bytes as they were
 * received or stored, which are never packed again. Cannot fail. */
struct digest canonical_digest_of_bytes(const ProtobufCMessageDescriptor *descriptor, slice bytes);

/* The same over the canonical bytes of MESSAGE. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code canonical_digest(const ProtobufCMessage *message, struct digest *ret_digest,
                                        struct problem *problem);

/* A copy of MESSAGE in ARENA with only the fields that KEEP wants, at every depth, and without unknown fields. Strings,
 * bytes and numbers are shared with MESSAGE, which must outlive the copy and is not changed.
 * Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code canonical_prune(const ProtobufCMessage *message, canonical_keep keep, void *context,
                                       struct arena *arena, ProtobufCMessage **ret_message, struct problem *problem);

/* canonical_digest of what canonical_prune leaves. ARENA holds the copy.
 * Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code canonical_digest_where(const ProtobufCMessage *message, canonical_keep keep, void *context,
                                              struct arena *arena, struct digest *ret_digest, struct problem *problem);

/* A copy of MESSAGE's own struct in ARENA with the fields named in NAMES (COUNT of them; a name it lacks is passed
 * over) empty; everything below is shared with MESSAGE. Pack it, or digest it. NULL: no room. */
ProtobufCMessage *canonical_without(const ProtobufCMessage *message, const char *const *names, size_t count,
                                    struct arena *arena);

#endif
