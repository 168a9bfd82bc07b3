/* The store: one LMDB environment in the data directory. Everything that is ever changed goes through one writer thread
 * (store/writer.h) and everything that is read through snapshots (store/snapshot.h).
 *
 * The directory holds data.mdb and lock.mdb of LMDB, and catalogd.lock, which keeps a second daemon out: its caches
 * would not know what the first one changes. */
#ifndef CATALOGD_STORE_STORE_H
#define CATALOGD_STORE_STORE_H

#include "base/clock.h"
#include "base/digest.h"
#include "base/macros.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

#define STORE_MAP_SIZE_DEFAULT ((size_t)64 << 30)
#define STORE_MAP_SIZE_MIN     ((size_t)1 << 20)
#define STORE_FORMAT_VERSION   1

struct store;

struct store_options {
    const char *directory;      /* made with mode 0700 when it is not there; its parent must be */
    size_t map_size;            /* bytes, the most the store can ever hold; 0: STORE_MAP_SIZE_DEFAULT */
    unsigned max_readers;       /* snapshots open at once; 0: 512 */
    unsigned disk_full_percent; /* writes are refused from here on; 0: 90 */
    size_t request_ids_max;     /* requests remembered against repetition; 0: 4 million */
    struct clock clock;         /* gives changes their time; now NULL: the wall clock */
};

/* Where the log ends. All zero: nothing was ever stored. */
struct store_head {
    uint64_t revision;
    time_ns committed_at;
};

/* Opens or makes the store and starts its writer thread. Ownership: OPTIONS is copied; close *ret_store with
 * store_close. Errors: STATUS_FAILED_PRECONDITION (STORE_IN_USE, NOT_A_STORE, STORE_TOO_NEW), STATUS_DATA_LOSS
 * (STORE_DAMAGED), STATUS_PERMISSION_DENIED, STATUS_INVALID_ARGUMENT (map_size). */
MUST_CHECK status_code store_open(const struct store_options *options, struct store **ret_store,
                                  struct problem *problem);

/* Finishes what was given to the writer, stops it, closes everything and frees STORE, which may be NULL. No snapshot
 * may be open. */
void store_close(struct store *store);

/* The newest revision. Any thread; does not block. */
struct store_head store_head(struct store *store);

/* Whether the disk failed a write: reads go on, writes are refused until a restart. Any thread. */
bool store_is_read_only(const struct store *store);

/* Calls LISTENER on the writer thread after each commit. It may not block. One listener; set it before the first write.
 */
typedef void (*store_listener)(void *context, struct store_head head);
void store_set_listener(struct store *store, store_listener listener, void *context);

#endif
