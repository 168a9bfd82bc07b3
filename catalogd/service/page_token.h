/* Opaque tokens of paged lists. A token says at which revision the first page was read, after which key the next one
 * begins, and of which method and request it is; a keyed hash keeps a stranger from making one up. */
#ifndef CATALOGD_SERVICE_PAGE_TOKEN_H
#define CATALOGD_SERVICE_PAGE_TOKEN_H

#include "service/service.h"

struct page_token {
    uint64_t revision;
    const char *after; /* "": from the first */
};

/* Reads TEXT, the page_token of CALL's request, into the call's arena. "" gives a token for the first page at
 * AT_REVISION. Errors: STATUS_INVALID_ARGUMENT (BAD_PAGE_TOKEN: changed, of another request, or of another run of the
 * server), STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code page_token_read(const struct service *service, struct call *call, const char *text,
                                       uint64_t at_revision, struct page_token *ret_token);

/* The text of TOKEN for CALL's request, in the call's arena; NULL: no room. The request counts without page_token and
 * page_size, which may change from page to page. */
const char *page_token_text(const struct service *service, struct call *call, const struct page_token *token);

/* The page size that was asked for, with 0 meaning the default. Errors: STATUS_INVALID_ARGUMENT (BAD_PAGE_SIZE). */
MUST_CHECK status_code page_size_read(uint32_t asked, size_t *ret_size, struct problem *problem);

#endif
