/* Which gate records a feature has: kept up with each change. A record itself stands in the log; the table has what
 * lists show of it. Only for files of this room. */
#ifndef CATALOGD_STORE_GATE_INDEX_H
#define CATALOGD_STORE_GATE_INDEX_H

#include "store/txn.h"

#include "catalog/v1/change.pb-c.h"

/* Takes in RECORD of CHANGE, which has one of a feature at most. The feature's name is not touched: a record of a file
 * that nobody published brings no name, and no plan rests on records. Errors: in TXN; MDB_CORRUPTED when the record
 * names no feature. */
void gate_index_add(struct txn *txn, const Catalog__V1__Change *change, const Catalog__V1__GateRecord *record);

/* The revision of the newest record of FEATURE below BEFORE, and what lists show of it, packed. False: there is none,
 * or an error, which is in TXN. */
bool gate_index_below(struct txn *txn, const char *feature, uint64_t before, uint64_t *ret_revision, slice *ret_head);

#endif
