#include "changelog/chain.h"

#include "changelog/stamp.h"
#include "codec/canonical.h"
#include "codec/message.h"
#include "model/timestamp.h"

#include <inttypes.h>

static bool set_place_in_chain(const struct chain_head *head, Catalog__V1__Change *change, time_ns committed_at,
                               struct arena *arena) {
    change->revision = head->revision + 1;
    change->committed_at = arena_alloc(arena, sizeof *change->committed_at);
    change->previous_hash = arena_alloc(arena, DIGEST_TEXT_BYTES);
    if (change->committed_at == NULL || change->previous_hash == NULL)
        return false;
    *change->committed_at = timestamp_of(committed_at);
    if (head->revision == 0)
        change->previous_hash[0] = '\0';
    else
        digest_text(&head->hash, change->previous_hash);
    for (size_t i = 0; i < change->n_objects; i++)
        if (change->objects[i]->lifecycle != NULL)
            change->objects[i]->lifecycle->revision = change->revision;
    for (size_t i = 0; i < change->n_decisions; i++)
        if (!decision_stamp(change->decisions[i], change->revision, change->committed_at, arena))
            return false;
    for (size_t i = 0; i < change->n_advisories; i++)
        if (!advisory_stamp(change->advisories[i], change->revision, change->committed_at, arena))
            return false;
    for (size_t i = 0; i < change->n_gate_records; i++)
        if (!gate_record_stamp(change->gate_records[i], change->revision, change->committed_at, arena))
            return false;
    for (size_t i = 0; i < change->n_taxonomies; i++)
        taxonomy_stamp(change->taxonomies[i], change->revision, change->committed_at);
    return true;
}

status_code chain_append(struct chain_head *head, Catalog__V1__Change *change, time_ns now, struct arena *arena,
                         struct buffer *bytes) {
    time_ns committed_at = now > head->committed_at ? now : head->committed_at;
    if (!set_place_in_chain(head, change, committed_at, arena))
        return STATUS_RESOURCE_EXHAUSTED;
    size_t start = bytes->size;
    message_pack(&change->base, bytes);
    if (bytes->has_failed)
        return STATUS_RESOURCE_EXHAUSTED;
    slice record = slice_of(bytes->data + start, bytes->size - start);
    head->revision = change->revision;
    head->committed_at = committed_at;
    head->hash = canonical_digest_of_bytes(&catalog__v1__change__descriptor, record);
    return STATUS_OK;
}

static bool follows(const struct chain_head *head, const Catalog__V1__Change *change) {
    char expected[DIGEST_TEXT_BYTES] = "";
    if (head->revision != 0)
        digest_text(&head->hash, expected);
    return strcmp(change->previous_hash, expected) == 0;
}

status_code chain_verify(struct chain_head *head, const Catalog__V1__Change *change, slice record,
                         struct problem *problem) {
    if (change->revision != head->revision + 1)
        return problem_set(problem, STATUS_DATA_LOSS, "CHAIN_BROKEN",
                           "the log goes from revision %" PRIu64 " to %" PRIu64, head->revision, change->revision);
    if (!follows(head, change))
        return problem_set(problem, STATUS_DATA_LOSS, "CHAIN_BROKEN",
                           "revision %" PRIu64 " says another hash of the change before it than that change has",
                           change->revision);
    time_ns committed_at = timestamp_time(change->committed_at, INT64_MIN);
    if (committed_at < head->committed_at)
        return problem_set(problem, STATUS_DATA_LOSS, "CHAIN_BROKEN",
                           "revision %" PRIu64 " is older than the change before it", change->revision);
    head->revision = change->revision;
    head->committed_at = committed_at;
    head->hash = canonical_digest_of_bytes(&catalog__v1__change__descriptor, record);
    return STATUS_OK;
}

status_code change_read(slice record, struct arena *arena, Catalog__V1__Change **ret_change, struct problem *problem) {
    struct problem detail;
    problem_init(&detail, NULL);
    ProtobufCMessage *message = NULL;
    status_code status = message_unpack(&catalog__v1__change__descriptor, record, arena, &message, &detail);
    if (status == STATUS_INVALID_ARGUMENT)
        return problem_set(problem, STATUS_DATA_LOSS, "RECORD_DAMAGED", "a record of the log is damaged: %.400s",
                           detail.message);
    if (status != STATUS_OK)
        return problem_set(problem, status, detail.reason, "%.500s", detail.message);
    *ret_change = (Catalog__V1__Change *)message;
    return STATUS_OK;
}
