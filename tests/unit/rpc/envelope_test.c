#include "support/test.h"

#include "codec/message.h"
#include "rpc/envelope.h"

#include "catalog/v1/envelope.pb-c.h"

#include <stdlib.h>

static struct arena arena;
static struct buffer packed;

static void setup(void) {
    arena_init(&arena, 0);
    buffer_init(&packed, 0);
}

static void teardown(void) {
    arena_done(&arena);
    buffer_done(&packed);
}

/* A request with every field set. */
static void pack_sample(const char *method, const char *key, const char *value) {
    uint8_t payload[] = {1, 2, 3};
    Catalog__V1__Metadata pair;
    catalog__v1__metadata__init(&pair);
    Catalog__V1__Metadata *pairs[] = {&pair, &pair};
    Catalog__V1__Request request;
    catalog__v1__request__init(&request);
    pair.key = arena_strdup(&arena, key);
    pair.value = arena_strdup(&arena, value);
    request.method = arena_strdup(&arena, method);
    request.timeout_ms = 1500;
    request.metadata = pairs;
    request.n_metadata = 2;
    request.payload = (ProtobufCBinaryData){sizeof payload, payload};
    message_pack(&request.base, &packed);
}

START_TEST(test_envelope__reads_every_field_and_borrows_the_payload) {
    struct envelope_request request;
    setup();
    pack_sample("catalog.v1.HealthService/CheckHealth", "trace-id", "a1");
    ck_assert_int_eq(envelope_read_request(buffer_slice(&packed), &request, NULL), STATUS_OK);
    ck_assert_str_eq(request.method, "catalog.v1.HealthService/CheckHealth");
    ck_assert_uint_eq(request.timeout_ms, 1500);
    ck_assert_uint_eq(request.payload.size, 3);
    ck_assert(request.payload.data > packed.data && request.payload.data < packed.data + packed.size);
    teardown();
}
END_TEST

START_TEST(test_envelope__never_takes_a_request_cut_in_the_middle_for_a_whole_one) {
    struct envelope_request request;
    setup();
    pack_sample("catalog.v1.HealthService/CheckHealth", "trace-id", "a1");
    for (size_t cut = 0; cut < packed.size; cut++) {
        /* Behind a whole field a cut request is a request: what was read must be there in full. */
        if (envelope_read_request(slice_of(packed.data, cut), &request, NULL) == STATUS_OK)
            ck_assert_str_eq(request.method, "catalog.v1.HealthService/CheckHealth");
        else
            ck_assert_uint_eq(request.payload.size, 0);
    }
    teardown();
}
END_TEST

static const struct {
    const char *name;
    const char *method;
    const char *key;
    size_t value_bytes;
    status_code code;
    const char *reason;
} bad_requests[] = {
    {"no method", "", "key", 1, STATUS_INVALID_ARGUMENT, "INVALID_METHOD"},
    {"upper case key", "m", "Key", 1, STATUS_INVALID_ARGUMENT, "INVALID_METADATA"},
    {"empty key", "m", "", 1, STATUS_INVALID_ARGUMENT, "INVALID_METADATA"},
    {"too much metadata", "m", "key", LIMIT_METADATA_BYTES / 2, STATUS_RESOURCE_EXHAUSTED, "METADATA_TOO_LARGE"},
    {"as much as may be", "m", "key", LIMIT_METADATA_BYTES / 2 - 3, STATUS_OK, ""},
};

START_TEST(test_envelope__refuses_bad_requests) {
    for (size_t i = 0; i < COUNT_OF(bad_requests); i++) {
        struct envelope_request request;
        struct problem problem;
        setup();
        problem_init(&problem, &arena);
        char *value = calloc(1, bad_requests[i].value_bytes + 1);
        ck_assert_ptr_nonnull(value);
        memset(value, 'v', bad_requests[i].value_bytes);
        pack_sample(bad_requests[i].method, bad_requests[i].key, value);
        status_code code = envelope_read_request(buffer_slice(&packed), &request, &problem);
        ck_assert_msg(code == bad_requests[i].code, "%s: %s", bad_requests[i].name, problem.message);
        ck_assert_msg(strcmp(problem.reason, bad_requests[i].reason) == 0, "%s: %s", bad_requests[i].name,
                      problem.reason);
        free(value);
        teardown();
    }
}
END_TEST

START_TEST(test_envelope__refuses_a_method_name_past_its_bound) {
    char name[LIMIT_METHOD_BYTES + 1];
    struct envelope_request request;
    memset(name, 'm', LIMIT_METHOD_BYTES);
    name[LIMIT_METHOD_BYTES] = '\0';
    setup();
    pack_sample(name, "key", "value");
    ck_assert_int_eq(envelope_read_request(buffer_slice(&packed), &request, NULL), STATUS_INVALID_ARGUMENT);
    buffer_reset(&packed);
    name[LIMIT_METHOD_BYTES - 1] = '\0';
    pack_sample(name, "key", "value");
    ck_assert_int_eq(envelope_read_request(buffer_slice(&packed), &request, NULL), STATUS_OK);
    teardown();
}
END_TEST

static const Catalog__V1__Response *unpack(void) {
    ProtobufCMessage *message = NULL;
    ck_assert_int_eq(message_unpack(&catalog__v1__response__descriptor, buffer_slice(&packed), &arena, &message, NULL),
                     STATUS_OK);
    return (const Catalog__V1__Response *)message;
}

START_TEST(test_envelope__writes_heads_that_unpack) {
    const uint64_t revisions[] = {0, 1, 127, 128, UINT64_MAX};
    for (size_t i = 0; i < COUNT_OF(revisions); i++) {
        setup();
        envelope_write_head(&packed, revisions[i], 300);
        ck_assert_uint_le(packed.size, ENVELOPE_HEAD_BYTES);
        for (int byte = 0; byte < 300; byte++)
            buffer_append_byte(&packed, 7);
        const Catalog__V1__Response *response = unpack();
        ck_assert_ptr_null(response->status);
        ck_assert(response->revision == revisions[i]);
        ck_assert_uint_eq(response->payload.len, 300);
        teardown();
    }
}
END_TEST

START_TEST(test_envelope__writes_failures_with_all_violations_as_valid_text) {
    struct problem problem;
    setup();
    problem_init(&problem, &arena);
    struct violation violation = {.object_index = 3,
                                  .object = "threat/x",
                                  .field = "title",
                                  .message = "cut in a character: \xc3",
                                  .remedy = "write \xc3\xa9"};
    problem_add(&problem, &violation);
    problem_add(&problem, &violation);
    problem.retry_after_ms = 250;
    envelope_write_failure(&packed, 9, &problem);
    const Catalog__V1__Response *response = unpack();
    ck_assert_uint_eq(response->revision, 9);
    ck_assert_int_eq(response->status->code, CATALOG__V1__CODE__CODE_INVALID_ARGUMENT);
    ck_assert_uint_eq(response->status->retry_after_ms, 250);
    ck_assert_uint_eq(response->status->violations_total, 2);
    ck_assert_uint_eq(response->status->n_violations, 2);
    ck_assert_uint_eq(response->status->violations[1]->object_index, 3);
    ck_assert_str_eq(response->status->violations[1]->message, "cut in a character: ?");
    ck_assert_str_eq(response->status->violations[1]->remedy, "write \xc3\xa9");
    teardown();
}
END_TEST

START_TEST(test_envelope__leaves_out_violations_that_do_not_fit) {
    struct problem problem;
    struct violation violation = {.message = "a message of some length, which is repeated many times"};
    setup();
    problem_init(&problem, &arena);
    for (int i = 0; i < 64; i++)
        problem_add(&problem, &violation);
    packed.limit_bytes = 1024;
    envelope_write_failure(&packed, 0, &problem);
    ck_assert(!packed.has_failed);
    const Catalog__V1__Response *response = unpack();
    ck_assert_uint_eq(response->status->violations_total, 64);
    ck_assert_uint_gt(response->status->n_violations, 0);
    ck_assert_uint_lt(response->status->n_violations, 64);
    teardown();
}
END_TEST

TEST_SUITE(envelope, test_envelope__reads_every_field_and_borrows_the_payload,
           test_envelope__never_takes_a_request_cut_in_the_middle_for_a_whole_one, test_envelope__refuses_bad_requests,
           test_envelope__refuses_a_method_name_past_its_bound, test_envelope__writes_heads_that_unpack,
           test_envelope__writes_failures_with_all_violations_as_valid_text,
           test_envelope__leaves_out_violations_that_do_not_fit)
