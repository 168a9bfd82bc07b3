/* The tables that follow from the log and the blobs. The writer and `check` fill them with this same function. Only for
 * files of this room. */
#ifndef CATALOGD_STORE_INDEX_H
#define CATALOGD_STORE_INDEX_H

#include "store/txn.h"
#include "store/writer.h"

/* Writes into every derived table what CHANGE, whole with revision and time, means for it. OBJECTS has one entry for
 * each object of CHANGE: title and references are needed for DRAFT and PUBLISH, references for YANK. Errors: in TXN;
 * MDB_CORRUPTED when a lifecycle has no version to belong to, a decision no id, or a gate record no feature. */
void index_change(struct txn *txn, const Catalog__V1__Change *change, const struct write_object *objects);

/* The newest change that brought a name of KIND; 0: none. */
uint64_t index_kind_revision(struct txn *txn, Catalog__V1__ObjectKind kind);

#endif
