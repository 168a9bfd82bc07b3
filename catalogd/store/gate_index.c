#include "store/gate_index.h"

#include "codec/message.h"

#include <errno.h>

static void put(struct txn *txn, const struct key *key, const Catalog__V1__GateRecord *head) {
    struct buffer bytes;
    buffer_init(&bytes, 0);
    message_pack(&head->base, &bytes);
    if (bytes.has_failed && txn->error == 0)
        txn->error = ENOMEM;
    txn_put(txn, TABLE_GATE_RECORD, key_slice(key), buffer_slice(&bytes));
    buffer_done(&bytes);
}

void gate_index_add(struct txn *txn, const Catalog__V1__Change *change, const Catalog__V1__GateRecord *record) {
    struct key key = {0};
    key_add_name(&key, record->feature);
    key_add_u64(&key, change->revision);
    if (key.is_too_long || record->recorded_at == NULL) {
        txn->error = MDB_CORRUPTED;
        return;
    }
    Catalog__V1__GateRecord head = *record;
    head.lock = NULL;
    head.n_reasons = head.n_planned_reasons = head.n_rows = 0;
    put(txn, &key, &head);
}

bool gate_index_below(struct txn *txn, const char *feature, uint64_t before, uint64_t *ret_revision, slice *ret_head) {
    struct key prefix = {0};
    slice key = {0};
    key_add_name(&prefix, feature);
    if (before == 0 || !txn_floor(txn, TABLE_GATE_RECORD, &prefix, before - 1, &key, ret_head))
        return false;
    slice revision = slice_of(key.data + prefix.size, key.size - prefix.size);
    if (key_read_u64(&revision, ret_revision))
        return true;
    txn->error = MDB_CORRUPTED;
    return false;
}
