/* Checking a store that nobody uses: everything in it that follows from the log and the blobs is built again in a
 * scratch environment and compared, the chain and every digest are verified. Idempotency is not compared. */
#ifndef CATALOGD_STORE_CHECK_H
#define CATALOGD_STORE_CHECK_H

#include "store/store.h"

/* What was found. */
struct store_check_report {
    uint64_t revision;       /* the newest one */
    uint64_t changes;        /* verified */
    uint64_t blobs;          /* verified */
    uint64_t records;        /* compared */
    uint64_t fault_count;    /* 0: the store is clean */
    uint64_t faults_printed; /* of those */
};

/* Takes one line about each fault, without line feed; at most STORE_CHECK_FAULTS_MAX of them. */
typedef void (*store_check_printer)(void *context, const char *line);

#define STORE_CHECK_FAULTS_MAX 100

/* Checks the store that OPTIONS name; its directory must hold one, and its lock is taken while it runs. The scratch
 * environment is in a new directory below SCRATCH_DIRECTORY (NULL: $TMPDIR or /tmp), removed at the end. Faults are no
 * error: they are in *ret_report. Errors: those of store_open; STATUS_NOT_FOUND (NO_STORE); STATUS_RESOURCE_EXHAUSTED
 * (no room for the scratch environment). */
MUST_CHECK status_code store_check(const struct store_options *options, const char *scratch_directory,
                                   store_check_printer print, void *context, struct store_check_report *ret_report,
                                   struct problem *problem);

#endif
