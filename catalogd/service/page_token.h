/* Opaque tokens of paged lists. A token says at which revision the first page was read, after which key the next one
 * begins, and of which method and request it is; a keyed hash keeps a stranger from making one up. */
#ifndef CATALOGD_SERVICE_PAGE_TOKEN_H
#define CATALOGD_SERVICE_PAGE_TOKEN_H

#include "base/digest.h"
#include "service/service.h"

/* What a token is good for: one method and one request. */
struct page_scope {
    const char *method;
    struct digest request;
};

struct page_token {
    uint64_t revision;
    const char *after; /* "": from the first */
};

/* The scope of the pages of CALL's own request, which counts without page_token and page_size: they may change from
 * page to page. Errors: STATUS_RESOURCE_EXHAUSTED, in the call's problem. */
MUST_CHECK status_code page_scope_of(struct call *call, struct page_scope *ret_scope);

/* Reads TEXT into TOKEN; its parts live in ARENA. "" leaves TOKEN as it is: that of the first page. Errors:
 * STATUS_INVALID_ARGUMENT (BAD_PAGE_TOKEN: changed, of another scope, or of another run of the server),
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code page_token_read(const struct service *service, const struct page_scope *scope, const char *text,
                                       struct arena *arena, struct page_token *token, struct problem *problem);

/* The text of TOKEN, in ARENA; NULL: no room. */
const char *page_token_text(const struct service *service, const struct page_scope *scope,
                            const struct page_token *token, struct arena *arena);

/* The page size that was asked for, with 0 meaning the default. Errors: STATUS_INVALID_ARGUMENT (BAD_PAGE_SIZE). */
MUST_CHECK status_code page_size_read(uint32_t asked, size_t *ret_size, struct problem *problem);

#endif
