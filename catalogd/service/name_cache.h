/* The published versions of names, described, shared by all calls: what a resolution asks for of every threat, control
 * and component that it meets.
 *
 * The rule: what is known of a name is a function of the changes that mention it. So what was read when the newest of
 * them was L serves every snapshot that knows no newer one and reads at L or later; a snapshot that reads further back
 * reads for itself. Whether that holds is looked up in the snapshot, once for each head of the log. Any thread. */
#ifndef CATALOGD_SERVICE_NAME_CACHE_H
#define CATALOGD_SERVICE_NAME_CACHE_H

#include "model/view.h"
#include "store/snapshot.h"

struct name_cache;

/* The versions of one name. */
struct named_versions {
    const char *name;
    struct view_version *versions; /* in order of publication */
    size_t count;
    uint64_t last_revision; /* of the newest change that mentions the name; 0: it was never used */
};

/* LIMIT_BYTES bounds what is kept; where there is no more room all is forgotten. NULL: no memory. */
struct name_cache *name_cache_new(size_t limit_bytes);

/* CACHE may be NULL. */
void name_cache_free(struct name_cache *cache);

/* The published versions of NAME as SNAPSHOT sees them; none: zero count. Ownership: *ret_named lives in ARENA, a copy.
 * Errors: STATUS_DATA_LOSS, STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code name_cache_get(struct name_cache *cache, struct snapshot *snapshot, const char *name,
                                      struct arena *arena, const struct named_versions **ret_named,
                                      struct problem *problem);

/* Describes STORED; strings live in ARENA. Errors: STATUS_DATA_LOSS (RECORD_DAMAGED), STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code name_cache_describe(const struct stored_version *stored, struct arena *arena,
                                           struct view_version *ret_version, struct problem *problem);

#endif
