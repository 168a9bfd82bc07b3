#include "codec/json_compose.h"
#include "codec/yaml_compose.h"
#include "convert/tree_json.h"
#include "convert/tree_yaml.h"

#include "convert/tree_make.h"
#include "support/test.h"

static struct arena arena;
static struct tree_maker maker;
static struct buffer out;

static void start(size_t limit_bytes) {
    arena_init(&arena, limit_bytes);
    tree_maker_init(&maker, &arena);
    buffer_init(&out, 0);
}

static void stop(void) {
    buffer_done(&out);
    arena_done(&arena);
}

/* Every kind of node, and texts that are easy to get wrong. */
static struct tree_node *sample(void) {
    static char a[] = "a", no[] = "no", number[] = "1.10";
    char *texts[] = {a, no, number};
    struct tree_node *root = make_map(&maker);
    struct tree_node *list = make_list(&maker);
    struct tree_node *item = make_map(&maker);
    make_put(&maker, item, "id", make_text(&maker, "x"));
    make_put(&maker, item, "count", make_number(&maker, -7));
    make_add(&maker, list, item);
    make_add(&maker, list, make_text(&maker, "plain"));
    make_put_text(&maker, root, "text", "two\nlines\n");
    make_put_text(&maker, root, "empty", "");
    make_put_text(&maker, root, "missing", NULL);
    make_put_texts(&maker, root, "words", texts, COUNT_OF(texts));
    make_put_texts(&maker, root, "none", texts, 0);
    make_put(&maker, root, "yes", make_bool(&maker, true));
    make_put(&maker, root, "null", make_null(&maker));
    make_put(&maker, root, "bare", make_list(&maker));
    make_put_filled(&maker, root, "list", list);
    return root;
}

START_TEST(test_tree_make__leaves_out_what_says_nothing) {
    start(0);
    const struct tree_node *root = sample();
    ck_assert(!maker.has_failed);
    ck_assert_uint_eq(root->count, 6);
    ck_assert_ptr_null(tree_get(root, "empty"));
    ck_assert_ptr_null(tree_get(root, "missing"));
    ck_assert_ptr_null(tree_get(root, "none"));
    ck_assert_uint_eq(tree_get(root, "words")->count, 3);
    stop();
}
END_TEST

START_TEST(test_tree_make__remembers_that_there_was_no_room) {
    start(64);
    struct tree_node *root = sample();
    ck_assert(maker.has_failed);
    make_put_text(&maker, root, "more", "text");
    stop();
}
END_TEST

START_TEST(test_tree_json__has_one_form) {
    start(0);
    tree_write_json(sample(), &out);
    buffer_append_byte(&out, '\0');
    ck_assert_str_eq((const char *)out.data, "{\n"
                                             "  \"text\": \"two\\nlines\\n\",\n"
                                             "  \"words\": [\n"
                                             "    \"a\",\n"
                                             "    \"no\",\n"
                                             "    \"1.10\"\n"
                                             "  ],\n"
                                             "  \"yes\": true,\n"
                                             "  \"null\": null,\n"
                                             "  \"bare\": [],\n"
                                             "  \"list\": [\n"
                                             "    {\n"
                                             "      \"id\": \"x\",\n"
                                             "      \"count\": -7\n"
                                             "    },\n"
                                             "    \"plain\"\n"
                                             "  ]\n"
                                             "}\n");
    stop();
}
END_TEST

START_TEST(test_tree_yaml__has_one_form) {
    start(0);
    tree_write_yaml(sample(), &out);
    buffer_append_byte(&out, '\0');
    ck_assert_str_eq((const char *)out.data, "text: |\n"
                                             "  two\n"
                                             "  lines\n"
                                             "words: [a, \"no\", \"1.10\"]\n"
                                             "\"yes\": true\n"
                                             "\"null\": null\n"
                                             "bare: []\n"
                                             "list:\n"
                                             "  - id: x\n"
                                             "    count: -7\n"
                                             "  - plain\n");
    stop();
}
END_TEST

static const char *const hostile[] = {
    "",
    " ",
    "\"quoted\" \\ back",
    "<script>alert(1)</script> & more",
    "turned \xE2\x80\xAE around",
    "no\xE2\x80\x8Bwidth",
    "tag \xF3\xA0\x81\x81 outside of the first plane \xF0\x9F\x92\xA9",
    "\x01\x7F bell \x07",
    "tab\tand\r\nline",
    "- dash",
    "key: value # remark",
    "null",
    "~",
    "2026-01-01",
    "0x1F",
    ".5",
    "+1",
    "1:20",
    "-.INF",
    "Off",
    "  indented\n text",
    "trailing \n\n",
    "@at",
    "[flow, {map: x}]",
    "'single'",
};

static void reads_back(bool is_json, const char *text, bool is_in_list) {
    start(0);
    struct problem problem;
    tree_list roots = {0};
    const struct tree_node *root = NULL;
    struct tree_node *made = make_map(&maker);
    struct tree_node *list = make_list(&maker);
    make_add(&maker, list, make_text(&maker, text));
    make_put(&maker, made, "key", is_in_list ? list : make_text(&maker, text));
    problem_init(&problem, &arena);
    (is_json ? tree_write_json : tree_write_yaml)(made, &out);
    status_code code = is_json ? json_compose(buffer_slice(&out), &compose_foreign, &arena, &root, &problem)
                               : yaml_compose(buffer_slice(&out), &compose_foreign, &arena, &roots, &problem);
    ck_assert_msg(code == STATUS_OK, "%s: %.*s", text, (int)out.size, out.data);
    const struct tree_node *value = tree_get(is_json ? root : roots.items[0], "key");
    if (is_in_list)
        value = value->entries[0].value;
    ck_assert_str_eq(value->text, text);
    stop();
}

START_TEST(test_tree_json__reads_back_hostile_texts) {
    for (size_t i = 0; i < COUNT_OF(hostile); i++) {
        reads_back(true, hostile[i], false);
        reads_back(true, hostile[i], true);
    }
}
END_TEST

START_TEST(test_tree_yaml__reads_back_hostile_texts) {
    for (size_t i = 0; i < COUNT_OF(hostile); i++) {
        reads_back(false, hostile[i], false);
        reads_back(false, hostile[i], true);
    }
}
END_TEST

/* Other readers give plain scalars a type. */
START_TEST(test_tree_yaml__quotes_what_is_no_text_elsewhere) {
    static const char *const words[] = {"1.10", "no", "Yes",   "null", "~",    "2026-01-01", "0x1F",
                                        ".5",   "-1", "+.inf", ".nan", "1:20", "=",          "on"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        start(0);
        struct tree_node *root = make_map(&maker);
        make_put(&maker, root, "k", make_text(&maker, words[i]));
        tree_write_yaml(root, &out);
        buffer_append_byte(&out, '\0');
        ck_assert_str_eq((const char *)out.data, arena_printf(&arena, "k: \"%s\"\n", words[i]));
        stop();
    }
}
END_TEST

START_TEST(test_tree_json__shows_nothing_that_acts_unseen) {
    start(0);
    struct tree_node *root = make_map(&maker);
    make_put(&maker, root, "k", make_text(&maker, "a\xE2\x80\xAE\xF3\xA0\x81\x81\x7F"));
    tree_write_json(root, &out);
    buffer_append_byte(&out, '\0');
    ck_assert_str_eq((const char *)out.data, "{\n  \"k\": \"a\\u202e\\udb40\\udc41\\u007f\"\n}\n");
    stop();
}
END_TEST

TEST_SUITE(tree_make, test_tree_make__leaves_out_what_says_nothing, test_tree_make__remembers_that_there_was_no_room,
           test_tree_json__has_one_form, test_tree_yaml__has_one_form, test_tree_json__reads_back_hostile_texts,
           test_tree_yaml__reads_back_hostile_texts, test_tree_yaml__quotes_what_is_no_text_elsewhere,
           test_tree_json__shows_nothing_that_acts_unseen)
