#include "codec/canonical.h"
#include "codec/message.h"
#include "model/reference.h"
#include "store/check_run.h"
#include "store/taxonomy_index.h"

#include "catalog/store/v1/record.pb-c.h"

#include <inttypes.h>

static void add_fault(struct check *check, const Catalog__V1__Taxonomy *taxonomy, const char *words) {
    check_fault(check, "revision %" PRIu64 ": taxonomy %s@%s: %s", taxonomy->revision, taxonomy->scheme,
                taxonomy->release, words);
}

/* The message with digest CONTENT, its digest verified. NULL: a fault was found. */
static const ProtobufCMessage *read_blob(struct check *check, const Catalog__V1__Taxonomy *taxonomy,
                                         const ProtobufCMessageDescriptor *descriptor, const struct digest *content) {
    slice key = slice_of(content->bytes, DIGEST_BYTES);
    slice bytes = {0};
    ProtobufCMessage *message = NULL;
    if (!txn_get(&check->source, TABLE_BLOB, key, &bytes)) {
        add_fault(check, taxonomy, "a part of its content is missing");
        return NULL;
    }
    txn_put_new(&check->target, TABLE_BLOB, key, (slice){0});
    const struct digest computed = canonical_digest_of_bytes(descriptor, bytes);
    check->report->blobs++;
    if (!digest_equal(&computed, content))
        add_fault(check, taxonomy, "a part of its content does not have its digest");
    else if (message_unpack(descriptor, bytes, &check->arena, &message, NULL) != STATUS_OK)
        add_fault(check, taxonomy, "a part of its content cannot be read");
    return message;
}

static const ProtobufCMessage *read_part(struct check *check, const Catalog__V1__Taxonomy *taxonomy,
                                         const ProtobufCMessageDescriptor *descriptor, const ProtobufCBinaryData *part,
                                         struct digest *ret_content) {
    if (part->len != DIGEST_BYTES) {
        add_fault(check, taxonomy, "a digest of its content has another length than 32");
        return NULL;
    }
    memcpy(ret_content->bytes, part->data, DIGEST_BYTES);
    return read_blob(check, taxonomy, descriptor, ret_content);
}

static bool read_entries(struct check *check, const Catalog__V1__Taxonomy *taxonomy,
                         const Catalog__Store__V1__TaxonomyContent *content, struct write_taxonomy *written) {
    struct write_entry *entries = ARENA_ARRAY(&check->arena, struct write_entry, content->n_entries + 1);
    if (entries == NULL)
        return false;
    for (size_t i = 0; i < content->n_entries; i++) {
        const ProtobufCMessage *message = read_part(check, taxonomy, &catalog__v1__taxonomy_entry__descriptor,
                                                    &content->entries[i], &entries[i].content);
        if (message == NULL)
            return false;
        entries[i].id = ((const Catalog__V1__TaxonomyEntry *)message)->id;
    }
    written->entries = entries;
    written->entry_count = content->n_entries;
    return true;
}

static bool read_mappings(struct check *check, const Catalog__V1__Taxonomy *taxonomy,
                          const Catalog__Store__V1__TaxonomyContent *content, struct write_taxonomy *written) {
    struct write_mapping *mappings = ARENA_ARRAY(&check->arena, struct write_mapping, content->n_mappings + 1);
    if (mappings == NULL)
        return false;
    for (size_t i = 0; i < content->n_mappings; i++) {
        const Catalog__V1__TaxonomyMapping *mapping = (const Catalog__V1__TaxonomyMapping *)read_part(
            check, taxonomy, &catalog__v1__taxonomy_mapping__descriptor, &content->mappings[i], &mappings[i].content);
        if (mapping == NULL || mapping->from == NULL || mapping->to == NULL)
            return false;
        mappings[i].from = mapping->from;
        mappings[i].to = mapping->to;
    }
    written->mappings = mappings;
    written->mapping_count = content->n_mappings;
    return true;
}

/* What the log shows of a release is what its content says. */
static bool is_of(const Catalog__V1__Taxonomy *taxonomy, const Catalog__Store__V1__TaxonomyContent *content) {
    return strcmp(taxonomy->scheme, content->scheme) == 0 && strcmp(taxonomy->release, content->release) == 0 &&
           strcmp(taxonomy->title, content->title) == 0 && strcmp(taxonomy->source, content->source) == 0 &&
           taxonomy->entry_count == content->n_entries && taxonomy->mapping_count == content->n_mappings;
}

void check_taxonomy(struct check *check, const Catalog__V1__Taxonomy *taxonomy) {
    struct write_taxonomy written = {0};
    if (!digest_parse(taxonomy->digest, &written.content)) {
        add_fault(check, taxonomy, "it has no digest");
        return;
    }
    const Catalog__Store__V1__TaxonomyContent *content = (const Catalog__Store__V1__TaxonomyContent *)read_blob(
        check, taxonomy, &catalog__store__v1__taxonomy_content__descriptor, &written.content);
    if (content == NULL)
        return;
    if (!is_of(taxonomy, content))
        add_fault(check, taxonomy, "its content is of another one");
    if (read_entries(check, taxonomy, content, &written) && read_mappings(check, taxonomy, content, &written))
        taxonomy_index_add(&check->target, taxonomy, &written);
}
