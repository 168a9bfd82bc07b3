#include "codec/json.h"

#include "base/limits.h"
#include "support/proto/sample.pb-c.h"
#include "text_case.h"

static struct arena arena;
static struct problem problem;

static status_code read_text(const char *text, struct document *ret_document) {
    *ret_document = (struct document){0};
    problem_init(&problem, &arena);
    return json_read(&sample__plant__descriptor, slice_text(text), &arena, ret_document, &problem);
}

START_TEST(test_json__reads_every_form_of_a_value) {
    struct document document;
    arena_init(&arena, 0);
    status_code status =
        read_text("{\"name\": \"o\\u00e9k\", \"color\": 2, \"palette\": [\"COLOR_RED\"], \"height_nm\": \"-5\",\n"
                  " \"cells\": \"18446744073709551615\", \"celsius\": -40, \"rings\": \"7\", \"genome\": \"AP8=\",\n"
                  " \"plantedAt\": \"2026-01-01T00:00:00Z\", \"version\": null, \"composted\": false,\n"
                  " \"facts\": [{\"name\": \"a\"}], \"parts\": [{\"looseLeaf\": {}}]}",
                  &document);
    ck_assert_msg(status == STATUS_OK, "%s", problem.message);
    const Sample__Plant *plant = (const Sample__Plant *)document.message;
    ck_assert_str_eq(plant->name, "o\xc3\xa9k");
    ck_assert_int_eq(plant->color, SAMPLE__COLOR__COLOR_DARK_GREEN);
    ck_assert_int_eq(plant->height_nm, -5);
    ck_assert_uint_eq(plant->cells, UINT64_MAX);
    ck_assert_uint_eq(plant->rings, 7);
    ck_assert_int_eq(plant->planted_at->seconds, 1767225600);
    ck_assert_int_eq(plant->fate_case, SAMPLE__PLANT__FATE_COMPOSTED);
    ck_assert_int_eq(plant->parts[0]->kind_case, SAMPLE__THING__KIND_LOOSE_LEAF);
    arena_done(&arena);
}
END_TEST

START_TEST(test_json__refuses_what_is_wrong_and_says_where) {
    static const struct text_case rows[] = {
        {"", 1, 0, "", "not JSON", ""},
        {"{\"name\": \"a\",\n}", 2, 1, "", "not JSON", ""},
        {"{\"name\": \"a\", \"name\": \"b\"}", 1, 20, "", "not JSON: duplicate", ""},
        {"{\"name\": \"a\\u0000b\"}", 1, 19, "", "not JSON: text contains a NUL", ""},
        {"{\"name\": \"\xff\"}", 1, 10, "", "not JSON", ""},
        {"{\"cells\": 18446744073709551616}", 1, 30, "", "not JSON: too big integer", ""},
        {"{} x", 1, 4, "", "not JSON", ""},
        {"[]", 1, 1, "", "expected a mapping", ""},
        {"{\n  \"heigthNm\": 1}", 2, 3, "", "unknown field 'heigthNm'", "did you mean 'heightNm'"},
        {"{\"x-note\": 1}", 1, 2, "", "unknown field", ""},
        {"{\"leaves\": [{}, {\"\xc3\xa9\": 1, \"isDry\": 1}]}", 1, 18, "leaves[1]", "unknown field", ""},
        {"{\"leaves\": [{}, {\"isDry\": 1}]}", 1, 27, "leaves[1].is_dry", "expected true or false, found a number", ""},
        {"{\"name\": 1}", 1, 10, "name", "expected text, found a number", ""},
        {"{\"rings\": 1.5}", 1, 11, "rings", "'1.5' is not an integer", "0 to 4294967295"},
        {"{\"rings\": -1}", 1, 11, "rings", "'-1' is not an integer", ""},
        {"{\"rings\": true}", 1, 11, "rings", "expected an integer, found a boolean", ""},
        {"{\"color\": \"RED\"}", 1, 11, "color", "'RED' is not a value", "one of: COLOR_RED"},
        {"{\"color\": 9}", 1, 11, "color", "'9' is not a value", ""},
        {"{\"palette\": [null]}", 1, 14, "palette[0]", "expected the name of a value, found null", ""},
        {"{\"readings\": 1}", 1, 14, "readings", "expected a list", ""},
        {"{\"facts\": {\"a\": \"b\"}}", 1, 11, "facts", "expected a list", ""},
        {"{\"heightNm\": 1, \"height_nm\": 2}", 1, 17, "", "'height_nm' cannot stand beside", ""},
        {"{\"eatenBy\": \"ox\", \"composted\": true}", 1, 19, "", "cannot stand beside 'eaten_by'", ""},
        {"{\"name\": [[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}", 1, 25, "", "deeper than 16", ""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct document document;
        arena_init(&arena, 0);
        ck_assert_msg(read_text(rows[i].text, &document) == STATUS_INVALID_ARGUMENT, "%s", rows[i].text);
        check_first_violation(&rows[i], &problem);
        arena_done(&arena);
    }
}
END_TEST

START_TEST(test_json__bounds_text_and_values) {
    struct buffer text;
    struct document document = {0};
    buffer_init(&text, 0);
    arena_init(&arena, 0);
    buffer_append_text(&text, "{\"readings\": [0");
    for (size_t i = 0; i < LIMIT_OBJECT_ITEMS; i++)
        buffer_append_text(&text, ",0");
    buffer_append_text(&text, "]}");
    problem_init(&problem, &arena);
    ck_assert_int_eq(json_read(&sample__plant__descriptor, buffer_slice(&text), &arena, &document, &problem),
                     STATUS_INVALID_ARGUMENT);
    while (text.size <= LIMIT_MESSAGE_BYTES)
        buffer_append_byte(&text, ' ');
    ck_assert_int_eq(json_read(&sample__plant__descriptor, buffer_slice(&text), &arena, &document, NULL),
                     STATUS_RESOURCE_EXHAUSTED);
    arena_done(&arena);
    buffer_done(&text);
}
END_TEST

START_TEST(test_json__survives_every_small_arena) {
    static const char text[] = "{\"name\": \"a\", \"leaves\": [{\"tags\": [\"b\"]}], \"plantedAt\": \"2026-01-01\"}";
    bool has_succeeded = false;
    for (size_t limit = 16; limit < 16384 && !has_succeeded; limit += 16) {
        struct arena small;
        struct document document = {0};
        arena_init(&small, limit);
        status_code status = json_read(&sample__plant__descriptor, slice_text(text), &small, &document, NULL);
        has_succeeded = status == STATUS_OK;
        ck_assert_int_eq(status, has_succeeded ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED);
        arena_done(&small);
    }
    ck_assert(has_succeeded);
}
END_TEST

START_TEST(test_json__writes_the_one_form) {
    static const char wanted[] = "{\n"
                                 "  \"name\": \"a\\\"b\\n\\u001b\xc3\xa9\",\n"
                                 "  \"color\": \"COLOR_DARK_GREEN\",\n"
                                 "  \"leaves\": [\n"
                                 "    {},\n"
                                 "    {\n"
                                 "      \"isDry\": true\n"
                                 "    }\n"
                                 "  ],\n"
                                 "  \"plantedAt\": \"2026-01-01T00:00:00.500Z\",\n"
                                 "  \"heightNm\": \"-5\",\n"
                                 "  \"rings\": 7,\n"
                                 "  \"genome\": \"AP8=\",\n"
                                 "  \"composted\": false\n"
                                 "}\n";
    struct document document;
    struct buffer text;
    buffer_init(&text, 0);
    arena_init(&arena, 0);
    ck_assert_msg(read_text(wanted, &document) == STATUS_OK, "%s", problem.message);
    ck_assert_int_eq(json_write(document.message, &text, &problem), STATUS_OK);
    buffer_append_byte(&text, '\0');
    ck_assert_str_eq((const char *)text.data, wanted);
    buffer_done(&text);
    arena_done(&arena);
}
END_TEST

START_TEST(test_json__writes_what_a_newer_schema_holds) {
    Sample__Plant plant = SAMPLE__PLANT__INIT;
    struct buffer text;
    buffer_init(&text, 0);
    plant.color = (Sample__Color)9;
    ck_assert_int_eq(json_write(&plant.base, &text, NULL), STATUS_OK);
    buffer_append_byte(&text, '\0');
    ck_assert_str_eq((const char *)text.data, "{\n  \"color\": 9\n}\n");
    buffer_done(&text);
}
END_TEST

TEST_SUITE(json, test_json__reads_every_form_of_a_value, test_json__refuses_what_is_wrong_and_says_where,
           test_json__bounds_text_and_values, test_json__survives_every_small_arena, test_json__writes_the_one_form,
           test_json__writes_what_a_newer_schema_holds)
