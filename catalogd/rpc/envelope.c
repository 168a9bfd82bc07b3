#include "rpc/envelope.h"

#include "codec/guard.h"
#include "codec/message.h"
#include "codec/utf8.h"
#include "codec/wire.h"

#include "catalog/v1/envelope.pb-c.h"

#include <string.h>

enum request_field { REQUEST_METHOD = 1, REQUEST_TIMEOUT = 2, REQUEST_METADATA = 3, REQUEST_PAYLOAD = 4 };
enum metadata_field { METADATA_KEY = 1, METADATA_VALUE = 2 };
enum response_tag { RESPONSE_REVISION_TAG = 2 << 3 | WIRE_VARINT, RESPONSE_PAYLOAD_TAG = 4 << 3 | WIRE_LENGTH };

/* One field of a message that the guard has passed. */
struct field {
    uint32_t number;
    uint64_t value; /* varint */
    slice block;
};

/* False at the end. The guard has read the same bytes before, so nothing else can fail. */
static bool next_field(slice *bytes, struct field *ret_field) {
    enum wire_type type = WIRE_VARINT;
    *ret_field = (struct field){0};
    if (bytes->size == 0 || !wire_read_tag(bytes, &ret_field->number, &type))
        return false;
    switch (type) {
    case WIRE_VARINT:
        return wire_read_varint(bytes, WIRE_VARINT_BYTES_MAX, &ret_field->value);
    case WIRE_LENGTH:
        return wire_read_block(bytes, &ret_field->block);
    case WIRE_FIXED64:
        return wire_skip(bytes, 8);
    case WIRE_FIXED32:
        return wire_skip(bytes, 4);
    }
    return false;
}

static bool is_metadata_key(slice key) {
    for (size_t i = 0; i < key.size; i++) {
        uint8_t c = key.data[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return false;
    }
    return key.size > 0;
}

static status_code check_metadata(slice pair, size_t *total_bytes, struct problem *problem) {
    struct field field;
    slice key = {0};
    while (next_field(&pair, &field)) {
        if (field.number == METADATA_KEY)
            key = field.block;
        *total_bytes += field.block.size;
    }
    if (!is_metadata_key(key))
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "INVALID_METADATA",
                           "a metadata key consists of lower case letters, digits and '-'");
    if (*total_bytes > LIMIT_METADATA_BYTES)
        return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "METADATA_TOO_LARGE",
                           "metadata may have %lu bytes in all", LIMIT_METADATA_BYTES);
    return STATUS_OK;
}

static status_code read_method(slice name, struct envelope_request *request, struct problem *problem) {
    if (name.size == 0 || name.size >= sizeof request->method)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "INVALID_METHOD",
                           "method is a name of 1 to %d bytes, such as catalog.v1.HealthService/CheckHealth",
                           LIMIT_METHOD_BYTES - 1);
    memcpy(request->method, name.data, name.size);
    request->method[name.size] = '\0';
    return STATUS_OK;
}

static status_code read_fields(slice bytes, struct envelope_request *request, struct problem *problem) {
    struct field field;
    slice method = {0};
    size_t metadata_bytes = 0;
    while (next_field(&bytes, &field)) {
        status_code code = STATUS_OK;
        if (field.number == REQUEST_METHOD)
            method = field.block;
        else if (field.number == REQUEST_TIMEOUT)
            request->timeout_ms = (uint32_t)field.value;
        else if (field.number == REQUEST_METADATA)
            code = check_metadata(field.block, &metadata_bytes, problem);
        else if (field.number == REQUEST_PAYLOAD)
            request->payload = field.block;
        if (code != STATUS_OK)
            return code;
    }
    return read_method(method, request, problem);
}

status_code envelope_read_request(slice bytes, struct envelope_request *ret_request, struct problem *problem) {
    *ret_request = (struct envelope_request){0};
    struct guard_options options = {0};
    status_code code = guard_check(&catalog__v1__request__descriptor, bytes, &options, problem);
    return code == STATUS_OK ? read_fields(bytes, ret_request, problem) : code;
}

static void write_varint(struct buffer *buffer, uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        buffer_append_byte(buffer, (uint8_t)(value | 0x80));
    buffer_append_byte(buffer, (uint8_t)value);
}

void envelope_write_head(struct buffer *buffer, uint64_t revision, size_t payload_bytes) {
    if (revision != 0) {
        buffer_append_byte(buffer, RESPONSE_REVISION_TAG);
        write_varint(buffer, revision);
    }
    if (payload_bytes != 0) {
        buffer_append_byte(buffer, RESPONSE_PAYLOAD_TAG);
        write_varint(buffer, payload_bytes);
    }
}

/* A message that was cut to fit may end within a character, and the client refuses text that is not UTF-8. Returns TEXT
 * or a copy with '?' for what is not; "" when there is no room. */
static char *clean_text(struct arena *arena, const char *text) {
    static char empty[] = "";
    if (text == NULL)
        return empty;
    char *copy = arena_strdup(arena, text);
    if (copy == NULL)
        return empty;
    for (char *cursor = copy; *cursor != '\0';) {
        uint32_t point = 0;
        size_t size = 0;
        if (utf8_next(slice_text(cursor), &point, &size)) {
            cursor += size;
        } else {
            *cursor++ = '?';
        }
    }
    return copy;
}

static void fill_violation(struct arena *arena, const struct violation *from, Catalog__V1__FieldViolation *to) {
    catalog__v1__field_violation__init(to);
    to->object_index = from->object_index;
    to->object = clean_text(arena, from->object);
    to->field = clean_text(arena, from->field);
    to->message = clean_text(arena, from->message);
    to->remedy = clean_text(arena, from->remedy);
    to->line = from->line;
    to->column = from->column;
}

static void fill_violations(struct arena *arena, const struct problem *problem, Catalog__V1__Status *status) {
    size_t count = problem->violation_count;
    Catalog__V1__FieldViolation *rows = ARENA_ARRAY(arena, Catalog__V1__FieldViolation, count);
    Catalog__V1__FieldViolation **list = ARENA_ARRAY(arena, Catalog__V1__FieldViolation *, count);
    if (rows == NULL || list == NULL)
        return;
    for (size_t i = 0; i < count; i++) {
        fill_violation(arena, &problem->violations[i], &rows[i]);
        list[i] = &rows[i];
    }
    status->violations = list;
    status->n_violations = count;
}

/* Halves the violations until the answer fits. */
static void pack_what_fits(struct buffer *buffer, Catalog__V1__Response *response) {
    size_t start = buffer->size;
    for (;;) {
        message_pack(&response->base, buffer);
        if (!buffer->has_failed || response->status->n_violations == 0)
            return;
        response->status->n_violations /= 2;
        buffer->has_failed = false;
        buffer->size = start;
    }
}

void envelope_write_failure(struct buffer *buffer, uint64_t revision, const struct problem *problem) {
    struct arena arena;
    arena_init(&arena, LIMIT_UNPACKED_CEILING_BYTES);
    Catalog__V1__Status status;
    catalog__v1__status__init(&status);
    Catalog__V1__Response response;
    catalog__v1__response__init(&response);
    char reason[sizeof problem->reason];
    memcpy(reason, problem->reason, sizeof reason);
    status.code = (Catalog__V1__Code)problem->code;
    status.message = clean_text(&arena, problem->message);
    status.reason = reason;
    status.retry_after_ms = problem->retry_after_ms;
    status.violations_total = problem->violations_total > UINT32_MAX ? UINT32_MAX : (uint32_t)problem->violations_total;
    if (problem->violation_count > 0)
        fill_violations(&arena, problem, &status);
    response.status = &status;
    response.revision = revision;
    pack_what_fits(buffer, &response);
    arena_done(&arena);
}
