/* One mutation inside the writer's transaction. Only for files of this room. */
#ifndef CATALOGD_STORE_COMMIT_H
#define CATALOGD_STORE_COMMIT_H

#include "changelog/chain.h"
#include "store/txn.h"
#include "store/writer.h"

struct commit_options {
    time_ns now;
    size_t request_ids_max;
};

/* Compares what JOB rests on and, where it holds, writes all of it and moves HEAD on. Sets JOB's outcome; one that is
 * not WRITE_COMMITTED wrote nothing. Errors of LMDB are in TXN and spoil it as a whole. */
void commit_job(struct txn *txn, struct chain_head *head, const struct commit_options *options, struct write_job *job);

/* Writes HEAD, which every batch that committed something ends with. */
void commit_head(struct txn *txn, const struct chain_head *head);

#endif
