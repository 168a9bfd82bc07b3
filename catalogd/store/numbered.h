/* Records that a commit numbers and that come into other states later: decisions and advisories. One table holds, under
 * (number, revision), each as it stood from that revision on; another holds nothing under (namespace, slug, number):
 * those about a name. Only for files of this room. */
#ifndef CATALOGD_STORE_NUMBERED_H
#define CATALOGD_STORE_NUMBERED_H

#include "store/snapshot.h"
#include "store/txn.h"

struct numbered {
    const ProtobufCMessageDescriptor *descriptor;
    enum table records;
    enum table by_name;
    const char *word;      /* "decision" */
    const char *not_found; /* reason of NOT_FOUND */
};

extern const struct numbered numbered_decisions;
extern const struct numbered numbered_advisories;

/* The record with ID as it stood at SNAPSHOT's revision, in ARENA. Errors: STATUS_NOT_FOUND, STATUS_DATA_LOSS,
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code numbered_get(struct snapshot *snapshot, const struct numbered *kind, const char *id,
                                    struct arena *arena, ProtobufCMessage **ret_message, struct problem *problem);

/* The records that FILTER chooses, as they stood, in order of name and number; in ARENA. Errors: STATUS_DATA_LOSS,
 * STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code numbered_list(struct snapshot *snapshot, const struct numbered *kind,
                                     const struct numbered_filter *filter, struct arena *arena,
                                     ProtobufCMessage ***ret_messages, size_t *ret_count, struct problem *problem);

/* Puts MESSAGE, whose id is ID and which is about NAME, as it stands from REVISION on. */
void numbered_put(struct txn *txn, const struct numbered *kind, const ProtobufCMessage *message, const char *id,
                  const char *name, uint64_t revision);

#endif
