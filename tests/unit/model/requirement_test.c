#include "support/test.h"

#include "model/requirement.h"

#include <string.h>

static struct arena arena;

static struct requirement parsed(const char *text) {
    struct requirement requirement;
    struct problem problem;
    problem_init(&problem, &arena);
    ck_assert_msg(requirement_parse(slice_text(text), &arena, &requirement, &problem) == STATUS_OK, "'%s': %s", text,
                  problem.message);
    return requirement;
}

static bool admits(const char *requirement_text, const char *version_text) {
    struct requirement requirement = parsed(requirement_text);
    struct semver version;
    ck_assert_int_eq(semver_parse(slice_text(version_text), &version, NULL), STATUS_OK);
    return requirement_admits(&requirement, &version);
}

/* node-semver's documented desugarings (README, "Advanced Range Syntax") and its range tests. */
static const struct {
    const char *text;
    const char *normal;
} normal_forms[] = {
    {"", "*"},
    {"*", "*"},
    {"x", "*"},
    {"X.X", "*"},
    {"* || 1.2.3", "* || 1.2.3"},
    {"||", "* || *"},
    {"1.2.3", "1.2.3"},
    {"=1.2.3", "1.2.3"},
    {"= v1.2.3", "1.2.3"},
    {"1.2.3+build", "1.2.3"},
    {"1.2.3 - 2.3.4", ">=1.2.3 <=2.3.4"},
    {"1.2 - 2.3.4", ">=1.2.0 <=2.3.4"},
    {"1.2.3 - 2.3", ">=1.2.3 <2.4.0-0"},
    {"1.2.3 - 2", ">=1.2.3 <3.0.0-0"},
    {"1.2.3  -\t2.x", ">=1.2.3 <3.0.0-0"},
    {"* - 2.0.0", "<=2.0.0"},
    {"1.2.3-pre+x - 2.4.3-pre+y", ">=1.2.3-pre <=2.4.3-pre"},
    {"1", ">=1.0.0 <2.0.0-0"},
    {"1.x", ">=1.0.0 <2.0.0-0"},
    {"1.2", ">=1.2.0 <1.3.0-0"},
    {"1.2.x", ">=1.2.0 <1.3.0-0"},
    {"1.x.3", ">=1.0.0 <2.0.0-0"},
    {"=1.2", ">=1.2.0 <1.3.0-0"},
    {"2.*.*", ">=2.0.0 <3.0.0-0"},
    {"~1.2.3", ">=1.2.3 <1.3.0-0"},
    {"~1.2", ">=1.2.0 <1.3.0-0"},
    {"~1", ">=1.0.0 <2.0.0-0"},
    {"~> 1.2.3", ">=1.2.3 <1.3.0-0"},
    {"~0.2.3", ">=0.2.3 <0.3.0-0"},
    {"~0", ">=0.0.0 <1.0.0-0"},
    {"~1.2.3-beta.2", ">=1.2.3-beta.2 <1.3.0-0"},
    {"~*", "*"},
    {"^1.2.3", ">=1.2.3 <2.0.0-0"},
    {"^0.2.3", ">=0.2.3 <0.3.0-0"},
    {"^0.0.3", ">=0.0.3 <0.0.4-0"},
    {"^1.2.3-beta.2", ">=1.2.3-beta.2 <2.0.0-0"},
    {"^0.0.3-beta", ">=0.0.3-beta <0.0.4-0"},
    {"^1.2.x", ">=1.2.0 <2.0.0-0"},
    {"^0.0.x", ">=0.0.0 <0.1.0-0"},
    {"^0.0", ">=0.0.0 <0.1.0-0"},
    {"^0.1", ">=0.1.0 <0.2.0-0"},
    {"^1.x", ">=1.0.0 <2.0.0-0"},
    {"^0.x", ">=0.0.0 <1.0.0-0"},
    {"^ 1", ">=1.0.0 <2.0.0-0"},
    {"^*", "*"},
    {">1", ">=2.0.0"},
    {">1.2", ">=1.3.0"},
    {">1.2.3", ">1.2.3"},
    {">= 1.2", ">=1.2.0"},
    {"<1", "<1.0.0-0"},
    {"<1.2", "<1.2.0-0"},
    {"<=1", "<2.0.0-0"},
    {"<=1.2", "<1.3.0-0"},
    {"<=  2.0.0", "<=2.0.0"},
    {">*", "<0.0.0-0"},
    {"<x", "<0.0.0-0"},
    {">=*", "*"},
    {"<=*", "*"},
    {">=1.2.7 <1.3.0", ">=1.2.7 <1.3.0"},
    {"1.2.7 || >=1.2.9 <2.0.0", "1.2.7 || >=1.2.9 <2.0.0"},
    {" ~1.0 ||\t^3.1 ", ">=1.0.0 <1.1.0-0 || >=3.1.0 <4.0.0-0"},
    {"0.1.20||1.2.4", "0.1.20 || 1.2.4"},
};

START_TEST(test_requirement__reads_npm_ranges_into_comparators) {
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT_OF(normal_forms); i++) {
        struct requirement requirement = parsed(normal_forms[i].text);
        const char *normal = requirement_print(&requirement, &arena);
        ck_assert_msg(strcmp(normal, normal_forms[i].normal) == 0, "'%s' is '%s', not '%s'", normal_forms[i].text,
                      normal, normal_forms[i].normal);
        struct requirement again = parsed(normal);
        ck_assert_str_eq(requirement_print(&again, &arena), normal);
    }
    arena_done(&arena);
}
END_TEST

static const struct {
    const char *requirement;
    const char *version;
} admitted[] = {
    {"1.0.0 - 2.0.0", "1.2.3"},
    {"^1.2.3+build", "1.2.3"},
    {"^1.2.3+build", "1.3.0"},
    {"1.2.3-pre+asdf - 2.4.3-pre+asdf", "1.2.3-pre.2"},
    {"1.2.3-pre+asdf - 2.4.3-pre+asdf", "2.4.3-alpha"},
    {"", "1.0.0"},
    {"*", "1.2.3"},
    {">=1.0.0", "1.1.0"},
    {"<=2.0.0", "0.2.9"},
    {"0.1.20 || 1.2.4", "1.2.4"},
    {">=0.2.3 || <0.0.1", "0.0.0"},
    {"||", "1.3.4"},
    {"2.x.x", "2.1.3"},
    {"1.2.x || 2.x", "2.1.3"},
    {"~2.4", "2.4.5"},
    {"~> 1", "1.2.3"},
    {"~1.0", "1.0.2"},
    {">=1", "1.0.0"},
    {"<1.2", "1.1.1"},
    {"~v0.5.4-pre", "0.5.5"},
    {"~v0.5.4-pre", "0.5.4"},
    {"~1.2.1 >=1.2.3", "1.2.3"},
    {">=1.2.1 1.2.3", "1.2.3"},
    {"1.2.3 >=1.2.1", "1.2.3"},
    {">=1.2", "1.2.8"},
    {"^1.2.3", "1.8.1"},
    {"^0.1.2", "0.1.2"},
    {"^0.1", "0.1.2"},
    {"^0.0.1", "0.0.1"},
    {"^1.2 ^1", "1.4.2"},
    {"^1.2.3-alpha", "1.2.3-pre"},
    {"^1.2.0-alpha", "1.2.0-pre"},
    {"^0.0.1-alpha", "0.0.1-beta"},
    {"^0.1.1-alpha", "0.1.1-beta"},
    {"x - 1.0.0", "0.9.7"},
    {"1.0.0 - x", "1.9.7"},
    {"1.x - x", "1.9.7"},
    {">1.2.3-alpha.3", "1.2.3-alpha.7"},
    {">1.2.3-alpha.3", "3.4.5"},
    {"1.2.3", "1.2.3+build"},
    {"<=7.x", "7.9.9"},
    {">=1.3.0-alpha", "1.3.0-beta"},
    {">=1.0.0-rc <2 || 5", "1.0.0-rc.1"},
};

static const struct {
    const char *requirement;
    const char *version;
} refused[] = {
    {"1.0.0 - 2.0.0", "2.2.3"},
    {"1.2.3+asdf - 2.4.3+asdf", "1.2.3-pre.2"},
    {"1.2.3+asdf - 2.4.3+asdf", "2.4.3-alpha"},
    {"^1.2.3+build", "2.0.0"},
    {"^1.2.3", "2.0.0-alpha"},
    {"^1.2.3", "1.3.0-beta"},
    {"^1.2.3-beta", "1.2.4-beta"},
    {"^1.2.3", "1.2.2"},
    {"^1.2.3", "1.2.3-pre"},
    {"^1.2", "1.2.0-pre"},
    {"^1.2.3-beta", "1.2.3-alpha"},
    {">1.2", "1.3.0-beta"},
    {"<=1.2.3", "1.2.3-beta"},
    {"*", "1.2.3-foo"},
    {"=0.7.x", "0.7.0-asdf"},
    {">=0.7.x", "0.7.0-asdf"},
    {"<1", "1.0.0-0"},
    {"<2.0.0", "2.0.0-rc"},
    {">=1.0.0 <1.1.0", "1.1.0-pre"},
    {"1.0.0", "1.0.1"},
    {"<0.0.0", "0.0.0"},
    {">*", "1.0.0"},
    {"<*", "0.0.0"},
    {"0.1.20 || 1.2.4", "1.2.3"},
    {"2.x.x", "3.1.3"},
    {"~2.4", "2.5.0"},
    {"~1.0", "1.1.0"},
    {"<1", "1.0.0"},
    {">=1.2", "1.1.1"},
    {"~v0.5.4-beta", "0.5.4-alpha"},
    {"=0.7.x", "0.8.2"},
    {"<0.7.x", "0.7.2"},
    {"^0.0.1", "0.0.2"},
    {"^0.1.2", "0.2.0"},
    {"^1.2.3-alpha <1.2.3", "1.2.4"},
    {">=1.0.0-rc <2 || 5", "2.0.0-rc.1"},
};

START_TEST(test_requirement__admits_what_npm_admits) {
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT_OF(admitted); i++)
        ck_assert_msg(admits(admitted[i].requirement, admitted[i].version), "'%s' refuses %s", admitted[i].requirement,
                      admitted[i].version);
    arena_done(&arena);
}
END_TEST

START_TEST(test_requirement__refuses_what_npm_refuses) {
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        ck_assert_msg(!admits(refused[i].requirement, refused[i].version), "'%s' admits %s", refused[i].requirement,
                      refused[i].version);
    arena_done(&arena);
}
END_TEST

static const struct {
    const char *text;
    uint32_t column;
    const char *message;
} malformed[] = {
    {"latest", 1, "a number is expected here"},
    {"1.2.beta", 5, "a number is expected here"},
    {"^", 2, "a number is expected here"},
    {"^1.", 4, "a number is expected here"},
    {"1.2.3.4", 6, "the version does not end here"},
    {"1.2, 1.3", 4, "the version does not end here"},
    {"1.2-beta", 4, "only a version with three numbers has a pre-release or build"},
    {"1.2.x-beta", 6, "only a version with three numbers has a pre-release or build"},
    {"1.2.3-", 1, "the version is malformed"},
    {">=1.2.3-01", 3, "the version is malformed"},
    {"01.2.3", 1, "the number has a leading zero"},
    {"18446744073709551616", 1, "the number is too large"},
    {"^18446744073709551615", 22, "no version comes after this one"},
    {"1 | 2", 3, "'|' stands alone"},
    {"1 ||| 2", 5, "'|' stands alone"},
    {"1.2.3 - ", 9, "a number is expected here"},
    {"1 - 2 - 3", 7, "a range with '-' stands alone in its set"},
    {"1 >0 - 3", 3, "'-' is expected after the first version of a range"},
    {">=<1", 3, "a number is expected here"},
    {"!1.2", 1, "a number is expected here"},
};

START_TEST(test_requirement__says_where_it_is_wrong) {
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT_OF(malformed); i++) {
        struct problem problem;
        problem_init(&problem, &arena);
        struct requirement requirement;
        status_code code = requirement_parse(slice_text(malformed[i].text), &arena, &requirement, &problem);
        ck_assert_msg(code == STATUS_INVALID_ARGUMENT, "'%s' was read", malformed[i].text);
        ck_assert_str_eq(problem.reason, "INVALID_REQUIREMENT");
        ck_assert_msg(strcmp(problem.violations[0].message, malformed[i].message) == 0, "'%s': %s", malformed[i].text,
                      problem.violations[0].message);
        ck_assert_msg(problem.violations[0].column == malformed[i].column, "'%s': column %u", malformed[i].text,
                      problem.violations[0].column);
        ck_assert_str_ne(problem.violations[0].remedy, "");
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_requirement__bounds_its_length_and_its_memory) {
    arena_init(&arena, 0);
    char text[LIMIT_REQUIREMENT_BYTES + 2];
    memset(text, ' ', sizeof text);
    text[0] = '1';
    struct requirement requirement;
    struct problem problem;
    problem_init(&problem, &arena);
    ck_assert_int_eq(requirement_parse(slice_of(text, LIMIT_REQUIREMENT_BYTES), &arena, &requirement, &problem),
                     STATUS_OK);
    ck_assert_int_eq(requirement_parse(slice_of(text, LIMIT_REQUIREMENT_BYTES + 1), &arena, &requirement, &problem),
                     STATUS_INVALID_ARGUMENT);
    arena_done(&arena);
}
END_TEST

START_TEST(test_requirement__survives_every_arena_limit) {
    static const char text[] = "^1.2.3-beta.1 || 2.0 - 3 || ~5 <5.1.7";
    for (size_t limit = 1; limit < 4096; limit += 16) {
        arena_init(&arena, limit);
        struct requirement requirement;
        status_code code = requirement_parse(slice_text(text), &arena, &requirement, NULL);
        ck_assert(code == STATUS_OK || code == STATUS_RESOURCE_EXHAUSTED);
        arena_done(&arena);
    }
}
END_TEST

TEST_SUITE(requirement, test_requirement__reads_npm_ranges_into_comparators, test_requirement__admits_what_npm_admits,
           test_requirement__refuses_what_npm_refuses, test_requirement__says_where_it_is_wrong,
           test_requirement__bounds_its_length_and_its_memory, test_requirement__survives_every_arena_limit)
