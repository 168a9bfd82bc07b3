#include "base/limits.h"
#include "base/vector.h"
#include "changelog/chain.h"
#include "codec/message.h"
#include "model/reference.h"
#include "store/state.h"
#include "store/taxonomies.h"
#include "store/taxonomy_index.h"

typedef VECTOR(Catalog__V1__Taxonomy *) taxonomy_vector;

static status_code damaged(struct problem *problem, const char *what) {
    return problem_set(problem, STATUS_DATA_LOSS, "RECORD_DAMAGED", "the record of a %s is damaged", what);
}

static status_code unpack(const ProtobufCMessageDescriptor *descriptor, slice bytes, struct arena *arena,
                          ProtobufCMessage **ret_message, struct problem *problem) {
    struct problem detail;
    problem_init(&detail, NULL);
    status_code status = message_unpack(descriptor, bytes, arena, ret_message, &detail);
    if (status == STATUS_RESOURCE_EXHAUSTED)
        return problem_no_memory(problem);
    return status == STATUS_OK ? status : damaged(problem, descriptor->short_name);
}

status_code snapshot_taxonomies(struct snapshot *snapshot, const char *scheme, struct arena *arena,
                                Catalog__V1__Taxonomy ***ret_taxonomies, size_t *ret_count, struct problem *problem) {
    struct key prefix = {0};
    taxonomy_vector taxonomies = {0};
    slice key = {0};
    slice bytes = {0};
    if (scheme[0] != '\0')
        key_add_text(&prefix, slice_text(scheme));
    struct txn_walk walk = {.txn = &snapshot->txn, .table = TABLE_TAXONOMY, .prefix = key_slice(&prefix)};
    while (!prefix.is_too_long && txn_next(&walk, &key, &bytes)) {
        ProtobufCMessage *message = NULL;
        status_code status = unpack(&catalog__v1__taxonomy__descriptor, bytes, arena, &message, problem);
        if (status != STATUS_OK)
            return status;
        Catalog__V1__Taxonomy *taxonomy = (Catalog__V1__Taxonomy *)message;
        if (taxonomy->revision <= snapshot->revision && !vector_push(arena, &taxonomies, taxonomy))
            return problem_no_memory(problem);
    }
    *ret_taxonomies = taxonomies.items;
    *ret_count = taxonomies.count;
    return txn_status(&snapshot->txn, problem);
}

status_code snapshot_taxonomy(struct snapshot *snapshot, const char *scheme, const char *release, struct arena *arena,
                              Catalog__V1__Taxonomy **ret_taxonomy, struct problem *problem) {
    Catalog__V1__Taxonomy **taxonomies = NULL;
    Catalog__V1__Taxonomy *found = NULL;
    size_t count = 0;
    status_code status =
        scheme[0] == '\0' ? STATUS_OK : snapshot_taxonomies(snapshot, scheme, arena, &taxonomies, &count, problem);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        bool is_asked = reference_release_serves(taxonomies[i]->release, release);
        if (is_asked && (found == NULL || reference_compare_releases(taxonomies[i]->release, found->release) > 0))
            found = taxonomies[i];
    }
    if (found == NULL)
        return problem_set(problem, STATUS_NOT_FOUND, "TAXONOMY_NOT_FOUND", "there is no taxonomy %.63s%s%.63s", scheme,
                           release[0] == '\0' ? "" : "@", release);
    *ret_taxonomy = found;
    return STATUS_OK;
}

status_code snapshot_taxonomy_body(struct snapshot *snapshot, const struct digest *content, struct arena *arena,
                                   Catalog__V1__TaxonomyEntry **ret_entry, struct problem *problem) {
    slice bytes = {0};
    ProtobufCMessage *message = NULL;
    status_code status = snapshot_blob(snapshot, content, &bytes, problem);
    if (status == STATUS_OK)
        status = unpack(&catalog__v1__taxonomy_entry__descriptor, bytes, arena, &message, problem);
    if (status == STATUS_OK)
        *ret_entry = (Catalog__V1__TaxonomyEntry *)message;
    return status;
}

static bool read_digest(slice bytes, struct digest *ret_digest) {
    if (bytes.size != DIGEST_BYTES)
        return false;
    memcpy(ret_digest->bytes, bytes.data, DIGEST_BYTES);
    return true;
}

status_code snapshot_taxonomy_entry(struct snapshot *snapshot, const Catalog__V1__Taxonomy *taxonomy, const char *id,
                                    struct arena *arena, Catalog__V1__TaxonomyEntry **ret_entry,
                                    struct problem *problem) {
    struct key key = taxonomy_key(taxonomy->scheme, taxonomy->release);
    struct digest content;
    slice bytes = {0};
    key_add_text(&key, slice_text(id));
    bool is_there = !key.is_too_long && txn_get(&snapshot->txn, TABLE_TAXONOMY_ENTRY, key_slice(&key), &bytes);
    status_code status = txn_status(&snapshot->txn, problem);
    if (status != STATUS_OK)
        return status;
    if (!is_there)
        return problem_set(problem, STATUS_NOT_FOUND, "ENTRY_NOT_FOUND", "%.63s %.63s has no entry %.128s",
                           taxonomy->scheme, taxonomy->release, id);
    if (!read_digest(bytes, &content))
        return damaged(problem, "TaxonomyEntry");
    return snapshot_taxonomy_body(snapshot, &content, arena, ret_entry, problem);
}

static bool read_entry_key(slice key, size_t prefix_size, struct arena *arena, struct stored_entry *ret_entry) {
    slice rest = slice_of(key.data + prefix_size, key.size - prefix_size);
    slice id = {0};
    if (!key_read_text(&rest, &id))
        return false;
    ret_entry->id = arena_strndup(arena, (const char *)id.data, id.size);
    return ret_entry->id != NULL;
}

status_code snapshot_taxonomy_entries(struct snapshot *snapshot, const Catalog__V1__Taxonomy *taxonomy,
                                      const char *after, struct arena *arena, struct stored_entry **ret_entries,
                                      size_t *ret_count, struct problem *problem) {
    VECTOR(struct stored_entry) entries = {0};
    const struct key prefix = taxonomy_key(taxonomy->scheme, taxonomy->release);
    struct key start = prefix;
    slice key = {0};
    slice bytes = {0};
    key_add_text(&start, slice_text(after));
    struct txn_walk walk = {.txn = &snapshot->txn,
                            .table = TABLE_TAXONOMY_ENTRY,
                            .prefix = key_slice(&prefix),
                            .start = key_slice(after[0] == '\0' ? &prefix : &start)};
    while (!start.is_too_long && txn_next(&walk, &key, &bytes)) {
        struct stored_entry entry;
        if (after[0] != '\0' && slice_equal(key, key_slice(&start)))
            continue;
        if (!read_digest(bytes, &entry.content))
            return damaged(problem, "TaxonomyEntry");
        if (!read_entry_key(key, prefix.size, arena, &entry) || !vector_push(arena, &entries, entry))
            return problem_no_memory(problem);
    }
    *ret_entries = entries.items;
    *ret_count = entries.count;
    return txn_status(&snapshot->txn, problem);
}

/* The taxonomy that holds the mapping under KEY, whose end is its digest. False: it came later, or the key is damaged.
 */
static bool read_mapping_key(struct snapshot *snapshot, slice key, size_t prefix_size, struct digest *ret_content) {
    char scheme[KEY_NAME_BYTES];
    char release[KEY_NAME_BYTES];
    slice rest = slice_of(key.data + prefix_size, key.size - prefix_size);
    slice parts[2] = {{0}, {0}};
    if (!key_read_text(&rest, &parts[0]) || !key_read_text(&rest, &parts[1]) || !read_digest(rest, ret_content) ||
        parts[0].size >= sizeof scheme || parts[1].size >= sizeof release)
        return false;
    memcpy(scheme, parts[0].data, parts[0].size);
    memcpy(release, parts[1].data, parts[1].size);
    scheme[parts[0].size] = release[parts[1].size] = '\0';
    uint64_t revision = taxonomy_index_revision(&snapshot->txn, scheme, release);
    return revision != 0 && revision <= snapshot->revision;
}

status_code snapshot_taxonomy_mappings(struct snapshot *snapshot, const char *scheme, const char *id,
                                       struct arena *arena, Catalog__V1__TaxonomyMapping ***ret_mappings,
                                       size_t *ret_count, struct problem *problem) {
    VECTOR(Catalog__V1__TaxonomyMapping *) mappings = {0};
    const struct key prefix = taxonomy_mapping_key(scheme, id);
    struct txn_walk walk = {.txn = &snapshot->txn, .table = TABLE_TAXONOMY_MAPPING, .prefix = key_slice(&prefix)};
    slice key = {0};
    slice bytes = {0};
    while (mappings.count < LIMIT_PAGE && txn_next(&walk, &key, &bytes)) {
        struct digest content;
        ProtobufCMessage *message = NULL;
        if (!read_mapping_key(snapshot, key, prefix.size, &content))
            continue;
        status_code status = snapshot_blob(snapshot, &content, &bytes, problem);
        if (status == STATUS_OK)
            status = unpack(&catalog__v1__taxonomy_mapping__descriptor, bytes, arena, &message, problem);
        if (status != STATUS_OK)
            return status;
        if (!vector_push(arena, &mappings, (Catalog__V1__TaxonomyMapping *)message))
            return problem_no_memory(problem);
    }
    *ret_mappings = mappings.items;
    *ret_count = mappings.count;
    return txn_status(&snapshot->txn, problem);
}
