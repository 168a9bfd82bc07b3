/* An LMDB transaction over the store's tables. It remembers its first error, so that steps chain and the end of a
 * writing one becomes commit or abort.
 *
 * What it returns is borrowed from the map: from a reading one until it ends, from a writing one until its next write.
 * Threads: one at a time. Only for files of this room. */
#ifndef CATALOGD_STORE_TXN_H
#define CATALOGD_STORE_TXN_H

#include "base/macros.h"
#include "base/slice.h"
#include "base/status.h"
#include "store/key.h"

#include <lmdb.h>

/* X(NAME, "name on disk", whether `check` builds it again and compares) */
#define STORE_TABLES(X)                                                                                                \
    X(META, "meta", false)                                                                                             \
    X(LOG, "log", false)                                                                                               \
    X(BLOB, "blob", false)                                                                                             \
    X(NAME, "name", true)                                                                                              \
    X(KIND, "kind", true)                                                                                              \
    X(KIND_HEAD, "kind_head", true)                                                                                    \
    X(VERSION, "version", true)                                                                                        \
    X(LIFE, "life", true)                                                                                              \
    X(NEWEST, "newest", true)                                                                                          \
    X(DRAFT, "draft", true)                                                                                            \
    X(REF, "ref", true)                                                                                                \
    X(DECISION, "decision", true)                                                                                      \
    X(DECIDED, "decided", true)                                                                                        \
    X(ADVISORY, "advisory", true)                                                                                      \
    X(ADVISED, "advised", true)                                                                                        \
    X(GATE_RECORD, "gate_record", true)                                                                                \
    X(TAXONOMY, "taxonomy", true)                                                                                      \
    X(TAXONOMY_ENTRY, "taxonomy_entry", true)                                                                          \
    X(TAXONOMY_MAPPING, "taxonomy_mapping", true)                                                                      \
    X(IDEM, "idem", false)                                                                                             \
    X(IDEM_AGE, "idem_age", false)

enum table {
#define X(name, text, is_derived) TABLE_##name,
    STORE_TABLES(X)
#undef X
        TABLE_COUNT
};

const char *table_name(enum table table);
bool table_is_derived(enum table table);

struct txn {
    MDB_txn *handle;
    const MDB_dbi *tables; /* TABLE_COUNT of them, borrowed */
    bool is_reading;
    int error; /* the first one of LMDB; 0: none */
    MDB_cursor *cursors[TABLE_COUNT];
    bool is_cursor_current[TABLE_COUNT];
};

/* Begins a writing transaction. On failure error is set, and everything that follows does nothing. */
void txn_begin_write(struct txn *txn, MDB_env *env, const MDB_dbi tables[TABLE_COUNT]);

/* Commits a writing transaction, or aborts it when a step failed. Returns the first error of LMDB, or 0. */
MUST_CHECK int txn_commit(struct txn *txn);
void txn_abort(struct txn *txn);

/* Begins a reading transaction. Returns an error of LMDB. txn_rest gives its snapshot back and keeps its memory;
 * txn_renew takes a new one. */
MUST_CHECK int txn_begin_read(struct txn *txn, MDB_env *env, const MDB_dbi tables[TABLE_COUNT]);
void txn_rest(struct txn *txn);
MUST_CHECK int txn_renew(struct txn *txn);
void txn_end_read(struct txn *txn);

/* The value of KEY. False: there is none, or an error. */
bool txn_get(struct txn *txn, enum table table, slice key, slice *ret_value);

/* Sets the value of KEY. */
void txn_put(struct txn *txn, enum table table, slice key, slice value);

/* Sets the value of KEY unless it has one. */
void txn_put_new(struct txn *txn, enum table table, slice key, slice value);

void txn_delete(struct txn *txn, enum table table, slice key);

/* The last record whose key begins with PREFIX and is at most PREFIX followed by REVISION. False: none, or an error. */
bool txn_floor(struct txn *txn, enum table table, const struct key *prefix, uint64_t revision, slice *ret_key,
               slice *ret_value);

/* Walks the records whose keys begin with PREFIX, in order, from the first one at or after START. A table has one
 * cursor in a transaction: walks of one table do not nest. */
struct txn_walk {
    struct txn *txn;
    enum table table;
    slice prefix;
    slice start;
    bool has_started;
};
bool txn_next(struct txn_walk *walk, slice *ret_key, slice *ret_value);

/* The words for an error of LMDB. MAP_FULL is RESOURCE_EXHAUSTED, damage is DATA_LOSS. Returns the code. */
status_code txn_problem(int error, struct problem *problem);

/* STATUS_OK, or the problem for the first error of TXN. */
status_code txn_status(const struct txn *txn, struct problem *problem);

#endif
