/* The method table: one row for each RPC carries the whole policy, handlers hold none. */
#ifndef CATALOGD_SERVICE_METHOD_H
#define CATALOGD_SERVICE_METHOD_H

#include "service/call.h"

#include <stddef.h>

struct service;

/* Where a call runs. */
enum method_class {
    METHOD_INLINE, /* in the transport's callback: never blocks, never waits for a lock long; point reads and health */
    METHOD_POOLED, /* on a worker thread */
    METHOD_WRITE,  /* planned on a worker thread, then moved to the writer */
    METHOD_WAIT    /* parked until something happens, 60 s at most */
};

/* What the caller must be allowed to do. */
enum permission {
    PERMISSION_NONE,  /* everybody, on every transport */
    PERMISSION_READ,  /* read published objects and resolve */
    PERMISSION_WRITE, /* store drafts */
    PERMISSION_CURATE /* publish, deprecate, yank */
};

/* Handles CALL. Called with call->request unpacked and guarded. Threads: as the class says. */
typedef enum call_progress (*method_handler)(struct service *service, struct call *call);

/* ApplyObjects may need more than its row says, depending on the request; returns the permission needed. */
typedef enum permission (*method_permission)(const ProtobufCMessage *request);

struct method {
    const char *name; /* "catalog.v1.CatalogService/GetObject" */
    const ProtobufCMessageDescriptor *request;
    const ProtobufCMessageDescriptor *response;
    method_handler handler;
    enum method_class method_class;
    enum permission permission;
    method_permission permission_of; /* NULL: `permission` is all there is to say */
    bool is_mutation;                /* request_id is required, unknown fields are refused */
};

/* Every method, in order of name. Static. */
const struct method *method_table(size_t *ret_count);

/* The row of NAME, or NULL. */
const struct method *method_find(const char *name);

#endif
