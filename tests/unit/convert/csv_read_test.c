#include "support/test.h"

#include "base/macros.h"
#include "convert/csv_read.h"

#include <stdio.h>
#include <string.h>

static struct arena arena;
static struct problem problem;
static const struct tree_node *rows;

static status_code read_text(const char *text, size_t size) {
    arena_init(&arena, 0);
    problem_init(&problem, &arena);
    rows = NULL;
    return csv_read(slice_of(text, size), &arena, &rows, &problem);
}

static const char *cell(size_t row, const char *name) {
    ck_assert_uint_lt(row, rows->count);
    const struct tree_node *node = tree_get(rows->entries[row].value, name);
    return node == NULL ? NULL : node->text;
}

START_TEST(test_csv_read__reads_quotes_line_ends_and_places) {
    static const char text[] = "\xEF\xBB\xBFid,\"the text\",more\r\n"
                               "1,\"a, \"\"b\"\"\r\nand c\",x\r\n"
                               "\n"
                               "2,,\"\"\n"
                               "\xC3\xA4,a \"b\" c\r\n"
                               "3,\"last\"";
    ck_assert_int_eq(read_text(text, strlen(text)), STATUS_OK);
    ck_assert_uint_eq(rows->count, 4);
    ck_assert_str_eq(cell(0, "id"), "1");
    ck_assert_str_eq(cell(0, "the text"), "a, \"b\"\r\nand c");
    ck_assert_str_eq(cell(0, "more"), "x");
    ck_assert_str_eq(cell(1, "the text"), "");
    ck_assert_str_eq(cell(1, "more"), "");
    ck_assert_str_eq(cell(2, "the text"), "a \"b\" c");
    ck_assert_ptr_null(cell(2, "more"));
    ck_assert_str_eq(cell(3, "the text"), "last");
    ck_assert_uint_eq(rows->entries[1].value->line, 5);
    const struct tree_node *second = tree_get(rows->entries[2].value, "the text");
    ck_assert_uint_eq(second->line, 6);
    ck_assert_uint_eq(second->column, 3);
    arena_done(&arena);
}
END_TEST

START_TEST(test_csv_read__gives_a_row_that_is_too_long_as_a_list) {
    static const char text[] = "a,b\n1,2,3\n4,5\n";
    ck_assert_int_eq(read_text(text, strlen(text)), STATUS_OK);
    ck_assert_int_eq(rows->entries[0].value->kind, TREE_LIST);
    ck_assert_uint_eq(rows->entries[0].value->count, 3);
    ck_assert_uint_eq(rows->entries[0].value->line, 2);
    ck_assert_int_eq(rows->entries[1].value->kind, TREE_MAP);
    arena_done(&arena);
}
END_TEST

START_TEST(test_csv_read__of_nothing_or_a_header_is_empty) {
    static const char *const texts[] = {"", "\n\n", "a,b", "a,b\r\n"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        ck_assert_int_eq(read_text(texts[i], strlen(texts[i])), STATUS_OK);
        ck_assert_uint_eq(rows->count, 0);
        arena_done(&arena);
    }
}
END_TEST

START_TEST(test_csv_read__refuses_with_the_place) {
    static const struct {
        const char *text;
        size_t size;
        const char *message;
    } cases[] = {
#define CASE(text, message) {text, sizeof(text) - 1, message}
        CASE("a,b\n1,\"open\nand on\n", "2:3: the quote does not end"),
        CASE("a,b\n\"1\"2,3\n", "2:4: after a quote that ends"),
        CASE("a,b,a\n", "1:5: the header has this name twice"),
        CASE("a\n\xC3\xA4\xFF\n", "2:2: it is not UTF-8"),
        CASE("a\n\0\n", "2:1: there is a NUL"),
        CASE("a\n\xED\xA0\x80\n", "2:1: it is not UTF-8"),
#undef CASE
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ck_assert_int_eq(read_text(cases[i].text, cases[i].size), STATUS_INVALID_ARGUMENT);
        ck_assert_msg(strncmp(problem.message, cases[i].message, strlen(cases[i].message)) == 0, "%s", problem.message);
        ck_assert_str_eq(problem.reason, "NOT_CSV");
        arena_done(&arena);
    }
}
END_TEST

START_TEST(test_csv_read__bounds_the_header) {
    char text[2000] = "0";
    for (int i = 1; i <= CSV_COLUMNS_MAX; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), ",%d", i);
    ck_assert_int_eq(read_text(text, strlen(text)), STATUS_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(problem.message, "more than 256 names"));
    arena_done(&arena);
}
END_TEST

START_TEST(test_csv_read__knows_a_header) {
    static const char *const names[] = {"ID", "The name"};
    static const struct {
        const char *text;
        bool has_header;
    } cases[] = {{"ID,The name", true},
                 {"ID,The name,more\n", true},
                 {"\xEF\xBB\xBFID,\"The name\"\r\n1,2", true},
                 {"\"ID\",\"The name\",x", true},
                 {"ID,The names", false},
                 {"ID", false},
                 {"", false},
                 {"ID;The name", false},
                 {"\"ID,\"The name\"", false}};
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        ck_assert_msg(csv_has_header(slice_text(cases[i].text), names, 2) == cases[i].has_header, "%s", cases[i].text);
}
END_TEST

TEST_SUITE(csv_read, test_csv_read__reads_quotes_line_ends_and_places,
           test_csv_read__gives_a_row_that_is_too_long_as_a_list, test_csv_read__of_nothing_or_a_header_is_empty,
           test_csv_read__refuses_with_the_place, test_csv_read__bounds_the_header, test_csv_read__knows_a_header)
