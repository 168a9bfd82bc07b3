#include "support/predicate_fixture.h"
#include "support/test.h"

#include <string.h>

static const struct predicate_value tags[] = {{.kind = PREDICATE_STRING, .text = "blue"},
                                              {.kind = PREDICATE_STRING, .text = "green"}};

/* config.rotation, config.retries, config.owner and facts.floor are not known. */
static const struct {
    const char *path;
    struct predicate_value value;
} known[] = {
    {"config.customer_key", {.kind = PREDICATE_BOOL, .boolean = true}},
    {"config.backup_days", {.kind = PREDICATE_INT, .integer = 7}},
    {"config.region", {.kind = PREDICATE_STRING, .text = "zürich"}},
    {"config.mfa", {.kind = PREDICATE_ENUM, .text = "optional", .type = &fixture_mode}},
    {"config.exposure.rest-api", {.kind = PREDICATE_STRING, .text = "vpc"}},
    {"config.tags", {.kind = PREDICATE_LIST, .items = tags, .item_count = 2}},
    {"facts.data_classification", {.kind = PREDICATE_ENUM, .text = "internal", .type = &fixture_class}},
};

static void look_up(void *context, const char *path, struct predicate_value *ret_value) {
    ++*(size_t *)context;
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (strcmp(known[i].path, path) == 0)
            *ret_value = known[i].value;
}

static status_code evaluate(const char *text, struct arena *arena, size_t steps, struct predicate_outcome *ret_outcome,
                            struct problem *problem) {
    size_t lookups = 0;
    struct predicate_source source = {&lookups, look_up};
    problem_init(problem, arena);
    return predicate_evaluate(fixture_parse(text, arena), &source, arena, steps, ret_outcome, problem);
}

static const struct {
    const char *text;
    enum predicate_verdict verdict;
    const char *deciding; /* unknown variables the verdict hangs on, each with a blank behind it */
} rows[] = {
    {"config.customer_key", PREDICATE_IS_TRUE, ""},
    {"!config.customer_key", PREDICATE_IS_FALSE, ""},
    {"config.rotation", PREDICATE_IS_UNKNOWN, "config.rotation "},
    {"!config.rotation", PREDICATE_IS_UNKNOWN, "config.rotation "},
    {"config.rotation && config.customer_key", PREDICATE_IS_UNKNOWN, "config.rotation "},
    {"config.rotation || config.customer_key", PREDICATE_IS_TRUE, ""},
    {"config.customer_key || config.rotation", PREDICATE_IS_TRUE, ""},
    {"config.rotation && !config.customer_key", PREDICATE_IS_FALSE, ""},
    {"!config.customer_key && config.rotation", PREDICATE_IS_FALSE, ""},
    {"config.rotation && config.retries > 1", PREDICATE_IS_UNKNOWN, "config.rotation config.retries "},
    {"(config.rotation || true) && config.retries > 1", PREDICATE_IS_UNKNOWN, "config.retries "},
    {"config.rotation == config.rotation", PREDICATE_IS_UNKNOWN, "config.rotation "},
    {"config.backup_days >= 7", PREDICATE_IS_TRUE, ""},
    {"config.backup_days > 7", PREDICATE_IS_FALSE, ""},
    {"config.backup_days < 7", PREDICATE_IS_FALSE, ""},
    {"config.backup_days <= 7", PREDICATE_IS_TRUE, ""},
    {"config.backup_days != -7", PREDICATE_IS_TRUE, ""},
    {"config.mfa == 'optional'", PREDICATE_IS_TRUE, ""},
    {"config.mfa < 'required'", PREDICATE_IS_TRUE, ""},
    {"'off' < config.mfa", PREDICATE_IS_TRUE, ""},
    {"config.mfa > 'optional'", PREDICATE_IS_FALSE, ""},
    {"facts.data_classification >= facts.floor", PREDICATE_IS_UNKNOWN, "facts.floor "},
    {"config.region == 'zürich'", PREDICATE_IS_TRUE, ""},
    {"size(config.region) == 6", PREDICATE_IS_TRUE, ""},
    {"config.region.startsWith('z') && config.region.endsWith('ch')", PREDICATE_IS_TRUE, ""},
    {"config.region.contains('ric')", PREDICATE_IS_TRUE, ""},
    {"config.region.contains('')", PREDICATE_IS_TRUE, ""},
    {"config.region.endsWith('a long word that does not fit')", PREDICATE_IS_FALSE, ""},
    {"config.owner.startsWith('a')", PREDICATE_IS_UNKNOWN, "config.owner "},
    {"config.exposure['rest-api'] == 'vpc'", PREDICATE_IS_TRUE, ""},
    {"'blue' in config.tags", PREDICATE_IS_TRUE, ""},
    {"config.owner in config.tags", PREDICATE_IS_UNKNOWN, "config.owner "},
    {"config.owner in []", PREDICATE_IS_FALSE, ""},
    {"config.region in [config.owner, 'zürich']", PREDICATE_IS_TRUE, ""},
    {"config.region in [config.owner, 'bern']", PREDICATE_IS_UNKNOWN, "config.owner "},
    {"config.mfa in ['off', 'required']", PREDICATE_IS_FALSE, ""},
    {"'public' in facts.classes", PREDICATE_IS_UNKNOWN, "facts.classes "},
    {"config.tags == ['blue', 'green']", PREDICATE_IS_TRUE, ""},
    {"config.tags == ['blue', config.owner]", PREDICATE_IS_UNKNOWN, "config.owner "},
    {"config.tags == ['red', config.owner]", PREDICATE_IS_FALSE, ""},
    {"config.tags == [config.owner]", PREDICATE_IS_FALSE, ""},
    {"size([config.owner]) == 1", PREDICATE_IS_TRUE, ""},
    {"size(facts.classes) == 1", PREDICATE_IS_UNKNOWN, "facts.classes "},
    {"config.tags.exists(t, t == 'green')", PREDICATE_IS_TRUE, ""},
    {"config.tags.all(t, t.contains('e'))", PREDICATE_IS_TRUE, ""},
    {"config.tags.all(t, t == 'green')", PREDICATE_IS_FALSE, ""},
    {"[].exists(t, t == 1) || ![].all(t, t == 1)", PREDICATE_IS_FALSE, ""},
    {"config.tags.exists(t, t == config.owner)", PREDICATE_IS_UNKNOWN, "config.owner "},
    {"config.tags.all(t, t == config.owner && t == 'red')", PREDICATE_IS_FALSE, ""},
    {"[config.owner, config.region].exists(t, t == 'zürich')", PREDICATE_IS_TRUE, ""},
    {"[config.owner, config.region].all(t, t == 'zürich')", PREDICATE_IS_UNKNOWN, "config.owner "},
    {"facts.classes.exists(c, config.rotation)", PREDICATE_IS_UNKNOWN, "facts.classes "},
    {"config.tags.exists(t, config.tags.all(u, t == u))", PREDICATE_IS_FALSE, ""},
};

static const char *deciding_of(const struct predicate_outcome *outcome, struct arena *arena) {
    const char *text = "";
    for (size_t i = 0; i < outcome->reading_count; i++)
        if (outcome->readings[i].decides)
            text = arena_printf(arena, "%s%s ", text, outcome->readings[i].path);
    return text;
}

START_TEST(test_predicate_evaluate__follows_cel_with_unknowns) {
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct predicate_outcome outcome;
        struct problem problem;
        struct problem checked;
        problem_init(&checked, &arena);
        ck_assert_msg(predicate_check(fixture_parse(rows[i].text, &arena), &fixture_environment, &arena, &checked) ==
                          STATUS_OK,
                      "%s: %s", rows[i].text, checked.message);
        status_code code = evaluate(rows[i].text, &arena, 0, &outcome, &problem);
        ck_assert_msg(code == STATUS_OK, "%s: %s", rows[i].text, problem.message);
        ck_assert_msg(outcome.verdict == rows[i].verdict, "%s is %d", rows[i].text, outcome.verdict);
        ck_assert_msg(strcmp(deciding_of(&outcome, &arena), rows[i].deciding) == 0, "%s hangs on %s", rows[i].text,
                      deciding_of(&outcome, &arena));
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_predicate_evaluate__reads_each_variable_once_in_order) {
    struct arena arena;
    arena_init(&arena, 0);
    size_t lookups = 0;
    struct predicate_source source = {&lookups, look_up};
    struct predicate_outcome outcome;
    const struct predicate_node *predicate =
        fixture_parse("config.backup_days > 1 && config.region != 'x' && config.backup_days > 2 && false && "
                      "config.customer_key",
                      &arena);
    ck_assert_int_eq(predicate_evaluate(predicate, &source, &arena, 0, &outcome, NULL), STATUS_OK);
    ck_assert_uint_eq(lookups, 2);
    ck_assert_uint_eq(outcome.reading_count, 2);
    ck_assert_str_eq(outcome.readings[0].path, "config.backup_days");
    ck_assert_str_eq(predicate_value_text(&outcome.readings[0].value, &arena), "7");
    ck_assert_str_eq(outcome.readings[1].path, "config.region");
    arena_done(&arena);
}
END_TEST

START_TEST(test_predicate_evaluate__refuses_values_of_another_type) {
    static const char *const texts[] = {
        "config.region",
        "config.customer_key == 1",
        "config.customer_key < true",
        "config.region in 'a'",
        "!config.region",
        "config.region && true",
        "config.backup_days.contains('7')",
        "size(7) == 1",
        "config.mfa == 'no'",
        "config.region.all(r, r == 1)",
        "config.tags < config.tags",
    };
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct predicate_outcome outcome;
        struct problem problem;
        ck_assert_msg(evaluate(texts[i], &arena, 0, &outcome, &problem) == STATUS_INVALID_ARGUMENT, "%s", texts[i]);
        ck_assert_str_eq(problem.reason, "PREDICATE_TYPE");
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_predicate_evaluate__ends_at_its_step_limit) {
    static const char cube[] = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22].all(a, "
                               "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22].all(b, "
                               "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22].all(c, a < 99)))";
    struct arena arena;
    arena_init(&arena, 0);
    struct predicate_outcome outcome;
    struct problem problem;
    ck_assert_int_eq(evaluate(cube, &arena, 0, &outcome, &problem), STATUS_RESOURCE_EXHAUSTED);
    ck_assert_str_eq(problem.reason, "PREDICATE_STEPS");
    ck_assert_int_eq(evaluate("config.backup_days == 7", &arena, 4, &outcome, &problem), STATUS_OK);
    ck_assert_uint_eq(outcome.steps, 4);
    ck_assert_int_eq(evaluate("config.backup_days == 7", &arena, 3, &outcome, &problem), STATUS_RESOURCE_EXHAUSTED);
    arena_done(&arena);
}
END_TEST

/* Each level joins the cause below with itself: the paths through them double, the causes do not. */
START_TEST(test_predicate_evaluate__visits_shared_causes_once) {
    struct arena arena;
    arena_init(&arena, 0);
    const char *text = "config.rotation";
    for (int i = 0; i < 28; i++)
        text = arena_printf(&arena, "[%s].exists(v%d, v%d == v%d)", text, i, i, i);
    struct predicate_outcome outcome;
    struct problem problem;
    ck_assert_int_eq(evaluate(text, &arena, 0, &outcome, &problem), STATUS_OK);
    ck_assert_int_eq(outcome.verdict, PREDICATE_IS_UNKNOWN);
    ck_assert_str_eq(deciding_of(&outcome, &arena), "config.rotation ");
    arena_done(&arena);
}
END_TEST

START_TEST(test_predicate_evaluate__prints_values) {
    struct arena arena;
    arena_init(&arena, 0);
    struct predicate_value list = {.kind = PREDICATE_LIST, .items = tags, .item_count = 2};
    struct predicate_value empty = {.kind = PREDICATE_STRING, .text = ""};
    struct predicate_value unknown = {0};
    ck_assert_str_eq(predicate_value_text(&list, &arena), "[blue, green]");
    ck_assert_str_eq(predicate_value_text(&empty, &arena), "");
    ck_assert_str_eq(predicate_value_text(&unknown, &arena), "unknown");
    arena_done(&arena);
}
END_TEST

TEST_SUITE(predicate_evaluate, test_predicate_evaluate__follows_cel_with_unknowns,
           test_predicate_evaluate__reads_each_variable_once_in_order,
           test_predicate_evaluate__refuses_values_of_another_type, test_predicate_evaluate__ends_at_its_step_limit,
           test_predicate_evaluate__visits_shared_causes_once, test_predicate_evaluate__prints_values)
