#include "store/writer.h"

#include "store/commit.h"
#include "store/idempotency.h"
#include "store/state.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <time.h>

#define BATCH_MAX             256
#define READER_CHECK_SECONDS  60
#define FORGET_PER_JOB        2
#define READ_ONLY_RETRY_WORDS "a write to the disk failed; the store is read-only until catalogd is started again"

/* Jobs that one transaction takes, in order. */
struct batch {
    struct write_job *jobs[BATCH_MAX];
    size_t count;
};

static void fail(struct write_job *job, status_code code, const char *reason, const char *words) {
    job->outcome = WRITE_FAILED;
    problem_init(&job->problem, job->problem.arena);
    problem_set(&job->problem, code, reason, "%s", words);
}

static bool disk_is_full(const struct store *store) {
    struct statvfs disk;
    if (statvfs(store->directory, &disk) != 0)
        return false;
    fsblkcnt_t used = disk.f_blocks - disk.f_bfree;
    fsblkcnt_t usable = used + disk.f_bavail;
    return usable != 0 && used * 100 / usable >= store->disk_full_percent;
}

static bool refuse_all(struct store *store, struct batch *batch) {
    bool is_full = disk_is_full(store);
    if (!store_is_read_only(store) && !is_full)
        return false;
    for (size_t i = 0; i < batch->count; i++) {
        if (is_full)
            fail(batch->jobs[i], STATUS_RESOURCE_EXHAUSTED, "DISK_ALMOST_FULL",
                 "the disk of the data directory is almost full: make room, then try again");
        else
            fail(batch->jobs[i], STATUS_UNAVAILABLE, "STORE_READ_ONLY", READ_ONLY_RETRY_WORDS);
    }
    return true;
}

static bool has_committed(const struct batch *batch) {
    for (size_t i = 0; i < batch->count; i++)
        if (batch->jobs[i]->outcome == WRITE_COMMITTED)
            return true;
    return false;
}

static void publish_head(struct store *store, const struct chain_head *head) {
    pthread_mutex_lock(&store->head_mutex);
    store->head = *head;
    pthread_mutex_unlock(&store->head_mutex);
    if (store->listener != NULL)
        store->listener(store->listener_context,
                        (struct store_head){.revision = head->revision, .committed_at = head->committed_at});
}

/* One transaction for all jobs of BATCH. Returns an error of LMDB; then nothing was written. */
static int try_batch(struct store *store, struct batch *batch) {
    struct commit_options options = {.now = clock_now(store->clock), .request_ids_max = store->request_ids_max};
    struct chain_head head = store->head;
    struct txn txn;
    txn_begin_write(&txn, store->environment.env, store->environment.tables);
    idempotency_forget(&txn, &options, batch->count * FORGET_PER_JOB);
    for (size_t i = 0; i < batch->count && txn.error == 0; i++)
        commit_job(&txn, &head, &options, batch->jobs[i]);
    if (txn.error == 0 && !has_committed(batch)) {
        txn_abort(&txn);
        return 0;
    }
    commit_head(&txn, &head);
    int error = txn_commit(&txn);
    if (error == 0)
        publish_head(store, &head);
    return error;
}

static void fail_batch(struct store *store, struct batch *batch, int error) {
    if (error == EIO || error == ENOSPC)
        atomic_store(&store->is_read_only, true);
    for (size_t i = 0; i < batch->count; i++) {
        struct write_job *job = batch->jobs[i];
        job->outcome = WRITE_FAILED;
        problem_init(&job->problem, job->problem.arena);
        txn_problem(error, &job->problem);
    }
}

/* A job that does not fit, or that meets a fault, must not take the others down with it. */
static void run_one_by_one(struct store *store, struct batch *batch) {
    for (size_t i = 0; i < batch->count; i++) {
        struct batch single = {.jobs = {batch->jobs[i]}, .count = 1};
        int error = store_is_read_only(store) ? EIO : try_batch(store, &single);
        if (error != 0)
            fail_batch(store, &single, error);
    }
}

static void run_batch(struct store *store, struct batch *batch) {
    if (refuse_all(store, batch))
        return;
    int error = try_batch(store, batch);
    if (error == 0)
        return;
    bool is_disk_fault = error == EIO || error == ENOSPC;
    if (batch->count > 1 && !is_disk_fault)
        run_one_by_one(store, batch);
    else
        fail_batch(store, batch, error);
}

static void take_batch(struct writer *writer, struct batch *batch) {
    batch->count = 0;
    while (writer->first != NULL && batch->count < BATCH_MAX) {
        batch->jobs[batch->count++] = writer->first;
        writer->first = writer->first->next;
    }
    if (writer->first == NULL)
        writer->last = NULL;
}

/* Waits for jobs. False: the writer stops and none is left. */
static bool wait_for_batch(struct store *store, struct batch *batch) {
    struct writer *writer = &store->writer;
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += READER_CHECK_SECONDS;
    pthread_mutex_lock(&writer->mutex);
    int waited = 0;
    while (writer->first == NULL && !writer->is_stopping && waited != ETIMEDOUT)
        waited = pthread_cond_timedwait(&writer->wake, &writer->mutex, &until);
    take_batch(writer, batch);
    bool is_over = writer->is_stopping && batch->count == 0;
    pthread_mutex_unlock(&writer->mutex);
    return !is_over;
}

static void *writer_main(void *argument) {
    struct store *store = argument;
    struct batch batch;
    while (wait_for_batch(store, &batch)) {
        if (batch.count == 0) {
            int dead_readers = 0;
            mdb_reader_check(store->environment.env, &dead_readers);
            continue;
        }
        run_batch(store, &batch);
        for (size_t i = 0; i < batch.count; i++)
            batch.jobs[i]->done(batch.jobs[i]);
    }
    return NULL;
}

void store_submit(struct store *store, struct write_job *job) {
    struct writer *writer = &store->writer;
    job->next = NULL;
    pthread_mutex_lock(&writer->mutex);
    bool is_refused = writer->is_stopping;
    if (!is_refused) {
        if (writer->last == NULL)
            writer->first = job;
        else
            writer->last->next = job;
        writer->last = job;
        pthread_cond_signal(&writer->wake);
    }
    pthread_mutex_unlock(&writer->mutex);
    if (!is_refused)
        return;
    fail(job, STATUS_UNAVAILABLE, "STOPPING", "the server stops");
    job->done(job);
}

status_code writer_start(struct store *store, struct problem *problem) {
    struct writer *writer = &store->writer;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&writer->mutex, NULL);
    pthread_cond_init(&writer->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&writer->thread, NULL, writer_main, store) != 0)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "NO_THREAD", "cannot start the writer thread");
    writer->is_running = true;
    return STATUS_OK;
}

void writer_stop(struct store *store) {
    struct writer *writer = &store->writer;
    if (!writer->is_running)
        return;
    pthread_mutex_lock(&writer->mutex);
    writer->is_stopping = true;
    pthread_cond_signal(&writer->wake);
    pthread_mutex_unlock(&writer->mutex);
    pthread_join(writer->thread, NULL);
    pthread_mutex_destroy(&writer->mutex);
    pthread_cond_destroy(&writer->wake);
    writer->is_running = false;
}
