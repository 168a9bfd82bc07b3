#include "lib/envelope.h"

#include "codec/message.h"
#include "lib/failure.h"
#include "lib/message.h"

#include "catalog/v1/envelope.pb-c.h"

void envelope_write(const char *method, uint32_t timeout_ms, slice payload, struct buffer *frame) {
    Catalog__V1__Request request;
    catalog__v1__request__init(&request);
    /* Packing reads only. */
    request.method = (char *)(uintptr_t)method;
    request.timeout_ms = timeout_ms;
    request.payload.data = (uint8_t *)(uintptr_t)payload.data;
    request.payload.len = payload.size;
    message_pack(&request.base, frame);
}

static enum catalog_code malformed(const struct problem *problem, struct catalog_error **ret_error) {
    if (problem->code == STATUS_RESOURCE_EXHAUSTED)
        return error_from_problem(ret_error, problem);
    return error_set(ret_error, CATALOG_DATA_LOSS, "MALFORMED_REPLY", "the server's answer is malformed: %s",
                     problem->message);
}

static enum catalog_code read_payload(const Catalog__V1__Response *envelope,
                                      const ProtobufCMessageDescriptor *descriptor, struct arena *arena,
                                      ProtobufCMessage **ret_response, struct catalog_error **ret_error) {
    struct problem problem;
    problem_init(&problem, NULL);
    slice payload = slice_of(envelope->payload.data, envelope->payload.len);
    ProtobufCMessage *root = NULL;
    if (message_unpack(descriptor, payload, arena, &root, &problem) != STATUS_OK)
        return malformed(&problem, ret_error);
    ProtobufCMessage *response = message_own(arena, root, envelope->revision);
    if (response == NULL)
        return error_no_memory(ret_error);
    message_set_payload(response, payload);
    *ret_response = response;
    return CATALOG_OK;
}

enum catalog_code envelope_read(slice frame, const ProtobufCMessageDescriptor *descriptor,
                                ProtobufCMessage **ret_response, struct catalog_error **ret_error) {
    struct problem problem;
    problem_init(&problem, NULL);
    struct arena arena;
    arena_init(&arena, 0);
    ProtobufCMessage *message = NULL;
    enum catalog_code code = CATALOG_OK;
    if (message_unpack(&catalog__v1__response__descriptor, frame, &arena, &message, &problem) != STATUS_OK) {
        code = malformed(&problem, ret_error);
    } else {
        const Catalog__V1__Response *envelope = (const Catalog__V1__Response *)(const void *)message;
        code = envelope->status != NULL ? error_from_status(ret_error, envelope->status)
                                        : read_payload(envelope, descriptor, &arena, ret_response, ret_error);
    }
    arena_done(&arena);
    return code;
}

bool retry_is_worthwhile(const struct catalog_error *error) {
    enum catalog_code code = catalog_error_code(error);
    return code == CATALOG_UNAVAILABLE ||
           (code == CATALOG_RESOURCE_EXHAUSTED && catalog_error_retry_after_ms(error) > 0);
}

uint32_t retry_delay_ms(unsigned attempt, uint32_t advice_ms, uint32_t random) {
    if (advice_ms > 0) {
        uint64_t advised = (uint64_t)advice_ms + random % (advice_ms / 2 + 1);
        return advised > UINT32_MAX ? UINT32_MAX : (uint32_t)advised;
    }
    uint32_t whole = attempt > 7 ? RETRY_DELAY_MAX_MS : RETRY_DELAY_FIRST_MS << (attempt == 0 ? 0 : attempt - 1);
    if (whole > RETRY_DELAY_MAX_MS)
        whole = RETRY_DELAY_MAX_MS;
    return whole / 2 + random % (whole / 2 + 1);
}
