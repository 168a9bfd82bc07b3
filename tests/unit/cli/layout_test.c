#include "support/test.h"

#include "cli/table.h"
#include "cli/words.h"
#include "convert/glyph.h"
#include "convert/wrap.h"

static const struct {
    const char *text;
    const char *shown;
    size_t size;
    unsigned columns;
} glyphs[] = {
    {"a", "a", 1, 1},
    {"\n", " ", 1, 1},
    {"\t", " ", 1, 1},
    {"\033[31m", "\\x1b", 1, 4},
    {"\x7f", "\\x7f", 1, 4},
    {"\xc2\x85", "\\x85", 2, 4},
    {"\xc2\xad", "\\xad", 2, 4},
    {"\xe2\x80\xae", "\\u202e", 3, 6},
    {"\xe2\x80\x8b", "\\u200b", 3, 6},
    {"\xe2\x81\xa6", "\\u2066", 3, 6},
    {"\xef\xbb\xbf", "\\ufeff", 3, 6},
    {"\xf3\xa0\x81\x81", "\\U000e0041", 4, 10},
    {"\xff", "\\xff", 1, 4},
    {"\xc3", "\\xc3", 1, 4},
    {"\xe2\x80", "\\xe2", 1, 4},
    {"\xc3\xa9", "\xc3\xa9", 2, 1},
    {"\xcc\x81", "\xcc\x81", 2, 0},
    {"\xe6\x97\xa5", "\xe6\x97\xa5", 3, 2},
    {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80", 4, 2},
};

START_TEST(test_glyph__shows_what_is_safe_and_escapes_the_rest) {
    for (size_t i = 0; i < COUNT_OF(glyphs); i++) {
        struct glyph glyph = glyph_at(glyphs[i].text);
        ck_assert_str_eq(glyph.shown, glyphs[i].shown);
        ck_assert_uint_eq(glyph.size, glyphs[i].size);
        ck_assert_uint_eq(glyph.columns, glyphs[i].columns);
    }
}
END_TEST

static const struct {
    const char *text;
    unsigned columns;
    const char *lines[6];
} wraps[] = {
    {"", 5, {NULL}},
    {"   ", 5, {NULL}},
    {"one", 5, {"one"}},
    {"one two", 7, {"one two"}},
    {"one two", 6, {"one", "two"}},
    {"  one   two  ", 5, {"one", "two"}},
    {"abcdefgh", 3, {"abc", "def", "gh"}},
    {"aws/kms-key", 6, {"aws/", "kms-", "key"}},
    {"aws/s3@1.2.0", 9, {"aws/", "s3@1.2.0"}},
    {"dot|mermaid|svg", 13, {"dot|mermaid|", "svg"}},
    {"a bcdefgh", 4, {"a", "bcde", "fgh"}},
    {"\xe6\x97\xa5\xe6\x97\xa5", 3, {"\xe6\x97\xa5", "\xe6\x97\xa5"}},
    {"\xe6\x97\xa5", 1, {"\xe6\x97\xa5"}},
};

START_TEST(test_wrap__cuts_at_blanks_then_punctuation_then_anywhere) {
    for (size_t i = 0; i < COUNT_OF(wraps); i++) {
        const char *rest = wraps[i].text;
        slice line;
        for (size_t j = 0; wraps[i].lines[j] != NULL; j++) {
            ck_assert_msg(wrap_next(&rest, wraps[i].columns, &line), "case %zu: line %zu is missing", i, j);
            ck_assert_msg(slice_equal(line, slice_text(wraps[i].lines[j])), "case %zu: line %zu is \"%.*s\"", i, j,
                          (int)line.size, (const char *)line.data);
        }
        ck_assert_msg(!wrap_next(&rest, wraps[i].columns, &line), "case %zu: a line too many", i);
    }
}
END_TEST

static struct page page;

static void begin(unsigned columns) {
    page_init(&page, stdout);
    page.columns = columns;
    page.has_color = false;
}

static void expect(const char *text) {
    buffer_append_byte(&page.text, '\0');
    ck_assert(!page.text.has_failed);
    ck_assert_str_eq((const char *)page.text.data, text);
    page_done(&page);
}

static const struct column columns[] = {{"NAME", COLUMN_TEXT}, {"ROWS", COLUMN_NUMBER}, {"TEXT", COLUMN_TEXT}};

START_TEST(test_table__pads_columns_and_ends_no_line_with_blanks) {
    struct table table;
    begin(40);
    table_init(&table, &page, columns, COUNT_OF(columns), 1);
    table_cell(&table, STYLE_PLAIN, "a");
    table_cell(&table, STYLE_PLAIN, "%d", 7);
    table_cell(&table, STYLE_PLAIN, "%s", "");
    table_detail(&table, STYLE_PLAIN, "below");
    table_cell(&table, STYLE_PLAIN, "\xe6\x97\xa5");
    table_cell(&table, STYLE_PLAIN, "12345");
    table_cell(&table, STYLE_PLAIN, "z");
    table_write(&table);
    expect(" NAME   ROWS  TEXT\n"
           " a         7\n"
           "   below\n"
           " \xe6\x97\xa5    12345  z\n");
}
END_TEST

START_TEST(test_table__never_wraps_a_name) {
    static const struct column with_name[] = {{"NAME", COLUMN_NAME}, {"TEXT", COLUMN_TEXT}};
    struct table table;
    begin(36);
    table_init(&table, &page, with_name, COUNT_OF(with_name), 0);
    table_cell(&table, STYLE_PLAIN, "baseline/least-privilege");
    table_cell(&table, STYLE_PLAIN, "Least privilege per role");
    table_write(&table);
    expect("NAME                      TEXT\n"
           "baseline/least-privilege  Least\n"
           "                          privilege\n"
           "                          per role\n");
}
END_TEST

START_TEST(test_table__wraps_the_widest_column) {
    struct table table;
    begin(25);
    table_init(&table, &page, columns, COUNT_OF(columns), 0);
    table_cell(&table, STYLE_PLAIN, "aws/s3");
    table_cell(&table, STYLE_PLAIN, "1");
    table_cell(&table, STYLE_PLAIN, "one two three four");
    table_write(&table);
    expect("NAME    ROWS  TEXT\n"
           "aws/s3     1  one two\n"
           "              three four\n");
}
END_TEST

START_TEST(test_table__without_rows_prints_nothing) {
    struct table table;
    begin(80);
    table_init(&table, &page, columns, COUNT_OF(columns), 0);
    table_write(&table);
    expect("");
}
END_TEST

START_TEST(test_page__colours_only_where_it_may) {
    begin(80);
    page_line(&page, STYLE_BAD, "no %s", "colour");
    page.has_color = true;
    page_line(&page, STYLE_BAD, "%s", "colour");
    page_line(&page, STYLE_PLAIN, "%s", "plain\nagain");
    expect("no colour\n\033[31mcolour\033[0m\nplain again\n");
}
END_TEST

START_TEST(test_page__has_no_colour_and_80_columns_in_a_file) {
    FILE *file = tmpfile();
    ck_assert_ptr_nonnull(file);
    page_init(&page, file);
    ck_assert(!page.has_color && !page.is_terminal);
    ck_assert_uint_eq(page.columns, PAGE_COLUMNS);
    page_line(&page, STYLE_BAD, "text");
    ck_assert(page_flush(&page));
    ck_assert_int_eq(ftell(file), 5);
    page_done(&page);
    fclose(file);
}
END_TEST

START_TEST(test_page__says_when_it_could_not_write) {
    FILE *file = fopen("/dev/full", "w");
    ck_assert_ptr_nonnull(file);
    page_init(&page, file);
    page_line(&page, STYLE_PLAIN, "text");
    ck_assert(!page_flush(&page));
    page_done(&page);
    fclose(file);
}
END_TEST

START_TEST(test_words__read_like_the_yaml) {
    ck_assert_str_eq(word_of(&catalog__v1__row_state__descriptor, 6).text, "not_applicable");
    ck_assert_str_eq(word_in_capitals(&catalog__v1__row_state__descriptor, 1).text, "OPEN");
    ck_assert_str_eq(word_of(&catalog__v1__row_state__descriptor, 0).text, "-");
    ck_assert_str_eq(word_of(&catalog__v1__row_state__descriptor, 99).text, "99");
    ck_assert_str_eq(word_of_time(NULL).text, "-");
    ck_assert_str_eq(word_of_count(1, "row").text, "1 row");
    ck_assert_str_eq(word_of_count(0, "row").text, "0 rows");
}
END_TEST

START_TEST(test_words__are_joined_with_commas) {
    char *texts[] = {(char[]){"a"}, (char[]){"b"}, (char[]){"c"}};
    struct arena arena;
    arena_init(&arena, 0);
    ck_assert_str_eq(words_joined(&arena, texts, 3), "a, b, c");
    ck_assert_str_eq(words_joined(&arena, texts, 1), "a");
    ck_assert_str_eq(words_joined(&arena, NULL, 0), "");
    arena_done(&arena);
}
END_TEST

TEST_SUITE(layout, test_glyph__shows_what_is_safe_and_escapes_the_rest,
           test_wrap__cuts_at_blanks_then_punctuation_then_anywhere,
           test_table__pads_columns_and_ends_no_line_with_blanks, test_table__wraps_the_widest_column,
           test_table__never_wraps_a_name, test_table__without_rows_prints_nothing,
           test_page__colours_only_where_it_may, test_page__has_no_colour_and_80_columns_in_a_file,
           test_page__says_when_it_could_not_write, test_words__read_like_the_yaml, test_words__are_joined_with_commas)
