#include "store/commit.h"

#include "base/limits.h"
#include "store/idempotency.h"
#include "store/index.h"
#include "store/record.h"
#include "store/taxonomy_index.h"

#include <errno.h>

static uint64_t name_revision(struct txn *txn, const char *name) {
    struct key key = {0};
    slice bytes = {0};
    struct name_record record = {0};
    key_add_name(&key, name);
    if (txn_get(txn, TABLE_NAME, key_slice(&key), &bytes) && !name_record_read(bytes, &record))
        txn->error = MDB_CORRUPTED;
    return record.last_revision;
}

static uint64_t marked_revision(struct txn *txn, const struct read_mark *mark) {
    if (mark->release != NULL)
        return taxonomy_index_revision(txn, mark->name, mark->release);
    return mark->name != NULL ? name_revision(txn, mark->name) : index_kind_revision(txn, mark->kind);
}

static bool still_holds(struct txn *txn, const struct write_job *job) {
    for (size_t i = 0; i < job->read_count; i++) {
        if (marked_revision(txn, &job->reads[i]) != job->reads[i].last_revision)
            return false;
    }
    return true;
}

static void put_blobs(struct txn *txn, const struct write_job *job) {
    for (size_t i = 0; i < job->change->n_objects; i++) {
        struct digest content;
        if (job->objects[i].bytes.data != NULL && digest_parse(job->change->objects[i]->content_digest, &content))
            txn_put_new(txn, TABLE_BLOB, slice_of(content.bytes, DIGEST_BYTES), job->objects[i].bytes);
    }
}

/* False: the job failed, HEAD is as it was and nothing was written. */
static bool put_log(struct txn *txn, struct chain_head *head, time_ns now, struct write_job *job) {
    struct chain_head next = *head;
    struct key key = {0};
    struct buffer record;
    buffer_init(&record, LIMIT_CHANGE_BYTES);
    job->outcome = WRITE_FAILED;
    if (chain_append(&next, job->change, now, job->arena, &record) != STATUS_OK) {
        problem_set(&job->problem, STATUS_RESOURCE_EXHAUSTED, "CHANGE_TOO_LARGE",
                    "what this call changes does not fit into one change of %lu bytes: split the call",
                    LIMIT_CHANGE_BYTES);
        buffer_done(&record);
        return false;
    }
    *head = next;
    key_add_u64(&key, job->change->revision);
    txn_put(txn, TABLE_LOG, key_slice(&key), buffer_slice(&record));
    buffer_done(&record);
    return true;
}

void commit_job(struct txn *txn, struct chain_head *head, const struct commit_options *options, struct write_job *job) {
    if (idempotency_answers(txn, options, job))
        return;
    if (!still_holds(txn, job)) {
        job->outcome = WRITE_CONFLICT;
        return;
    }
    if (!put_log(txn, head, options->now, job))
        return;
    put_blobs(txn, job);
    index_change(txn, job->change, job->objects);
    if (job->change->n_taxonomies > 0) {
        taxonomy_put_blobs(txn, job->taxonomy);
        taxonomy_index_add(txn, job->change->taxonomies[0], job->taxonomy);
    }
    buffer_reset(&job->answer_bytes);
    job->answer(job, &job->answer_bytes);
    if (job->answer_bytes.has_failed && txn->error == 0)
        txn->error = ENOMEM;
    idempotency_remember(txn, job, head->committed_at);
    job->outcome = WRITE_COMMITTED;
    job->revision = job->change->revision;
}

void commit_head(struct txn *txn, const struct chain_head *head) {
    struct buffer bytes;
    buffer_init(&bytes, 0);
    head_record_write(&bytes, head);
    if (bytes.has_failed && txn->error == 0)
        txn->error = ENOMEM;
    txn_put(txn, TABLE_META, META_HEAD, buffer_slice(&bytes));
    buffer_done(&bytes);
}
