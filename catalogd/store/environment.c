#include "store/environment.h"

#include "base/buffer.h"
#include "store/record.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MODE           0600
#define DIRECTORY_MODE      0700
#define MAX_READERS_DEFAULT 512

static status_code system_problem(struct problem *problem, const char *action, const char *path) {
    status_code code = errno == EACCES || errno == EPERM ? STATUS_PERMISSION_DENIED : STATUS_FAILED_PRECONDITION;
    return problem_set(problem, code, "NO_DATA_DIRECTORY", "cannot %s %.300s: %s", action, path, strerror(errno));
}

static status_code join_path(const char *directory, const char *file, char ret_path[PATH_MAX],
                             struct problem *problem) {
    int length = snprintf(ret_path, PATH_MAX, "%s/%s", directory, file);
    if (length < 0 || length >= PATH_MAX)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "NO_DATA_DIRECTORY",
                           "the path of the data directory is too long");
    return STATUS_OK;
}

static status_code make_directory(const char *directory, struct problem *problem) {
    if (mkdir(directory, DIRECTORY_MODE) == 0 || errno == EEXIST)
        return STATUS_OK;
    return system_problem(problem, "make the data directory", directory);
}

/* The lock file says who holds it, for the words in the other one's refusal. */
static status_code lock_directory(struct environment *environment, const char *directory, struct problem *problem) {
    char path[PATH_MAX];
    status_code status = join_path(directory, "catalogd.lock", path, problem);
    if (status != STATUS_OK)
        return status;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, FILE_MODE);
    if (fd < 0)
        return system_problem(problem, "open", path);
    environment->lock_fd = fd;
    char owner[16] = "";
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        ssize_t size = pread(fd, owner, sizeof owner - 1, 0);
        owner[size > 0 ? size : 0] = '\0';
        return problem_set(problem, STATUS_FAILED_PRECONDITION, "STORE_IN_USE",
                           "the data directory %.300s is in use by another catalogd (process %s); stop it, or name "
                           "another directory",
                           directory, owner[0] == '\0' ? "unknown" : owner);
    }
    int length = snprintf(owner, sizeof owner, "%ld", (long)getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, owner, (size_t)length, 0) != length)
        return system_problem(problem, "write", path);
    return STATUS_OK;
}

/* LMDB maps its first two pages before it looks at the size of the file. */
static status_code check_file_before(const char *directory, struct problem *problem) {
    char path[PATH_MAX];
    struct stat file;
    status_code status = join_path(directory, "data.mdb", path, problem);
    if (status != STATUS_OK)
        return status;
    if (stat(path, &file) != 0)
        return errno == ENOENT ? STATUS_OK : system_problem(problem, "look at", path);
    off_t least = 2 * (off_t)sysconf(_SC_PAGESIZE);
    if (file.st_size == 0 || file.st_size >= least)
        return STATUS_OK;
    return problem_set(problem, STATUS_DATA_LOSS, "STORE_DAMAGED",
                       "%.300s has %lld bytes, less than the two pages every store has: it is cut off, or no store",
                       path, (long long)file.st_size);
}

/* A read past the end of a file that was cut off would end the process with SIGBUS. */
static status_code check_file_after(MDB_env *env, struct problem *problem) {
    MDB_envinfo info;
    MDB_stat stats;
    struct stat file;
    int fd = -1;
    mdb_env_info(env, &info);
    mdb_env_stat(env, &stats);
    if (mdb_env_get_fd(env, &fd) != 0 || fstat(fd, &file) != 0)
        return problem_set(problem, STATUS_INTERNAL, "STORE_FAILED", "cannot tell the size of data.mdb");
    uint64_t needed = 0;
    if (__builtin_mul_overflow((uint64_t)info.me_last_pgno + 1, stats.ms_psize, &needed) ||
        (uint64_t)file.st_size < needed)
        return problem_set(problem, STATUS_DATA_LOSS, "STORE_DAMAGED",
                           "data.mdb has %lld bytes and should have %llu: it is cut off; restore it from a backup",
                           (long long)file.st_size, (unsigned long long)needed);
    return STATUS_OK;
}

static int open_env(struct environment *environment, const char *directory, size_t map_size, unsigned max_readers,
                    unsigned flags) {
    int error = mdb_env_create(&environment->env);
    if (error == 0)
        error = mdb_env_set_maxdbs(environment->env, TABLE_COUNT);
    if (error == 0)
        error = mdb_env_set_mapsize(environment->env, map_size);
    if (error == 0)
        error = mdb_env_set_maxreaders(environment->env, max_readers);
    if (error == 0)
        error = mdb_env_open(environment->env, directory, MDB_NOTLS | flags, FILE_MODE);
    return error;
}

static int open_table(struct environment *environment, MDB_txn *txn, enum table table, unsigned flags) {
    return mdb_dbi_open(txn, table_name(table), flags, &environment->tables[table]);
}

static int open_tables(struct environment *environment, MDB_txn *txn, unsigned flags) {
    int error = 0;
    for (size_t i = 0; i < TABLE_COUNT && error == 0; i++)
        error = open_table(environment, txn, (enum table)i, flags);
    return error;
}

static status_code check_format(struct txn *txn, struct problem *problem) {
    slice bytes = {0};
    uint32_t version = 0;
    if (!txn_get(txn, TABLE_META, META_FORMAT, &bytes) || !format_record_read(bytes, &version))
        return problem_set(problem, STATUS_FAILED_PRECONDITION, "NOT_A_STORE",
                           "data.mdb is a database of LMDB without a format record: it is not a store of catalogd");
    if (version != STORE_FORMAT_VERSION)
        return problem_set(problem, STATUS_FAILED_PRECONDITION, "STORE_TOO_NEW",
                           "the store has format %u and this catalogd reads %d: use the catalogd that wrote it",
                           version, STORE_FORMAT_VERSION);
    return STATUS_OK;
}

static void write_format(struct txn *txn, struct clock clock) {
    struct buffer bytes;
    buffer_init(&bytes, 0);
    format_record_write(&bytes, clock_now(clock));
    if (bytes.has_failed)
        txn->error = ENOMEM;
    else
        txn_put(txn, TABLE_META, META_FORMAT, buffer_slice(&bytes));
    buffer_done(&bytes);
}

/* A new store is one whose file holds nothing at all: whatever holds something must say that it is ours. */
static status_code prepare_tables(struct environment *environment, struct clock clock, struct problem *problem) {
    struct txn txn;
    txn_begin_write(&txn, environment->env, environment->tables);
    MDB_dbi root = 0;
    MDB_stat stats = {0};
    if (txn.error == 0)
        txn.error = mdb_dbi_open(txn.handle, NULL, 0, &root);
    if (txn.error == 0)
        txn.error = mdb_stat(txn.handle, root, &stats);
    bool is_new = stats.ms_entries == 0;
    /* The format is read first: another one may well have other tables. */
    if (txn.error == 0)
        txn.error = open_table(environment, txn.handle, TABLE_META, is_new ? MDB_CREATE : 0);
    if (!is_new && txn.error == 0 && check_format(&txn, problem) != STATUS_OK) {
        txn_abort(&txn);
        return problem->code;
    }
    if (txn.error == 0)
        txn.error = open_tables(environment, txn.handle, is_new ? MDB_CREATE : 0);
    if (txn.error == MDB_NOTFOUND || txn.error == MDB_INCOMPATIBLE)
        txn.error = MDB_INVALID;
    if (is_new)
        write_format(&txn, clock);
    int error = txn_commit(&txn);
    return error == 0 ? STATUS_OK : txn_problem(error, problem);
}

static status_code open_files(struct environment *environment, const struct store_options *options,
                              struct problem *problem) {
    size_t map_size = options->map_size == 0 ? STORE_MAP_SIZE_DEFAULT : options->map_size;
    unsigned max_readers = options->max_readers == 0 ? MAX_READERS_DEFAULT : options->max_readers;
    if (map_size < STORE_MAP_SIZE_MIN)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "BAD_MAP_SIZE", "store.map_size is at least %zu bytes",
                           STORE_MAP_SIZE_MIN);
    status_code status = check_file_before(options->directory, problem);
    if (status != STATUS_OK)
        return status;
    int error = open_env(environment, options->directory, map_size, max_readers, 0);
    if (error != 0)
        return txn_problem(error, problem);
    return check_file_after(environment->env, problem);
}

status_code environment_open(struct environment *environment, const struct store_options *options,
                             struct problem *problem) {
    *environment = (struct environment){.lock_fd = -1};
    status_code status = make_directory(options->directory, problem);
    if (status == STATUS_OK)
        status = lock_directory(environment, options->directory, problem);
    if (status == STATUS_OK)
        status = open_files(environment, options, problem);
    if (status != STATUS_OK)
        return status;
    int dead_readers = 0;
    mdb_reader_check(environment->env, &dead_readers);
    return prepare_tables(environment, options->clock, problem);
}

status_code environment_open_scratch(struct environment *environment, const char *directory, size_t map_size,
                                     struct problem *problem) {
    *environment = (struct environment){.lock_fd = -1};
    int error = open_env(environment, directory, map_size, 8, MDB_NOSYNC | MDB_NOLOCK);
    if (error != 0)
        return txn_problem(error, problem);
    return prepare_tables(environment, clock_wall(), problem);
}

void environment_close(struct environment *environment) {
    if (environment->env != NULL)
        mdb_env_close(environment->env);
    if (environment->lock_fd >= 0)
        close(environment->lock_fd);
    *environment = (struct environment){.lock_fd = -1};
}
