/* Objects laid aside for one ApplyObjects that is larger than a message, and items of a taxonomy for one
 * ImportTaxonomy. An upload belongs to who began it and to the method that laid aside, and is forgotten after ten
 * minutes without a call, and when the server stops. Any thread.
 *
 * A request that lays aside has as its first fields upload_id, offset and the list of what is laid aside, messages of
 * one type; KIND is its descriptor. */
#ifndef CATALOGD_SERVICE_UPLOADS_H
#define CATALOGD_SERVICE_UPLOADS_H

#include "base/digest.h"
#include "service/call.h"

struct uploads;

/* What an upload holds, unpacked. */
struct staged_items {
    ProtobufCMessage **items;
    size_t count;
    struct digest digest; /* uploads_digest of these */
};

/* How far an upload is. */
struct upload_state {
    size_t count;
    size_t size_bytes;
};

/* NULL: no memory. */
struct uploads *uploads_new(void);

/* UPLOADS may be NULL. */
void uploads_free(struct uploads *uploads);

/* Adds what CALL's request lays aside. A call that is repeated, as its offset and content tell, adds
 * nothing. Errors: STATUS_INVALID_ARGUMENT (BAD_UPLOAD_ID, NO_OBJECTS), STATUS_OUT_OF_RANGE
 * (UPLOAD_OFFSET), STATUS_RESOURCE_EXHAUSTED (UPLOAD_TOO_LARGE, TOO_MANY_UPLOADS). */
MUST_CHECK status_code uploads_add(struct uploads *uploads, struct call *call, struct upload_state *ret_state);

/* The digest over what was laid aside so far in the upload ID of CALL's principal, however many calls they came in.
 * False: there is no such upload. */
bool uploads_digest(struct uploads *uploads, const struct call *call, const ProtobufCMessageDescriptor *kind,
                    const char *id, struct digest *ret_digest);

/* What was laid aside in the upload ID of CALL's principal, unpacked into ARENA. It stays, so that the call can be
 * repeated. Errors: STATUS_NOT_FOUND (UPLOAD_NOT_FOUND), STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code uploads_take(struct uploads *uploads, const struct call *call,
                                    const ProtobufCMessageDescriptor *kind, const char *id, struct arena *arena,
                                    struct staged_items *ret_staged, struct problem *problem);

#endif
