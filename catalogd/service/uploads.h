/* Objects laid aside for one ApplyObjects that is larger than a message. An upload belongs to who began it and is
 * forgotten after ten minutes without a call, and when the server stops. Any thread. */
#ifndef CATALOGD_SERVICE_UPLOADS_H
#define CATALOGD_SERVICE_UPLOADS_H

#include "base/digest.h"
#include "service/call.h"

#include "catalog/v1/catalog_service.pb-c.h"

struct uploads;

/* The objects of an upload, unpacked. */
struct staged_objects {
    Catalog__V1__Object **objects;
    size_t count;
    struct digest digest; /* uploads_digest of these */
};

/* NULL: no memory. */
struct uploads *uploads_new(void);

/* UPLOADS may be NULL. */
void uploads_free(struct uploads *uploads);

/* Adds the objects of CALL's StageObjectsRequest. A call that is repeated, as its offset and content tell, adds
 * nothing. Errors: STATUS_INVALID_ARGUMENT (BAD_UPLOAD_ID), STATUS_OUT_OF_RANGE (UPLOAD_OFFSET),
 * STATUS_RESOURCE_EXHAUSTED (UPLOAD_TOO_LARGE, TOO_MANY_UPLOADS). */
MUST_CHECK status_code uploads_add(struct uploads *uploads, struct call *call,
                                   Catalog__V1__StageObjectsResponse *ret_state);

/* The digest over the objects laid aside so far in the upload ID of CALL's principal, however many calls they came in.
 * False: there is no such upload. */
bool uploads_digest(struct uploads *uploads, const struct call *call, const char *id, struct digest *ret_digest);

/* The objects of the upload ID of CALL's principal, unpacked into ARENA. It stays, so that the call can be repeated.
 * Errors: STATUS_NOT_FOUND (UPLOAD_NOT_FOUND), STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code uploads_take(struct uploads *uploads, const struct call *call, const char *id,
                                    struct arena *arena, struct staged_objects *ret_staged, struct problem *problem);

#endif
