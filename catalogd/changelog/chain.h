/* The ordered log's records and the chain that holds them together.
 *
 * A record is the canonical bytes of a catalog.v1.Change, as it goes on the wire. Each holds the hash of the record
 * before it (SHA-256 over "catalog.v1.Change\n" and its bytes), so that whoever knows one hash can check everything
 * before it, a client from ListChanges alone included. Where the records are kept is a driver's business; the store is
 * the local one. */
#ifndef CATALOGD_CHANGELOG_CHAIN_H
#define CATALOGD_CHANGELOG_CHAIN_H

#include "base/buffer.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/status.h"

#include "catalog/v1/change.pb-c.h"

/* The end of a chain. All zero: a log without records. */
struct chain_head {
    uint64_t revision;
    struct digest hash;
    time_ns committed_at;
};

/* Makes CHANGE the record after HEAD: sets its revision, its time (the later of NOW and HEAD's), its previous_hash,
 * the revision of every lifecycle in it and what it gives to its decisions, advisories and gate records
 * (changelog/stamp.h), appends its bytes to BYTES and moves HEAD on. Ownership: what CHANGE points at afterwards lives
 * in ARENA. Errors: STATUS_RESOURCE_EXHAUSTED (no memory), HEAD is unchanged then. */
MUST_CHECK status_code chain_append(struct chain_head *head, Catalog__V1__Change *change, time_ns now,
                                    struct arena *arena, struct buffer *bytes);

/* Checks that RECORD, the stored bytes of CHANGE, follows HEAD, and moves HEAD on. Errors: STATUS_DATA_LOSS
 * (CHAIN_BROKEN: revision out of order, time going back, or another previous_hash). */
MUST_CHECK status_code chain_verify(struct chain_head *head, const Catalog__V1__Change *change, slice record,
                                    struct problem *problem);

/* Reads a stored record into ARENA. Errors: STATUS_DATA_LOSS (RECORD_DAMAGED), STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code change_read(slice record, struct arena *arena, Catalog__V1__Change **ret_change,
                                   struct problem *problem);

#endif
