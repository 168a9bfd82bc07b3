#include "store/record.h"

#include "codec/message.h"
#include "codec/wire.h"
#include "model/timestamp.h"
#include "store/store.h"

#include "catalog/store/v1/record.pb-c.h"

#define FIELDS_MAX 10

/* One field of a record as it stands on the wire: a varint or a block. */
struct field {
    uint64_t number;
    slice block;
};

/* Reads the fields 1 to FIELDS_MAX of BYTES; the last of several values stays, others are refused. */
static bool read_fields(slice bytes, struct field fields[FIELDS_MAX + 1]) {
    memset(fields, 0, (FIELDS_MAX + 1) * sizeof *fields);
    while (bytes.size > 0) {
        uint32_t tag = 0;
        enum wire_type type = WIRE_VARINT;
        if (!wire_read_tag(&bytes, &tag, &type) || tag > FIELDS_MAX)
            return false;
        bool is_read = type == WIRE_VARINT ? wire_read_varint(&bytes, WIRE_VARINT_BYTES_MAX, &fields[tag].number)
                                           : type == WIRE_LENGTH && wire_read_block(&bytes, &fields[tag].block);
        if (!is_read)
            return false;
    }
    return true;
}

static bool read_time(slice bytes, time_ns *ret_time) {
    struct field fields[FIELDS_MAX + 1];
    if (!read_fields(bytes, fields))
        return false;
    *ret_time = time_from_parts((int64_t)fields[1].number, (int32_t)fields[2].number);
    return true;
}

static ProtobufCBinaryData binary_of(slice bytes) {
    /* protobuf-c only reads what it packs. */
    return (ProtobufCBinaryData){.len = bytes.size, .data = (uint8_t *)(uintptr_t)bytes.data};
}

static char *text_of(const char *text) {
    return (char *)(uintptr_t)text;
}

void format_record_write(struct buffer *bytes, time_ns created_at) {
    Catalog__V1__Timestamp stamp = timestamp_of(created_at);
    Catalog__Store__V1__FormatRecord record;
    catalog__store__v1__format_record__init(&record);
    record.format_version = STORE_FORMAT_VERSION;
    record.created_at = &stamp;
    record.created_by = text_of("catalogd " CATALOGD_VERSION);
    message_pack(&record.base, bytes);
}

bool format_record_read(slice bytes, uint32_t *ret_version) {
    struct field fields[FIELDS_MAX + 1];
    if (!read_fields(bytes, fields) || fields[1].number == 0)
        return false;
    *ret_version = (uint32_t)fields[1].number;
    return true;
}

void head_record_write(struct buffer *bytes, const struct chain_head *head) {
    Catalog__V1__Timestamp stamp = timestamp_of(head->committed_at);
    Catalog__Store__V1__HeadRecord record;
    catalog__store__v1__head_record__init(&record);
    record.revision = head->revision;
    record.hash = binary_of(slice_of(head->hash.bytes, DIGEST_BYTES));
    record.committed_at = &stamp;
    message_pack(&record.base, bytes);
}

bool head_record_read(slice bytes, struct chain_head *ret_head) {
    struct field fields[FIELDS_MAX + 1];
    struct chain_head head = {0};
    if (!read_fields(bytes, fields) || fields[2].block.size != DIGEST_BYTES ||
        !read_time(fields[3].block, &head.committed_at))
        return false;
    head.revision = fields[1].number;
    memcpy(head.hash.bytes, fields[2].block.data, DIGEST_BYTES);
    *ret_head = head;
    return true;
}

void name_record_write(struct buffer *bytes, const struct name_record *record) {
    Catalog__Store__V1__NameRecord packed;
    catalog__store__v1__name_record__init(&packed);
    packed.kind = record->kind;
    packed.first_revision = record->first_revision;
    packed.last_revision = record->last_revision;
    message_pack(&packed.base, bytes);
}

bool name_record_read(slice bytes, struct name_record *ret_record) {
    struct field fields[FIELDS_MAX + 1];
    if (!read_fields(bytes, fields))
        return false;
    *ret_record = (struct name_record){.kind = (Catalog__V1__ObjectKind)fields[1].number,
                                       .first_revision = fields[2].number,
                                       .last_revision = fields[3].number};
    return true;
}

/* The digest that HEADER, which may be NULL, states; it is in *STORAGE. */
static ProtobufCBinaryData content_of(const Catalog__V1__ObjectVersion *header, struct digest *storage) {
    if (header == NULL || !digest_parse(header->content_digest, storage))
        return (ProtobufCBinaryData){0};
    return binary_of(slice_of(storage->bytes, DIGEST_BYTES));
}

void version_record_write(struct buffer *bytes, Catalog__V1__ObjectVersion *header, const char *title) {
    Catalog__Store__V1__VersionRecord record;
    catalog__store__v1__version_record__init(&record);
    struct digest content;
    record.header = header;
    record.title = text_of(title);
    record.content = content_of(header, &content);
    message_pack(&record.base, bytes);
}

void draft_record_write(struct buffer *bytes, Catalog__V1__ObjectVersion *header, const char *title) {
    Catalog__Store__V1__DraftRecord record;
    struct digest content;
    catalog__store__v1__draft_record__init(&record);
    record.header = header;
    record.title = text_of(title);
    record.content = content_of(header, &content);
    message_pack(&record.base, bytes);
}

bool version_record_read(slice bytes, struct version_record *ret_record) {
    struct field fields[FIELDS_MAX + 1];
    if (!read_fields(bytes, fields))
        return false;
    struct version_record record = {.header = fields[1].block, .title = fields[2].block};
    if (fields[3].block.size != (record.header.size == 0 ? 0 : DIGEST_BYTES))
        return false;
    if (record.header.size > 0)
        memcpy(record.content.bytes, fields[3].block.data, DIGEST_BYTES);
    *ret_record = record;
    return true;
}

void lifecycle_record_write(struct buffer *bytes, Catalog__V1__ObjectVersion *header, uint64_t published_revision,
                            uint16_t position) {
    Catalog__Store__V1__LifecycleRecord record;
    catalog__store__v1__lifecycle_record__init(&record);
    record.header = header;
    record.published_revision = published_revision;
    record.position = position;
    message_pack(&record.base, bytes);
}

bool lifecycle_record_read(slice bytes, struct lifecycle_record *ret_record) {
    struct field fields[FIELDS_MAX + 1];
    if (!read_fields(bytes, fields) || fields[3].number > UINT16_MAX)
        return false;
    *ret_record = (struct lifecycle_record){
        .header = fields[1].block, .published_revision = fields[2].number, .position = (uint16_t)fields[3].number};
    return true;
}

void idempotency_record_write(struct buffer *bytes, const char *method, const struct idempotency_record *record) {
    Catalog__V1__Timestamp stamp = timestamp_of(record->committed_at);
    Catalog__Store__V1__IdempotencyRecord packed;
    catalog__store__v1__idempotency_record__init(&packed);
    packed.method = text_of(method);
    packed.request_digest = binary_of(record->request_digest);
    packed.revision = record->revision;
    packed.committed_at = &stamp;
    packed.has_answer = record->has_answer;
    packed.answer = binary_of(record->answer);
    packed.content_digest = binary_of(record->content_digest);
    message_pack(&packed.base, bytes);
}

bool idempotency_record_read(slice bytes, struct idempotency_record *ret_record) {
    struct field fields[FIELDS_MAX + 1];
    struct idempotency_record record = {0};
    if (!read_fields(bytes, fields) || fields[2].block.size != DIGEST_BYTES ||
        (fields[7].block.size != 0 && fields[7].block.size != DIGEST_BYTES) ||
        !read_time(fields[4].block, &record.committed_at))
        return false;
    record.content_digest = fields[7].block;
    record.request_digest = fields[2].block;
    record.revision = fields[3].number;
    record.has_answer = fields[5].number != 0;
    record.answer = fields[6].block;
    *ret_record = record;
    return true;
}

bool header_read_kind(slice header, Catalog__V1__ObjectKind *ret_kind) {
    struct field fields[FIELDS_MAX + 1];
    if (!read_fields(header, fields))
        return false;
    *ret_kind = (Catalog__V1__ObjectKind)fields[2].number;
    return true;
}

bool header_read_version(slice header, slice *ret_version) {
    struct field fields[FIELDS_MAX + 1];
    if (!read_fields(header, fields))
        return false;
    *ret_version = fields[3].block;
    return true;
}

bool header_read_state(slice header, Catalog__V1__LifecycleState *ret_state) {
    struct field fields[FIELDS_MAX + 1];
    struct field lifecycle[FIELDS_MAX + 1];
    if (!read_fields(header, fields) || !read_fields(fields[6].block, lifecycle))
        return false;
    *ret_state = (Catalog__V1__LifecycleState)lifecycle[1].number;
    return true;
}

bool header_read_time(slice header, time_ns *ret_stored_at) {
    struct field fields[FIELDS_MAX + 1];
    return read_fields(header, fields) && read_time(fields[9].block, ret_stored_at);
}
