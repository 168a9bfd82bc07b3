#include "support/solver_fixture.h"
#include "support/test.h"

#include <string.h>

static const char *const nothing[] = {NULL};

START_TEST(test_solver__chooses_the_newest_that_fits_everybody) {
    static const struct {
        const char *lines[10];
        const char *requires;
        const char *choices;
    } rows[] = {
        {{NULL}, "", ""},
        {{"a@1.0.0:", "a@1.10.0:", "a@1.9.0:", "a@2.0.0:"}, "a ^1", "a@1.10.0"},
        {{"a@1.0.0:", "a@1.1.0-beta:"}, "a ^1", "a@1.0.0"},
        {{"a@1.0.0+x:", "a@1.0.0+y:"}, "a ^1", "a@1.0.0+y"},
        {{"a@1.0.0:", "a@1.1.0 deprecated:", "a@1.2.0 yanked:", "a@1.3.0 draft:"}, "a ^1", "a@1.1.0"},
        {{"a@1.0.0: c ^1", "b@1.0.0: c ~1.0", "c@1.0.0:", "c@1.1.0:"}, "a ^1, b ^1", "a@1.0.0 b@1.0.0 c@1.0.0"},
        {{"a@1.1.0: c ^2", "a@1.0.0: c ^1", "b@1.0.0: c ^1", "c@1.0.0:", "c@2.0.0:"},
         "a ^1, b ^1",
         "a@1.0.0 b@1.0.0 c@1.0.0"},
        /* a stands first, so that b gives way before a does. */
        {{"a@1.0.0:", "a@1.1.0:", "b@1.1.0: a ~1.0.0", "b@1.0.0: a ^1"}, "a ^1, b ^1", "a@1.1.0 b@1.0.0"},
        {{"a@1.0.0:", "a@1.1.0:", "b@1.1.0: a ~1.0.0", "b@1.0.0: a ^1"}, "b ^1, a ^1", "b@1.1.0 a@1.0.0"},
        {{"a@2.0.0: x ^1", "a@1.0.0:", "b@1.0.0:"}, "a *, b *", "a@1.0.0 b@1.0.0"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct fixture *fixture = fixture_new(rows[i].lines);
        fixture_require(fixture, rows[i].requires);
        ck_assert_msg(fixture_solve(fixture) == STATUS_OK, "row %zu: %s", i, fixture->problem.message);
        ck_assert_str_eq(fixture_choices(fixture), rows[i].choices);
        fixture_free(fixture);
    }
}
END_TEST

START_TEST(test_solver__keeps_pins_that_still_fit) {
    static const struct {
        const char *pins;
        const char *requires;
        const char *choices;
    } rows[] = {
        {"a@1.0.0", "a ^1", "a@1.0.0 c@1.1.0"},
        {"a@1.0.0, c@1.0.0", "a ^1", "a@1.0.0 c@1.0.0"},
        {"a@1.0.0", "a ^1.1", "a@1.1.0 c@1.1.0"},
        {"a@9.0.0", "a ^1", "a@1.1.0 c@1.1.0"},
        {"y@1.0.0", "y *", "y@1.0.0"},
        {"d@1.0.0", "d *", "d@0.1.0"},
    };
    static const char *const lines[] = {"a@1.0.0: c ^1", "a@1.1.0: c ~1.1", "c@1.0.0:", "c@1.1.0:", "y@1.0.0 yanked:",
                                        "y@0.1.0:",      "d@1.0.0 draft:",  "d@0.1.0:", NULL};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct fixture *fixture = fixture_new(lines);
        fixture_require(fixture, rows[i].requires);
        fixture_pin(fixture, rows[i].pins);
        ck_assert_msg(fixture_solve(fixture) == STATUS_OK, "row %zu: %s", i, fixture->problem.message);
        ck_assert_str_eq(fixture_choices(fixture), rows[i].choices);
        fixture_free(fixture);
    }
}
END_TEST

START_TEST(test_solver__marks_what_a_pin_or_an_override_did) {
    static const char *const lines[] = {"a@1.0.0 yanked: b ^1", "b@1.0.0:", "b@2.0.0:", NULL};
    struct fixture *fixture = fixture_new(lines);
    fixture_require(fixture, "a ^1, b ^1");
    fixture_pin(fixture, "a@1.0.0");
    fixture_override(fixture, "b@2.0.0");
    ck_assert_int_eq(fixture_solve(fixture), STATUS_OK);
    ck_assert_str_eq(fixture_choices(fixture), "a@1.0.0 b@2.0.0");
    const struct solver_outcome *outcome = &fixture->outcome;
    ck_assert(outcome->choices[0].is_pinned && !outcome->choices[0].is_overridden);
    ck_assert_int_eq(outcome->choices[0].version->state, CATALOG__V1__LIFECYCLE_STATE__LIFECYCLE_STATE_YANKED);
    ck_assert_uint_eq(outcome->choices[0].dependency_count, 1);
    ck_assert(outcome->choices[1].is_overridden && !outcome->choices[1].is_pinned);
    ck_assert_uint_eq(outcome->overruled_count, 2);
    ck_assert_str_eq(outcome->overruled[0].declared_by, "");
    ck_assert_str_eq(outcome->overruled[1].declared_by, "a");
    ck_assert_str_eq(outcome->overruled[1].declared_version, "1.0.0");
    ck_assert_str_eq(outcome->overruled[1].requirement, "^1");
    fixture_free(fixture);
}
END_TEST

static const struct {
    const char *lines[10];
    const char *requires;
    const char *overrides;
    const char *reason;
    const char *text;
} failures[] = {
    {{NULL},
     "a ^1",
     "",
     "NO_SUCH_COMPONENT",
     "there is no component a\n"
     "  the model requires a ^1 (as a)\n"
     "  there is no a"},
    {{"a@1.0.0 draft:"},
     "a ^1",
     "",
     "ONLY_DRAFTS",
     "a has drafts and no published version\n"
     "  the model requires a ^1 (as a)\n"
     "  a has nothing to choose"},
    {{"a@1.0.0 yanked:", "a@1.1.0 draft:"},
     "a ^1",
     "",
     "ALL_YANKED",
     "every published version of a is yanked\n"
     "  the model requires a ^1 (as a)\n"
     "  a has nothing to choose"},
    {{"a@1.0.0:", "a@1.1.0 yanked:"},
     "a ^1",
     "a@1.1.0",
     "NO_OVERRIDE",
     "the version of a that an override forces is not published\n"
     "  the model requires a ^1 (as a)\n"
     "  a has nothing to choose"},
    {{"a@1.0.0:", "a@1.1.0:"},
     "a ^2",
     "",
     "VERSION_CONFLICT",
     "no published version of a is in the required range\n"
     "  the model requires a ^2 (as a)\n"
     "  a has 1.1.0, 1.0.0"},
    {{"s3@1.2.0:", "s3@2.0.0:", "login@1.0.0: s3 ^1.2", "login@1.1.0: s3 ^1.2", "mail@1.0.0:"},
     "mail *, s3 ^2.0, login ^1",
     "",
     "VERSION_CONFLICT",
     "no version of s3 meets every requirement on it\n"
     "  the model requires s3 ^2.0 (as s3)\n"
     "  the model requires login ^1 (as login)\n"
     "  login@1.1.0, 1.0.0 requires s3 ^1.2 (as s3)\n"
     "  s3 has 2.0.0, 1.2.0\n"
     "  login has 1.1.0, 1.0.0"},
    {{"a@1.0.0: b ^1", "b@1.0.0: c ^1", "c@1.0.0: gone ^1"},
     "a ^1",
     "",
     "NO_SUCH_COMPONENT",
     "there is no component gone\n"
     "  the model requires a ^1 (as a)\n"
     "  a@1.0.0 requires b ^1 (as b)\n"
     "  b@1.0.0 requires c ^1 (as c)\n"
     "  c@1.0.0 requires gone ^1 (as gone)\n"
     "  a has 1.0.0\n"
     "  b has 1.0.0\n"
     "  c has 1.0.0\n"
     "  there is no gone"},
    {{"a@1.0.0: a ^2"},
     "a ^1",
     "",
     "VERSION_CONFLICT",
     "no published version of a is in the required range\n"
     "  the model requires a ^1 (as a)\n"
     "  a@1.0.0 requires a ^2 (as a)\n"
     "  a has 1.0.0"},
};

START_TEST(test_solver__explains_a_failure_as_a_chain) {
    for (size_t i = 0; i < COUNT_OF(failures); i++) {
        struct fixture *fixture = fixture_new(failures[i].lines);
        fixture_require(fixture, failures[i].requires);
        fixture_override(fixture, failures[i].overrides);
        ck_assert_msg(fixture_solve(fixture) == STATUS_FAILED_PRECONDITION, "row %zu", i);
        ck_assert_str_eq(fixture->problem.reason, failures[i].reason);
        ck_assert_ptr_nonnull(fixture->outcome.failure);
        ck_assert_str_eq(fixture->outcome.failure->text, failures[i].text);
        ck_assert_uint_eq(fixture->outcome.choice_count, 0);
        fixture_free(fixture);
    }
}
END_TEST

START_TEST(test_solver__refuses_cycles_with_their_path) {
    static const struct {
        const char *lines[6];
        const char *name;
        const char *message;
        size_t length;
    } rows[] = {
        {{"a@1.0.0: b ^1", "b@1.0.0: c ^1", "c@1.0.0: b ^1"}, NULL, "b@1.0.0 -> c@1.0.0 -> b@1.0.0", 3},
        {{"a@1.0.0: a ^1"}, NULL, "a@1.0.0 -> a@1.0.0", 2},
        {{"a@1.0.0: b ^1", "b@1.0.0: root ^1", "root@1.0.0:"}, "root", "root -> a@1.0.0 -> b@1.0.0 -> root", 4},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct fixture *fixture = fixture_new(rows[i].lines);
        fixture_require(fixture, "a ^1");
        fixture->request.name = rows[i].name;
        ck_assert_int_eq(fixture_solve(fixture), STATUS_FAILED_PRECONDITION);
        ck_assert_str_eq(fixture->problem.reason, "DEPENDENCY_CYCLE");
        ck_assert_msg(strstr(fixture->problem.message, rows[i].message) != NULL, "%s", fixture->problem.message);
        ck_assert_uint_eq(fixture->outcome.cycle_count, rows[i].length);
        ck_assert_ptr_null(fixture->outcome.failure);
        fixture_free(fixture);
    }
}
END_TEST

START_TEST(test_solver__says_whose_text_is_malformed) {
    static const struct {
        const char *line;
        const char *requires;
        const char *reason;
        const char *message;
    } rows[] = {
        {"a@1.0.0:", "a latest", "INVALID_REQUIREMENT",
         "the model requires a 'latest': at byte 0: a number is expected here; write a version such as 1.4, 1.4.x or "
         "^1.4.0"},
        {"a@1.0.0: b ^^1", "a ^1", "INVALID_REQUIREMENT",
         "a@1.0.0 requires b '^^1': at byte 1: a number is expected here; write a version such as 1.4, 1.4.x or "
         "^1.4.0"},
        {"a@1.0:", "a ^1", "INVALID_VERSION", "a has the malformed version 1.0"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct fixture *fixture = fixture_new(nothing);
        fixture_add(fixture, rows[i].line);
        fixture_require(fixture, rows[i].requires);
        ck_assert_int_eq(fixture_solve(fixture), STATUS_INVALID_ARGUMENT);
        ck_assert_str_eq(fixture->problem.reason, rows[i].reason);
        ck_assert_str_eq(fixture->problem.message, rows[i].message);
        fixture_free(fixture);
    }
}
END_TEST

static void add_chain(struct fixture *fixture, size_t length) {
    for (size_t i = 1; i < length; i++)
        fixture_add(fixture, arena_printf(&fixture->arena, "c%zu@1.0.0: c%zu ^1", i, i + 1));
    fixture_add(fixture, arena_printf(&fixture->arena, "c%zu@1.0.0:", length));
    fixture_require(fixture, "c1 ^1");
}

START_TEST(test_solver__takes_the_deepest_chain_and_not_one_more) {
    struct fixture *fixture = fixture_new(nothing);
    add_chain(fixture, LIMIT_DEPENDENCY_DEPTH);
    ck_assert_int_eq(fixture_solve(fixture), STATUS_OK);
    ck_assert_uint_eq(fixture->outcome.choice_count, LIMIT_DEPENDENCY_DEPTH);
    fixture_free(fixture);
    fixture = fixture_new(nothing);
    add_chain(fixture, LIMIT_DEPENDENCY_DEPTH + 1);
    ck_assert_int_eq(fixture_solve(fixture), STATUS_RESOURCE_EXHAUSTED);
    ck_assert_str_eq(fixture->problem.reason, "DEPENDENCY_DEPTH");
    fixture_free(fixture);
}
END_TEST

/* Every level but the last depends on both components of the next: 2^30 paths, 118 dependencies. */
START_TEST(test_solver__takes_a_diamond_in_linear_steps) {
    struct fixture *fixture = fixture_new(nothing);
    for (int level = 1; level < 30; level++)
        for (char side = 'a'; side <= 'b'; side++)
            fixture_add(fixture,
                        arena_printf(&fixture->arena, "%c%d@1.0.0: a%d ^1, b%d ^1", side, level, level + 1, level + 1));
    fixture_add(fixture, "a30@1.0.0:");
    fixture_add(fixture, "b30@1.0.0:");
    fixture_require(fixture, "a1 ^1, b1 ^1");
    ck_assert_int_eq(fixture_solve(fixture), STATUS_OK);
    ck_assert_uint_eq(fixture->outcome.choice_count, 60);
    ck_assert_uint_lt(fixture->outcome.steps, 500);
    fixture_free(fixture);
}
END_TEST

START_TEST(test_solver__takes_a_thousand_dependencies) {
    struct fixture *fixture = fixture_new(nothing);
    const char *requires = "shared ^1";
    for (int i = 0; i < 1000; i++) {
        fixture_add(fixture, arena_printf(&fixture->arena, "p%d@1.0.0: shared ~1.0", i));
        fixture_add(fixture, arena_printf(&fixture->arena, "p%d@1.1.0: shared ~1.%d", i, i % 2));
        requires = arena_printf(&fixture->arena, "%s, p%d ^1", requires, i);
    }
    fixture_add(fixture, "shared@1.0.0:");
    fixture_add(fixture, "shared@1.1.0:");
    fixture_require(fixture, requires);
    ck_assert_msg(fixture_solve(fixture) == STATUS_OK, "%s", fixture->problem.message);
    ck_assert_uint_eq(fixture->outcome.choice_count, 1001);
    ck_assert_str_eq(fixture->outcome.choices[0].version->version, "1.0.0");
    fixture_free(fixture);
}
END_TEST

/* Without remembering nogoods, 8 versions at each of 20 levels above a component that does not exist are 8^20 tries. */
START_TEST(test_solver__does_not_repeat_itself_above_a_dead_end) {
    struct fixture *fixture = fixture_new(nothing);
    for (int level = 1; level <= 20; level++)
        for (int version = 0; version < 8; version++)
            fixture_add(fixture, arena_printf(&fixture->arena, "c%d@1.%d.0: c%d ^1", level, version, level + 1));
    fixture_require(fixture, "c1 ^1");
    ck_assert_int_eq(fixture_solve(fixture), STATUS_FAILED_PRECONDITION);
    ck_assert_str_eq(fixture->problem.reason, "NO_SUCH_COMPONENT");
    ck_assert_uint_lt(fixture->outcome.steps, 10000);
    ck_assert_uint_eq(fixture->outcome.failure->reason_count, 161);
    fixture_free(fixture);
}
END_TEST

START_TEST(test_solver__ends_at_its_step_limit) {
    struct fixture *fixture = fixture_new(nothing);
    add_chain(fixture, 20);
    fixture->request.step_limit = 30;
    ck_assert_int_eq(fixture_solve(fixture), STATUS_RESOURCE_EXHAUSTED);
    ck_assert_str_eq(fixture->problem.reason, "SOLVER_STEPS");
    fixture_free(fixture);
}
END_TEST

START_TEST(test_solver__asks_only_for_what_may_be_chosen) {
    static const char *const lines[] = {"a@1.0.0: gone ^1", "a@2.0.0:", "a@3.0.0: gone ^1", "b@1.0.0:", NULL};
    struct fixture *fixture = fixture_new(lines);
    fixture_require(fixture, "a ^2, a <3");
    ck_assert_int_eq(fixture_solve(fixture), STATUS_OK);
    ck_assert_uint_eq(fixture->version_calls, 1);
    ck_assert_uint_eq(fixture->dependency_calls, 1);
    fixture_free(fixture);
}
END_TEST

static void solve_within(const char *requires, size_t limit) {
    static const char *const lines[] = {"a@1.0.0: b ^1, c ^1", "b@1.0.0: c ^1", "c@1.0.0:", "c@2.0.0:", NULL};
    struct fixture *fixture = fixture_new(lines);
    fixture_require(fixture, requires);
    struct arena arena;
    arena_init(&arena, limit);
    struct solver_source source = fixture_source(fixture);
    struct solver_outcome outcome;
    struct problem problem;
    problem_init(&problem, NULL);
    status_code code = solver_solve(&fixture->request, &source, &arena, &outcome, &problem);
    ck_assert_msg(code == STATUS_OK || code == STATUS_FAILED_PRECONDITION || code == STATUS_RESOURCE_EXHAUSTED, "%s",
                  problem.message);
    ck_assert_int_eq(problem.code, code);
    arena_done(&arena);
    fixture_free(fixture);
}

START_TEST(test_solver__survives_every_arena_limit) {
    for (size_t limit = 1; limit < 2048; limit += 16) {
        solve_within("a ^1", limit);
        solve_within("a ^1, c ^2", limit);
        solve_within("c ^1, d ^1", limit);
    }
}
END_TEST

TEST_SUITE(solver, test_solver__chooses_the_newest_that_fits_everybody, test_solver__keeps_pins_that_still_fit,
           test_solver__marks_what_a_pin_or_an_override_did, test_solver__explains_a_failure_as_a_chain,
           test_solver__refuses_cycles_with_their_path, test_solver__says_whose_text_is_malformed,
           test_solver__takes_the_deepest_chain_and_not_one_more, test_solver__takes_a_diamond_in_linear_steps,
           test_solver__takes_a_thousand_dependencies, test_solver__does_not_repeat_itself_above_a_dead_end,
           test_solver__ends_at_its_step_limit, test_solver__asks_only_for_what_may_be_chosen,
           test_solver__survives_every_arena_limit)
