/* The parts of a check: replaying the log, and comparing what comes of it. Only for files of this room. */
#ifndef CATALOGD_STORE_CHECK_RUN_H
#define CATALOGD_STORE_CHECK_RUN_H

#include "changelog/chain.h"
#include "store/check.h"
#include "store/environment.h"

#include <limits.h>

struct check {
    struct environment stored;
    struct environment scratch;
    char scratch_directory[PATH_MAX];
    struct txn source; /* a reading one of the store */
    struct txn target; /* a writing one of the scratch environment, then a reading one */
    struct chain_head head;
    struct arena arena; /* for one change */
    store_check_printer print;
    void *context;
    struct store_check_report *report;
};

/* Counts a fault and prints one line about it. */
void check_fault(struct check *check, const char *format, ...) PRINTF_LIKE(2, 3);

/* Builds the derived tables in the scratch environment from the log and the blobs of the store, verifying chain and
 * digests. Returns an error of LMDB. */
MUST_CHECK int check_replay(struct check *check);

/* Verifies what TAXONOMY of a change holds and puts it into the tables of the scratch environment. */
void check_taxonomy(struct check *check, const Catalog__V1__Taxonomy *taxonomy);

/* Compares the derived tables of both, and looks for contents that no change names. Returns an error of LMDB. */
MUST_CHECK int check_compare(struct check *check);

#endif
