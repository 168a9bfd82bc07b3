#include "store/index.h"

#include "store/gate_index.h"
#include "store/newest.h"
#include "store/numbered.h"
#include "store/record.h"
#include "store/splice.h"

#include <errno.h>

/* One object of a change, on its way into the tables. */
struct entry {
    struct txn *txn;
    const Catalog__V1__Change *change;
    const Catalog__V1__ObjectChange *object;
    const struct write_object *written;
    uint16_t position;
};

static struct key name_key(const struct entry *entry) {
    struct key key = {0};
    key_add_name(&key, entry->object->name);
    return key;
}

/* Puts what BYTES holds and frees it. */
static void put_buffer(struct txn *txn, enum table table, const struct key *key, struct buffer *bytes) {
    if (bytes->has_failed && txn->error == 0)
        txn->error = ENOMEM;
    txn_put(txn, table, key_slice(key), buffer_slice(bytes));
    buffer_done(bytes);
}

static void put_u64(struct txn *txn, enum table table, const struct key *key, uint64_t value) {
    struct key bytes = {0};
    key_add_u64(&bytes, value);
    txn_put(txn, table, key_slice(key), key_slice(&bytes));
}

/* Remembers that CHANGE mentions NAME. */
static void touch_name(struct txn *txn, const Catalog__V1__Change *change, const char *name,
                       Catalog__V1__ObjectKind kind) {
    struct key key = {0};
    struct name_record record = {.kind = kind, .first_revision = change->revision};
    slice stored = {0};
    key_add_name(&key, name);
    if (txn_get(txn, TABLE_NAME, key_slice(&key), &stored) && !name_record_read(stored, &record))
        txn->error = MDB_CORRUPTED;
    bool is_new = stored.data == NULL;
    record.last_revision = change->revision;
    struct buffer bytes;
    buffer_init(&bytes, 0);
    name_record_write(&bytes, &record);
    put_buffer(txn, TABLE_NAME, &key, &bytes);
    if (!is_new)
        return;
    struct key by_kind = {0};
    key_add_byte(&by_kind, (uint8_t)record.kind);
    put_u64(txn, TABLE_KIND_HEAD, &by_kind, record.first_revision);
    key_add_name(&by_kind, name);
    put_u64(txn, TABLE_KIND, &by_kind, record.first_revision);
}

static Catalog__V1__ObjectVersion header_of(const struct entry *entry) {
    Catalog__V1__ObjectVersion header;
    catalog__v1__object_version__init(&header);
    header.name = entry->object->name;
    header.kind = entry->object->kind;
    header.version = entry->object->version;
    header.content_digest = entry->object->content_digest;
    header.contract_digest = entry->object->contract_digest;
    header.revision = entry->change->revision;
    header.stored_at = entry->change->committed_at;
    header.author = entry->change->author;
    return header;
}

static void put_lifecycle(const struct entry *entry, Catalog__V1__Lifecycle *lifecycle, uint64_t published_revision,
                          uint16_t position) {
    char etag[ETAG_BYTES];
    etag_format(entry->change->revision, etag);
    Catalog__V1__ObjectVersion header;
    catalog__v1__object_version__init(&header);
    header.lifecycle = lifecycle;
    header.etag = etag;
    struct key key = name_key(entry);
    key_add_text(&key, slice_text(entry->object->version));
    key_add_u64(&key, entry->change->revision);
    struct buffer bytes;
    buffer_init(&bytes, 0);
    lifecycle_record_write(&bytes, &header, published_revision, position);
    put_buffer(entry->txn, TABLE_LIFE, &key, &bytes);
}

static void put_references(const struct entry *entry, uint64_t from, uint64_t to) {
    for (size_t i = 0; i < entry->written->reference_count; i++) {
        struct key key = {0};
        key_add_name(&key, entry->written->references[i]);
        key_add_name(&key, entry->object->name);
        key_add_text(&key, slice_text(entry->object->version));
        key_add_u64(&key, from);
        if (!key.is_too_long)
            put_u64(entry->txn, TABLE_REF, &key, to);
    }
}

/* Publishing what the draft says ends the draft; publishing something else leaves it. */
static void end_draft(const struct entry *entry) {
    struct key key = name_key(entry);
    slice found = {0};
    slice stored = {0};
    struct version_record draft;
    struct digest published;
    if (!txn_floor(entry->txn, TABLE_DRAFT, &key, entry->change->revision, &found, &stored) ||
        !version_record_read(stored, &draft) || draft.header.size == 0 ||
        !digest_parse(entry->object->content_digest, &published) || !digest_equal(&draft.content, &published))
        return;
    key_add_u64(&key, entry->change->revision);
    struct buffer bytes;
    buffer_init(&bytes, 0);
    draft_record_write(&bytes, NULL, "");
    put_buffer(entry->txn, TABLE_DRAFT, &key, &bytes);
}

static void index_publish(const struct entry *entry) {
    Catalog__V1__ObjectVersion header = header_of(entry);
    Catalog__V1__Lifecycle lifecycle;
    catalog__v1__lifecycle__init(&lifecycle);
    lifecycle.state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_PUBLISHED;
    lifecycle.revision = entry->change->revision;
    struct key key = name_key(entry);
    key_add_u64(&key, entry->change->revision);
    key_add_u16(&key, entry->position);
    struct buffer bytes;
    buffer_init(&bytes, 0);
    version_record_write(&bytes, &header, entry->written->title);
    put_buffer(entry->txn, TABLE_VERSION, &key, &bytes);
    put_lifecycle(entry, &lifecycle, entry->change->revision, entry->position);
    put_references(entry, entry->change->revision, UINT64_MAX);
    newest_publish(entry->txn, entry->object->name, entry->object->version,
                   (struct version_place){.revision = entry->change->revision, .position = entry->position});
    end_draft(entry);
}

static void index_draft(const struct entry *entry) {
    char etag[ETAG_BYTES];
    etag_format(entry->change->revision, etag);
    Catalog__V1__Lifecycle lifecycle;
    catalog__v1__lifecycle__init(&lifecycle);
    lifecycle.state = CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_DRAFT;
    lifecycle.revision = entry->change->revision;
    Catalog__V1__ObjectVersion header = header_of(entry);
    header.lifecycle = &lifecycle;
    header.etag = etag;
    struct key key = name_key(entry);
    key_add_u64(&key, entry->change->revision);
    struct buffer bytes;
    buffer_init(&bytes, 0);
    draft_record_write(&bytes, &header, entry->written->title);
    put_buffer(entry->txn, TABLE_DRAFT, &key, &bytes);
}

static void index_lifecycle(const struct entry *entry) {
    struct key prefix = name_key(entry);
    key_add_text(&prefix, slice_text(entry->object->version));
    slice key = {0};
    slice stored = {0};
    struct lifecycle_record before;
    if (entry->object->lifecycle == NULL ||
        !txn_floor(entry->txn, TABLE_LIFE, &prefix, entry->change->revision, &key, &stored) ||
        !lifecycle_record_read(stored, &before)) {
        if (entry->txn->error == 0)
            entry->txn->error = MDB_CORRUPTED;
        return;
    }
    put_lifecycle(entry, entry->object->lifecycle, before.published_revision, before.position);
    if (entry->object->action != CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_YANK)
        return;
    const struct version_place place = {.revision = before.published_revision, .position = before.position};
    put_references(entry, place.revision, entry->change->revision);
    newest_yank(entry->txn, entry->object->name, place, entry->change->revision);
}

uint64_t index_kind_revision(struct txn *txn, Catalog__V1__ObjectKind kind) {
    struct key key = {0};
    slice bytes = {0};
    uint64_t revision = 0;
    key_add_byte(&key, (uint8_t)kind);
    if (txn_get(txn, TABLE_KIND_HEAD, key_slice(&key), &bytes) && !key_read_u64(&bytes, &revision))
        txn->error = MDB_CORRUPTED;
    return revision;
}

static void (*const actions[])(const struct entry *) = {
    [CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_DRAFT] = index_draft,
    [CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_PUBLISH] = index_publish,
    [CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_DEPRECATE] = index_lifecycle,
    [CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_YANK] = index_lifecycle,
};

/* The feature is mentioned: whoever plans on it looks again. */
static void index_decision(struct txn *txn, const Catalog__V1__Change *change, const Catalog__V1__Decision *decision) {
    numbered_put(txn, &numbered_decisions, &decision->base, decision->id, decision->feature, change->revision);
    touch_name(txn, change, decision->feature, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_FEATURE);
}

/* The object is mentioned, which was published before. */
static void index_advisory(struct txn *txn, const Catalog__V1__Change *change, const Catalog__V1__Advisory *advisory) {
    struct key name = {0};
    slice stored = {0};
    key_add_name(&name, advisory->object);
    if (!txn_get(txn, TABLE_NAME, key_slice(&name), &stored)) {
        txn->error = txn->error != 0 ? txn->error : MDB_CORRUPTED;
        return;
    }
    numbered_put(txn, &numbered_advisories, &advisory->base, advisory->id, advisory->object, change->revision);
    touch_name(txn, change, advisory->object, CATALOG__V1__OBJECT_KIND__OBJECT_KIND_UNSPECIFIED);
}

void index_change(struct txn *txn, const Catalog__V1__Change *change, const struct write_object *objects) {
    for (size_t i = 0; i < change->n_objects && txn->error == 0; i++) {
        const Catalog__V1__ObjectChange *object = change->objects[i];
        struct entry entry = {
            .txn = txn, .change = change, .object = object, .written = &objects[i], .position = (uint16_t)i};
        if (object->action <= 0 || (size_t)object->action >= COUNT_OF(actions) || i > UINT16_MAX) {
            txn->error = MDB_CORRUPTED;
            return;
        }
        touch_name(txn, change, object->name, object->kind);
        actions[object->action](&entry);
    }
    for (size_t i = 0; i < change->n_decisions && txn->error == 0; i++)
        index_decision(txn, change, change->decisions[i]);
    for (size_t i = 0; i < change->n_advisories && txn->error == 0; i++)
        index_advisory(txn, change, change->advisories[i]);
    for (size_t i = 0; i < change->n_gate_records && txn->error == 0; i++)
        gate_index_add(txn, change, change->gate_records[i]);
}
