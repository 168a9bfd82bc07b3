#include "convert/hcltm/hcl.h"

#include "base/buffer.h"
#include "support/test.h"

#include <string.h>

static struct arena arena;
static struct problem problem;
static const struct tree_node *root;

static status_code compose(const void *text, size_t size) {
    arena_done(&arena);
    problem_init(&problem, &arena);
    return hcl_compose(slice_of(text, size), &compose_foreign, &arena, &root, &problem);
}

/* The tree in one line: texts in quotes, all else as written. */
static void show(const struct tree_node *node, struct buffer *out) {
    bool is_map = node->kind == TREE_MAP;
    if (!is_map && node->kind != TREE_LIST) {
        buffer_printf(out, node->kind == TREE_TEXT ? "'%s'" : "%s", node->text);
        return;
    }
    buffer_append_text(out, is_map ? "{" : "[");
    for (size_t i = 0; i < node->count; i++) {
        if (i > 0)
            buffer_append_text(out, ", ");
        if (is_map)
            buffer_printf(out, "%s: ", node->entries[i].key->text);
        show(node->entries[i].value, out);
    }
    buffer_append_text(out, is_map ? "}" : "]");
}

static const struct {
    const char *text;
    const char *shown;
} texts[] = {
    {"", "{}"},
    {"\xEF\xBB\xBF# only a comment", "{}"},
    {"a = 1\nb = -2.5e+3\nc = true\nd = null // end\ne = \"x\"", "{a: 1, b: -2.5e+3, c: true, d: null, e: 'x'}"},
    {"/* one\n two */ a = /* here */ 1 # there\r\nb = 2\r\n", "{a: 1, b: 2}"},
    {"threat \"a b\" {\n x = 1\n}\nthreat \"a b\" {}\n", "{threat: {a b: {x: 1}}, threat: {a b: {}}}"},
    {"usecase { d = \"x\" }\ncomponent \"control\" name-1 {}",
     "{usecase: {d: 'x'}, component: {control: {name-1: {}}}}"},
    {"l = [1, \"two\", [true],\n # three\n]\nm = []", "{l: [1, 'two', [true]], m: []}"},
    {"o = { a = 1, \"b c\": 2\n d = {} }", "{o: {a: 1, b c: 2, d: {}}}"},
    {"s = \"\\\"\\\\\\n\\t\\r|\\u00e9\\U0001F600\"", "{s: '\"\\\n\t\r|\u00e9\U0001F600'}"},
    {"s = \"$${a} %%{b} $ % ${ var.c } 100%\"", "{s: '$${a} %%{b} $ % ${var.c} 100%'}"},
    {"s = import.control.x-1.description\nt = var.a", "{s: '${import.control.x-1.description}', t: '${var.a}'}"},
    {"h = <<EOT\n one\n  two ${var.a} \"q\" \\n\n\nEOT\nb = 1", "{h: ' one\n  two ${var.a} \"q\" \\n\n\n', b: 1}"},
    {"h = <<-EOT\r\n    one\r\n\r\n      two\r\n    EOT\r\nb = 1", "{h: 'one\n\n  two\n', b: 1}"},
    {"h = <<E\nE", "{h: ''}"},
    {"h = <<E\nEE\nxE\nE", "{h: 'EE\nxE\n'}"},
    {"{\"a\": [1, {\"b\": null}], \"a\": \"\\/\\b\\f\\ud83d\\ude00\"}", "{a: [1, {b: null}], a: '/\b\f\U0001F600'}"},
    {"  [{\"name\": \"x\"}]\n", "[{name: 'x'}]"},
    {"\u00fcber = 1", "{\u00fcber: 1}"},
};

START_TEST(test_hcl__is_the_tree_of_its_json) {
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct buffer shown;
        buffer_init(&shown, 0);
        ck_assert_msg(compose(texts[i].text, strlen(texts[i].text)) == STATUS_OK, "%s: %u:%u: %s", texts[i].text,
                      problem.violations[0].line, problem.violations[0].column, problem.violations[0].message);
        show(root, &shown);
        buffer_append_byte(&shown, '\0');
        ck_assert_str_eq((const char *)shown.data, texts[i].shown);
        buffer_done(&shown);
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_hcl__nodes_have_their_places) {
    static const char text[] = "a = 1\n  threat \"\u00e9\" {\n    x = [\"\u00e9\", 2]\n  }\n";
    ck_assert_int_eq(compose(text, strlen(text)), STATUS_OK);
    const struct tree_entry *threat = &root->entries[1];
    ck_assert_uint_eq(threat->key->line, 2);
    ck_assert_uint_eq(threat->key->column, 3);
    const struct tree_node *body = threat->value->entries[0].value;
    ck_assert_uint_eq(body->line, 2);
    ck_assert_uint_eq(body->column, 3);
    const struct tree_node *list = body->entries[0].value;
    ck_assert_uint_eq(list->line, 3);
    ck_assert_uint_eq(list->column, 9);
    ck_assert_uint_eq(list->entries[1].value->column, 15);
    arena_done(&arena);
}
END_TEST

static const struct {
    const char *text;
    uint32_t line;
    uint32_t column;
    const char *words;
} refused[] = {
    {"a", 1, 2, "'=', a label or '{' is expected"},
    {"a = ", 1, 5, "a value is expected"},
    {"a = 1 + 2", 1, 7, "other expressions are not"},
    {"a = b ? 1 : 2", 1, 7, "other expressions are not"},
    {"a = (1)", 1, 5, "a value is expected"},
    {"a = file(\"x\")", 1, 9, "no calls"},
    {"a = b[0]", 1, 6, "no calls and no indexes"},
    {"a = b[\"c]", 1, 8, "a name and"},
    {"a = b[\"\"]", 1, 8, "a name and"},
    {"a = b[\"c\"](1)", 1, 11, "no calls"},
    {"a = b.", 1, 7, "a reference such as var.name is expected"},
    {"a = -", 1, 5, "a number is expected"},
    {"a = !true", 1, 5, "a value is expected"},
    {"a = [for x in y : x]", 1, 10, "',' or ']' is expected"},
    {"a = [1 2]", 1, 8, "',' or ']' is expected"},
    {"a = [1,", 1, 8, "a value is expected"},
    {"a = {b 1}", 1, 8, "'=' or ':' is expected"},
    {"a = {b = 1 c = 2}", 1, 12, "a new line or '}' is expected"},
    {"a = {b = 1", 1, 11, "a new line or '}' is expected"},
    {"a \"b\" {\n c = 1\n", 3, 1, "the block of line 1 has no end"},
    {"a {\n }\n}", 3, 1, "an attribute or block is expected"},
    {"a \"b\" \"c\" d e f {}", 1, 15, "a block has at most 4 labels"},
    {"a = \"open\nb\"", 1, 10, "the string has no end in its line"},
    {"a = \"open", 1, 10, "the string has no end in its line"},
    {"a = \"\\q\"", 1, 6, "there is no such escape"},
    {"a = \"\\u12\"", 1, 6, "stands for no character"},
    {"a = \"\\ud800\"", 1, 6, "stands for no character"},
    {"a = \"\\u0000\"", 1, 6, "stands for no character"},
    {"a = \"\\U00110000\"", 1, 6, "stands for no character"},
    {"a = \"${upper(x)}\"", 1, 13, "no calls"},
    {"a = \"${a + b}\"", 1, 10, "'}' is expected"},
    {"a = \"${\"", 1, 8, "a reference such as var.name is expected"},
    {"a = \"%{if x}\"", 1, 6, "the directive %{ is not read"},
    {"a = <<EOT\nb\n EO\n", 2, 1, "no line holds the marker EOT"},
    {"a = << EOT\n", 1, 7, "a marker of 1 to 64 bytes is expected"},
    {"a = <<EOT b\nEOT\n", 1, 10, "the end of the line is expected"},
    {"a = <<EOT\n ${b c}\nEOT\n", 2, 6, "'}' is expected"},
    {"/* open", 1, 8, "the comment has no end"},
    {"{\"a\": 1} b", 1, 10, "the end of the text is expected"},
    {"a = \"\x80\"", 1, 6, "no UTF-8 text"},
    {"a = \"\xed\xa0\x80\"", 1, 6, "no UTF-8 text"},
};

START_TEST(test_hcl__refuses_with_the_place) {
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        ck_assert_msg(compose(refused[i].text, strlen(refused[i].text)) == STATUS_INVALID_ARGUMENT, "%s",
                      refused[i].text);
        const struct violation *first = &problem.violations[0];
        ck_assert_msg(strstr(first->message, refused[i].words) != NULL, "%s: %s", refused[i].text, first->message);
        ck_assert_msg(first->line == refused[i].line && first->column == refused[i].column, "%s: %u:%u",
                      refused[i].text, first->line, first->column);
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_hcl__refuses_a_nul) {
    static const char text[] = "a = 1\n\0b = 2";
    ck_assert_int_eq(compose(text, sizeof text - 1), STATUS_INVALID_ARGUMENT);
    ck_assert_uint_eq(problem.violations[0].line, 2);
    arena_done(&arena);
}
END_TEST

/* COUNT times BEFORE, the rest once. */
static void check_depth(const char *before, const char *rest, size_t count, status_code expected) {
    struct buffer text;
    buffer_init(&text, 0);
    buffer_append_text(&text, "a = 1\n");
    for (size_t i = 0; i < count; i++)
        buffer_append_text(&text, before);
    buffer_append_text(&text, rest);
    ck_assert_int_eq(compose(text.data, text.size), expected);
    if (expected != STATUS_OK)
        ck_assert_ptr_nonnull(strstr(problem.violations[0].message, "values nest deeper than 64"));
    buffer_done(&text);
}

START_TEST(test_hcl__depth_is_bounded) {
    check_depth("b {\n", "}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}", 30, STATUS_OK);
    check_depth("b {\n", "", 100000, STATUS_INVALID_ARGUMENT);
    check_depth("b \"x\" y z {\n", "", 100000, STATUS_INVALID_ARGUMENT);
    arena_done(&arena);
}
END_TEST

START_TEST(test_hcl__lists_and_objects_are_bounded_too) {
    static const char *const opening[] = {"[", "{a="};
    for (size_t i = 0; i < COUNT_OF(opening); i++) {
        struct buffer text;
        buffer_init(&text, 0);
        buffer_append_text(&text, "b = ");
        for (size_t j = 0; j < 100000; j++)
            buffer_append_text(&text, opening[i]);
        ck_assert_int_eq(compose(text.data, text.size), STATUS_INVALID_ARGUMENT);
        ck_assert_ptr_nonnull(strstr(problem.violations[0].message, "values nest deeper than 64"));
        buffer_done(&text);
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_hcl__values_are_bounded) {
    struct compose_rules few = compose_foreign;
    few.nodes = 3;
    problem_init(&problem, &arena);
    ck_assert_int_eq(hcl_compose(slice_text("a = 1\nb = 2"), &few, &arena, &root, &problem), STATUS_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(problem.violations[0].message, "more than 3 values"));
    few.bytes = 3;
    problem_init(&problem, &arena);
    ck_assert_int_eq(hcl_compose(slice_text("a = 1"), &few, &arena, &root, &problem), STATUS_RESOURCE_EXHAUSTED);
    arena_done(&arena);
}
END_TEST

/* Whatever a text is cut to, it is read or refused in words. */
START_TEST(test_hcl__every_prefix_is_read_or_refused) {
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        for (size_t size = 0; size < strlen(texts[i].text); size++) {
            status_code code = compose(texts[i].text, size);
            ck_assert(code == STATUS_OK || (code == STATUS_INVALID_ARGUMENT && problem.violation_count > 0));
        }
    }
    arena_done(&arena);
}
END_TEST

START_TEST(test_hcl__says_when_there_is_no_room) {
    static const char text[] = "a \"b\" {\n c = [\"text\", 1]\n d = <<E\nlines\nE\n}\n";
    size_t limit = 1;
    status_code code = STATUS_RESOURCE_EXHAUSTED;
    for (; code != STATUS_OK && limit < 100000; limit += 64) {
        arena_done(&arena);
        arena_init(&arena, limit);
        problem_init(&problem, NULL);
        code = hcl_compose(slice_text(text), &compose_foreign, &arena, &root, &problem);
        ck_assert(code == STATUS_OK || code == STATUS_RESOURCE_EXHAUSTED);
    }
    ck_assert_int_eq(code, STATUS_OK);
    arena_done(&arena);
}
END_TEST

TEST_SUITE(hcl, test_hcl__is_the_tree_of_its_json, test_hcl__nodes_have_their_places, test_hcl__refuses_with_the_place,
           test_hcl__refuses_a_nul, test_hcl__depth_is_bounded, test_hcl__lists_and_objects_are_bounded_too,
           test_hcl__values_are_bounded, test_hcl__every_prefix_is_read_or_refused,
           test_hcl__says_when_there_is_no_room)
