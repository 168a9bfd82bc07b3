#include "store/check_run.h"

#include "codec/canonical.h"
#include "codec/message.h"
#include "model/contract.h"
#include "store/facts.h"
#include "store/index.h"

#include <inttypes.h>

#define CHANGES_PER_COMMIT 1000

/* The bytes of OBJECT's content, with their digest verified. False: a fault was found. */
static bool read_content(struct check *check, const Catalog__V1__Change *change,
                         const Catalog__V1__ObjectChange *object, slice *ret_bytes) {
    struct digest content;
    bool is_found = digest_parse(object->content_digest, &content) &&
                    txn_get(&check->source, TABLE_BLOB, slice_of(content.bytes, DIGEST_BYTES), ret_bytes);
    if (!is_found) {
        check_fault(check, "revision %" PRIu64 ": the content of %s@%s (%s) is missing", change->revision, object->name,
                    object->version, object->content_digest);
        return false;
    }
    txn_put_new(&check->target, TABLE_BLOB, slice_of(content.bytes, DIGEST_BYTES), (slice){0});
    struct digest computed = canonical_digest_of_bytes(&catalog__v1__object__descriptor, *ret_bytes);
    check->report->blobs++;
    if (digest_equal(&computed, &content))
        return true;
    check_fault(check, "revision %" PRIu64 ": the content of %s@%s does not have the digest %s", change->revision,
                object->name, object->version, object->content_digest);
    return false;
}

/* What a contract is follows from the content: another digest would let a version pass for compatible. */
static void check_contract(struct check *check, const Catalog__V1__Change *change,
                           const Catalog__V1__ObjectChange *object, const Catalog__V1__Object *content) {
    struct digest stated;
    struct digest computed;
    if (contract_digest(content, &check->arena, &computed, NULL) != STATUS_OK ||
        !digest_parse(object->contract_digest, &stated) || !digest_equal(&stated, &computed))
        check_fault(check, "revision %" PRIu64 ": the contract of %s@%s does not have the digest %s", change->revision,
                    object->name, object->version, object->contract_digest);
}

static bool derive(struct check *check, const Catalog__V1__Change *change, const Catalog__V1__ObjectChange *object,
                   struct write_object *ret_object) {
    slice bytes = {0};
    struct object_facts facts;
    ProtobufCMessage *content = NULL;
    if (!read_content(check, change, object, &bytes))
        return false;
    if (message_unpack(&catalog__v1__object__descriptor, bytes, &check->arena, &content, NULL) != STATUS_OK ||
        facts_of((const Catalog__V1__Object *)content, &check->arena, &facts, NULL) != STATUS_OK) {
        check_fault(check, "revision %" PRIu64 ": the content of %s@%s cannot be read", change->revision, object->name,
                    object->version);
        return false;
    }
    check_contract(check, change, object, (const Catalog__V1__Object *)content);
    *ret_object = (struct write_object){
        .title = facts.title, .references = facts.references, .reference_count = facts.reference_count};
    return true;
}

static bool is_of_known_action(const Catalog__V1__ObjectChange *object) {
    return protobuf_c_enum_descriptor_get_value(&catalog__v1__change_action__descriptor, (int)object->action) != NULL &&
           object->action != CATALOG__V1__CHANGE_ACTION__CHANGE_ACTION_UNSPECIFIED;
}

static void replay_change(struct check *check, const Catalog__V1__Change *change) {
    struct write_object *objects = ARENA_ARRAY(&check->arena, struct write_object, change->n_objects + 1);
    bool is_whole = objects != NULL;
    for (size_t i = 0; i < change->n_objects && is_whole; i++) {
        is_whole = is_of_known_action(change->objects[i]) && derive(check, change, change->objects[i], &objects[i]);
        if (!is_of_known_action(change->objects[i]))
            check_fault(check, "revision %" PRIu64 ": an action with number %d is not known", change->revision,
                        (int)change->objects[i]->action);
    }
    if (!is_whole)
        return;
    index_change(&check->target, change, objects);
    for (size_t i = 0; i < change->n_taxonomies; i++)
        check_taxonomy(check, change->taxonomies[i]);
    if (check->target.error != MDB_CORRUPTED)
        return;
    check->target.error = 0;
    check_fault(check,
                "revision %" PRIu64
                " changes a version, decision or advisory that is not there, records a gate of nothing, or imports a "
                "taxonomy that is there",
                change->revision);
}

static bool commit_some(struct check *check, bool is_last) {
    if (txn_commit(&check->target) != 0)
        return false;
    if (!is_last)
        txn_begin_write(&check->target, check->scratch.env, check->scratch.tables);
    return true;
}

static void replay_record(struct check *check, slice key, slice record) {
    uint64_t revision = 0;
    Catalog__V1__Change *change = NULL;
    struct problem detail;
    problem_init(&detail, NULL);
    bool is_numbered = key_read_u64(&key, &revision);
    if (change_read(record, &check->arena, &change, &detail) != STATUS_OK) {
        check_fault(check, "revision %" PRIu64 ": %s", revision, detail.message);
        return;
    }
    if (chain_verify(&check->head, change, record, &detail) != STATUS_OK || !is_numbered ||
        revision != change->revision) {
        check_fault(check, "revision %" PRIu64 ": %s", revision,
                    detail.code == STATUS_OK ? "it is stored under another number" : detail.message);
        /* Go on from here: one break is one fault. */
        check->head.revision = change->revision;
        check->head.hash = canonical_digest_of_bytes(&catalog__v1__change__descriptor, record);
    }
    check->report->changes++;
    replay_change(check, change);
}

int check_replay(struct check *check) {
    struct txn_walk walk = {.txn = &check->source, .table = TABLE_LOG};
    slice key = {0};
    slice record = {0};
    txn_begin_write(&check->target, check->scratch.env, check->scratch.tables);
    while (check->target.error == 0 && txn_next(&walk, &key, &record)) {
        replay_record(check, key, record);
        arena_reset(&check->arena);
        if (check->report->changes % CHANGES_PER_COMMIT == CHANGES_PER_COMMIT - 1 && !commit_some(check, false))
            break;
    }
    int error = check->target.error;
    if (error != 0)
        txn_abort(&check->target);
    else if (!commit_some(check, true))
        error = check->target.error;
    return error != 0 ? error : check->source.error;
}
