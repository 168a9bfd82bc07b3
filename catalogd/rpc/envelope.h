/* The envelope of a call: catalog.v1.Request in, catalog.v1.Response out. */
#ifndef CATALOGD_RPC_ENVELOPE_H
#define CATALOGD_RPC_ENVELOPE_H

#include "base/buffer.h"
#include "base/limits.h"
#include "base/status.h"

/* Bytes of a Response beside its payload, at most, when it has no status. */
#define ENVELOPE_HEAD_BYTES 32
#define REPLY_LIMIT_BYTES   (LIMIT_MESSAGE_BYTES - ENVELOPE_HEAD_BYTES)

struct envelope_request {
    char method[LIMIT_METHOD_BYTES];
    uint32_t timeout_ms; /* 0: not given */
    slice payload;       /* borrowed from the bytes that were read */
};

/* Reads a packed Request: guarded, nothing copied but the method's name. Metadata is checked and left out.
 * Errors: those of guard_check; STATUS_INVALID_ARGUMENT (INVALID_METHOD, INVALID_METADATA),
 * STATUS_RESOURCE_EXHAUSTED (METADATA_TOO_LARGE). */
MUST_CHECK status_code envelope_read_request(slice bytes, struct envelope_request *ret_request,
                                             struct problem *problem);

/* Appends all of a successful Response that comes before its payload of PAYLOAD_BYTES. */
void envelope_write_head(struct buffer *buffer, uint64_t revision, size_t payload_bytes);

/* Appends a Response that tells PROBLEM, whose text is made valid UTF-8. Too many violations for the buffer are left
 * out, last of all every one of them. */
void envelope_write_failure(struct buffer *buffer, uint64_t revision, const struct problem *problem);

#endif
