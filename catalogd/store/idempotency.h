/* Mutations that were done, by request id, so that a repeated call is answered and not done again. Kept for 24 hours;
 * at most so many, none younger than two minutes dropped. Only for files of this room. */
#ifndef CATALOGD_STORE_IDEMPOTENCY_H
#define CATALOGD_STORE_IDEMPOTENCY_H

#include "store/commit.h"
#include "store/record.h"

/* Whether JOB's request was seen: sets its outcome to WRITE_REPEATED with the answer that was given, or to WRITE_FAILED
 * when the id was used for another request or no room is left for a new one. */
bool idempotency_answers(struct txn *txn, const struct commit_options *options, struct write_job *job);

/* Whether RECORD is of the same request as REQUEST with the content CONTENT (NULL: none, or no longer known, which is
 * taken for the same). */
bool idempotency_is_same(const struct idempotency_record *record, const struct digest *request,
                         const struct digest *content);

/* Remembers JOB and its answer. */
void idempotency_remember(struct txn *txn, const struct write_job *job, time_ns committed_at);

/* Forgets up to LIMIT old requests. */
void idempotency_forget(struct txn *txn, const struct commit_options *options, size_t limit);

#endif
