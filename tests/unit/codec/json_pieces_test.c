#include "codec/json_pieces.h"

#include "codec/json_compose.h"
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

static const struct compose_rules rules = {.bytes = 256, .nodes = 100, .depth = 8};

/* A text that comes so many bytes at a time. */
struct text {
    slice rest;
    size_t step;
};

static size_t read_text(void *context, uint8_t *room, size_t size) {
    struct text *text = context;
    size_t count = text->rest.size < text->step ? text->rest.size : text->step;
    count = count < size ? count : size;
    if (count > 0)
        memcpy(room, text->rest.data, count);
    text->rest = slice_of(text->rest.data + count, text->rest.size - count);
    return count;
}

/* One reading of a text. */
struct reading {
    struct text text;
    struct json_pieces pieces;
    struct arena arena;
    struct problem problem;
};

static void begin(struct reading *reading, slice text, size_t step) {
    reading->text = (struct text){text, step};
    const struct json_pieces_input input = {
        .read = read_text, .context = &reading->text, .list = "list", .rules = &rules};
    arena_init(&reading->arena, 0);
    problem_init(&reading->problem, &reading->arena);
    json_pieces_init(&reading->pieces, &input, &reading->problem);
}

static void end(struct reading *reading) {
    json_pieces_done(&reading->pieces);
    arena_done(&reading->arena);
}

/* Reads TEXT to its end or to the first error. */
static status_code read_all(struct reading *reading, slice text, size_t step) {
    struct json_piece piece;
    status_code code = STATUS_OK;
    begin(reading, text, step);
    do
        code = json_pieces_next(&reading->pieces, &piece);
    while (code == STATUS_OK && piece.value != NULL);
    return code;
}

static void check_same(const struct tree_node *a, const struct tree_node *b) {
    ck_assert_int_eq(a->kind, b->kind);
    ck_assert_str_eq(a->text, b->text);
    ck_assert_uint_eq(a->line, b->line);
    ck_assert_uint_eq(a->column, b->column);
    ck_assert_uint_eq(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        if (a->kind == TREE_MAP)
            check_same(a->entries[i].key, b->entries[i].key);
        check_same(a->entries[i].value, b->entries[i].value);
    }
}

static const char sample[] = "{ \"type\" : \"bundle\",\n"
                             "  \"none\": null, \"number\":-1.5e3,\"map\":{\"a\":[1,{\"b\":\"}]\\\"\"}]},\n"
                             "  \"\\u0061b\": \"\xC3\xA9\xE2\x82\xAC\", \"list\": [\n"
                             "    {\"id\": \"one\", \"text\": \"[\\\\\"}, 2 ,\n"
                             "    [true,\"\\\"\"],\"x\" , {}\n"
                             "  ],\"last\":false}\n  ";

/* The member comes whole, or as the list that comes one by one its elements do. */
static void check_member(struct json_pieces *pieces, const struct tree_entry *member) {
    struct json_piece piece;
    bool is_list = strcmp(member->key->text, "list") == 0;
    size_t count = is_list ? member->value->count : 1;
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(json_pieces_next(pieces, &piece), STATUS_OK);
        ck_assert_str_eq(piece.key, member->key->text);
        ck_assert_int_eq(piece.is_element, is_list);
        ck_assert_uint_eq(piece.index, i);
        check_same(piece.value, is_list ? member->value->entries[i].value : member->value);
    }
}

static void check_sample(const struct tree_node *whole, size_t step) {
    struct reading reading;
    struct json_piece piece;
    begin(&reading, slice_text(sample), step);
    for (size_t i = 0; i < whole->count; i++)
        check_member(&reading.pieces, &whole->entries[i]);
    ck_assert_int_eq(json_pieces_next(&reading.pieces, &piece), STATUS_OK);
    ck_assert_ptr_null(piece.value);
    end(&reading);
}

START_TEST(test_json_pieces__are_what_the_whole_text_holds_wherever_reads_end) {
    struct arena arena;
    struct problem problem;
    const struct tree_node *whole = NULL;
    arena_init(&arena, 0);
    problem_init(&problem, &arena);
    ck_assert_int_eq(json_compose(slice_text(sample), &compose_foreign, &arena, &whole, &problem), STATUS_OK);
    for (size_t step = 1; step <= sizeof sample; step++)
        check_sample(whole, step);
    arena_done(&arena);
}
END_TEST

START_TEST(test_json_pieces__of_a_text_that_is_cut_off_are_refused) {
    size_t whole = strlen(sample) - strlen("\n  ");
    for (size_t size = 0; size < whole; size++) {
        struct reading reading;
        uint8_t *text = malloc(size + 1);
        memcpy(text, sample, size);
        ck_assert_int_eq(read_all(&reading, slice_of(text, size), 7), STATUS_INVALID_ARGUMENT);
        ck_assert_uint_eq(reading.problem.violations_total, 1);
        ck_assert_uint_ge(reading.problem.violations[0].line, 1);
        end(&reading);
        free(text);
    }
}
END_TEST

static const struct bad_text {
    const char *text;
    uint32_t line;
    uint32_t column;
    const char *words;
} bad_texts[] = {
    {"", 1, 1, "the text ends where '{' is due"},
    {"[]", 1, 1, "'{' is due before '['"},
    {"{\"a\": 1} x", 1, 10, "the end is due before 'x'"},
    {"{\"a\": 1}{}", 1, 9, "the end is due"},
    {"{\"a\": 1,\n \"a\": 2}", 2, 2, "duplicate object key"},
    {"{\"a\": 1, \"\\u0061\": 2}", 1, 10, "duplicate object key"},
    {"{\"a\": {\"b\": 1, \"b\": 2}}", 1, 18, "duplicate object key"},
    {"{,\"a\": 1}", 1, 2, "the name of a member is due before ','"},
    {"{\"a\": 1,}", 1, 9, "the name of a member is due before '}'"},
    {"{\"a\" 1}", 1, 6, "':' is due"},
    {"{\"a\":: 1}", 1, 6, "a value is due before ':'"},
    {"{\"a\": }", 1, 7, "a value is due before '}'"},
    {"{\"a\": 1 \"b\": 2}", 1, 9, "',' or '}' is due"},
    {"{\"a\": 1]", 1, 8, "',' or '}' is due before ']'"},
    {"{\"a\": tru}", 1, 9, "not JSON: invalid token"},
    {"{\"a\": 01}", 1, 7, "not JSON"},
    {"{\"a\": [1}}", 1, 9, "not JSON"},
    {"{\n\"a\": {\n  \"b\" 1}}", 3, 7, "not JSON: ':' expected"},
    {"{a: 1}", 1, 2, "the name of a member is due"},
    {"{\"list\": [1 2]}", 1, 13, "',' or ']' is due"},
    {"{\"list\": [1,]}", 1, 13, "a value is due"},
    {"{\"list\": [,1]}", 1, 11, "a value is due"},
    {"{\"list\": [\"\xC3\"]}", 1, 0, "not JSON"},
    {"{\"list\": [\"\\ud800\"]}", 1, 0, "not JSON"},
    {"{\"list\": [\"a\\u0000\"]}", 1, 0, "NUL"},
    {"{\"list\": [\"\x01\"]}", 1, 0, "not JSON"},
    {"{\"a\": 1} \xEF", 1, 10, "before byte 0xEF"},
    {"{\"a\": 123456789012345678901234567890}", 1, 0, "too big integer"},
    {"{\"a\": [[[[[[[[[1]]]]]]]]]}", 1, 15, "nest deeper than 8"},
};

START_TEST(test_json_pieces__refuse_what_is_no_json) {
    for (size_t i = 0; i < COUNT_OF(bad_texts); i++) {
        const struct bad_text *bad = &bad_texts[i];
        struct reading reading;
        ck_assert_msg(read_all(&reading, slice_text(bad->text), 1) == STATUS_INVALID_ARGUMENT, "%s", bad->text);
        const struct violation *violation = &reading.problem.violations[0];
        ck_assert_msg(strstr(violation->message, bad->words) != NULL, "%s: %s", bad->text, violation->message);
        ck_assert_msg(violation->line == bad->line && (bad->column == 0 || violation->column == bad->column),
                      "%s: %u:%u", bad->text, violation->line, violation->column);
        end(&reading);
    }
}
END_TEST

START_TEST(test_json_pieces__refuse_a_nul) {
    static const char text[] = "{\"a\": \0 1}";
    struct reading reading;
    ck_assert_int_eq(read_all(&reading, slice_of((const uint8_t *)text, sizeof text - 1), 3), STATUS_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(reading.problem.violations[0].message, "before byte 0x00"));
    end(&reading);
    static const char in_string[] = "{\"a\": \"\0\"}";
    ck_assert_int_eq(read_all(&reading, slice_of((const uint8_t *)in_string, sizeof in_string - 1), 3),
                     STATUS_INVALID_ARGUMENT);
    end(&reading);
}
END_TEST

/* A text of HEAD, SIZE bytes of FILL, and TAIL. */
static struct buffer long_text(const char *head, size_t size, char fill, const char *tail) {
    struct buffer text;
    buffer_init(&text, 0);
    buffer_append_text(&text, head);
    memset(buffer_reserve(&text, size), fill, size);
    buffer_grow(&text, size);
    buffer_append_text(&text, tail);
    return text;
}

START_TEST(test_json_pieces__bound_each_piece_and_not_the_text) {
    static const struct {
        const char *head;
        size_t size;
        char fill;
        const char *tail;
        status_code code;
    } cases[] = {
        {"{\"list\": [\"", 254, 'a', "\"]}", STATUS_OK},
        {"{\"list\": [\"", 255, 'a', "\"]}", STATUS_RESOURCE_EXHAUSTED},
        {"{\"list\": [\"", 1000000, 'a', "", STATUS_RESOURCE_EXHAUSTED},
        {"{\"list\": [1", 1000000, '0', "]}", STATUS_RESOURCE_EXHAUSTED},
        {"{\"list\": [", 1000000, '[', "]}", STATUS_RESOURCE_EXHAUSTED},
        {"{\"", 1000000, 'k', "\": 1}", STATUS_RESOURCE_EXHAUSTED},
        {"{\"list\": [", 1000000, ' ', "1]}", STATUS_OK},
        {"{\"a\": 1}", 1000000, '\n', "", STATUS_OK},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct reading reading;
        struct buffer text = long_text(cases[i].head, cases[i].size, cases[i].fill, cases[i].tail);
        ck_assert_msg(read_all(&reading, buffer_slice(&text), 4096) == cases[i].code, "%zu: %s", i,
                      reading.problem.message);
        ck_assert_uint_le(reading.pieces.window.capacity, 1024 * KIB);
        if (cases[i].code != STATUS_OK)
            ck_assert_int_eq(strncmp(reading.problem.message, "1:", 2), 0);
        end(&reading);
        buffer_done(&text);
    }
}
END_TEST

START_TEST(test_json_pieces__bound_the_members_at_the_top) {
    struct buffer text;
    struct reading reading;
    buffer_init(&text, 0);
    buffer_append_text(&text, "{\"k\": 0");
    for (int i = 0; i < JSON_PIECES_MEMBERS_MAX; i++)
        buffer_printf(&text, ", \"%d\": 0", i);
    ck_assert_int_eq(read_all(&reading, buffer_slice(&text), 4096), STATUS_RESOURCE_EXHAUSTED);
    end(&reading);
    buffer_done(&text);
}
END_TEST

static bool wants_odd(void *context, size_t index) {
    (void)context;
    return index % 2 == 1;
}

START_TEST(test_json_pieces__pass_over_elements_that_nobody_wants) {
    struct reading reading;
    struct json_piece piece;
    begin(&reading, slice_text("{\"list\": [{\"a\": [1]}, \"b\", tru, 4], \"end\": 5}"), 1);
    reading.pieces.input.wants = wants_odd;
    static const char *const texts[] = {"b", "4", "5"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        ck_assert_int_eq(json_pieces_next(&reading.pieces, &piece), STATUS_OK);
        ck_assert_str_eq(piece.value->text, texts[i]);
    }
    ck_assert_str_eq(piece.key, "end");
    ck_assert_int_eq(json_pieces_next(&reading.pieces, &piece), STATUS_OK);
    ck_assert_ptr_null(piece.value);
    end(&reading);
}
END_TEST

START_TEST(test_json_pieces__a_member_that_is_no_list_comes_whole) {
    struct reading reading;
    struct json_piece piece;
    begin(&reading, slice_text("{\"list\": {\"a\": 1}}"), 1);
    ck_assert_int_eq(json_pieces_next(&reading.pieces, &piece), STATUS_OK);
    ck_assert(!piece.is_element);
    ck_assert_int_eq(piece.value->kind, TREE_MAP);
    end(&reading);
}
END_TEST

TEST_SUITE(json_pieces, test_json_pieces__are_what_the_whole_text_holds_wherever_reads_end,
           test_json_pieces__of_a_text_that_is_cut_off_are_refused, test_json_pieces__refuse_what_is_no_json,
           test_json_pieces__refuse_a_nul, test_json_pieces__bound_each_piece_and_not_the_text,
           test_json_pieces__bound_the_members_at_the_top, test_json_pieces__pass_over_elements_that_nobody_wants,
           test_json_pieces__a_member_that_is_no_list_comes_whole)
