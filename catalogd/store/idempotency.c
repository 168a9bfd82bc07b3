#include "store/idempotency.h"

#include "base/limits.h"
#include "store/state.h"

#include <errno.h>

#define NEVER_DROPPED_NS (120 * NS_PER_SECOND)

static slice digest_slice(const struct digest *digest) {
    return slice_of(digest->bytes, DIGEST_BYTES);
}

static size_t count_requests(struct txn *txn) {
    MDB_stat stats = {0};
    if (txn->error == 0)
        txn->error = mdb_stat(txn->handle, txn->tables[TABLE_IDEM], &stats);
    return stats.ms_entries;
}

static void fail(struct write_job *job, status_code code, const char *reason, const char *words) {
    job->outcome = WRITE_FAILED;
    problem_set(&job->problem, code, reason, "%s", words);
}

static void repeat(struct write_job *job, const struct idempotency_record *record) {
    job->outcome = WRITE_REPEATED;
    job->revision = record->revision;
    job->has_answer = record->has_answer;
    buffer_reset(&job->answer_bytes);
    buffer_append(&job->answer_bytes, record->answer);
    if (job->answer_bytes.has_failed)
        fail(job, STATUS_RESOURCE_EXHAUSTED, "OUT_OF_MEMORY", "no memory is left for the answer");
}

bool idempotency_is_same(const struct idempotency_record *record, const struct digest *request,
                         const struct digest *content) {
    if (!slice_equal(record->request_digest, digest_slice(request)))
        return false;
    return content == NULL || slice_equal(record->content_digest, digest_slice(content));
}

bool idempotency_answers(struct txn *txn, const struct commit_options *options, struct write_job *job) {
    slice bytes = {0};
    struct idempotency_record record;
    bool is_known = txn_get(txn, TABLE_IDEM, digest_slice(&job->request_key), &bytes) &&
                    idempotency_record_read(bytes, &record) && options->now - record.committed_at < IDEMPOTENCY_KEPT_NS;
    if (!is_known && count_requests(txn) >= options->request_ids_max) {
        fail(job, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_REQUESTS",
             "too many mutations in the last two minutes: try again later");
        job->problem.retry_after_ms = (uint32_t)(NEVER_DROPPED_NS / NS_PER_MS);
        return true;
    }
    if (!is_known)
        return false;
    if (idempotency_is_same(&record, &job->request_digest, job->has_content ? &job->content_digest : NULL))
        repeat(job, &record);
    else
        fail(job, STATUS_INVALID_ARGUMENT, "REQUEST_ID_REUSED",
             "this request_id was used for another request: take a new one for each mutation");
    return true;
}

void idempotency_remember(struct txn *txn, const struct write_job *job, time_ns committed_at) {
    bool has_answer = job->answer_bytes.size <= LIMIT_ANSWER_BYTES;
    struct idempotency_record record = {
        .request_digest = digest_slice(&job->request_digest),
        .content_digest = job->has_content ? digest_slice(&job->content_digest) : (slice){0},
        .revision = job->change->revision,
        .committed_at = committed_at,
        .has_answer = has_answer,
        .answer = has_answer ? buffer_slice(&job->answer_bytes) : (slice){0},
    };
    struct buffer bytes;
    buffer_init(&bytes, 0);
    idempotency_record_write(&bytes, job->change->method, &record);
    if (bytes.has_failed && txn->error == 0)
        txn->error = ENOMEM;
    txn_put(txn, TABLE_IDEM, digest_slice(&job->request_key), buffer_slice(&bytes));
    buffer_done(&bytes);
    struct key age = {0};
    key_add_u64(&age, record.revision);
    txn_put(txn, TABLE_IDEM_AGE, key_slice(&age), digest_slice(&job->request_key));
}

/* The oldest request: its key in IDEM_AGE, in IDEM, and its record. */
struct oldest {
    struct key age;
    struct key request;
    uint64_t revision;
    time_ns committed_at;
    bool is_current; /* the record in IDEM is this one, not a later one with the same id */
};

static bool find_oldest(struct txn *txn, struct oldest *ret_oldest) {
    struct txn_walk walk = {.txn = txn, .table = TABLE_IDEM_AGE};
    struct oldest oldest = {0};
    slice age = {0};
    slice request = {0};
    slice bytes = {0};
    struct idempotency_record record;
    if (!txn_next(&walk, &age, &request))
        return false;
    key_add_bytes(&oldest.age, age);
    key_add_bytes(&oldest.request, request);
    if (!key_read_u64(&age, &oldest.revision))
        return false;
    oldest.is_current = txn_get(txn, TABLE_IDEM, key_slice(&oldest.request), &bytes) &&
                        idempotency_record_read(bytes, &record) && record.revision == oldest.revision;
    oldest.committed_at = oldest.is_current ? record.committed_at : INT64_MIN / 2;
    *ret_oldest = oldest;
    return true;
}

void idempotency_forget(struct txn *txn, const struct commit_options *options, size_t limit) {
    struct oldest oldest;
    while (limit-- > 0 && txn->error == 0 && find_oldest(txn, &oldest)) {
        time_ns age = options->now - oldest.committed_at;
        bool is_crowded = count_requests(txn) >= options->request_ids_max;
        if (age < IDEMPOTENCY_KEPT_NS && (!is_crowded || age < NEVER_DROPPED_NS))
            return;
        if (oldest.is_current)
            txn_delete(txn, TABLE_IDEM, key_slice(&oldest.request));
        txn_delete(txn, TABLE_IDEM_AGE, key_slice(&oldest.age));
    }
}
