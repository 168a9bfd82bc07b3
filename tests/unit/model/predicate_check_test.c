#include "support/predicate_fixture.h"
#include "support/test.h"

#include <string.h>

static status_code check(const char *text, struct arena *arena, struct problem *problem) {
    problem_init(problem, arena);
    return predicate_check(fixture_parse(text, arena), &fixture_environment, arena, problem);
}

START_TEST(test_predicate_check__accepts_what_has_a_type) {
    static const char *const texts[] = {
        "true",
        "config.customer_key && !config.rotation",
        "config.backup_days >= 7 && config.backup_days != config.retries",
        "config.region == 'eu' || config.region < 'f'",
        "config.mfa == 'required' && config.mfa >= 'optional'",
        "'optional' <= config.mfa",
        "facts.data_classification <= facts.floor",
        "config.mfa in ['required', 'optional']",
        "config.exposure['rest-api'] == 'vpc'",
        "config.exposure.rest-api in ['vpc', 'none']",
        "config.region in config.tags",
        "'eu' in config.tags && size(config.tags) > 1 && size(config.region) == 2",
        "config.tags.exists(t, t.startsWith('a') && config.tags.all(u, t != u))",
        "facts.classes.exists(c, c >= 'internal')",
        "facts.data_classification in facts.classes",
        "'public' in facts.classes",
        "config.tags == ['a'] && config.tags == [] && facts.classes == ['public']",
        "[1, 2].all(n, n > config.retries)",
        "1 in []",
        "(config.retries == 1) == config.rotation",
        "'a' == 'b'",
    };
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct problem problem;
        status_code code = check(texts[i], &arena, &problem);
        ck_assert_msg(code == STATUS_OK, "%s: %s", texts[i], problem.message);
    }
    arena_done(&arena);
}
END_TEST

static const struct {
    const char *text;
    const char *message;
    const char *remedy;
} ill_typed[] = {
    {"config.retries", "config.retries is of type integer, and bool is expected", "compare it with something"},
    {"config.customer_keys", "config.customer_keys is not declared", "did you mean config.customer_key?"},
    {"facts.unheard_of_at_all", "facts.unheard_of_at_all is not declared", "use a declared variable"},
    {"config.mfa == 'requird'", "\"requird\" is not a value of the enumeration", "did you mean required?"},
    {"'x' < config.mfa", "\"x\" is not a value of the enumeration", "known are off, optional, required"},
    {"config.mfa in ['off', 'none at all']", "\"none at all\" is not a value of the enumeration",
     "known are off, optional, required"},
    {"'secret' in facts.classes", "\"secret\" is not a value of the enumeration",
     "known are public, internal, restricted"},
    {"facts.classes.all(c, c == 'secret')", "\"secret\" is not a value of the enumeration",
     "known are public, internal, restricted"},
    {"config.retries == '3'", "\"3\" is of type string, and integer is expected", "compare values of one type"},
    {"config.mfa == facts.floor", "facts.floor is of type enumeration, and another one is expected",
     "compare values of one type"},
    {"config.mfa == config.region", "config.region is of type string, and enumeration is expected",
     "compare values of one type"},
    {"config.rotation < true", "a bool has no order", "compare with == or !="},
    {"config.tags < ['a']", "a list has no order", "compare with == or !="},
    {"config.retries in config.tags", "config.retries is of type integer, and string is expected",
     "compare values of one type"},
    {"config.retries in config.backup_days", "config.backup_days is of type integer, and list is expected",
     "use another operand"},
    {"size(config.retries) == 1", "config.retries of type integer has no size", "use a string or a list"},
    {"config.retries.contains('1')", "config.retries is of type integer, and string is expected",
     "use another operand"},
    {"config.region.exists(r, r == 'a')", "config.region is of type string, and list is expected",
     "use another operand"},
    {"config.tags.exists(t, t == 1)", "1 is of type integer, and string is expected", "compare values of one type"},
    {"config.tags.exists(t, t)", "t is of type string, and bool is expected", "compare it with something"},
    {"1 in [1, 'a']", "\"a\" is of type string, and integer is expected", "compare values of one type"},
    {"[1] == [[1]]", "a list cannot hold lists", "write its items"},
    {"[[1]] == []", "a list cannot hold lists", "write its items"},
    {"!config.region", "config.region is of type string, and bool is expected", "compare it with something"},
};

START_TEST(test_predicate_check__says_what_is_ill_typed) {
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT_OF(ill_typed); i++) {
        struct problem problem;
        status_code code = check(ill_typed[i].text, &arena, &problem);
        ck_assert_msg(code == STATUS_INVALID_ARGUMENT, "%s passed", ill_typed[i].text);
        ck_assert_str_eq(problem.reason, "INVALID_PREDICATE");
        ck_assert_msg(strcmp(problem.violations[0].message, ill_typed[i].message) == 0, "%s: %s", ill_typed[i].text,
                      problem.violations[0].message);
        ck_assert_str_eq(problem.violations[0].remedy, ill_typed[i].remedy);
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_predicate_check__reports_every_error_with_its_place) {
    struct arena arena;
    arena_init(&arena, 0);
    struct problem problem;
    ck_assert_int_eq(check("config.x && config.retries && facts.y == 1", &arena, &problem), STATUS_INVALID_ARGUMENT);
    ck_assert_uint_eq(problem.violations_total, 3);
    ck_assert_uint_eq(problem.violations[0].column, 1);
    ck_assert_uint_eq(problem.violations[1].column, 13);
    ck_assert_uint_eq(problem.violations[2].column, 31);
    arena_done(&arena);
}
END_TEST

TEST_SUITE(predicate_check, test_predicate_check__accepts_what_has_a_type, test_predicate_check__says_what_is_ill_typed,
           test_predicate_check__reports_every_error_with_its_place)
