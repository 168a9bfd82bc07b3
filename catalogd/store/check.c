#include "store/check.h"

#include "store/check_run.h"
#include "store/record.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define SCRATCH_FACTOR 4

void check_fault(struct check *check, const char *format, ...) {
    char line[1024];
    check->report->fault_count++;
    if (check->report->faults_printed >= STORE_CHECK_FAULTS_MAX)
        return;
    check->report->faults_printed++;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    check->print(check->context, line);
}

static void check_head(struct check *check) {
    slice bytes = {0};
    struct chain_head stored = {0};
    if (txn_get(&check->source, TABLE_META, META_HEAD, &bytes) && !head_record_read(bytes, &stored)) {
        check_fault(check, "the record of the newest revision is damaged");
        return;
    }
    check->report->revision = stored.revision;
    if (stored.revision != check->head.revision)
        check_fault(check, "the store says that revision %" PRIu64 " is the newest; the log ends with %" PRIu64,
                    stored.revision, check->head.revision);
    else if (!digest_equal(&stored.hash, &check->head.hash))
        check_fault(check, "revision %" PRIu64 ", the newest, does not have the hash that the store says",
                    stored.revision);
}

static int run(struct check *check) {
    int error = txn_begin_read(&check->source, check->stored.env, check->stored.tables);
    if (error != 0)
        return error;
    error = check_replay(check);
    if (error == 0) {
        check_head(check);
        error = check_compare(check);
    }
    if (error == 0)
        error = check->source.error;
    txn_end_read(&check->source);
    return error;
}

static status_code open_scratch(struct check *check, const char *directory, struct problem *problem) {
    const char *parent = directory != NULL ? directory : getenv("TMPDIR");
    int length =
        snprintf(check->scratch_directory, PATH_MAX, "%s/catalogd-check-XXXXXX", parent == NULL ? "/tmp" : parent);
    if (length < 0 || length >= PATH_MAX || mkdtemp(check->scratch_directory) == NULL) {
        check->scratch_directory[0] = '\0';
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "NO_SCRATCH",
                           "cannot make a scratch directory below %.300s: %s", parent == NULL ? "/tmp" : parent,
                           strerror(errno));
    }
    MDB_envinfo info;
    MDB_stat stats;
    mdb_env_info(check->stored.env, &info);
    mdb_env_stat(check->stored.env, &stats);
    size_t map_size = (info.me_last_pgno + 1) * stats.ms_psize * SCRATCH_FACTOR + 64 * STORE_MAP_SIZE_MIN;
    return environment_open_scratch(&check->scratch, check->scratch_directory, map_size, problem);
}

static void remove_scratch(struct check *check) {
    static const char *const files[] = {"/data.mdb", "/lock.mdb", ""};
    char path[PATH_MAX + 16];
    if (check->scratch_directory[0] == '\0')
        return;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        snprintf(path, sizeof path, "%s%s", check->scratch_directory, files[i]);
        remove(path);
    }
}

/* A check of nothing must not say "clean", nor make a store. */
static status_code require_store(const char *directory, struct problem *problem) {
    char path[PATH_MAX];
    struct stat file;
    int length = snprintf(path, sizeof path, "%s/data.mdb", directory);
    if (length < 0 || length >= PATH_MAX || stat(path, &file) != 0)
        return problem_set(problem, STATUS_NOT_FOUND, "NO_STORE", "there is no store in %.400s", directory);
    return STATUS_OK;
}

status_code store_check(const struct store_options *options, const char *scratch_directory, store_check_printer print,
                        void *context, struct store_check_report *ret_report, struct problem *problem) {
    struct store_options chosen = *options;
    if (chosen.clock.now == NULL)
        chosen.clock = clock_wall();
    *ret_report = (struct store_check_report){0};
    struct check check = {
        .stored.lock_fd = -1, .scratch.lock_fd = -1, .print = print, .context = context, .report = ret_report};
    arena_init(&check.arena, 0);
    status_code status = require_store(chosen.directory, problem);
    if (status == STATUS_OK)
        status = environment_open(&check.stored, &chosen, problem);
    if (status == STATUS_OK)
        status = open_scratch(&check, scratch_directory, problem);
    int error = status == STATUS_OK ? run(&check) : 0;
    if (error != 0)
        status = txn_problem(error, problem);
    environment_close(&check.scratch);
    environment_close(&check.stored);
    remove_scratch(&check);
    arena_done(&check.arena);
    return status;
}
