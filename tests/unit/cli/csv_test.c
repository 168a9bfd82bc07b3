#include "support/test.h"

#include "base/macros.h"
#include "convert/csv.h"

static const struct {
    const char *cell;
    const char *written;
} cells[] = {
    {"", ""},
    {"plain", "plain"},
    {"two words", "two words"},
    {"a,b", "\"a,b\""},
    {"say \"no\"", "\"say \"\"no\"\"\""},
    {"one\ntwo", "\"one\ntwo\""},
    {"one\r\ntwo", "\"one\r\ntwo\""},
    {"=1+1", "'=1+1"},
    {"+1", "'+1"},
    {"-1", "'-1"},
    {"@SUM(A1)", "'@SUM(A1)"},
    {"\t=1", "'\t=1"},
    {"\r=1", "\"'\r=1\""},
    {"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""},
    {"1=1", "1=1"},
    {"'=1", "'=1"},
    {"\033[31m", "\\x1b[31m"},
    {"\xe2\x80\xae=1", "\\u202e=1"},
    {"\xff", "\\xff"},
    {"\xc3\xa9", "\xc3\xa9"},
};

START_TEST(test_csv__quotes_and_neutralises_cells) {
    for (size_t i = 0; i < COUNT_OF(cells); i++) {
        struct buffer out;
        struct buffer wanted;
        const char *const row[] = {"first", cells[i].cell, ""};
        buffer_init(&out, 0);
        buffer_init(&wanted, 0);
        csv_write_row(&out, row, COUNT_OF(row));
        buffer_printf(&wanted, "first,%s,\r\n", cells[i].written);
        ck_assert_msg(slice_equal(buffer_slice(&out), buffer_slice(&wanted)), "row %zu: %.*s", i, (int)out.size,
                      (const char *)out.data);
        buffer_done(&out);
        buffer_done(&wanted);
    }
}
END_TEST

TEST_SUITE(csv, test_csv__quotes_and_neutralises_cells)
