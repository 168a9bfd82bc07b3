#include "lib/cache.h"

#include "base/limits.h"
#include "base/macros.h"
#include "lib/cache_path.h"
#include "lib/failure.h"

#include <errno.h>
#include <lmdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAP_BYTES (1024 * MIB)

/* The number says how records are laid out: a later layout takes other tables and leaves these alone. */
static const char *const table_names[CACHE_TABLES] = {
    [CACHE_OBJECTS] = "object-1",
    [CACHE_MANIFESTS] = "manifest-1",
};

struct catalog_cache {
    MDB_env *env;
    MDB_dbi tables[CACHE_TABLES];
    char *path;
};

static enum catalog_code fail(const struct catalog_cache *cache, int result, struct catalog_error **ret_error) {
    switch (result) {
    case ENOMEM:
        return error_no_memory(ret_error);
    case MDB_MAP_FULL:
    case ENOSPC:
    case EIO:
        return error_set(ret_error, CATALOG_RESOURCE_EXHAUSTED, "CACHE_FULL", "%s: the disk or the cache is full: %s",
                         cache->path, mdb_strerror(result));
    case EACCES:
    case EPERM:
    case EROFS:
    case ENOENT:
    case ENOTDIR:
        return error_set(ret_error, CATALOG_FAILED_PRECONDITION, "NO_ACCESS", "%s: there can be no cache there: %s",
                         cache->path, mdb_strerror(result));
    default:
        return error_set(ret_error, CATALOG_DATA_LOSS, "CACHE_DAMAGED",
                         "%s: the cache cannot be used (%s); delete this directory, it is filled again", cache->path,
                         mdb_strerror(result));
    }
}

/* Reading past the end of a file that was cut would end the process by a signal. */
static int check_size(MDB_env *env) {
    MDB_envinfo info;
    MDB_stat pages;
    int descriptor = -1;
    struct stat file;
    int result = mdb_env_info(env, &info);
    if (result == 0)
        result = mdb_env_stat(env, &pages);
    if (result == 0)
        result = mdb_env_get_fd(env, &descriptor);
    if (result != 0)
        return result;
    if (fstat(descriptor, &file) != 0)
        return errno;
    bool is_new = file.st_size == 0;
    return is_new || (uint64_t)file.st_size / pages.ms_psize > info.me_last_pgno ? 0 : MDB_CORRUPTED;
}

static int open_tables(struct catalog_cache *cache) {
    MDB_txn *txn = NULL;
    int result = mdb_txn_begin(cache->env, NULL, 0, &txn);
    if (result != 0)
        return result;
    for (size_t i = 0; result == 0 && i < CACHE_TABLES; i++)
        result = mdb_dbi_open(txn, table_names[i], MDB_CREATE, &cache->tables[i]);
    if (result == 0)
        return mdb_txn_commit(txn);
    mdb_txn_abort(txn);
    return result;
}

static int open_environment(struct catalog_cache *cache) {
    int dead = 0;
    int result = cache_path_make(cache->path);
    if (result == 0)
        result = mdb_env_create(&cache->env);
    if (result == 0)
        result = mdb_env_set_mapsize(cache->env, MAP_BYTES);
    if (result == 0)
        result = mdb_env_set_maxdbs(cache->env, CACHE_TABLES);
    if (result == 0)
        result = mdb_env_open(cache->env, cache->path, MDB_NOTLS, 0600);
    if (result == 0)
        result = check_size(cache->env);
    if (result == 0)
        result = mdb_reader_check(cache->env, &dead);
    return result == 0 ? open_tables(cache) : result;
}

enum catalog_code catalog_cache_open(const char *path, struct catalog_cache **ret_cache,
                                     struct catalog_error **ret_error) {
    struct catalog_cache *cache = calloc(1, sizeof *cache);
    if (cache == NULL)
        return error_no_memory(ret_error);
    if (path != NULL && path[0] == '\0')
        path = NULL;
    cache->path = path == NULL ? cache_path_default() : strdup(path);
    enum catalog_code code = CATALOG_OK;
    if (cache->path == NULL && path == NULL)
        code = error_set(ret_error, CATALOG_FAILED_PRECONDITION, "NO_CACHE_DIRECTORY",
                         "neither XDG_CACHE_HOME nor HOME names a directory for the cache");
    else if (cache->path == NULL)
        code = error_no_memory(ret_error);
    else {
        int result = open_environment(cache);
        code = result == 0 ? CATALOG_OK : fail(cache, result, ret_error);
    }
    if (code == CATALOG_OK)
        *ret_cache = cache;
    else
        catalog_cache_close(cache);
    return code;
}

void catalog_cache_close(struct catalog_cache *cache) {
    if (cache == NULL)
        return;
    if (cache->env != NULL)
        mdb_env_close(cache->env);
    free(cache->path);
    free(cache);
}

struct cache_key cache_key_of_object(const struct digest *content) {
    struct cache_key key = {.size = DIGEST_BYTES};
    memcpy(key.bytes, content->bytes, DIGEST_BYTES);
    return key;
}

struct cache_key cache_key_of_manifest(const struct digest *target, uint64_t revision) {
    struct cache_key key = {.size = CACHE_KEY_BYTES};
    memcpy(key.bytes, target->bytes, DIGEST_BYTES);
    for (size_t i = 0; i < 8; i++)
        key.bytes[DIGEST_BYTES + i] = (uint8_t)(revision >> (56 - 8 * i));
    return key;
}

static MDB_val value_of(const void *data, size_t size) {
    return (MDB_val){.mv_size = size, .mv_data = (void *)(uintptr_t)data};
}

/* What stands in the map is gone with the transaction: the value is copied out. */
static int copy_out(const MDB_val *value, struct arena *arena, slice *ret_value) {
    char *copy = arena_strndup(arena, value->mv_data, value->mv_size);
    if (copy == NULL)
        return ENOMEM;
    *ret_value = slice_of(copy, value->mv_size);
    return 0;
}

enum catalog_code cache_get(struct catalog_cache *cache, enum cache_table table, const struct cache_key *key,
                            struct arena *arena, slice *ret_value, struct catalog_error **ret_error) {
    *ret_value = (slice){0};
    MDB_txn *txn = NULL;
    int result = mdb_txn_begin(cache->env, NULL, MDB_RDONLY, &txn);
    if (result != 0)
        return fail(cache, result, ret_error);
    MDB_val wanted = value_of(key->bytes, key->size);
    MDB_val found;
    result = mdb_get(txn, cache->tables[table], &wanted, &found);
    if (result == 0)
        result = copy_out(&found, arena, ret_value);
    mdb_txn_abort(txn);
    return result == 0 || result == MDB_NOTFOUND ? CATALOG_OK : fail(cache, result, ret_error);
}

/* Puts CURSOR on the last manifest of TARGET: the one before where the next target would begin. */
static int seek_newest(MDB_cursor *cursor, const struct digest *target, MDB_val *ret_value) {
    struct cache_key last = cache_key_of_manifest(target, UINT64_MAX);
    MDB_val key = value_of(last.bytes, last.size);
    int result = mdb_cursor_get(cursor, &key, ret_value, MDB_SET_RANGE);
    if (result == MDB_NOTFOUND)
        result = mdb_cursor_get(cursor, &key, ret_value, MDB_LAST);
    else if (result == 0 && memcmp(key.mv_data, last.bytes, CACHE_KEY_BYTES) != 0)
        result = mdb_cursor_get(cursor, &key, ret_value, MDB_PREV);
    if (result != 0)
        return result;
    bool is_wanted = key.mv_size == CACHE_KEY_BYTES && memcmp(key.mv_data, target->bytes, DIGEST_BYTES) == 0;
    return is_wanted ? 0 : MDB_NOTFOUND;
}

enum catalog_code cache_get_newest(struct catalog_cache *cache, const struct digest *target, struct arena *arena,
                                   slice *ret_value, struct catalog_error **ret_error) {
    *ret_value = (slice){0};
    MDB_txn *txn = NULL;
    MDB_cursor *cursor = NULL;
    int result = mdb_txn_begin(cache->env, NULL, MDB_RDONLY, &txn);
    if (result != 0)
        return fail(cache, result, ret_error);
    result = mdb_cursor_open(txn, cache->tables[CACHE_MANIFESTS], &cursor);
    MDB_val found;
    if (result == 0)
        result = seek_newest(cursor, target, &found);
    if (result == 0)
        result = copy_out(&found, arena, ret_value);
    if (cursor != NULL)
        mdb_cursor_close(cursor);
    mdb_txn_abort(txn);
    return result == 0 || result == MDB_NOTFOUND ? CATALOG_OK : fail(cache, result, ret_error);
}

static int empty_tables(struct catalog_cache *cache, MDB_txn *txn) {
    int result = 0;
    for (size_t i = 0; result == 0 && i < CACHE_TABLES; i++)
        result = mdb_drop(txn, cache->tables[i], 0);
    return result;
}

static int put_all(struct catalog_cache *cache, MDB_txn *txn, const struct cache_record *records, size_t count) {
    int result = 0;
    for (size_t i = 0; result == 0 && i < count; i++) {
        MDB_val key = value_of(records[i].key.bytes, records[i].key.size);
        MDB_val value = value_of(records[i].value.data, records[i].value.size);
        result = mdb_put(txn, cache->tables[records[i].table], &key, &value, 0);
    }
    return result;
}

static int write_records(struct catalog_cache *cache, bool empty_first, const struct cache_record *records,
                         size_t count) {
    MDB_txn *txn = NULL;
    int result = mdb_txn_begin(cache->env, NULL, 0, &txn);
    if (result != 0)
        return result;
    if (empty_first)
        result = empty_tables(cache, txn);
    if (result == 0)
        result = put_all(cache, txn, records, count);
    if (result == 0)
        return mdb_txn_commit(txn);
    mdb_txn_abort(txn);
    return result;
}

enum catalog_code cache_put(struct catalog_cache *cache, const struct cache_record *records, size_t count,
                            struct catalog_error **ret_error) {
    int result = write_records(cache, false, records, count);
    if (result == MDB_MAP_FULL) {
        /* Pages of dropped tables are free only after their transaction. */
        result = write_records(cache, true, NULL, 0);
        if (result == 0)
            result = write_records(cache, false, records, count);
    }
    return result == 0 ? CATALOG_OK : fail(cache, result, ret_error);
}

enum catalog_code catalog_cache_clear(struct catalog_cache *cache, struct catalog_error **ret_error) {
    int result = write_records(cache, true, NULL, 0);
    return result == 0 ? CATALOG_OK : fail(cache, result, ret_error);
}
