#include "base/buffer.h"
#include "codec/json_compose.h"
#include "codec/yaml_compose.h"
#include "text_case.h"

static struct arena arena;
static struct problem problem;

static status_code compose(const char *text, const struct compose_rules *rules, tree_list *ret_roots) {
    *ret_roots = (tree_list){0};
    arena_init(&arena, 0);
    problem_init(&problem, &arena);
    return yaml_compose(slice_text(text), rules, &arena, ret_roots, &problem);
}

static const struct tree_node *compose_one(const char *text) {
    tree_list roots;
    ck_assert_msg(compose(text, &compose_foreign, &roots) == STATUS_OK, "%s: %s", text, problem.message);
    ck_assert_uint_eq(roots.count, 1);
    return roots.items[0];
}

START_TEST(test_compose__resolves_aliases) {
    const struct tree_node *root = compose_one("a: &x [1, 2]\nb: *x\nc: &y text\nd: *y\n");
    ck_assert_ptr_eq(tree_get(root, "a"), tree_get(root, "b"));
    ck_assert_str_eq(tree_get(root, "d")->text, "text");
    arena_done(&arena);
}
END_TEST

START_TEST(test_compose__merges_what_the_map_does_not_say) {
    const struct tree_node *root = compose_one("one: &one {a: 1, b: 1}\ntwo: &two {b: 2, c: 2}\n"
                                               "map: {<<: [*one, *two], c: own}\nlate: {a: own, <<: *one}\n");
    const struct tree_node *map = tree_get(root, "map");
    ck_assert_uint_eq(map->count, 3);
    ck_assert_str_eq(tree_get(map, "a")->text, "1");
    ck_assert_str_eq(tree_get(map, "b")->text, "1");
    ck_assert_str_eq(tree_get(map, "c")->text, "own");
    ck_assert_str_eq(tree_get(tree_get(root, "late"), "a")->text, "own");
    arena_done(&arena);
}
END_TEST

START_TEST(test_compose__keeps_a_list_at_the_top) {
    ck_assert_int_eq(compose_one("[a, b]\n")->kind, TREE_LIST);
    arena_done(&arena);
}
END_TEST

static const struct text_case refused[] = {
    {"a: *x\n", 1, 4, "", "no whole value before it has the anchor 'x'", ""},
    {"a: &x [*x]\n", 1, 8, "", "no whole value before it has the anchor 'x'", ""},
    {"a: &x [1]\n---\nb: *x\n", 3, 4, "", "no whole value before it", ""},
    {"a: {<<: text}\n", 1, 13, "", "only a mapping can be merged", "a list of them"},
    {"a: {<<: [text]}\n", 1, 15, "", "only a mapping can be merged", ""},
    {"a: {b: 1, b: 2}\n", 1, 11, "", "duplicate key 'b'", ""},
    {"a: !!python/object x\n", 1, 4, "", "tags are not allowed", ""},
};

START_TEST(test_compose__refuses_what_no_one_can_mean) {
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        tree_list roots;
        ck_assert_int_eq(compose(refused[i].text, &compose_foreign, &roots), STATUS_INVALID_ARGUMENT);
        check_first_violation(&refused[i], &problem);
        arena_done(&arena);
    }
}
END_TEST

/* Nine levels of ten aliases: a billion values that nobody may walk. */
START_TEST(test_compose__counts_what_aliases_repeat) {
    struct buffer text;
    tree_list roots;
    buffer_init(&text, 0);
    buffer_append_text(&text, "l0: &l0 [a, a, a, a, a, a, a, a, a, a]\n");
    for (int level = 1; level < 9; level++) {
        buffer_printf(&text, "l%d: &l%d [", level, level);
        for (int i = 0; i < 10; i++)
            buffer_printf(&text, "*l%d, ", level - 1);
        buffer_append_text(&text, "]\n");
    }
    buffer_append(&text, slice_of((const uint8_t *)"", 1));
    ck_assert_int_eq(compose((const char *)text.data, &compose_foreign, &roots), STATUS_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(problem.violations[0].message, "more than 4000000 values"));
    arena_done(&arena);
    buffer_done(&text);
}
END_TEST

static const struct tree_node *nested(size_t depth, status_code *ret_code) {
    static char text[2 * LIMIT_FOREIGN_DEPTH + 8];
    const struct tree_node *root = NULL;
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    arena_init(&arena, 0);
    problem_init(&problem, &arena);
    *ret_code = json_compose(slice_of((const uint8_t *)text, 2 * depth), &compose_foreign, &arena, &root, &problem);
    arena_done(&arena);
    return root;
}

START_TEST(test_compose__bounds_the_depth) {
    status_code code;
    ck_assert_ptr_nonnull(nested(LIMIT_FOREIGN_DEPTH, &code));
    ck_assert_int_eq(code, STATUS_OK);
    nested(LIMIT_FOREIGN_DEPTH + 1, &code);
    ck_assert_int_eq(code, STATUS_INVALID_ARGUMENT);
}
END_TEST

TEST_SUITE(compose, test_compose__resolves_aliases, test_compose__merges_what_the_map_does_not_say,
           test_compose__keeps_a_list_at_the_top, test_compose__refuses_what_no_one_can_mean,
           test_compose__counts_what_aliases_repeat, test_compose__bounds_the_depth)
