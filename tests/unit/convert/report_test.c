#include "convert_fixture.h"

START_TEST(test_report__holds_whole_characters) {
    struct convert_fixture fixture;
    fixture_open(&fixture, false);
    report_add(&fixture.report, NOTE_LOSS, "file", NULL, "\"%.4s\" is left out", "abc\u00E9");
    ck_assert_str_eq(fixture.report.notes.items[0].text, "\"abc\" is left out");
    ck_assert_int_eq(import_refuse(&fixture.import, "file", NULL, "no \"%.5s\"", "abc\U0001F600"),
                     STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(fixture.problem.message, "file: no \"abc\"");
    fixture_done(&fixture);
}
END_TEST

START_TEST(test_report__counts_what_it_does_not_keep) {
    struct convert_fixture fixture;
    fixture_open(&fixture, false);
    for (size_t i = 0; i <= REPORT_NOTES_MAX; i++)
        report_add(&fixture.report, NOTE_WARNING, "file", NULL, "note %zu", i);
    ck_assert_uint_eq(fixture.report.notes.count, REPORT_NOTES_MAX);
    ck_assert_uint_eq(fixture.report.totals[NOTE_WARNING], REPORT_NOTES_MAX + 1);
    fixture_done(&fixture);
}
END_TEST

TEST_SUITE(report, test_report__holds_whole_characters, test_report__counts_what_it_does_not_keep)
