#include "support/predicate_fixture.h"
#include "support/test.h"

#include <string.h>

static const struct {
    const char *text;
    const char *normal;
} normal_forms[] = {
    {"true", "true"},
    {" ( ( false ) ) ", "false"},
    {"-9223372036854775808 == 12", "-9223372036854775808 == 12"},
    {"'a\"b' == \"c\\'\\\\\\n\"", "\"a\\\"b\" == \"c'\\\\\\n\""},
    {"config.a&&config.b||!config.c", "config.a && config.b || !config.c"},
    {"(a && b) && (c && d)", "a && b && c && d"},
    {"a || (b || c)", "a || b || c"},
    {"a && (b || c)", "a && (b || c)"},
    {"(a && b) || c", "a && b || c"},
    {"!(a && b)", "!(a && b)"},
    {"!!a", "!!a"},
    {"(!a) == b", "!a == b"},
    {"!(a == b)", "!(a == b)"},
    {"(a == b) == c", "(a == b) == c"},
    {"config.exposure.rest-api == 'vpc'", "config.exposure.rest-api == \"vpc\""},
    {"config.exposure[\"rest-api\"] == 'vpc'", "config.exposure.rest-api == \"vpc\""},
    {"config['x'].y < -1", "config.x.y < -1"},
    {"x in ['a', 'b',]", "x in [\"a\", \"b\"]"},
    {"1 in []", "1 in []"},
    {"size( config.tags )>=2", "size(config.tags) >= 2"},
    {"config.tags.exists(t, t.startsWith('a') && b)", "config.tags.exists(t, t.startsWith(\"a\") && b)"},
    {"[1,2].all(n, n > 0)", "[1, 2].all(n, n > 0)"},
    {"a.exists(x, b.all(y, x == y))", "a.exists(x, b.all(y, x == y))"},
    {"(a || b).contains('x')", "(a || b).contains(\"x\")"},
    {"(1).contains('x')", "(1).contains(\"x\")"},
    {"a.in == b", "a.in == b"},
    {"a\n&&\r\n\tb", "a && b"},
};

START_TEST(test_predicate__prints_a_normal_form_that_reads_back) {
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT_OF(normal_forms); i++) {
        const char *printed = predicate_print(fixture_parse(normal_forms[i].text, &arena), &arena);
        ck_assert_str_eq(printed, normal_forms[i].normal);
        ck_assert_str_eq(predicate_print(fixture_parse(printed, &arena), &arena), printed);
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_predicate__keeps_chains_flat) {
    struct arena arena;
    arena_init(&arena, 0);
    const struct predicate_node *root = fixture_parse("a && (b && c) && (d || e)", &arena);
    ck_assert_int_eq(root->kind, PREDICATE_NODE_AND);
    ck_assert_uint_eq(root->child_count, 4);
    ck_assert_str_eq(predicate_print(root->children[3], &arena), "d || e");
    ck_assert_uint_eq(root->children[1]->offset, 6);
    arena_done(&arena);
}
END_TEST

static const struct {
    const char *text;
    uint32_t column;
    const char *message;
} malformed[] = {
    {"", 1, "a value is expected here"},
    {"a &&", 5, "a value is expected here"},
    {"&& a", 1, "a value is expected here"},
    {"a b", 3, "an operator is expected here"},
    {"a -1", 3, "an operator is expected here"},
    {"(a", 3, "an operator or ')' is expected"},
    {"a)", 2, "an operator is expected here"},
    {"a = 1", 3, "'=' is not an operator"},
    {"a & b", 3, "'&' is not an operator"},
    {"a | b", 3, "'|' is not an operator"},
    {"a + 1 == 2", 3, "there is no arithmetic"},
    {"a - 1 == 2", 3, "there is no arithmetic"},
    {"a ? b : c", 3, "there is no conditional operator"},
    {"{'a': 1}", 1, "there are no maps and messages"},
    {"a == 1 == b", 8, "comparisons do not chain"},
    {"1 < a < 3", 7, "comparisons do not chain"},
    {"a == 1.5", 6, "only whole decimal numbers are known"},
    {"a == 0x10", 6, "only whole decimal numbers are known"},
    {"a == 9223372036854775808", 6, "the number does not fit in 64 bits"},
    {"a == 'x", 6, "the string does not end"},
    {"a == 'x\\", 8, "the escape is not known"},
    {"a == 'x\\q'", 8, "the escape is not known"},
    {"a == 'x\ny'", 8, "a control character stands in a string"},
    {"a == null", 6, "there is no null"},
    {"has(a)", 1, "has() is refused: its negation would make \"not known\" true"},
    {"length(a)", 1, "the function is not known"},
    {"size(a, b)", 7, "')' is missing after the argument"},
    {"a.matches('x')", 3, "the method is not known"},
    {"a.startswith('x')", 3, "the method is not known"},
    {"a.contains('x'", 15, "')' is missing after the arguments"},
    {"a.exists(t)", 11, "',' is missing after the name of the item"},
    {"a.exists('t', t)", 10, "a name for the item is expected"},
    {"a.exists(t, b.all(t, t))", 19, "the name is bound by a macro around this one"},
    {"a.exists(t, t.x == 1)", 15, "only variables have parts"},
    {"a.", 3, "a name is expected after '.'"},
    {"a[0]", 3, "a name in quotes is expected"},
    {"a['b c']", 3, "the text is no name"},
    {"a['b'", 6, "']' is missing"},
    {"['a' 'b']", 6, "',' or ']' is expected in a list"},
    {"in a", 1, "the left side of `in` is missing"},
    {"a.b.c.d.e.f.g.h.i", 17, "the variable has more than 8 parts"},
    {"a @ b", 3, "the character has no meaning here"},
};

START_TEST(test_predicate__says_where_the_text_is_wrong) {
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT_OF(malformed); i++) {
        struct problem problem;
        problem_init(&problem, &arena);
        const struct predicate_node *predicate = NULL;
        status_code code = predicate_parse(slice_text(malformed[i].text), &arena, &predicate, &problem);
        ck_assert_msg(code == STATUS_INVALID_ARGUMENT, "'%s' was read", malformed[i].text);
        ck_assert_str_eq(problem.reason, "INVALID_PREDICATE");
        ck_assert_msg(strcmp(problem.violations[0].message, malformed[i].message) == 0, "'%s': %s", malformed[i].text,
                      problem.violations[0].message);
        ck_assert_msg(problem.violations[0].column == malformed[i].column, "'%s': column %u", malformed[i].text,
                      problem.violations[0].column);
        ck_assert_str_ne(problem.violations[0].remedy, "");
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_predicate__names_the_nearest_method) {
    struct arena arena;
    arena_init(&arena, 0);
    struct problem problem;
    problem_init(&problem, &arena);
    const struct predicate_node *predicate = NULL;
    ck_assert_int_eq(predicate_parse(slice_text("a.startswith('x')"), &arena, &predicate, &problem),
                     STATUS_INVALID_ARGUMENT);
    ck_assert_str_eq(problem.violations[0].remedy, "did you mean startsWith?");
    arena_done(&arena);
}
END_TEST

static status_code parse_nested(size_t count, struct arena *arena) {
    char text[LIMIT_PREDICATE_BYTES];
    memset(text, '(', count);
    text[count] = 'a';
    memset(text + count + 1, ')', count);
    const struct predicate_node *predicate = NULL;
    return predicate_parse(slice_of(text, 2 * count + 1), arena, &predicate, NULL);
}

START_TEST(test_predicate__bounds_length_and_depth) {
    struct arena arena;
    arena_init(&arena, 0);
    ck_assert_int_eq(parse_nested(LIMIT_PREDICATE_DEPTH - 1, &arena), STATUS_OK);
    ck_assert_int_eq(parse_nested(LIMIT_PREDICATE_DEPTH, &arena), STATUS_INVALID_ARGUMENT);
    ck_assert_int_eq(parse_nested(2000, &arena), STATUS_INVALID_ARGUMENT);
    char text[LIMIT_PREDICATE_BYTES + 1];
    memset(text, ' ', sizeof text);
    text[0] = 'a';
    const struct predicate_node *predicate = NULL;
    ck_assert_int_eq(predicate_parse(slice_of(text, LIMIT_PREDICATE_BYTES), &arena, &predicate, NULL), STATUS_OK);
    ck_assert_int_eq(predicate_parse(slice_of(text, sizeof text), &arena, &predicate, NULL), STATUS_INVALID_ARGUMENT);
    memset(text, '!', LIMIT_PREDICATE_BYTES);
    ck_assert_int_eq(predicate_parse(slice_of(text, LIMIT_PREDICATE_BYTES), &arena, &predicate, NULL),
                     STATUS_INVALID_ARGUMENT);
    arena_done(&arena);
}
END_TEST

START_TEST(test_predicate__survives_truncation_and_every_arena_limit) {
    static const char text[] =
        "config.a[\"b-c\"] in ['x', \"y\"] && !(size(f.l) > -2) || f.l.exists(v, v.contains('q'))";
    struct arena arena;
    const struct predicate_node *predicate = NULL;
    for (size_t size = 0; size < sizeof text; size++) {
        arena_init(&arena, 0);
        char *exact = arena_strndup(&arena, text, size);
        status_code code = predicate_parse(slice_of(exact, size), &arena, &predicate, NULL);
        ck_assert(code == STATUS_OK || code == STATUS_INVALID_ARGUMENT);
        arena_done(&arena);
    }
    for (size_t limit = 1; limit < 8192; limit += 16) {
        arena_init(&arena, limit);
        status_code code = predicate_parse(slice_text(text), &arena, &predicate, NULL);
        ck_assert(code == STATUS_OK || code == STATUS_RESOURCE_EXHAUSTED);
        arena_done(&arena);
    }
}
END_TEST

TEST_SUITE(predicate_parse, test_predicate__prints_a_normal_form_that_reads_back, test_predicate__keeps_chains_flat,
           test_predicate__says_where_the_text_is_wrong, test_predicate__names_the_nearest_method,
           test_predicate__bounds_length_and_depth, test_predicate__survives_truncation_and_every_arena_limit)
