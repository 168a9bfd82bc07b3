/* Answers that come in pages, put together: the first page holds what is on the others. For walking over pages one by
 * one see lib/pager.h. */
#ifndef CATALOG_LIB_PAGES_H
#define CATALOG_LIB_PAGES_H

#include "base/arena.h"
#include "catalog/call.h"

#include <stddef.h>

/* How the pages of one method go together. */
struct pages_kind {
    const char *method;
    size_t token_in;  /* char *, in the struct of the request */
    size_t token_out; /* char *, in the struct of the response */
    /* Points at what is on PAGE, which lives as long as ALL, from ALL. */
    enum catalog_code (*add)(ProtobufCMessage *all, ProtobufCMessage *page, struct catalog_error **ret_error);
};

#define PAGES_KIND(service, request_type, response_type, function)                                                     \
    {                                                                                                                  \
        .method = "catalog.v1." service, .token_in = offsetof(request_type, page_token),                               \
        .token_out = offsetof(response_type, next_page_token), .add = (function)                                       \
    }

/* Calls the method with REQUEST, whose token is overwritten, until no page is left. Ownership: *ret_all is the
 * caller's, freed with catalog_message_free. Errors: those of the method and of add, CATALOG_DATA_LOSS (the server
 * names a page as its own successor). */
enum catalog_code pages_gather(const struct pages_kind *kind, struct catalog_client *client, ProtobufCMessage *request,
                               const struct catalog_call_options *options, ProtobufCMessage **ret_all,
                               struct catalog_error **ret_error);

/* The error for a page that leads nowhere. */
enum catalog_code pages_repeated(struct catalog_error **ret_error);

/* The pointers of ALL, then those of MORE, in ARENA. NULL: no memory. */
void *pages_join(struct arena *arena, const void *all, size_t count, const void *more, size_t more_count);

#endif
