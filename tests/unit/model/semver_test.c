#include "support/test.h"

#include "model/semver.h"

#include <string.h>

static struct semver parsed(const char *text) {
    struct semver version;
    struct problem problem;
    problem_init(&problem, NULL);
    ck_assert_msg(semver_parse(slice_text(text), &version, &problem) == STATUS_OK, "%s: %s", text, problem.message);
    return version;
}

START_TEST(test_semver__orders_as_the_specification_does) {
    static const char *const ascending[] = {
        "0.0.0-0",
        "0.0.0",
        "0.0.1",
        "0.1.0",
        "1.0.0--",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "1.2.0",
        "1.10.0",
        "2.0.0-1",
        "2.0.0-18446744073709551616",
        "2.0.0-a",
        "2.0.0",
        "18446744073709551615.0.0",
    };
    for (size_t i = 0; i < COUNT_OF(ascending); i++)
        for (size_t j = 0; j < COUNT_OF(ascending); j++) {
            struct semver a = parsed(ascending[i]);
            struct semver b = parsed(ascending[j]);
            int order = semver_compare(&a, &b);
            int expected = (i > j) - (i < j);
            ck_assert_msg((order > 0) - (order < 0) == expected, "%s against %s", ascending[i], ascending[j]);
        }
}
END_TEST

START_TEST(test_semver__leaves_build_metadata_out_of_precedence) {
    struct semver a = parsed("1.2.3-rc.1+001.-a");
    struct semver b = parsed("1.2.3-rc.1");
    ck_assert_int_eq(semver_compare(&a, &b), 0);
    ck_assert(semver_same_release(&a, &b));
    struct semver c = parsed("1.2.4-rc.1");
    ck_assert(!semver_same_release(&a, &c));
}
END_TEST

START_TEST(test_semver__prints_what_it_read) {
    static const char *const texts[] = {"1.2.3", "0.0.0", "1.0.0-a.0.b-c+01.x", "1.0.0+-", "10.20.30-0a"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        char printed[SEMVER_TEXT_BYTES];
        struct semver version = parsed(texts[i]);
        semver_format(&version, printed);
        ck_assert_str_eq(printed, texts[i]);
    }
}
END_TEST

START_TEST(test_semver__says_where_a_version_is_wrong) {
    static const struct {
        const char *text;
        uint32_t column;
        const char *message;
    } rows[] = {
        {"", 1, "a number is missing"},
        {"1", 2, "'.' and a number are missing"},
        {"1.2", 4, "'.' and a number are missing"},
        {"1.2.", 5, "a number is missing"},
        {"v1.2.3", 1, "a number is missing"},
        {"01.2.3", 1, "the number has a leading zero"},
        {"1.2.03", 5, "the number has a leading zero"},
        {"1.2.3-", 7, "an identifier is missing"},
        {"1.2.3-a..b", 9, "an identifier is missing"},
        {"1.2.3-01", 7, "the number has a leading zero"},
        {"1.2.3+", 7, "an identifier is missing"},
        {"1.2.3+a+b", 8, "the version does not end here"},
        {"1.2.3 ", 6, "the version does not end here"},
        {"1.2.3.4", 6, "the version does not end here"},
        {"18446744073709551616.0.0", 1, "the number is too large"},
    };
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct problem problem;
        problem_init(&problem, &arena);
        struct semver version;
        ck_assert_msg(semver_parse(slice_text(rows[i].text), &version, &problem) == STATUS_INVALID_ARGUMENT, "%s",
                      rows[i].text);
        ck_assert_str_eq(problem.reason, "INVALID_VERSION");
        ck_assert_uint_eq(problem.violation_count, 1);
        ck_assert_str_eq(problem.violations[0].message, rows[i].message);
        ck_assert_msg(problem.violations[0].column == rows[i].column, "%s: column %u", rows[i].text,
                      problem.violations[0].column);
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_semver__takes_the_longest_version_and_not_one_byte_more) {
    char text[LIMIT_VERSION_BYTES + 2] = "1.0.0-";
    memset(text + 6, 'a', LIMIT_VERSION_BYTES - 6);
    char printed[SEMVER_TEXT_BYTES];
    struct semver version = parsed(text);
    semver_format(&version, printed);
    ck_assert_str_eq(printed, text);
    text[LIMIT_VERSION_BYTES] = 'a';
    ck_assert_int_eq(semver_parse(slice_text(text), &version, NULL), STATUS_INVALID_ARGUMENT);
}
END_TEST

TEST_SUITE(semver, test_semver__orders_as_the_specification_does, test_semver__leaves_build_metadata_out_of_precedence,
           test_semver__prints_what_it_read, test_semver__says_where_a_version_is_wrong,
           test_semver__takes_the_longest_version_and_not_one_byte_more)
