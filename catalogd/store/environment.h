/* The files of a store, opened and checked. Only for files of this room. */
#ifndef CATALOGD_STORE_ENVIRONMENT_H
#define CATALOGD_STORE_ENVIRONMENT_H

#include "store/store.h"
#include "store/txn.h"

struct environment {
    int lock_fd;
    MDB_env *env;
    MDB_dbi tables[TABLE_COUNT];
};

/* Locks the directory, checks the files before they are mapped, opens them, and makes the tables and the format record
 * of a new store. Errors: those of store_open. Ownership: environment_close, on failure too, frees what was opened. */
MUST_CHECK status_code environment_open(struct environment *environment, const struct store_options *options,
                                        struct problem *problem);

/* A scratch environment in an empty directory, without lock and without sync. */
MUST_CHECK status_code environment_open_scratch(struct environment *environment, const char *directory, size_t map_size,
                                                struct problem *problem);

/* ENVIRONMENT may be half open or closed. */
void environment_close(struct environment *environment);

#endif
