#include "codec/guard.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "codec/message.h"
#include "support/proto/sample.pb-c.h"
#include "support/test.h"
#include "wire_bytes.h"

#include <stdlib.h>

struct guard_case {
    const char *label;
    slice bytes;
    status_code code;
    const char *reason;
    const char *field;
};

static void check_case(const struct guard_case *row, bool refuse_unknown) {
    struct arena arena;
    struct problem problem;
    arena_init(&arena, 0);
    problem_init(&problem, &arena);
    struct guard_options options = {.refuse_unknown = refuse_unknown};
    status_code status = guard_check(&sample__plant__descriptor, row->bytes, &options, &problem);
    ck_assert_msg(status == row->code, "%s: %s %s", row->label, status_name(status), problem.message);
    if (status != STATUS_OK) {
        ck_assert_msg(strcmp(problem.reason, row->reason) == 0, "%s: %s", row->label, problem.reason);
        ck_assert_uint_eq(problem.violation_count, 1);
        ck_assert_msg(strcmp(problem.violations[0].field, row->field) == 0, "%s: '%s'", row->label,
                      problem.violations[0].field);
    }
    arena_done(&arena);
}

START_TEST(test_guard__refuses_what_protobuf_c_lets_pass) {
    const struct guard_case rows[] = {
        {"nul",
         BYTES("\x0a\x03"
               "a\0b"),
         STATUS_INVALID_ARGUMENT, "INVALID_TEXT", "name"},
        {"utf-8", BYTES("\x0a\x02\xc0\x80"), STATUS_INVALID_ARGUMENT, "INVALID_TEXT", "name"},
        {"surrogate", BYTES("\x0a\x03\xed\xa0\x80"), STATUS_INVALID_ARGUMENT, "INVALID_TEXT", "name"},
        {"nested text", BYTES("\x2a\x00\x2a\x06\x1a\x01y\x1a\x01\xff"), STATUS_INVALID_ARGUMENT, "INVALID_TEXT",
         "leaves[1].tags[1]"},
        {"singular twice", BYTES("\x0a\x01x\x0a\x01y"), STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", "name"},
        {"message twice", BYTES("\x82\x01\x00\x82\x01\x00"), STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", "crown"},
        {"oneof twice", BYTES("\x8a\x01\x00\x98\x01\x01"), STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", "composted"},
        {"group", BYTES("\x0b"), STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", ""},
        {"field number 0", BYTES("\x02\x00"), STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", ""},
        {"wire type 7", BYTES("\x0f"), STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", ""},
        {"tag of 6 bytes", BYTES("\x8a\x80\x80\x80\x80\x00\x00"), STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", ""},
        {"number as text", BYTES("\x08\x01"), STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", "name"},
        {"text as number", BYTES("\x42\x01x"), STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", "height_nm"},
        {"length past end", BYTES("\x0a\x02x"), STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", "name"},
        {"huge length", BYTES("\x0a\xff\xff\xff\xff\x0f"), STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", "name"},
        {"varint of 11 bytes", BYTES("\x40\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"), STATUS_INVALID_ARGUMENT,
         "MALFORMED_MESSAGE", "height_nm"},
        {"varint past 64 bits", BYTES("\x40\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"), STATUS_INVALID_ARGUMENT,
         "MALFORMED_MESSAGE", "height_nm"},
        {"packed cut off", BYTES("\x72\x02\x01\x80"), STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", "readings[0]"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_case(&rows[i], false);
}
END_TEST

START_TEST(test_guard__passes_what_is_right) {
    const struct guard_case rows[] = {
        {"empty", {0}, STATUS_OK, "", ""},
        {"packed", BYTES("\x72\x03\x01\x02\x03"), STATUS_OK, "", ""},
        {"not packed", BYTES("\x70\x01\x70\x02"), STATUS_OK, "", ""},
        {"minus one", BYTES("\x50\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), STATUS_OK, "", ""},
        {"bytes need not be text", BYTES("\x62\x02\xff\x00"), STATUS_OK, "", ""},
        {"text of every length",
         BYTES("\x0a\x0a"
               "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x8c\xb1"),
         STATUS_OK, "", ""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_case(&rows[i], true);
}
END_TEST

START_TEST(test_guard__refuses_the_unknown_in_writes_only) {
    const struct guard_case rows[] = {
        {"field", BYTES("\xf8\x07\x01"), STATUS_INVALID_ARGUMENT, "UNKNOWN_FIELD", ""},
        {"nested field", BYTES("\x2a\x03\xfa\x07\x00"), STATUS_INVALID_ARGUMENT, "UNKNOWN_FIELD", "leaves[0]"},
        {"fixed field", BYTES("\xf9\x07\x01\x02\x03\x04\x05\x06\x07\x08"), STATUS_INVALID_ARGUMENT, "UNKNOWN_FIELD",
         ""},
        {"enum", BYTES("\x20\x07"), STATUS_INVALID_ARGUMENT, "UNKNOWN_ENUM_VALUE", "color"},
        {"packed enum", BYTES("\x6a\x02\x01\x09"), STATUS_INVALID_ARGUMENT, "UNKNOWN_ENUM_VALUE", "palette[0]"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct guard_case passing = {rows[i].label, rows[i].bytes, STATUS_OK, "", ""};
        check_case(&rows[i], true);
        check_case(&passing, false);
    }
}
END_TEST

/* LEVELS messages inside each other. */
static void nest(struct buffer *ret_bytes, size_t levels) {
    struct buffer inner;
    buffer_init(&inner, 0);
    for (size_t i = 1; i < levels; i++) {
        struct buffer outer;
        buffer_init(&outer, 0);
        buffer_append_byte(&outer, 0x0a);
        ck_assert_uint_lt(inner.size, 128);
        buffer_append_byte(&outer, (uint8_t)inner.size);
        buffer_append(&outer, buffer_slice(&inner));
        buffer_done(&inner);
        inner = outer;
    }
    *ret_bytes = inner;
}

START_TEST(test_guard__bounds_nesting) {
    static const struct {
        size_t levels;
        status_code code;
    } rows[] = {{LIMIT_NESTING, STATUS_OK}, {LIMIT_NESTING + 1, STATUS_RESOURCE_EXHAUSTED}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct buffer bytes;
        nest(&bytes, rows[i].levels);
        struct guard_options options = {0};
        ck_assert_int_eq(guard_check(&sample__nest__descriptor, buffer_slice(&bytes), &options, NULL), rows[i].code);
        buffer_done(&bytes);
    }
}
END_TEST

START_TEST(test_guard__bounds_values_in_one_message) {
    struct buffer bytes;
    buffer_init(&bytes, 0);
    for (size_t i = 0; i < LIMIT_OBJECT_ITEMS; i++)
        buffer_append(&bytes, BYTES("\x2a\x00"));
    struct guard_options options = {0};
    ck_assert_int_eq(guard_check(&sample__plant__descriptor, buffer_slice(&bytes), &options, NULL), STATUS_OK);
    buffer_append(&bytes, BYTES("\x72\x01\x01"));
    ck_assert_int_eq(guard_check(&sample__plant__descriptor, buffer_slice(&bytes), &options, NULL),
                     STATUS_RESOURCE_EXHAUSTED);
    buffer_done(&bytes);
}
END_TEST

START_TEST(test_guard__bounds_size) {
    struct guard_options options = {.limit_bytes = 3};
    ck_assert_int_eq(guard_check(&sample__plant__descriptor, BYTES("\x0a\x01x"), &options, NULL), STATUS_OK);
    ck_assert_int_eq(guard_check(&sample__plant__descriptor, BYTES("\x0a\x02xy"), &options, NULL),
                     STATUS_RESOURCE_EXHAUSTED);
}
END_TEST

START_TEST(test_guard__refuses_a_cut_inside_any_field) {
    static const char whole[] = "\x0a\x01x\x20\x01\x2a\x05\x0a\x01y\x20\x01\x40\x80\x01\x72\x02\x01\x02";
    static const size_t ends[] = {0, 3, 5, 12, 15, 19};
    struct guard_options options = {0};
    for (size_t size = 0; size < sizeof whole; size++) {
        bool is_whole = false;
        for (size_t i = 0; i < COUNT_OF(ends); i++)
            is_whole = is_whole || ends[i] == size;
        uint8_t *exact = malloc(size + 1);
        memcpy(exact, whole, size);
        status_code status = guard_check(&sample__plant__descriptor, slice_of(exact, size), &options, NULL);
        ck_assert_msg((status == STATUS_OK) == is_whole, "cut at %zu: %s", size, status_name(status));
        free(exact);
    }
}
END_TEST

TEST_SUITE(guard, test_guard__refuses_what_protobuf_c_lets_pass, test_guard__passes_what_is_right,
           test_guard__refuses_the_unknown_in_writes_only, test_guard__bounds_nesting,
           test_guard__bounds_values_in_one_message, test_guard__bounds_size,
           test_guard__refuses_a_cut_inside_any_field)
