/* Walking over answers that come in pages, whatever is on them. */
#ifndef CATALOG_LIB_PAGER_H
#define CATALOG_LIB_PAGER_H

#include "base/arena.h"
#include "catalog/call.h"

#include <stddef.h>

/* Where a method keeps what a pager needs: offsets in the structs of its request and response. */
struct pager_kind {
    const char *method;
    size_t token_in;  /* char *, in the request */
    size_t count;     /* size_t, in the response */
    size_t items;     /* pointer to pointers, in the response */
    size_t token_out; /* char *, in the response */
};

#define PAGER_KIND(service, request_type, response_type, field)                                                        \
    {                                                                                                                  \
        .method = "catalog.v1." service, .token_in = offsetof(request_type, page_token),                               \
        .count = offsetof(response_type, n_##field), .items = offsetof(response_type, field),                          \
        .token_out = offsetof(response_type, next_page_token)                                                          \
    }

/* One thread at a time. */
struct pager {
    const struct pager_kind *kind;
    struct catalog_client *client;
    struct catalog_call_options options;
    struct arena arena;        /* holds request */
    ProtobufCMessage *request; /* a copy of the caller's */
    ProtobufCMessage *page;    /* the present one, or NULL */
    size_t next;               /* on it */
};

/* REQUEST and OPTIONS are copied. Free with pager_done, also after a failure. Errors: CATALOG_RESOURCE_EXHAUSTED. */
enum catalog_code pager_init(struct pager *pager, const struct pager_kind *kind, struct catalog_client *client,
                             const ProtobufCMessage *request, const struct catalog_call_options *options,
                             struct catalog_error **ret_error);
void pager_done(struct pager *pager);

/* The next item; NULL at the end. Borrowed until the next call. Errors: those of the method, after which the same page
 * is asked for again; CATALOG_DATA_LOSS (the server names the same page as the next one). */
enum catalog_code pager_next(struct pager *pager, const void **ret_item, struct catalog_error **ret_error);

#endif
