#include "store/txn.h"

#include <errno.h>

static const struct {
    const char *name;
    bool is_derived;
} table_facts[TABLE_COUNT] = {
#define X(name, text, is_derived) {text, is_derived},
    STORE_TABLES(X)
#undef X
};

const char *table_name(enum table table) {
    return table_facts[table].name;
}

bool table_is_derived(enum table table) {
    return table_facts[table].is_derived;
}

static void note_error(struct txn *txn, int error) {
    if (txn->error == 0 && error != MDB_NOTFOUND)
        txn->error = error;
}

static MDB_val value_of(slice bytes) {
    /* LMDB takes keys and values to write through a pointer that is not const and does not change them. */
    return (MDB_val){.mv_size = bytes.size, .mv_data = (void *)(uintptr_t)bytes.data};
}

void txn_begin_write(struct txn *txn, MDB_env *env, const MDB_dbi tables[TABLE_COUNT]) {
    *txn = (struct txn){.tables = tables};
    note_error(txn, mdb_txn_begin(env, NULL, 0, &txn->handle));
}

static void close_cursors(struct txn *txn) {
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (txn->cursors[i] != NULL)
            mdb_cursor_close(txn->cursors[i]);
        txn->cursors[i] = NULL;
    }
}

void txn_abort(struct txn *txn) {
    close_cursors(txn);
    if (txn->handle != NULL)
        mdb_txn_abort(txn->handle);
    txn->handle = NULL;
}

int txn_commit(struct txn *txn) {
    if (txn->error != 0) {
        txn_abort(txn);
        return txn->error;
    }
    close_cursors(txn);
    note_error(txn, mdb_txn_commit(txn->handle));
    txn->handle = NULL;
    return txn->error;
}

int txn_begin_read(struct txn *txn, MDB_env *env, const MDB_dbi tables[TABLE_COUNT]) {
    *txn = (struct txn){.tables = tables, .is_reading = true};
    return mdb_txn_begin(env, NULL, MDB_RDONLY, &txn->handle);
}

void txn_rest(struct txn *txn) {
    mdb_txn_reset(txn->handle);
    memset(txn->is_cursor_current, 0, sizeof txn->is_cursor_current);
}

int txn_renew(struct txn *txn) {
    txn->error = 0;
    return mdb_txn_renew(txn->handle);
}

void txn_end_read(struct txn *txn) {
    txn_abort(txn);
}

bool txn_get(struct txn *txn, enum table table, slice key, slice *ret_value) {
    if (txn->error != 0 || key.size == 0)
        return false;
    MDB_val wanted = value_of(key);
    MDB_val found = {0};
    int error = mdb_get(txn->handle, txn->tables[table], &wanted, &found);
    if (error != 0) {
        note_error(txn, error);
        return false;
    }
    *ret_value = slice_of(found.mv_data, found.mv_size);
    return true;
}

static void put(struct txn *txn, enum table table, slice key, slice value, unsigned flags) {
    if (txn->error != 0)
        return;
    MDB_val wanted = value_of(key);
    MDB_val stored = value_of(value);
    int error = mdb_put(txn->handle, txn->tables[table], &wanted, &stored, flags);
    if (error != MDB_KEYEXIST)
        note_error(txn, error);
}

void txn_put(struct txn *txn, enum table table, slice key, slice value) {
    put(txn, table, key, value, 0);
}

void txn_put_new(struct txn *txn, enum table table, slice key, slice value) {
    put(txn, table, key, value, MDB_NOOVERWRITE);
}

void txn_delete(struct txn *txn, enum table table, slice key) {
    if (txn->error != 0)
        return;
    MDB_val wanted = value_of(key);
    note_error(txn, mdb_del(txn->handle, txn->tables[table], &wanted, NULL));
}

/* Opening a cursor allocates; a resting reader keeps its own and renews them. */
static MDB_cursor *cursor_of(struct txn *txn, enum table table) {
    if (txn->error != 0)
        return NULL;
    int error = 0;
    if (txn->cursors[table] == NULL)
        error = mdb_cursor_open(txn->handle, txn->tables[table], &txn->cursors[table]);
    else if (txn->is_reading && !txn->is_cursor_current[table])
        error = mdb_cursor_renew(txn->handle, txn->cursors[table]);
    txn->is_cursor_current[table] = error == 0;
    note_error(txn, error);
    return error == 0 ? txn->cursors[table] : NULL;
}

static bool cursor_move(struct txn *txn, MDB_cursor *cursor, MDB_cursor_op op, MDB_val *key, MDB_val *value) {
    int error = mdb_cursor_get(cursor, key, value, op);
    if (error != 0)
        note_error(txn, error);
    return error == 0;
}

static bool begins_with(slice bytes, slice prefix) {
    return bytes.size >= prefix.size && (prefix.size == 0 || memcmp(bytes.data, prefix.data, prefix.size) == 0);
}

/* Puts the cursor on the last record before KEY. */
static bool move_before(struct txn *txn, MDB_cursor *cursor, slice key, MDB_val *found, MDB_val *value) {
    *found = value_of(key);
    MDB_cursor_op back = cursor_move(txn, cursor, MDB_SET_RANGE, found, value) ? MDB_PREV : MDB_LAST;
    return txn->error == 0 && cursor_move(txn, cursor, back, found, value);
}

bool txn_floor(struct txn *txn, enum table table, const struct key *prefix, uint64_t revision, slice *ret_key,
               slice *ret_value) {
    MDB_cursor *cursor = cursor_of(txn, table);
    struct key after = *prefix;
    key_add_u64(&after, revision == UINT64_MAX ? revision : revision + 1);
    if (cursor == NULL || after.size == 0)
        return false;
    MDB_val found = {0};
    MDB_val value = {0};
    if (!move_before(txn, cursor, key_slice(&after), &found, &value))
        return false;
    slice key = slice_of(found.mv_data, found.mv_size);
    if (!begins_with(key, key_slice(prefix)))
        return false;
    *ret_key = key;
    *ret_value = slice_of(value.mv_data, value.mv_size);
    return true;
}

bool txn_next(struct txn_walk *walk, slice *ret_key, slice *ret_value) {
    MDB_cursor *cursor = cursor_of(walk->txn, walk->table);
    if (cursor == NULL)
        return false;
    slice start = walk->start.size == 0 ? walk->prefix : walk->start;
    MDB_val key = value_of(start);
    MDB_val value = {0};
    MDB_cursor_op first = start.size == 0 ? MDB_FIRST : MDB_SET_RANGE;
    if (!cursor_move(walk->txn, cursor, walk->has_started ? MDB_NEXT : first, &key, &value))
        return false;
    walk->has_started = true;
    *ret_key = slice_of(key.mv_data, key.mv_size);
    *ret_value = slice_of(value.mv_data, value.mv_size);
    return begins_with(*ret_key, walk->prefix);
}

/* What an error of LMDB or of the system means to a caller. */
static const struct {
    int error;
    status_code code;
    const char *reason;
    const char *words;
} error_facts[] = {
    {MDB_MAP_FULL, STATUS_RESOURCE_EXHAUSTED, "STORE_FULL",
     "the store has reached store.map_size; nothing of this call was stored"},
    {MDB_READERS_FULL, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_READERS", "too many calls read the store at once"},
    {ENOMEM, STATUS_RESOURCE_EXHAUSTED, "OUT_OF_MEMORY", "the machine has no memory left"},
    {EIO, STATUS_UNAVAILABLE, "STORE_READ_ONLY", "the disk refused a write; the store is read-only until a restart"},
    {ENOSPC, STATUS_UNAVAILABLE, "STORE_READ_ONLY", "the disk is full; the store is read-only until a restart"},
    {MDB_CORRUPTED, STATUS_DATA_LOSS, "STORE_DAMAGED", "a page of the store is damaged"},
    {MDB_PAGE_NOTFOUND, STATUS_DATA_LOSS, "STORE_DAMAGED", "a page of the store is missing"},
    {MDB_INVALID, STATUS_FAILED_PRECONDITION, "NOT_A_STORE", "data.mdb is not a store of catalogd"},
    {MDB_VERSION_MISMATCH, STATUS_FAILED_PRECONDITION, "NOT_A_STORE", "data.mdb has another version of LMDB's format"},
    {EACCES, STATUS_PERMISSION_DENIED, "NO_ACCESS", "the files of the store may not be read and written"},
};

status_code txn_problem(int error, struct problem *problem) {
    for (size_t i = 0; i < COUNT_OF(error_facts); i++)
        if (error_facts[i].error == error)
            return problem_set(problem, error_facts[i].code, error_facts[i].reason, "%s", error_facts[i].words);
    return problem_set(problem, STATUS_INTERNAL, "STORE_FAILED", "the store failed: %s", mdb_strerror(error));
}

status_code txn_status(const struct txn *txn, struct problem *problem) {
    return txn->error == 0 ? STATUS_OK : txn_problem(txn->error, problem);
}
