/* Reading a stretch of the log into an answer. */
#ifndef CATALOGD_SERVICE_CHANGE_READER_H
#define CATALOGD_SERVICE_CHANGE_READER_H

#include "base/buffer.h"
#include "store/snapshot.h"

/* Which changes; "" means all. A change counts when any of its objects, or the feature of any of its decisions,
 * does, and is shown whole. */
struct change_filter {
    const char *name_space;
    const char *name;
    size_t limit; /* how many at most */
};

struct change_page {
    uint64_t after; /* read up to here, changes that the filter left out included */
    size_t count;   /* changes found */
    bool has_more;  /* there is more to read, whether or not the filter lets it through */
};

/* Appends the changes after REVISION that FILTER lets through to REPLY, as field 1 each. Looks at a bounded
 * number of changes. ARENA is scratch. Errors: STATUS_OUT_OF_RANGE (FUTURE_REVISION), STATUS_DATA_LOSS. */
MUST_CHECK status_code changes_read(struct snapshot *snapshot, uint64_t revision, const struct change_filter *filter,
                                    struct buffer *reply, struct change_page *ret_page, struct problem *problem);

#endif
