#include "lib/fetch.h"

#include "base/limits.h"
#include "base/macros.h"
#include "catalog/objects.h"
#include "codec/canonical.h"
#include "codec/wire.h"
#include "lib/failure.h"
#include "lib/message.h"

#define FIELD_OBJECTS 1  /* of BatchGetObjectsResponse */
#define FIELD_OBJECT  15 /* of ObjectVersion */

/* Moves past the value of a field; a block is handed out. */
static bool next_field(slice *bytes, uint32_t *ret_number, slice *ret_block) {
    enum wire_type type = WIRE_VARINT;
    uint64_t ignored = 0;
    *ret_block = (slice){0};
    if (!wire_read_tag(bytes, ret_number, &type))
        return false;
    switch (type) {
    case WIRE_VARINT:
        return wire_read_varint(bytes, WIRE_VARINT_BYTES_MAX, &ignored);
    case WIRE_FIXED64:
        return wire_skip(bytes, 8);
    case WIRE_LENGTH:
        return wire_read_block(bytes, ret_block);
    case WIRE_FIXED32:
        return wire_skip(bytes, 4);
    }
    return false;
}

/* Moves to the next field NUMBER that is a block. */
static bool next_block(slice *bytes, uint32_t number, slice *ret_block) {
    uint32_t found = 0;
    while (bytes->size > 0 && next_field(bytes, &found, ret_block))
        if (found == number && ret_block->data != NULL)
            return true;
    return false;
}

/* The bytes of field NUMBER, a message, in the message BYTES. data is NULL where there is none, or BYTES are no
 * message. */
static slice field_bytes(slice bytes, uint32_t number) {
    slice block = {0};
    return next_block(&bytes, number, &block) ? block : (slice){0};
}

enum catalog_code fetch_check_digest(slice object, const struct digest *content, const char *name,
                                     struct catalog_error **ret_error) {
    struct digest computed = canonical_digest_of_bytes(&catalog__v1__object__descriptor, object);
    if (object.data != NULL && digest_equal(&computed, content))
        return CATALOG_OK;
    char expected[DIGEST_TEXT_BYTES];
    digest_text(content, expected);
    return error_set(ret_error, CATALOG_DATA_LOSS, "DIGEST_MISMATCH",
                     "the server sent %s with bytes that do not fit its digest %s", name, expected);
}

/* The bytes are compared as they came: packing them again would hide what is wrong. */
static enum catalog_code keep_batch(const struct fetch *fetch, const struct wanted *wanted, size_t count,
                                    const Catalog__V1__BatchGetObjectsResponse *response,
                                    struct catalog_error **ret_error) {
    struct cache_record records[LIMIT_BATCH];
    slice rest = message_payload(response);
    slice version;
    if (response->n_missing > 0 || response->n_objects != count)
        return error_set(ret_error, CATALOG_DATA_LOSS, "OBJECT_MISSING",
                         "the server lists objects that it does not have: %zu of %zu were sent", response->n_objects,
                         count);
    for (size_t i = 0; i < count; i++) {
        slice object = next_block(&rest, FIELD_OBJECTS, &version) ? field_bytes(version, FIELD_OBJECT) : (slice){0};
        enum catalog_code code = fetch_check_digest(object, &wanted[i].content, wanted[i].selector.name, ret_error);
        if (code != CATALOG_OK)
            return code;
        records[i] = (struct cache_record){
            .table = CACHE_OBJECTS, .key = cache_key_of_object(&wanted[i].content), .value = object};
    }
    return cache_put(fetch->cache, records, count, ret_error);
}

static enum catalog_code fetch_batch(const struct fetch *fetch, struct wanted *wanted, size_t count,
                                     struct catalog_error **ret_error) {
    Catalog__V1__ObjectSelector *selectors[LIMIT_BATCH];
    Catalog__V1__BatchGetObjectsRequest request;
    catalog__v1__batch_get_objects_request__init(&request);
    Catalog__V1__BatchGetObjectsResponse *response = NULL;
    for (size_t i = 0; i < count; i++)
        selectors[i] = &wanted[i].selector;
    request.n_selectors = count;
    request.selectors = selectors;
    request.at_revision = fetch->revision;
    enum catalog_code code = catalog_batch_get_objects(fetch->client, &request, fetch->options, &response, ret_error);
    if (code == CATALOG_OK)
        code = keep_batch(fetch, wanted, count, response, ret_error);
    catalog_message_free(response);
    return code;
}

/* Without advice to retry it is not the server that has too much to do: the answer is too large. */
static bool is_too_large(const struct catalog_error *error) {
    return catalog_error_code(error) == CATALOG_RESOURCE_EXHAUSTED && catalog_error_retry_after_ms(error) == 0;
}

enum catalog_code fetch_objects(const struct fetch *fetch, struct wanted *wanted, size_t count,
                                struct catalog_error **ret_error) {
    size_t batch_max = LIMIT_BATCH;
    for (size_t first = 0; first < count;) {
        size_t batch = count - first < batch_max ? count - first : batch_max;
        struct catalog_error *error = NULL;
        if (fetch_batch(fetch, wanted + first, batch, &error) == CATALOG_OK) {
            first += batch;
        } else if (batch > 1 && is_too_large(error)) {
            catalog_error_free(error);
            batch_max = batch / 2;
        } else {
            return error_give(ret_error, error);
        }
    }
    return CATALOG_OK;
}
