/* One page of a list on its way into the reply. */
#ifndef CATALOGD_SERVICE_PAGE_H
#define CATALOGD_SERVICE_PAGE_H

#include "service/page_token.h"
#include "store/snapshot.h"

struct page {
    struct service *service;
    struct call *call;
    struct snapshot *snapshot;
    struct page_scope scope;
    struct page_token token; /* the revision, and after which key to go on */
    size_t wanted;
    size_t count;
};

/* Whether PAGE has as much as was asked for, or as goes into one answer. */
bool page_is_full(const struct page *page);

/* Begins the page of CALL's request that TOKEN, PAGE_SIZE and AT_REVISION say, and takes a snapshot. End it with
 * page_end where this succeeded. Errors, in the call's problem: STATUS_INVALID_ARGUMENT, STATUS_OUT_OF_RANGE,
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code page_begin(struct page *page, struct service *service, struct call *call, const char *token,
                                  uint32_t page_size, uint64_t at_revision);

/* For lists of records that stand under a name and a number: takes from PAGE's token where FILTER goes on. False: the
 * call's problem says why. */
bool page_read_after(struct page *page, struct numbered_filter *filter);

/* Sets PAGE's token and FILTER to go on after the record ID about NAME. False: as above. */
bool page_go_on_after(struct page *page, const char *name, const char *id, struct numbered_filter *filter);

/* Appends the token of the next page as field 2 where there is more, and gives the snapshot back. */
void page_end(struct page *page, bool has_more);

#endif
