#include "store/taxonomy_index.h"

#include "codec/message.h"

#include <errno.h>

static slice digest_slice(const struct digest *digest) {
    return slice_of(digest->bytes, DIGEST_BYTES);
}

void taxonomy_put_blobs(struct txn *txn, const struct write_taxonomy *written) {
    txn_put_new(txn, TABLE_BLOB, digest_slice(&written->content), written->bytes);
    for (size_t i = 0; i < written->entry_count; i++)
        txn_put_new(txn, TABLE_BLOB, digest_slice(&written->entries[i].content), written->entries[i].bytes);
    for (size_t i = 0; i < written->mapping_count; i++)
        txn_put_new(txn, TABLE_BLOB, digest_slice(&written->mappings[i].content), written->mappings[i].bytes);
}

struct key taxonomy_key(const char *scheme, const char *release) {
    struct key key = {0};
    key_add_text(&key, slice_text(scheme));
    key_add_text(&key, slice_text(release));
    return key;
}

/* Ends in a digest: ids of other schemes may be of any length. */
struct key taxonomy_mapping_key(const char *scheme, const char *id) {
    const slice parts[] = {slice_text(scheme), slice_text("\n"), slice_text(id)};
    const struct digest end = digest_of(parts, COUNT_OF(parts));
    struct key key = {0};
    key_add_bytes(&key, digest_slice(&end));
    return key;
}

static void put_header(struct txn *txn, const Catalog__V1__Taxonomy *taxonomy) {
    const struct key key = taxonomy_key(taxonomy->scheme, taxonomy->release);
    struct buffer bytes;
    buffer_init(&bytes, 0);
    message_pack(&taxonomy->base, &bytes);
    if (bytes.has_failed && txn->error == 0)
        txn->error = ENOMEM;
    txn_put(txn, TABLE_TAXONOMY, key_slice(&key), buffer_slice(&bytes));
    buffer_done(&bytes);
}

static void put_entry(struct txn *txn, const Catalog__V1__Taxonomy *taxonomy, const struct write_entry *entry) {
    struct key key = taxonomy_key(taxonomy->scheme, taxonomy->release);
    key_add_text(&key, slice_text(entry->id));
    txn_put(txn, TABLE_TAXONOMY_ENTRY, key_slice(&key), digest_slice(&entry->content));
}

static void put_end(struct txn *txn, const Catalog__V1__Taxonomy *taxonomy, const Catalog__V1__Reference *end,
                    const struct digest *content) {
    struct key key = taxonomy_mapping_key(end->scheme, end->id);
    key_add_text(&key, slice_text(taxonomy->scheme));
    key_add_text(&key, slice_text(taxonomy->release));
    key_add_bytes(&key, digest_slice(content));
    txn_put(txn, TABLE_TAXONOMY_MAPPING, key_slice(&key), (slice){0});
}

uint64_t taxonomy_index_revision(struct txn *txn, const char *scheme, const char *release) {
    const struct key key = taxonomy_key(scheme, release);
    slice bytes = {0};
    ProtobufCMessage *message = NULL;
    struct arena arena;
    if (!txn_get(txn, TABLE_TAXONOMY, key_slice(&key), &bytes))
        return 0;
    arena_init(&arena, 0);
    uint64_t revision = 0;
    status_code status = message_unpack(&catalog__v1__taxonomy__descriptor, bytes, &arena, &message, NULL);
    if (status == STATUS_OK)
        revision = ((const Catalog__V1__Taxonomy *)message)->revision;
    else if (txn->error == 0)
        txn->error = status == STATUS_RESOURCE_EXHAUSTED ? ENOMEM : MDB_CORRUPTED;
    arena_done(&arena);
    return revision;
}

void taxonomy_index_add(struct txn *txn, const Catalog__V1__Taxonomy *taxonomy, const struct write_taxonomy *written) {
    if (taxonomy_index_revision(txn, taxonomy->scheme, taxonomy->release) != 0 && txn->error == 0)
        txn->error = MDB_CORRUPTED;
    put_header(txn, taxonomy);
    for (size_t i = 0; i < written->entry_count && txn->error == 0; i++)
        put_entry(txn, taxonomy, &written->entries[i]);
    for (size_t i = 0; i < written->mapping_count && txn->error == 0; i++) {
        const struct write_mapping *mapping = &written->mappings[i];
        put_end(txn, taxonomy, mapping->from, &mapping->content);
        put_end(txn, taxonomy, mapping->to, &mapping->content);
    }
}
