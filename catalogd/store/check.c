#include "store/check.h"

#include "codec/canonical.h"
#include "store/environment.h"
#include "store/facts.h"
#include "store/index.h"
#include "store/record.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHANGES_PER_COMMIT 1000
#define SCRATCH_FACTOR     4

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

static void fault(struct check *check, const char *format, ...) PRINTF_LIKE(2, 3);

static void fault(struct check *check, const char *format, ...) {
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

/* The bytes of OBJECT's content, with their digest verified. False: a fault was found. */
static bool read_content(struct check *check, const Catalog__V1__Change *change,
                         const Catalog__V1__ObjectChange *object, slice *ret_bytes) {
    struct digest content;
    bool is_found = digest_parse(object->content_digest, &content) &&
                    txn_get(&check->source, TABLE_BLOB, slice_of(content.bytes, DIGEST_BYTES), ret_bytes);
    if (!is_found) {
        fault(check, "revision %" PRIu64 ": the content of %s@%s (%s) is missing", change->revision, object->name,
              object->version, object->content_digest);
        return false;
    }
    txn_put_new(&check->target, TABLE_BLOB, slice_of(content.bytes, DIGEST_BYTES), (slice){0});
    struct digest computed = canonical_digest_of_bytes(&catalog__v1__object__descriptor, *ret_bytes);
    check->report->blobs++;
    if (digest_equal(&computed, &content))
        return true;
    fault(check, "revision %" PRIu64 ": the content of %s@%s does not have the digest %s", change->revision,
          object->name, object->version, object->content_digest);
    return false;
}

static bool derive(struct check *check, const Catalog__V1__Change *change, const Catalog__V1__ObjectChange *object,
                   struct write_object *ret_object) {
    slice bytes = {0};
    struct object_facts facts;
    if (!read_content(check, change, object, &bytes))
        return false;
    if (facts_of_bytes(bytes, &check->arena, &facts, NULL) != STATUS_OK) {
        fault(check, "revision %" PRIu64 ": the content of %s@%s cannot be read", change->revision, object->name,
              object->version);
        return false;
    }
    *ret_object = (struct write_object){
        .title = facts.title, .references = facts.references, .reference_count = facts.reference_count};
    return true;
}

static bool is_of_known_action(const Catalog__V1__ObjectChange *object) {
    return protobuf_c_enum_descriptor_get_value(&catalog__v1__change_action__descriptor, (int)object->action) != NULL &&
           object->action != CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_UNSPECIFIED;
}

static void replay_change(struct check *check, const Catalog__V1__Change *change) {
    struct write_object *objects = ARENA_ARRAY(&check->arena, struct write_object, change->n_objects);
    bool is_whole = objects != NULL;
    for (size_t i = 0; i < change->n_objects && is_whole; i++) {
        is_whole = is_of_known_action(change->objects[i]) && derive(check, change, change->objects[i], &objects[i]);
        if (!is_of_known_action(change->objects[i]))
            fault(check, "revision %" PRIu64 ": an action with number %d is not known", change->revision,
                  (int)change->objects[i]->action);
    }
    if (!is_whole)
        return;
    index_change(&check->target, change, objects);
    if (check->target.error != MDB_CORRUPTED)
        return;
    check->target.error = 0;
    fault(check, "revision %" PRIu64 " changes the state of a version that was never published", change->revision);
}

static bool commit_some(struct check *check, bool is_last) {
    if (txn_commit(&check->target) != 0)
        return false;
    if (!is_last)
        txn_begin_write(&check->target, check->scratch.env, check->scratch.tables);
    return true;
}

static void replay_record(struct check *check, slice key, slice record) {
    uint64_t revision = 0;
    Catalog__V1__Change *change = NULL;
    struct problem detail;
    problem_init(&detail, NULL);
    bool is_numbered = key_read_u64(&key, &revision);
    if (change_read(record, &check->arena, &change, &detail) != STATUS_OK) {
        fault(check, "revision %" PRIu64 ": %s", revision, detail.message);
        return;
    }
    if (chain_verify(&check->head, change, record, &detail) != STATUS_OK || !is_numbered ||
        revision != change->revision) {
        fault(check, "revision %" PRIu64 ": %s", revision,
              detail.code == STATUS_OK ? "it is stored under another number" : detail.message);
        /* Go on from here: one break is one fault. */
        check->head.revision = change->revision;
        check->head.hash = canonical_digest_of_bytes(&catalog__v1__change__descriptor, record);
    }
    check->report->changes++;
    replay_change(check, change);
}

/* Returns an error of LMDB: of the scratch environment, or of reading the store. */
static int replay_log(struct check *check) {
    struct txn_walk walk = {.txn = &check->source, .table = TABLE_LOG};
    slice key = {0};
    slice record = {0};
    txn_begin_write(&check->target, check->scratch.env, check->scratch.tables);
    while (check->target.error == 0 && txn_next(&walk, &key, &record)) {
        replay_record(check, key, record);
        arena_reset(&check->arena);
        if (check->report->changes % CHANGES_PER_COMMIT == CHANGES_PER_COMMIT - 1 && !commit_some(check, false))
            break;
    }
    int error = check->target.error;
    if (error != 0)
        txn_abort(&check->target);
    else if (!commit_some(check, true))
        error = check->target.error;
    return error != 0 ? error : check->source.error;
}

static void check_head(struct check *check) {
    slice bytes = {0};
    struct chain_head stored = {0};
    if (txn_get(&check->source, TABLE_META, META_HEAD, &bytes) && !head_record_read(bytes, &stored)) {
        fault(check, "the record of the newest revision is damaged");
        return;
    }
    check->report->revision = stored.revision;
    if (stored.revision != check->head.revision)
        fault(check, "the store says that revision %" PRIu64 " is the newest; the log ends with %" PRIu64,
              stored.revision, check->head.revision);
    else if (!digest_equal(&stored.hash, &check->head.hash))
        fault(check, "revision %" PRIu64 ", the newest, does not have the hash that the store says", stored.revision);
}

static void print_key(slice key, char ret_text[128]) {
    size_t length = 0;
    for (size_t i = 0; i < key.size && length < 120; i++) {
        bool is_printable = key.data[i] > ' ' && key.data[i] < 0x7f;
        length += (size_t)snprintf(ret_text + length, 128 - length, is_printable ? "%c" : "\\x%02x", key.data[i]);
    }
    ret_text[length] = '\0';
}

static void report_difference(struct check *check, enum table table, slice key, const char *words) {
    char text[128];
    print_key(key, text);
    fault(check, "table %s, record %s: %s", table_name(table), text, words);
}

/* Walks both tables side by side, as in merging. */
static void compare_table(struct check *check, enum table table) {
    struct txn_walk stored = {.txn = &check->source, .table = table};
    struct txn_walk rebuilt = {.txn = &check->target, .table = table};
    slice key[2] = {{0}, {0}};
    slice value[2] = {{0}, {0}};
    bool has_stored = txn_next(&stored, &key[0], &value[0]);
    bool has_rebuilt = txn_next(&rebuilt, &key[1], &value[1]);
    while (has_stored || has_rebuilt) {
        int order = !has_stored ? 1 : !has_rebuilt ? -1 : slice_compare(key[0], key[1]);
        if (order < 0)
            report_difference(check, table, key[0], "it does not follow from the log");
        else if (order > 0)
            report_difference(check, table, key[1], "it is missing");
        else if (!slice_equal(value[0], value[1]))
            report_difference(check, table, key[0], "it differs from what the log says");
        check->report->records++;
        if (order <= 0)
            has_stored = txn_next(&stored, &key[0], &value[0]);
        if (order >= 0)
            has_rebuilt = txn_next(&rebuilt, &key[1], &value[1]);
    }
}

/* The scratch environment has the digests that the log names, without the contents. */
static void find_strays(struct check *check) {
    struct txn_walk walk = {.txn = &check->source, .table = TABLE_BLOB};
    slice key = {0};
    slice value = {0};
    slice named = {0};
    while (txn_next(&walk, &key, &value))
        if (!txn_get(&check->target, TABLE_BLOB, key, &named))
            report_difference(check, TABLE_BLOB, key, "no change names it");
}

static int compare_tables(struct check *check) {
    int error = txn_begin_read(&check->target, check->scratch.env, check->scratch.tables);
    if (error != 0)
        return error;
    for (size_t i = 0; i < TABLE_COUNT; i++)
        if (table_is_derived((enum table)i))
            compare_table(check, (enum table)i);
    find_strays(check);
    error = check->target.error;
    txn_end_read(&check->target);
    return error;
}

static int run(struct check *check) {
    int error = txn_begin_read(&check->source, check->stored.env, check->stored.tables);
    if (error != 0)
        return error;
    error = replay_log(check);
    if (error == 0) {
        check_head(check);
        error = compare_tables(check);
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
